// ---- pictures of one product

const setUpChoosers = () => {
  for (const pictures of all(".pictures")) {
    const chooser = find("form", pictures);
    if (!chooser) continue;
    chooser.hidden = false;
    chooser.addEventListener("submit", (event) => event.preventDefault());
    chooser.addEventListener("change", () => choosePictures(find("select", chooser).value));
  }
  choosePictures(find(".pictures select")?.value ?? "0");
};
const choosePictures = (place) => {
  for (const pictures of all(".pictures")) {
    const select = find("form select", pictures);
    if (!select) continue;
    if ([...select.options].some((option) => option.value === place)) select.value = place;
    const product = data.products[Number(select.value)];
    for (const picture of all("figure", pictures)) picture.hidden = picture.dataset.product !== product.id;
  }
};

// ---- the numbers of pictures: rows beyond the first are made when they are unfolded

const setUpNumbers = () => {
  for (const picture of all("[data-picture]")) {
    const rows = data.tables[picture.dataset.picture];
    if (!rows) continue;
    const numbers = find(".numbers", picture);
    const fill = () => {
      const heads = [...find("thead tr", numbers).cells];
      find("tbody", numbers).append(...rows.map((row) => numberRow(row, heads)));
      find(".left", numbers).remove();
    };
    whenUnfolded(numbers, fill);
  }
};
const numberRow = (row, heads) =>
  el("tr", {}, row.map((number, at) =>
    el(at ? "td" : "th", { scope: at ? null : "row", class: heads[at].className || null }, said(number)),
  ));

// ---- questions

const setUpQuestions = () => {
  const more = find("#question-more");
  if (!more || !data.questions.length) return;
  let shown = 0;
  const show = () => {
    const next = data.questions.slice(shown, shown + 50);
    find("#question-list").append(...next.map(questionNode));
    shown += next.length;
    const left = data.questions.length - shown;
    more.replaceChildren(...(left ? [moreButton(left, show)] : []));
  };
  more.replaceChildren(moreButton(data.questions.length, show));
};
const MARKS = /[\ue000-\uf8ff]/g;
const unmarked = (told, parts) =>
  both(textOf(told)).map((text, lang) => text.replace(MARKS, (mark) => both(textOf(parts[mark.charCodeAt(0) - 0xe000]))[lang]));
const questionNode = ([told, options, lines, parts]) => {
  const named = lines.map((at) => (typeof at === "number" ? data.lines[at].id : at));
  const body = el(
    "div",
    { class: "body" },
    el("h3", { class: "small" }, word("options")),
    list(options, "plain"),
    el("p", { class: "note" }, word("answers_left")),
    named.length ? el("dl", {}, fact("hangs_on", named.join(", "))) : null,
  );
  return el("li", {}, el("details", {}, el("summary", {}, pair(unmarked(told, parts))), body));
};

// ---- two products side by side

const compareForm = find("#compare-form");
const KINDS = ["a", "b", "open", "apart", "even", "alike", "idle"];
const standing = (a, b, at) => {
  const [one, other] = [creditOf(a, at), creditOf(b, at)];
  if (a.l[at] < 0 && b.l[at] < 0) return "idle"; // as in comparisons of the library, it is nobody's advantage
  const isSame = a.v[at] === b.v[at] && one[0] === other[0] && one[1] === other[1];
  if (isSame) return one[0] === one[1] ? "alike" : "open";
  if (a.v[at] === "n" || b.v[at] === "n") return "apart";
  if (one[0] === one[1] && other[0] === other[1] && one[0] === other[0]) return "even";
  if (one[0] > other[1]) return "a";
  return other[0] > one[1] ? "b" : "open";
};
const compared = (a, b) =>
  data.lines.map((line, at) => ({ at, kind: standing(a, b, at), size: weightOf(a, b, at) })).sort(
    (x, y) => KINDS.indexOf(x.kind) - KINDS.indexOf(y.kind) || y.size - x.size || x.at - y.at,
  );
