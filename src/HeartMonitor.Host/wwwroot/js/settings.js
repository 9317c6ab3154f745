// What this tablet has chosen for itself: language, look, order of the tiles. Kept in the browser, no concern of the service.

import { byId, makeButton, setHidden } from "./dom.js";
import { chooseNames, showsNames } from "./names.js";
import { choose, language, languages, t } from "./texts.js";

const THEME = "heartmonitor.theme";
const ORDER = "heartmonitor.order";
const root = byId("tablet-sheet");

/** True while those who need somebody stand first. */
export const isByNeed = () => localStorage.getItem(ORDER) !== "fixed";

export class Settings {
  #opener = null;

  constructor() {
    byId("tablet-close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
    choice("set-language", languages.map(name => [name, t(`set.${name}`)]), () => language, choose);
    choice("set-theme", ["auto", "light", "dark"].map(name => [name, t(`set.theme-${name}`)]), () => document.documentElement.dataset.theme ?? "auto", name => {
      localStorage.setItem(THEME, name);
      if (name === "auto") delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = name;
    });
    choice("set-order", ["need", "fixed"].map(name => [name, t(`set.order-${name}`)]), () => (isByNeed() ? "need" : "fixed"), name => localStorage.setItem(ORDER, name));
    choice("set-names", ["names", "codes"].map(name => [name, t(`set.names-${name}`)]), () => (showsNames() ? "names" : "codes"), chooseNames);
  }

  open(opener) {
    this.#opener = opener;
    setHidden(root, false);
    byId("tablet-title").focus();
  }

  close() {
    if (root.hidden) return;
    setHidden(root, true);
    this.#opener?.focus();
  }
}

/** One of several, as buttons of which one is pressed. */
function choice(id, options, current, take) {
  const buttons = options.map(([name, words]) => makeButton("choice", words, () => {
    take(name);
    show();
  }));
  const show = () => buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(options[i][0] === current())));
  byId(id).append(...buttons);
  show();
}
