"use strict";
(() => {
  // The page is whole without this script. What it adds is made of the data at its end: element by element, every text
  // as text, so that nothing in the report can act as markup.
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const find = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // ---- languages

  const inLanguage = (lang) => {
    root.lang = lang;
    for (const node of all("[data-en]")) node.textContent = node.dataset[lang];
    for (const button of all("#lang-switch [data-lang]")) {
      button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
    }
  };

  const setUpLanguages = () => {
    const bar = find("#lang-switch");
    bar.hidden = false;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("[data-lang]");
      if (button) inLanguage(button.dataset.lang);
    });
    inLanguage(root.lang);
  };

  const fold = find("#contents details");
  if (fold && !matchMedia("(min-width: 70rem)").matches) fold.open = false;
  setUpLanguages();
  if (!data.products) return;

  // ---- building

  const el = (name, attributes = {}, ...inside) => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === true) node.setAttribute(key, "");
      else if (value !== undefined && value !== null && value !== false) node.setAttribute(key, value);
    }
    node.append(...inside.flat(Infinity).filter((part) => part !== null && part !== undefined));
    return node;
  };

  const pair = (text) => {
    if (typeof text === "string") return el("bdi", {}, text);
    const parts = document.createDocumentFragment();
    parts.append(el("span", { lang: "en" }, text[0]), el("span", { lang: "zh" }, text[1]));
    return parts;
  };
  const both = (text) => (typeof text === "string" ? [text, text] : text);
  const joined = (texts, marks = [", ", "，"]) => {
    const [en, zh] = [0, 1].map((at) => texts.map((text) => both(text)[at]).join(marks[at]));
    return en === zh ? en : [en, zh];
  };
  const textOf = (number) => data.texts[number];
  const said = (number) => pair(textOf(number));
  const phrase = (key, values = {}) => {
    const filled = both(textOf(data.words[key])).map((text, at) =>
      text.replace(/\{(\w+)\}/g, (found, name) => (name in values ? both(values[name])[at] : found)),
    );
    return filled[0] === filled[1] ? filled[0] : filled;
  };
  const word = (key, values) => pair(phrase(key, values));
  const term = (code) => textOf(data.terms[code]);
  const chip = (letter, code) => el("span", { class: `chip ${letter}-${code}` }, pair(term(code)));

  // ---- what the data say

  const VERDICTS = { m: "met", p: "partial", u: "unmet", "?": "unknown", n: "not_applicable" };
  const SEVERITIES = ["blocker", "major", "minor", "info"];
  const verdictOf = (product, line) => VERDICTS[product.v[line]];
  const severityOf = (product, line) => SEVERITIES[product.s[line]];
  const creditOf = (product, line) => data.credits[product.c[line]];
  const partOf = (product, line) => ends(product.l[line], product.h[line]);
  const figure = (number) => {
    const digits = String(Math.abs(number)).padStart(5, "0");
    return `${number < 0 ? "-" : ""}${digits.slice(0, -4)}.${digits.slice(-4)}`;
  };
  const ends = (low, high) => (low === high ? figure(low) : `${figure(low)}..${figure(high)}`);
  const isWaived = (product, line) => product.w.includes(line);
  const lineTitle = (line) => {
    const title = textOf(line.title);
    return [el("span", { class: "name" }, pair(title)), title === line.id ? null : [" ", el("span", { class: "id" }, line.id)], " "];
  };
  const priority = (line) => el("span", { class: "priority" }, pair(term(line.priority)));

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
    find("#filter-state").replaceChildren(word("shown", Object.fromEntries(Object.entries(told).map(([k, v]) => [k, String(v)]))));
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
    return button;
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
    if (!heatRows.length) find("#heat-more").append(el("p", { class: "note" }, word("nothing")));
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
    line.stage ? fact("stage", line.stage) : [],
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
    const fill = () => details.childElementCount > 1 || details.append(gapBody(product, gap));
    details.addEventListener("toggle", fill);
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
    if (!state.found) gapList.append(el("p", { class: "note" }, word("nothing")));
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
      numbers.addEventListener("toggle", fill, { once: true });
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
  const KINDS = ["a", "b", "open", "apart", "alike"];
  const standing = (a, b, at) => {
    const [one, other] = [creditOf(a, at), creditOf(b, at)];
    const isSame = a.v[at] === b.v[at] && one[0] === other[0] && one[1] === other[1];
    if (isSame) return one[0] === one[1] ? "alike" : "open";
    if (a.v[at] === "n" || b.v[at] === "n") return "apart";
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
    const count = (kind) => String(rows.filter((row) => row.kind === kind).length);
    const better = (product, kind) => el("li", {}, word("better", { product: textOf(product.name), n: count(kind) }));
    const heads = [a, b].map((product) =>
      el("div", { class: "tile" }, el("h3", {}, said(product.label)), chip("d", product.decision), el("b", { class: "figures" }, said(product.score))),
    );
    const told = [better(a, "a"), better(b, "b")];
    told.push(el("li", {}, word("open_lines", { n: count("open") })), el("li", {}, word("equal_lines", { n: count("alike") })));
    return [el("div", { class: "tiles" }, heads), el("ul", {}, told)];
  };
  const drawCompare = () => {
    const [a, b] = ["compare-a", "compare-b"].map((name) => data.products[Number(compareForm.elements[name].value)]);
    const rows = compared(a, b);
    const kept = compareForm.elements["compare-only"].checked ? rows.filter((row) => row.kind !== "alike") : rows;
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
})();
