// The plan of a person as the service makes it, with its reasons: asked anew whenever the draft changes.

import { ask } from "./api.js";
import { byId, calmly, make } from "./ui.js";
import { language, t } from "./words.js";

export class PlanView {
  #draft;
  #turn = 0;
  #told;

  /** @param {() => { participant: unknown, checkIn?: unknown }} draft What stands on the page. @param {(answer: any) => void} [told] Hears every plan. */
  constructor(draft, told = () => {}) {
    [this.#draft, this.#told] = [draft, told];
    const soon = calmly(() => void this.now());
    this.ask = () => {
      this.#busy(true); // what stands there is of before the change
      soon();
    };
  }

  #busy(is) {
    document.querySelector("aside[aria-labelledby='plan-title']")?.setAttribute("aria-busy", String(is));
  }

  async now() {
    const turn = ++this.#turn;
    const answer = await ask("POST", `plan?lang=${language}`, this.#draft());
    if (turn !== this.#turn) return; // a newer one is on its way
    this.#busy(false);
    this.#show(answer);
    this.#told(answer);
  }

  #show(answer) {
    const plan = answer.body?.plan;
    const mode = byId("plan-mode");
    mode.dataset.mode = plan?.mode ?? "none";
    mode.textContent = plan ? t(`mode.${plan.mode}`) : t("plan.none");
    byId("plan-what").textContent = plan ? t(`mode.${plan.mode}-what`) : "";
    byId("plan-why").hidden = !plan?.reasons.length;
    byId("plan-figures").replaceChildren(...(plan ? figures(plan) : []));
    byId("plan-reasons").replaceChildren(...(plan?.reasons ?? []).map(reason));
    byId("plan-notes").replaceChildren(...(plan?.notes ?? []).map(reason));
    byId("plan-notes-title").hidden = !plan?.notes.length;
    const faults = answer.body?.faults ?? (answer.ok ? [] : [{ path: "", text: answer.body?.detail ?? t("no-answer") }]);
    byId("plan-faults").replaceChildren(...faults.map(f => make("li", { class: "bad", textContent: `${nameOf(f.path)} ${f.text}` })), ...(answer.body?.remarks ?? []).map(f => make("li", { textContent: `${nameOf(f.path)} ${f.text}` })));
  }
}

const nameOf = path => path.replace(/^participant\.?|^\$\.?/, "").replaceAll(".", " ");

function figures(plan) {
  const rows = [];
  if (plan.zone) rows.push([t("plan.zone"), t("plan.bpm", { from: Math.ceil(plan.zone.from), to: Math.ceil(plan.zone.below) - 1 })]);
  rows.push([t("plan.rpe"), `${plan.rpe.from}\u2013${plan.rpe.to}`]);
  if (plan.promptEverySeconds) rows.push([t("plan.ask"), t("plan.every", { n: plan.promptEverySeconds / 60 })]);
  if (plan.ceiling) rows.push([t("plan.watch"), t("plan.above", { n: Math.round(plan.ceiling.warn) })], [t("plan.ceiling"), t("plan.above", { n: Math.round(plan.ceiling.alarm) })]);
  return rows.flatMap(([name, value]) => [make("dt", { textContent: name }), make("dd", { textContent: value })]);
}

const reason = r => make("li", { data: { code: r.code } }, make("span", { textContent: r.text }), " ", make("span", { class: "source", textContent: `(${r.source})` }));

/** The panel that the view fills. */
export function planPanel() {
  return make("aside", { class: "card", "aria-labelledby": "plan-title" },
    make("h2", { id: "plan-title", textContent: t("plan.title") }),
    make("div", { role: "status", "aria-live": "polite" }, make("p", { id: "plan-mode", class: "mode" }), make("p", { id: "plan-what" })),
    make("dl", { id: "plan-figures", class: "figures" }),
    make("h3", { id: "plan-why", textContent: t("plan.why"), hidden: true }),
    make("ul", { id: "plan-reasons", class: "reasons" }),
    make("h3", { id: "plan-notes-title", textContent: t("plan.notes"), hidden: true }),
    make("ul", { id: "plan-notes", class: "reasons" }),
    make("ul", { id: "plan-faults", class: "reasons" }),
    make("p", { class: "hint", textContent: t("plan.hint") }));
}
