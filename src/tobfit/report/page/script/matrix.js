// ---- filters

const form = find("#filters");
const NONE = "-";
const chosen = { verdict: "", severity: "", stage: "", role: "", product: "", text: "" };
const isPlaced = (line) =>
  (!chosen.stage || (line.stage ?? NONE) === chosen.stage) &&
  (!chosen.role || (line.roles ?? [NONE]).includes(chosen.role));
const isJudged = (product, line) =>
  (!chosen.verdict || verdictOf(product, line) === chosen.verdict) &&
  (!chosen.severity || severityOf(product, line) === chosen.severity);
const chosenProducts = () => (chosen.product === "" ? data.products : [data.products[Number(chosen.product)]]);

const lower = new Map();
const holds = (number) => {
  if (!lower.has(number)) lower.set(number, both(textOf(number)).join("\n").toLowerCase());
  return lower.get(number).includes(chosen.text);
};
const isNamed = (line) =>
  !chosen.text ||
  [line.title, line.group, line.need].some((number) => number !== undefined && holds(number)) ||
  `${line.id}\n${line.capability ?? ""}`.toLowerCase().includes(chosen.text);

const matchingLines = (products) =>
  data.lines.flatMap((line, at) =>
    isPlaced(line) && isNamed(line) && products.some((product) => isJudged(product, at)) ? [at] : [],
  );
const matchingGaps = (product) =>
  product.gaps.flatMap(([at, severity, , reason = product.r[at]], number) => {
    const line = data.lines[at];
    const fits =
      isPlaced(line) &&
      (!chosen.verdict || verdictOf(product, at) === chosen.verdict) &&
      (!chosen.severity || SEVERITIES[severity] === chosen.severity) &&
      (isNamed(line) || holds(reason));
    return fits ? [number] : [];
  });

const state = { rows: 0, found: 0, shown: 0, listed: 0 };
const allGaps = data.products.reduce((sum, product) => sum + product.gaps.length, 0);
const tell = () => {
  const told = { ...state, lines: data.lines.length, gaps: allGaps };
  const counted = word("shown", Object.fromEntries(Object.entries(told).map(([k, v]) => [k, String(v)])));
  find("#filter-state").replaceChildren(counted, ...Object.keys(chosen).filter((key) => chosen[key]).map(choiceOf));
};
// What is chosen stands beside the counts: on paper there are no controls.
const choiceOf = (key) => {
  const control = form.elements[`filter-${key}`];
  const option = control.selectedOptions?.[0];
  const { en, zh } = option?.dataset ?? {};
  const title = [...control.labels[0].childNodes].map((node) => node.cloneNode(true));
  return el("span", { class: "chosen" }, title, ": ", pair(en ? [en, zh] : (option?.textContent ?? control.value)));
};
const refresh = () => {
  drawHeat();
  drawGaps();
  tell();
};

const setUpFilters = () => {
  form.hidden = false;
  const read = () => {
    for (const key of Object.keys(chosen)) chosen[key] = form.elements[`filter-${key}`].value.trim();
    chosen.text = chosen.text.toLowerCase(); // ids keep their capitals
    refresh();
  };
  form.addEventListener("input", read);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(read));
};

const moreButton = (left, show) => {
  const button = el("button", { type: "button", class: "more" }, word("more_rows", { n: String(left) }));
  button.addEventListener("click", show);
  return el("div", {}, button, el("p", { class: "note on-paper" }, word("more_on_paper", { n: String(left) })));
};

// ---- requirements by products

const table = find("#heat-table");
const PAGE = Math.max(30, Math.floor(1500 / data.products.length));
const columns = [...table.tHead.rows[0].cells];
let heatRows = [];

