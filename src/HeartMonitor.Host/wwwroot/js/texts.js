// Words of the pages in the tablet's language, from the same files as the words of the alerts (config/texts.*.json).

const CHOICE = "heartmonitor.language";

/** @param {string} path */
async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** @type {{ languages: string[], first: string }} */
const offer = await get("/texts/index.json");
const chosen = localStorage.getItem(CHOICE);

/** The language of this tablet, and all that there are. */
export const language = chosen && offer.languages.includes(chosen) ? chosen : offer.first;
export const languages = offer.languages;

/** @type {{ words: Record<string, string>, symptoms: Record<string, string>, decimal: string }} */
const text = await get(`/texts/${language}.json`);
document.documentElement.lang = language;

/**
 * The words for a key, with values in their places. An unknown key comes back as it is: never an empty screen.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export function t(key, values = {}) {
  return (text.words[key] ?? key).replace(/\{([a-z]+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/** The words for a value of the contract under `group`; a value that nobody knows is shown as it is.
 * @param {string} group
 * @param {string} value
 */
export const named = (group, value) => text.words[`${group}.${value}`] ?? String(value ?? "");

/** Is there a word for it? @param {string} key */
export const has = key => key in text.words;

/** Names of symptoms, in the order of the file. */
export const symptoms = Object.entries(text.symptoms);

/** A number with its decimals, as the language writes it.
 * @param {number} value
 * @param {number} digits
 */
export const figure = (value, digits) => value.toFixed(digits).replace(".", text.decimal);

/** Words of the parts that stand in the page from the start: `data-t` is the key of the text, `data-t-label` that of the label.
 * @param {ParentNode} root
 */
export function fill(root) {
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-t]"))) node.textContent = t(node.dataset.t ?? "");
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll("[data-t-label]"))) node.setAttribute("aria-label", t(node.dataset.tLabel ?? ""));
}

/** Takes another language: the page starts anew in it. @param {string} name */
export function choose(name) {
  localStorage.setItem(CHOICE, name);
  location.reload();
}