const weightOf = (a, b, at) => Math.abs(a.l[at] - b.l[at]) + Math.abs(a.h[at] - b.h[at]);
const side = (product, at) =>
  el(
    "td",
    { class: "side" },
    chip("v", verdictOf(product, at)),
    el("span", { class: "figures" }, product.l[at] < 0 ? "–" : partOf(product, at)),
    el("span", { class: "because" }, said(product.r[at])),
  );
const verdictOn = (kind, a, b) => (kind === "a" || kind === "b" ? said((kind === "a" ? a : b).name) : word(kind));
const compareRow = ({ at, kind }, a, b) => {
  const line = data.lines[at];
  const head = el("th", { scope: "row" }, lineTitle(line), priority(line));
  const better = el("td", { class: `better better-${kind}` }, verdictOn(kind, a, b));
  return el("tr", { "data-requirement": line.id, "data-standing": kind }, head, side(a, at), side(b, at), better);
};
const compareSummary = (rows, a, b) => {
  const count = (...kinds) => String(rows.filter((row) => kinds.includes(row.kind)).length);
  const better = (product, kind) => el("li", {}, word("better", { product: textOf(product.name), n: count(kind) }));
  const heads = [a, b].map((product) =>
    el("div", { class: "tile" }, el("h3", {}, said(product.label)), chip("d", product.decision), el("b", { class: "figures" }, said(product.score))),
  );
  const told = [better(a, "a"), better(b, "b")];
  told.push(el("li", {}, word("open_lines", { n: count("open") })), el("li", {}, word("equal_lines", { n: count("alike", "even") })));
  for (const kind of ["apart", "idle"]) {
    if (count(kind) !== "0") told.push(el("li", {}, word(`${kind}_lines`, { n: count(kind) })));
  }
  return [el("div", { class: "tiles" }, heads), el("ul", {}, told)];
};
const drawCompare = () => {
  const [a, b] = ["compare-a", "compare-b"].map((name) => data.products[Number(compareForm.elements[name].value)]);
  const rows = compared(a, b);
  const isDifferent = ({ at, kind }) => kind !== "alike" && (kind !== "idle" || a.v[at] !== b.v[at]);
  const kept = compareForm.elements["compare-only"].checked ? rows.filter(isDifferent) : rows;
  const titles = [word("requirement"), said(a.name), said(b.name), word("which")];
  const head = el("tr", {}, titles.map((title) => el("th", { scope: "col" }, title)));
  const body = el("tbody");
  const caption = el("caption", { id: "compare-caption" }, word("line_by_line"));
  const grid = el("table", { class: "compare" }, caption, el("thead", {}, head), body);
  const scroll = el("div", { class: "scroll", role: "group", tabindex: "0", "aria-labelledby": "compare-caption" }, grid);
  const foot = el("div", {});
  let shown = 0;
  const show = () => {
    const next = kept.slice(shown, shown + 100);
    body.append(...next.map((row) => compareRow(row, a, b)));
    shown += next.length;
    foot.replaceChildren(...(shown < kept.length ? [moreButton(kept.length - shown, show)] : []));
  };
  show();
  find("#compare-result").replaceChildren(...compareSummary(rows, a, b), scroll, foot);
};
const setUpCompare = () => {
  if (!compareForm) return;
  compareForm.hidden = false;
  find("#compare .left").hidden = true;
  compareForm.addEventListener("input", drawCompare);
  compareForm.addEventListener("submit", (event) => event.preventDefault());
  find("#compare-swap").addEventListener("click", () => {
    const [a, b] = [compareForm.elements["compare-a"], compareForm.elements["compare-b"]];
    [a.value, b.value] = [b.value, a.value];
    drawCompare();
  });
  drawCompare();
};

// ---- on paper everything that is folded is open

const setUpPrint = () => {
  let opened = [];
  addEventListener("beforeprint", () => {
    for (const [details, make] of waiting) if (details.isConnected) make();
    opened = all("main details:not([open])");
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
};

setUpFilters();
setUpHeat();
setUpDialog();
setUpChoosers();
setUpNumbers();
setUpQuestions();
setUpCompare();
setUpPrint();
refresh();
