// Words of these pages in the tablet's language: the console's choice, else the browser's, else English.

const CHOICE = "heartmonitor.language";
const LANGUAGES = ["en", "de"];
const wished = localStorage.getItem(CHOICE) ?? navigator.language.slice(0, 2);

/** @type {string} */
export const language = LANGUAGES.includes(wished) ? wished : "en";

/** @type {Record<string, string>} */
const words = await (await fetch(`/people/words.${language}.json`)).json();
document.documentElement.lang = language;
const theme = localStorage.getItem("heartmonitor.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;

/**
 * The words for a key with values in their places; a key that nobody knows is shown as it is.
 * @param {string} key
 * @param {Record<string, string | number>} [values]
 */
export const t = (key, values = {}) => (words[key] ?? key).replace(/\{([a-z]+)\}/g, (whole, name) => String(values[name] ?? whole));

/** The words for a value of the contract; a value that nobody knows is shown as it is. @param {string} group @param {string} value */
export const named = (group, value) => words[`${group}.${value}`] ?? String(value ?? "").replaceAll("-", " ");

/** An instant as the time of day. @param {string} at */
export const clock = at => new Date(at).toLocaleTimeString(language, { hour12: false, hour: "2-digit", minute: "2-digit" });

/** Fills what stands in the page from the start. */
export function fill(root = document) {
  for (const node of root.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of root.querySelectorAll("[data-t-label]")) node.setAttribute("aria-label", t(node.dataset.tLabel));
}

export const others = LANGUAGES.filter(name => name !== language);

export function choose(name) {
  localStorage.setItem(CHOICE, name);
  location.reload();
}
