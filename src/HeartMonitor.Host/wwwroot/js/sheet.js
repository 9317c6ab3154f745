// The sheet for an RPE that staff enter. It lies at the bottom and locks nothing: alerts above it can still be tapped.

import { announce, byId, make, setHidden, setText } from "./dom.js";
import { enterRpe, isStored } from "./commands.js";

const root = byId("sheet");
const title = byId("sheet-title");
const ask = byId("sheet-ask");
const scale = byId("sheet-scale");
const state = byId("sheet-state");
const CLOSE_AFTER_MS = 1500;
const WORDS_AGAIN_MS = 5000;

export class RpeSheet {
  #board;
  #tile = null;
  #opener = null;
  #busy = false;

  constructor(board) {
    this.#board = board;
    byId("sheet-close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
    this.#buildScale({});
    void this.#loadWords();
  }

  open(sid, opener) {
    const tile = this.#board.sessions.get(sid);
    if (!tile || this.#busy) return;
    this.#tile = { sid, participant: tile.session.participant, prompt: tile.prompt };
    this.#opener = opener;
    setText(title, `RPE of ${tile.session.participant}, entered by staff`);
    setText(state, tile.prompt ? "" : "No question is open: this is an answer that nobody asked for.");
    setHidden(root, false);
    title.focus();
  }

  close() {
    if (root.hidden) return;
    setHidden(root, true);
    this.#tile = null;
    this.#opener?.focus();
  }

  // The words are configuration: Borg's own are protected, and a clinic with a licence puts them into this file.
  async #loadWords() {
    try {
      const response = await fetch("/rpe-words.en.json");
      const { question, words } = await response.json();
      setText(ask, question);
      this.#buildScale(words);
    } catch {
      // The numbers alone do for now.
      setTimeout(() => void this.#loadWords(), WORDS_AGAIN_MS);
    }
  }

  #buildScale(words) {
    const buttons = [];
    for (let value = 6; value <= 20; value++) {
      const button = make("button", "rpe");
      button.type = "button";
      button.dataset.value = value;
      button.append(make("span", "rpe-number", String(value)), make("span", "rpe-word", words[value] ?? ""));
      button.addEventListener("click", () => void this.#enter(value));
      buttons.push(button);
    }
    scale.replaceChildren(...buttons);
  }

  async #enter(value) {
    if (this.#busy || !this.#tile) return;
    const tile = this.#tile;
    this.#setBusy(true);
    setText(state, `${value} for ${tile.participant}: sent\u2026`);
    const reply = await enterRpe(tile, value, () => setText(state, `${value} for ${tile.participant}: NOT stored yet, sending again\u2026`));
    this.#setBusy(false);
    if (isStored(reply)) this.#stored(tile, value);
    else setText(state, this.#refusal(reply, value));
  }

  #stored(tile, value) {
    setText(state, `${value} for ${tile.participant}: stored`);
    announce(`RPE ${value} for ${tile.participant} stored`);
    setTimeout(() => { if (this.#tile === tile) this.close(); }, CLOSE_AFTER_MS);
  }

  #refusal(reply, value) {
    if (reply.result === "expired") return `${value}: the question had closed; kept as an answer of its own.`;
    return `${value} was NOT stored: ${reply.detail ?? reply.result}`;
  }

  #setBusy(busy) {
    this.#busy = busy;
    for (const button of scale.children) button.setAttribute("aria-disabled", String(busy));
  }
}
