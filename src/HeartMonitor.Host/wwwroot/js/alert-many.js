// Many technical alerts at once have one cause and get one row: a wall of banners would hide the person who needs somebody.

import { needsYou } from "./board.js";
import { acknowledge, isStored } from "./commands.js";
import { announce, make, makeButton, setData, setText } from "./dom.js";
import { t } from "./texts.js";
import { MARKS, priorityOf, rankOf } from "./words.js";

/** Ten or more within five seconds (ecosystem-reliability 1d). */
const LEAST = 10;
const WITHIN_MS = 5000;

/** Those open alerts that are shown as one; empty when there are few. */
export function manyOf(open) {
  const technical = open.filter(a => a.data.kind === "technical" && a.subject && needsYou(a.data))
    .sort((a, b) => a.data.since.localeCompare(b.data.since));
  const at = technical.map(a => Date.parse(a.data.since));
  const together = new Set();
  let from = 0;
  for (let i = 0; i < technical.length; i++) {
    while (at[i] - at[from] > WITHIN_MS) from++;
    if (i - from + 1 >= LEAST) for (let j = from; j <= i; j++) together.add(technical[j]);
  }
  return together;
}

export class ManyRow {
  root = make("li", "alert alert-many");
  #mark = make("span", "mark");
  #text = make("strong", "alert-text");
  #people = make("span", "alert-people");
  #button = makeButton("ack", "", () => void this.#acknowledge());
  #board;
  #entries = [];
  #isSending = false;

  constructor(board) {
    this.#board = board;
    const body = make("div", "alert-body");
    body.append(this.#text, this.#people);
    const hands = make("div", "alert-hands");
    hands.append(this.#button);
    this.root.append(this.#mark, body, hands);
  }

  render(entries, whoOf) {
    this.#entries = entries;
    const gravest = entries.reduce((a, b) => (rankOf(b.data) > rankOf(a.data) ? b : a));
    setData(this.root, "priority", priorityOf(gravest.data));
    setText(this.#mark, MARKS[priorityOf(gravest.data)]);
    setText(this.#text, t("alerts.many", { n: entries.length }));
    setText(this.#people, entries.map(whoOf).sort().join(", "));
    setText(this.#button, this.#isSending ? t("send.sending") : t("alerts.ack-all", { n: entries.length }));
  }

  async #acknowledge() {
    if (this.#isSending) return;
    this.#isSending = true;
    const entries = this.#entries;
    const replies = await Promise.all(entries.map(async entry => {
      const reply = await acknowledge(entry.data, () => {});
      if (reply.current) this.#board.alert(reply.current, entry.subject, new Date().toISOString());
      return reply;
    }));
    this.#isSending = false;
    if (replies.every(isStored)) announce(t("alerts.ack-done"));
  }
}
