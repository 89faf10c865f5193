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

// What is long is made when it is unfolded. On paper all is unfolded, and there the event would come too late.
const waiting = new Map();
const whenUnfolded = (details, make) => {
  const once = () => {
    if (waiting.delete(details)) make();
  };
  waiting.set(details, once);
  details.addEventListener("toggle", once);
};

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