const cellWords = (product, at) => {
  const parts = [term(verdictOf(product, at))];
  if (severityOf(product, at)) parts.push(term(severityOf(product, at)));
  if (isWaived(product, at)) parts.push(phrase("waived"));
  return both(joined(parts));
};
const cells = new Map();
const heatCell = (product, at) => {
  const dim = isJudged(product, at) ? "" : " dim";
  const key = `${product.v[at]}${product.s[at]}${isWaived(product, at)}${dim}`;
  if (!cells.has(key)) cells.set(key, builtCell(product, at, dim));
  return cells.get(key).cloneNode(true);
};
const builtCell = (product, at, dim) => {
  const [en, zh] = cellWords(product, at);
  const blocks = severityOf(product, at) === "blocker" ? " blocks" : "";
  const name = `v-${verdictOf(product, at)}${blocks}${dim}`;
  return el("td", { class: name, tabindex: "-1" }, el("i", { lang: "en" }, en), el("i", { lang: "zh" }, zh));
};
const each = (values) => [...new Set(values.filter(Boolean))].join(" ");
const heatRow = (at, products) => {
  const line = data.lines[at];
  const attributes = {
    "data-requirement": line.id,
    "data-verdict": each(products.map((product) => verdictOf(product, at))),
    "data-severity": each(products.map((product) => severityOf(product, at))) || null,
    "data-stage": line.stage,
    "data-role": line.roles?.join(" "),
    "data-line": at,
  };
  const head = el("th", { scope: "row" }, lineTitle(line), priority(line));
  return el("tr", attributes, head, products.map((product) => heatCell(product, at)));
};

const drawHeat = () => {
  const products = chosenProducts();
  columns.forEach((column, at) => {
    column.hidden = at > 0 && !products.includes(data.products[at - 1]);
  });
  heatRows = matchingLines(products);
  state.rows = heatRows.length;
  state.shown = 0;
  table.tBodies[0].replaceChildren();
  showHeat(PAGE);
};
const showHeat = (number) => {
  const next = heatRows.slice(state.shown, state.shown + number);
  table.tBodies[0].append(...next.map((at) => heatRow(at, chosenProducts())));
  state.shown += next.length;
  const left = heatRows.length - state.shown;
  const more = () => {
    showHeat(PAGE);
    tell();
  };
  find("#heat-more").replaceChildren(...(left ? [moreButton(left, more)] : []));
  if (!heatRows.length && data.lines.length) find("#heat-more").append(el("p", { class: "note" }, word("nothing")));
  if (!find("td[tabindex='0']", table)) find("td", table)?.setAttribute("tabindex", "0");
};

const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const focusCell = (cell) => {
  for (const other of all("td[tabindex='0']", table)) other.setAttribute("tabindex", "-1");
  cell.setAttribute("tabindex", "0");
  cell.focus();
};
const placeOf = (cell) => [Number(cell.parentElement.dataset.line), chosenProducts()[cell.cellIndex - 1]];
const onHeatKey = (event) => {
  const cell = event.target.closest("td");
  if (!cell) return;
  const rows = [...table.tBodies[0].rows];
  const row = rows.indexOf(cell.parentElement);
  if (event.key === "Enter" || event.key === " ") openCell(...placeOf(cell));
  else if (event.key === "Home") focusCell(cell.parentElement.cells[1]);
  else if (event.key === "End") focusCell(cell.parentElement.lastElementChild);
  else if (MOVES[event.key]) {
    const [down, right] = MOVES[event.key];
    const next = rows[row + down]?.cells[cell.cellIndex + right];
    if (next?.tagName === "TD") focusCell(next);
  } else return;
  event.preventDefault();
};
const setUpHeat = () => {
  table.setAttribute("role", "grid");
  find("#heat-scroll").removeAttribute("tabindex");
  table.addEventListener("keydown", onHeatKey);
  table.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (!cell) return;
    focusCell(cell);
    openCell(...placeOf(cell));
  });
};

// ---- what stands behind a cell

