// The sheet for an RPE that staff enter. It lies at the bottom and locks nothing: alerts above it can still be tapped.

import { announce, byId, make, setData, setHidden, setText } from "./dom.js";
import { enterRpe, isStored, whyNot } from "./commands.js";
import { nameOf } from "./names.js";
import { t } from "./texts.js";

const root = byId("sheet");
const title = byId("sheet-title");
const ask = byId("sheet-ask");
const scale = byId("sheet-scale");
const state = byId("sheet-state");
const CLOSE_AFTER_MS = 1500;

export class RpeSheet {
  #board;
  #tile = null;
  #opener = null;
  #busy = false;

  #onStored;

  /** `onStored` is called with {sid, participant} and the value once it is in the journal: then it can be taken back. */
  constructor(board, onStored) {
    [this.#board, this.#onStored] = [board, onStored];
    byId("sheet-close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
    setText(ask, t("rpe.question"));
    this.#buildScale();
  }

  open(sid, opener) {
    const tile = this.#board.sessions.get(sid);
    if (!tile || this.#busy) return;
    this.#tile = { sid, participant: nameOf(tile.session.participant), prompt: tile.prompt };
    this.#opener = opener;
    setText(title, t("rpe.title", { who: nameOf(tile.session.participant) }));
    setText(state, tile.prompt ? "" : t("rpe.unasked"));
    for (const button of scale.children) {
      const value = Number(button.dataset.value);
      setData(button, "aim", value >= tile.session.rpe_from && value <= tile.session.rpe_to ? "yes" : null);
    }
    setHidden(root, false);
    title.focus();
  }

  close() {
    if (root.hidden) return;
    setHidden(root, true);
    this.#tile = null;
    this.#opener?.focus();
  }

  // The words are configuration (rpe.6 to rpe.20): Borg's own are protected, and a clinic with a licence puts them there.
  #buildScale() {
    const buttons = [];
    for (let value = 6; value <= 20; value++) {
      const button = make("button", "rpe");
      button.type = "button";
      button.dataset.value = value;
      button.append(make("span", "rpe-number", String(value)), make("span", "rpe-word", t(`rpe.${value}`)));
      button.addEventListener("click", () => void this.#enter(value));
      buttons.push(button);
    }
    scale.replaceChildren(...buttons);
  }

  async #enter(value) {
    if (this.#busy || !this.#tile) return;
    const tile = this.#tile;
    this.#setBusy(true);
    setText(state, t("rpe.sent", { n: value, who: tile.participant }));
    const reply = await enterRpe(tile, value, () => setText(state, t("rpe.trouble", { n: value, who: tile.participant })));
    this.#setBusy(false);
    if (isStored(reply)) this.#stored(tile, value);
    else setText(state, this.#refusal(reply, value));
  }

  #stored(tile, value) {
    setText(state, t("rpe.stored", { n: value, who: tile.participant }));
    announce(t("rpe.announce", { n: value, who: tile.participant }));
    this.#onStored(tile, value);
    setTimeout(() => { if (this.#tile === tile) this.close(); }, CLOSE_AFTER_MS);
  }

  #refusal(reply, value) {
    if (reply.result === "expired") return t("rpe.closed", { n: value });
    return t("rpe.refused", { n: value, why: whyNot(reply) });
  }

  #setBusy(busy) {
    this.#busy = busy;
    for (const button of scale.children) button.setAttribute("aria-disabled", String(busy));
  }
}
