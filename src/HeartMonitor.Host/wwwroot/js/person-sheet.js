// Everything that staff do for one person: phase, pause, end, symptoms, talk test, work, gates; and the ways to strap, chart and the person's page.

import { isStored, sendEvent, whyNot } from "./commands.js";
import { byId, make, makeButton, setData, setHidden, setText } from "./dom.js";
import { soon, tell } from "./later.js";
import { nameOf, showWho } from "./names.js";
import { goesToSignIn } from "./sign-in.js";
import { named, symptoms, t } from "./texts.js";
import { within } from "./within.js";

const root = byId("person-sheet");
const title = byId("person-title");
const phases = byId("person-phases");
const course = byId("person-course");
const nowList = byId("person-now");
const symptomList = byId("person-symptoms");
const rareList = byId("person-rare-list");
const talk = byId("person-talk");
const work = byId("person-work");
const gates = byId("person-gates");
const plan = byId("person-plan");
const more = byId("person-more");

const PHASES = ["warm-up", "work", "cool-down", "recovery"];
/** Grade from which breathlessness stops a session (decisions 32). */
const SEVERE = 3;
/** What raises a high alert by itself (decisions 32), a call for help first; then what is common in exercise; all else lies behind a fold. */
const ACT_NOW = ["help", "chest-pain", "faint", "severe", "confusion", "cold-sweat"];
const COMMON = ["breathlessness", "dizzy", "palpitations", "nausea", "arm-jaw-back-pain", "leg-pain", "unusual-fatigue"];
const STEPS = [["watts", "watts", 10, 0, 600], ["speed", "speedKmh", 0.5, 0, 25], ["grade", "gradePercent", 1, -10, 25]];

export class PersonSheet {
  #board;
  #sid = "";
  #opener = null;
  #pause;
  #end;
  /** @type {Record<string, number>} */
  #work = {};
  #gatesKey = "";
  #file = make("a", "button");
  #rare;

