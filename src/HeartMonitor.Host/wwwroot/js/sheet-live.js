// The head of a sheet that is about one person: what their tile shows now, their gravest open alert, the ceiling and the work. The tile itself may lie
// under the sheet.

import { byId, make, setData, setHidden, setText } from "./dom.js";
import { figure, t } from "./texts.js";
import { within } from "./within.js";

const CARD_EVERY_MS = 10_000;

export class SheetLive {
  #root = make("div", "live");
  #hr = make("p", "live-hr");
  #digits = make("span");
  #marks = make("small");
  #effort = make("p", "live-effort");
  #more = make("p", "live-more");
  #alarm = make("p", "live-alarm");
  #sheet;
  #sid = "";
  #card = null;
  #asked = -Infinity;

  /** @param {string} sheet The id of the sheet; the head comes below its first part. */
  constructor(sheet) {
    this.#sheet = byId(sheet);
    this.#hr.append(this.#digits, this.#marks);
    const words = make("div");
    words.append(this.#effort, this.#more);
    this.#root.append(this.#hr, words, this.#alarm);
    this.#sheet.querySelector(".sheet-head").after(this.#root);
  }

  /** The sheet is about this session from now on. */
  about(sid) {
    [this.#sid, this.#card, this.#asked] = [sid, null, -Infinity];
  }

  /** Called on every tick. `tile` is the person's, undefined when they have left the floor; `due` is seconds to the next question, or null. */
  render(tile, due, now) {
    if (this.#sheet.hidden) return;
    setHidden(this.#root, !tile);
    if (!tile) return;
    const said = tile.said;
    setData(this.#root, "value", said.value);
    setText(this.#digits, said.hr);
    setText(this.#marks, ` ${said.place}${said.trend}`);
    setText(this.#effort, said.effort);
    setText(this.#more, [said.phase, said.age, ...this.#known(), due === null ? "" : due].filter(Boolean).join(" \u00B7 "));
    setText(this.#alarm, said.alarm);
    setHidden(this.#alarm, said.alarm === "");
    setData(this.#alarm, "priority", said.priority);
    setData(this.#alarm, "quiet", said.quiet);
    if (now - this.#asked > CARD_EVERY_MS) void this.#load(now);
  }

  #known() {
    const { plan, work } = this.#card ?? {};
    const parts = [];
    if (plan?.ceiling) parts.push(t("live.ceiling", { warn: Math.round(plan.ceiling.warn), alarm: Math.round(plan.ceiling.alarm) }));
    if (work?.watts != null) parts.push(t("live.watts", { n: work.watts }));
    if (work?.speedKmh != null) parts.push(t("live.speed", { n: figure(work.speedKmh, 1) }));
    if (work?.gradePercent != null) parts.push(t("live.grade", { n: work.gradePercent }));
    return parts;
  }

  async #load(now) {
    this.#asked = now;
    const sid = this.#sid;
    try {
      const response = await fetch(`/api/v1/sessions/${encodeURIComponent(sid)}/card`, { signal: within(5000) });
      if (response.ok && sid === this.#sid) this.#card = await response.json();
    } catch {
      // What the tile shows is enough to act on.
    }
  }
}
