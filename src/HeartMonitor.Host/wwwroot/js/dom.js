// Small means for the page's parts. Text from the server goes in as text, never as markup.

/** @param {string} id @returns {any} */
export const byId = id => document.getElementById(id);

/** An element with classes and text. @param {string} tag @returns {any} */
export function make(tag, classes = "", text = "") {
  const node = document.createElement(tag);
  if (classes) node.className = classes;
  if (text) node.textContent = text;
  return node;
}

/** Writes text when it differs, so that a quiet screen costs nothing and nothing is announced twice. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Sets or removes a data attribute. */
export function setData(node, name, value) {
  if (value === null || value === undefined) delete node.dataset[name];
  else if (node.dataset[name] !== String(value)) node.dataset[name] = value;
}

export function setHidden(node, hidden) {
  if (node.hidden !== hidden) node.hidden = hidden;
}

/** Puts `nodes` into `parent` in that order, moving only those out of place (a moved button would lose its focus). */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, i) => {
    if (parent.children[i] !== node) parent.insertBefore(node, parent.children[i] ?? null);
  });
}

const sayNow = byId("say-now");
const sayLater = byId("say");

const SPOKEN_KEPT = 5;

/** Speaks to a screen reader: at once for a new alert, else when it has a pause. Several alerts at once are all spoken. */
export function announce(text, urgent = false) {
  if (!urgent) {
    sayLater.textContent = text;
    return;
  }
  sayNow.append(make("p", "", text));
  while (sayNow.children.length > SPOKEN_KEPT) sayNow.firstChild.remove();
}

/** A button that does something. @param {string} classes @param {string} text @param {(event: Event) => void} act @returns {any} */
export function makeButton(classes, text, act) {
  const button = make("button", classes, text);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}