  /** `ways` lead elsewhere: {ask, strap, chart, page}, each called with the session and the button. */
  constructor(board, ways) {
    this.#board = board;
    byId("person-close").addEventListener("click", () => this.close());
    root.addEventListener("keydown", event => { if (event.key === "Escape") this.close(); });
    for (const phase of PHASES) phases.append(this.#button("choice", named("phase", phase), () => this.#soon(named("phase", phase), { event: "phase", phase }), { phase }));
    this.#pause = this.#button("", "", () => this.#togglePause());
    this.#end = this.#button("grave", t("do.end"), () => this.#soon(t("do.end"), { event: "session-end" }));
    course.append(this.#pause, this.#end);
    this.#buildSymptoms();
    for (const value of ["yes", "equivocal", "no"]) talk.append(this.#button("", t(`do.talk-${value}`), () => this.#soon(`${t("do.talk")} ${t(`do.talk-${value}`)}`, { event: "talk-test", value }), { talk: value }));
    this.#buildWork();
    for (const [way, key] of [["ask", "tile.enter"], ["strap", "do.strap"], ["chart", "do.chart"], ["page", "do.page"]])
      more.append(this.#button("", t(key), () => { const [sid, opener] = [this.#sid, this.#opener]; this.close(); ways[way](sid, opener); }, { way }));
    more.append(this.#file);
  }

  open(sid, opener) {
    if (!this.#board.sessions.has(sid)) return;
    [this.#sid, this.#opener, this.#work, this.#gatesKey] = [sid, opener, {}, ""];
    gates.replaceChildren();
    plan.replaceChildren();
    setHidden(byId("person-gates-part"), true);
    setHidden(root, false);
    this.render();
    this.#showWork();
    this.#showRare(false);
    root.scrollTop = 0;
    title.focus();
    void this.#loadCard(sid);
  }

  close() {
    if (root.hidden) return;
    setHidden(root, true);
    this.#opener?.focus();
  }

  /** Called on every tick. */
  render() {
    if (root.hidden) return;
    const session = this.#session;
    if (!session) {
      this.close();
      return;
    }

    const ended = Boolean(session.ended);
    const changed = !ended && this.#board.sessions.get(this.#sid)?.file;
    setText(this.#file, t(changed ? "do.file-changed" : "do.file"));
    setData(this.#file, "changed", changed ? "yes" : null);
    const href = `/people/person.html?id=${encodeURIComponent(session.participant)}`;
    if (this.#file.getAttribute("href") !== href) this.#file.setAttribute("href", href);
    showWho(title, session.participant);
    for (const button of phases.children) {
      const here = button.dataset.phase === session.phase;
      if (button.getAttribute("aria-pressed") !== String(here)) button.setAttribute("aria-pressed", String(here));
    }
    setText(this.#pause, this.#isPaused ? t("do.resume") : t("do.pause"));
    for (const part of root.querySelectorAll(".while-running")) setHidden(part, ended || (part.id === "person-gates-part" && gates.childElementCount === 0));
  }

  get #session() {
    return this.#board.sessions.get(this.#sid)?.session;
  }

  get #isPaused() {
    const tile = this.#board.sessions.get(this.#sid);
    return tile?.session.state === "paused" || Boolean(tile?.live?.paused);
  }

  #button(classes, text, act, data = {}) {
    const button = makeButton(classes, text, act);
    for (const [name, value] of Object.entries(data)) setData(button, name, value);
    return button;
  }

  #buildSymptoms() {
    const words = { ...Object.fromEntries(symptoms), help: t("do.help"), severe: t("do.severe") };
    const eventOf = name => name === "help" ? { event: "help" } : name === "severe" ? { event: "symptoms", symptoms: ["breathlessness"], grade: SEVERE } : { event: "symptoms", symptoms: [name] };
    const put = (list, names, classes) => list.append(...names.filter(name => name in words).map(name => this.#button(classes, words[name], () => void this.#tellNow(words[name], eventOf(name)), { symptom: name })));
    put(nowList, ACT_NOW, "grave");
    put(symptomList, COMMON, "");
    this.#rare = this.#button("", t("do.rare"), () => this.#showRare(rareList.hidden));
    this.#rare.setAttribute("aria-controls", rareList.id);
    symptomList.append(this.#rare);
    put(rareList, Object.keys(words).filter(name => !ACT_NOW.includes(name) && !COMMON.includes(name)), "");
  }

  #showRare(shown) {
    setHidden(rareList, !shown);
    this.#rare.setAttribute("aria-expanded", String(shown));
  }

  #buildWork() {
    for (const [name, member, step, least, most] of STEPS) {
      const row = make("div", "stepper");
      const label = make("span", "stepper-name", t(`do.${name}`));
      const value = make("output", "stepper-value", "\u2013");
      value.dataset.member = member;
      const change = by => {
        const now = this.#work[member] ?? 0;
        this.#work[member] = Math.min(Number(most), Math.max(Number(least), Math.round((now + by) * 10) / 10));
        this.#showWork();
      };
      const less = this.#button("", "\u2212", () => change(-step));
      const plus = this.#button("", "+", () => change(step));
      less.setAttribute("aria-label", t("do.less", { what: t(`do.${name}`) }));
      plus.setAttribute("aria-label", t("do.more", { what: t(`do.${name}`) }));
      row.append(label, less, value, plus);
      work.append(row);
    }
    work.append(this.#button("strong", t("do.set"), () => this.#setWork(), { work: "set" }));
  }

  #showWork() {
    for (const value of work.querySelectorAll("output")) setText(value, this.#work[value.dataset.member] === undefined ? "\u2013" : String(this.#work[value.dataset.member]));
    work.querySelector("[data-work]").setAttribute("aria-disabled", String(Object.keys(this.#work).length === 0));
  }

  #setWork() {
    if (Object.keys(this.#work).length === 0) return;
    const words = STEPS.filter(([, member]) => this.#work[member] !== undefined).map(([name, member]) => `${t(`do.${name}`)} ${this.#work[member]}`);
    this.#soon(words.join(" \u00B7 "), { event: "workload", ...this.#work });
  }

  #togglePause() {
    const paused = this.#isPaused;
    this.#soon(paused ? t("do.resume") : t("do.pause"), { event: paused ? "resume" : "pause" });
  }

  #soon(what, event) {
    const sid = this.#sid;
    soon(what, nameOf(this.#session?.participant ?? sid), trouble => enter(sid, event, trouble));
    this.close();
  }

  // What may call for help never waits.
  async #tellNow(what, event) {
    const [sid, who] = [this.#sid, nameOf(this.#session?.participant ?? this.#sid)];
    this.close();
    tell(t("do.telling", { what, who }));
    const reply = await sendEvent(sid, event, () => tell(t("undo.trouble", { what, who })));
    tell(isStored(reply) ? t("do.told", { what, who }) : t("undo.failed", { what, who, why: whyNot(reply) }));
  }

  async #loadCard(sid) {
    try {
      const response = await fetch(`/api/v1/sessions/${encodeURIComponent(sid)}/card`, { signal: within(5000) });
      if (goesToSignIn(response.status) || !response.ok || sid !== this.#sid) return;
      const card = await response.json();
      this.#showPlan(card.plan);
      this.#showGates(card.gates);
      const known = Object.fromEntries(Object.entries(card.work ?? {}).filter(([name, value]) => value !== null && name !== "activity"));
      this.#work = { ...known, ...this.#work };
      this.#showWork();
    } catch {
      // The card is help, not need: what can be done stands without it.
    }
  }

  #showPlan(wanted) {
    setHidden(byId("person-plan-part"), !wanted);
    if (!wanted) return;
    const lines = [wanted.mode === "zones" && wanted.zone
      ? t("do.plan-zones", { from: Math.ceil(wanted.zone.from), to: Math.ceil(wanted.zone.below) - 1 })
      : wanted.mode === "hold" ? t("do.plan-hold") : t("do.plan-rpe", { from: wanted.rpe.from, to: wanted.rpe.to })];
    if (wanted.ceiling) lines.push(t("do.ceiling", { warn: Math.round(wanted.ceiling.warn), alarm: Math.round(wanted.ceiling.alarm) }));
    plan.replaceChildren(...[...lines, ...wanted.reasons.map(r => r.text), ...wanted.notes.map(r => r.text)].map((line, i) => make("li", i === 0 ? "plan-mode" : "", line)));
  }

  #showGates(rows) {
    setHidden(byId("person-gates-part"), rows.length === 0);
    const key = JSON.stringify(rows);
    if (key === this.#gatesKey) return;
    this.#gatesKey = key;
    gates.replaceChildren(...rows.map(row => this.#gateOf(row)));
  }

  #gateOf(row) {
    const form = make("form", "gate");
    const id = `sign-${row.code}`;
    const label = make("label", "", t("do.sign"));
    label.htmlFor = id;
    const sign = make("input");
    Object.assign(sign, { id, maxLength: 40, autocomplete: "off", type: "text" });
    const release = make("button", "strong", t("do.release"));
    release.type = "submit";
    const state = make("p", "gate-state");
    state.setAttribute("role", "status");
    form.noValidate = true;
    form.append(make("p", "gate-text", row.text ?? row.code.replaceAll("-", " ")), label, sign, release, state);
    form.addEventListener("submit", event => {
      event.preventDefault();
      const by = sign.value.trim();
      if (!/^[a-z0-9_-]{1,40}$/.test(by)) {
        setText(state, t("do.sign-missing"));
        sign.focus();
        return;
      }
      const sid = this.#sid;
      soon(`${t("do.release")}: ${row.code.replaceAll("-", " ")} (${by})`, nameOf(this.#session?.participant ?? sid), trouble => enter(sid, { event: "release", code: row.code, by }, trouble));
      this.close();
    });
    return form;
  }
}

/** A release is signed by who typed the signature; all else by staff. */
const enter = (sid, event, trouble) => sendEvent(sid, event, trouble);
