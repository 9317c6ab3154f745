// What was tapped and can still be undone. Phases, work and pauses are sent only after five seconds in which they can be taken back; an RPE is
// sent at once, since it may call for help, and taken back by a fact of its own. Symptoms and calls for help never wait and never stand here.

import { isStored, takeBack, whyNot } from "./commands.js";
import { announce, arrange, byId, make, makeButton, setText } from "./dom.js";
import { t } from "./texts.js";

const WAIT_MS = 5000;
const TOLD_MS = 4000;
const list = byId("undo");

/** @type {Set<{ root: any, tend: (now: number) => void, flush: () => void, over: boolean }>} */
const items = new Set();

addEventListener("pagehide", () => items.forEach(item => item.flush()));

/** Called on every tick. @param {number} now */
export function tendUndo(now) {
  for (const item of [...items]) {
    item.tend(now);
    if (item.over) items.delete(item);
  }
  arrange(list, [...items].map(item => item.root));
}

/**
 * Sends `command` in five seconds unless it is taken back. `what` says it in a word or two, `who` for whom.
 * @param {string} what
 * @param {string} who
 * @param {(onTrouble: () => void) => Promise<any>} command
 */
export function soon(what, who, command) {
  const row = new Row(t("undo.soon", { what, who }), "soon");
  const due = performance.now() + WAIT_MS;
  let state = "waiting";
  const go = () => {
    if (state !== "waiting") return;
    state = "sent";
    row.bare(t("strap.sent", { what: t("undo.soon", { what, who }) }));
    void command(() => row.say(t("undo.trouble", { what, who }))).then(reply => {
      const stored = isStored(reply);
      row.end(stored ? t("undo.done", { what, who }) : t("undo.failed", { what, who, why: whyNot(reply) }), stored ? TOLD_MS : 4 * TOLD_MS);
    });
  };
  row.offer(t("undo.back"), () => {
    if (state !== "waiting") return;
    state = "dropped";
    row.end(t("undo.dropped", { what, who }), TOLD_MS);
  });
  row.offer(t("undo.now"), go);
  row.flush = go;
  row.onTick = now => {
    if (state !== "waiting") return;
    row.count(t("undo.in", { n: Math.max(0, Math.ceil((due - now) / 1000)) }), (due - now) / WAIT_MS);
    if (now >= due) go();
  };
  add(row, t("undo.soon", { what, who }));
}

/**
 * Offers for five seconds to take back an RPE that is stored.
 * @param {{ sid: string, participant: string }} tile
 * @param {number} value
 */
export function canTakeBack(tile, value) {
  const who = tile.participant;
  canUndo(t("undo.rpe", { n: value, who }), who, async trouble => {
    const reply = await takeBack(tile.sid, value, trouble);
    const isDone = isStored(reply);
    return { isDone, text: isDone ? t("undo.rpe-back", { n: value, who }) : t("undo.failed", { what: `RPE ${value}`, who, why: whyNot(reply) }) };
  });
}

/**
 * Says what was done and offers for five seconds to undo it: `undo` sends what brings the former state back.
 * @param {string} text
 * @param {string} who
 * @param {(onTrouble: () => void) => Promise<{ isDone: boolean, text: string }>} undo
 */
export function canUndo(text, who, undo) {
  const row = new Row(text, "stored");
  const due = performance.now() + WAIT_MS;
  let asked = false;
  row.offer(t("undo.back"), async () => {
    if (asked) return;
    asked = true;
    row.bare(t("strap.sent", { what: t("undo.back") }));
    const { isDone, text: said } = await undo(() => row.say(t("undo.trouble", { what: t("undo.back"), who })));
    row.end(said, isDone ? TOLD_MS : 4 * TOLD_MS);
  });
  row.onTick = now => {
    if (asked) return;
    row.count(t("undo.left", { n: Math.max(0, Math.ceil((due - now) / 1000)) }), (due - now) / WAIT_MS);
    if (now >= due) row.over = true;
  };
  add(row, "");
}

/** Says for a while what became of something that is not undone. @param {string} text */
export function tell(text) {
  const row = new Row(text, "told");
  row.end(text, TOLD_MS);
  add(row, "");
}

function add(row, spoken) {
  items.add(row);
  tendUndo(performance.now());
  if (spoken) announce(spoken);
}

class Row {
  root = make("li", "undo-row");
  over = false;
  onTick = _ => {};
  flush = () => {};
  #text = make("span", "undo-text");
  #left = make("span", "undo-left");
  #line = make("progress", "undo-line");
  #buttons = make("span", "undo-buttons");
  #endsAt = Infinity;

  constructor(text, kind) {
    this.root.dataset.kind = kind;
    setText(this.#text, text);
    this.#line.max = 1;
    this.#line.setAttribute("aria-hidden", "true");
    this.root.append(this.#text, this.#left, this.#buttons, this.#line);
  }

  offer(name, act) {
    const button = makeButton("undo-button", name, act);
    button.setAttribute("aria-label", `${name}: ${this.#text.textContent}`);
    this.#buttons.append(button);
  }

  say(text) {
    setText(this.#text, text);
  }

  bare(text) {
    this.say(text);
    this.#buttons.replaceChildren();
    this.#line.hidden = true;
    setText(this.#left, "");
  }

  count(text, share) {
    setText(this.#left, text);
    this.#line.value = Math.min(1, Math.max(0, share));
  }

  end(text, ms) {
    this.bare(text);
    this.#endsAt = performance.now() + ms;
    announce(text);
  }

  tend(now) {
    this.onTick(now);
    if (now >= this.#endsAt) this.over = true;
  }
}
