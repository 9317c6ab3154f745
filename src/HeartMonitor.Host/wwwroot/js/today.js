// The sessions that the service has on its board: those that run, and those that ended lately.

import { byId, make, makeButton, setHidden, setText } from "./dom.js";
import { goesToSignIn } from "./sign-in.js";
import { named, t } from "./texts.js";
import { clock } from "./words.js";
import { within } from "./within.js";

const root = byId("today-sheet");
const list = byId("today-list");
const state = byId("today-state");

export class Today {
  #board;
  #show;
  #opener = null;

  /** `show` is called with a session and a button when staff want to see it. */
  constructor(board, show) {
    [this.#board, this.#show] = [board, show];
    byId("today-close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
  }

  async open(opener) {
    this.#opener = opener;
    setHidden(root, false);
    byId("today-title").focus();
    try {
      const response = await fetch("/api/v1/sessions", { signal: within(5000) });
      if (goesToSignIn(response.status) || !response.ok) throw new Error(String(response.status));
      const rows = await response.json();
      setText(state, rows.length === 0 ? t("today.none") : "");
      list.replaceChildren(...rows.reverse().map(row => this.#rowOf(row)));
    } catch {
      setText(state, t("today.failed"));
    }
  }

  close() {
    if (root.hidden) return;
    setHidden(root, true);
    this.#opener?.focus();
  }

  #rowOf(row) {
    const item = make("li", "today-row");
    const open = makeButton("", t("today.open"), () => this.#show(row.id, this.#opener, row.participant));
    open.setAttribute("aria-label", `${t("today.open")}: ${row.participant}, ${clock(row.started)}`);
    item.append(
      make("strong", "today-who", row.participant),
      make("span", "today-when", t("today.row", { from: clock(row.started), to: row.ended ? clock(row.ended) : t("today.running") })),
      make("span", "today-mode", named("tile", `mode-${row.mode}`)),
      open);
    return item;
  }
}