const dialog = find("#cell-dialog");
const fact = (title, ...inside) => [el("dt", {}, word(title)), el("dd", {}, ...inside)];
const list = (numbers, name) => el("ul", { class: name }, numbers.map((number) => el("li", {}, said(number))));
const whyFacts = (line) => [
  fact("why", line.why ? list(line.why, "plain") : word("client_alone")),
  line.need === undefined ? [] : fact("need", said(line.need)),
  line.endangers ? fact("endangers", pair(joined(line.endangers.map(textOf)))) : [],
  line.asked ? fact("asked_by", pair(joined(line.asked.map(textOf)))) : [],
  line.stage ? fact("stage", said(data.stages[line.stage])) : [],
  line.notes === undefined ? [] : fact("notes", said(line.notes)),
];
const waysOf = (product, at) => {
  const numbers = product.gaps.flatMap((gap, number) => (gap[0] === at ? [number] : []));
  if (!numbers.length) return [el("p", {}, word("no_gap"))];
  return numbers.map((number) => {
    const [, severity, kinds] = product.gaps[number];
    const kept = staticGaps.get(`${data.products.indexOf(product)}.${number}`);
    const ways = kept ? all(".ways", kept).map((node) => node.cloneNode(true)) : [el("p", { class: "note" }, word("ways_left"))];
    return el("div", {}, el("p", {}, chip("s", SEVERITIES[severity]), " ", said(kinds)), ways);
  });
};
const openCell = (at, product) => {
  const line = data.lines[at];
  const low = product.l[at];
  const evidence = product.e[at];
  find("#dialog-title").replaceChildren(said(line.title), " · ", said(product.label));
  const facts = [
    fact("reason", said(product.r[at])),
    fact("credit", data.texts[creditOf(product, at)[2]]),
    fact("part", low < 0 ? word("no_part") : partOf(product, at)),
    fact("evidence", evidence ? list(evidence, "plain") : word("no_evidence")),
    fact("dimension", said(line.group)),
    whyFacts(line),
  ];
  const marks = [chip("v", verdictOf(product, at)), " ", priority(line), isWaived(product, at) ? [" ", word("waived")] : []];
  const ways = [el("h3", { class: "small" }, word("ways")), waysOf(product, at)];
  find("#dialog-body").replaceChildren(el("p", {}, marks), el("dl", {}, facts), ...ways.flat());
  dialog.showModal();
};
const setUpDialog = () => {
  find("#dialog-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
};

// ---- gaps

const gapList = find("#gap-list");
const staticGaps = new Map(all(".gap", gapList).map((node) => [node.dataset.place, node]));
const groupHeads = all(".of-product > h3", gapList);
const ROWS = Math.max(6, Math.floor(108 / data.products.length));

const gapNode = (product, number) => {
  const key = `${data.products.indexOf(product)}.${number}`;
  if (!staticGaps.has(key)) staticGaps.set(key, builtGap(product, product.gaps[number], key));
  return staticGaps.get(key);
};
const builtGap = (product, gap, key) => {
  const [at, severity, kinds, reason = product.r[at]] = gap;
  const line = data.lines[at];
  const head = el(
    "summary",
    {},
    chip("s", SEVERITIES[severity]),
    el("span", { class: "what" }, lineTitle(line), priority(line)),
    el("span", { class: "kinds" }, said(kinds)),
    el("span", { class: "because" }, said(reason)),
  );
  const details = el("details", {}, head);
  whenUnfolded(details, () => details.append(gapBody(product, gap)));
  const attributes = {
    class: "gap",
    "data-place": key,
    "data-product": product.id,
    "data-requirement": line.id,
    "data-severity": SEVERITIES[severity],
    "data-verdict": verdictOf(product, at),
    "data-stage": line.stage,
    "data-role": line.roles?.join(" "),
  };
  return el("li", attributes, details);
};
const gapBody = (product, [at, , , , chain = data.lines[at].chain, isLast = 1]) => {
  const path = isLast ? joined([textOf(chain), textOf(product.name)], [" > ", " > "]) : textOf(chain);
  const facts = [whyFacts(data.lines[at]), fact("path", pair(path))];
  const ways = el("p", { class: "note ways" }, word("ways_left"));
  return el("div", { class: "body" }, el("h4", {}, word("ways")), ways, el("dl", {}, facts));
};

const drawGaps = () => {
  state.found = 0;
  state.listed = 0;
  const groups = data.products.map((product, at) => {
    if (!chosenProducts().includes(product)) return null;
    const numbers = matchingGaps(product);
    state.found += numbers.length;
    return numbers.length || !product.gaps.length ? gapGroup(product, at, numbers) : null;
  });
  gapList.replaceChildren(...groups.filter(Boolean));
  if (!state.found && allGaps) gapList.append(el("p", { class: "note" }, word("nothing")));
};
const gapGroup = (product, at, numbers) => {
  const items = el("ul", { class: "gaps" });
  const foot = el("div", {});
  let shown = 0;
  const show = (number) => {
    const next = numbers.slice(shown, shown + number);
    items.append(...next.map((one) => gapNode(product, one)));
    shown += next.length;
    state.listed += next.length;
    const left = numbers.length - shown;
    const more = () => {
      show(50);
      tell();
    };
    foot.replaceChildren(...(left ? [moreButton(left, more)] : []));
  };
  show(ROWS);
  const inside = product.gaps.length ? [items, foot] : [el("p", {}, word("no_gap"))];
  return el("div", { class: "of-product", "data-product": product.id }, groupHeads[at], inside);
};
