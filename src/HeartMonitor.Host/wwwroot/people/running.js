// The session that the person is in just now, if any: by which plan, and whether that is of the file as it stands here. A file that was changed counts in the
// running session when somebody says so, at once; one that asks for less care only when they say it twice.

import { ask, get, newKey } from "./api.js";
import { make, say, why } from "./ui.js";
import { clock, named, t } from "./words.js";

const EVERY_MS = 5000;
const APPLIED_TRIES = 20;

export class Running {
  root = make("div", { id: "running", hidden: true });
  #path;
  #rev;
  #shown = "";
  #asks = false;
  #isBusy = false;
  #state = make("p", { class: "state", role: "status", id: "running-state" });

  /** @param {string} path Of the person, under /api/v1. @param {() => number} rev The revision on the page. */
  constructor(path, rev) {
    [this.#path, this.#rev] = [path, rev];
    setInterval(() => { if (!document.hidden && !this.#isBusy) void this.look(); }, EVERY_MS);
  }

  async look() {
    const answer = await get(`${this.#path}/session`);
    if (answer.ok && !this.#asks) this.#show(answer.body);
    return answer.body;
  }

  #show(row) {
    const key = JSON.stringify([row.session, row.isCurrent, row.planOf, row.changedAt, row.plan?.mode]);
    if (key === this.#shown) return;
    this.#shown = key;
    this.root.hidden = !row.session;
    if (!row.session) return;
    if (row.isCurrent) {
      this.root.className = "card now";
      this.root.replaceChildren(make("p", {}, make("strong", { textContent: t("run.now") }), ` ${t("run.plan", { at: clock(row.planOf), mode: named("mode", row.plan?.mode ?? "") })} `, make("a", { href: "/", textContent: t("nav.floor") })), this.#state);
      return;
    }

    this.root.className = "card stop";
    this.root.replaceChildren(
      make("h2", { id: "running-title", textContent: t("run.old") }),
      make("p", { role: "alert", textContent: t("run.changed", { at: clock(row.changedAt), by: row.by, plan: clock(row.planOf), mode: named("mode", row.plan?.mode ?? "") }) }),
      make("div", { class: "row" }, make("button", { type: "button", class: "strong", id: "apply", textContent: t("run.apply"), on: { click: () => void this.#apply(false) } })), this.#state);
  }

  async #apply(confirmed) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    say(this.#state, t("saving"));
    const answer = await ask("POST", `${this.#path}/apply`, { confirmed }, { rev: this.#rev(), key: newKey() });
    if (answer.body?.result === "unconfirmed") this.#askTwice(answer.body.detail);
    else if (!answer.ok) say(this.#state, why(answer), "bad");
    else await this.#applied();
    this.#isBusy = false;
  }

  #askTwice(detail) {
    this.#asks = true;
    const back = () => { [this.#asks, this.#shown] = [false, ""]; void this.look(); };
    const yes = make("button", { type: "button", id: "apply-sure", textContent: t("run.sure"), on: { click: () => { this.#asks = false; void this.#apply(true); } } });
    say(this.#state, "");
    this.root.replaceChildren(make("h2", { textContent: t("run.looser") }), make("p", { textContent: detail }),
      make("div", { class: "row" }, make("button", { type: "button", class: "strong", id: "apply-not", textContent: t("run.leave"), on: { click: back } }), yes), this.#state);
    yes.focus();
  }

  /** The plan is made when the tablet's board has it. */
  async #applied() {
    this.#shown = "";
    for (let tries = 0; tries < APPLIED_TRIES; tries++) {
      const row = await this.look();
      if (row?.isCurrent) {
        say(this.#state, t("run.applied", { mode: named("mode", row.plan?.mode ?? "") }), "good");
        return;
      }
      await new Promise(done => { setTimeout(done, 250); });
    }
  }
}
