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
