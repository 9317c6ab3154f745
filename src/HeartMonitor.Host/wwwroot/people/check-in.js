// Check-in: strap, resting heart rate, medicines taken today, symptoms; the gates of the plan decide whether a session is opened.

import { ask, get, newKey } from "./api.js";
import { keep, kept } from "./drafts.js";
import { clean } from "./medicines.js";
import { PlanView, planPanel } from "./plan-view.js";
import { byId, check, field, make, may, me, numberOf, openPage, say, why } from "./ui.js";
import { language, named, t } from "./words.js";

const id = new URLSearchParams(location.search).get("id") || "-"; // nobody
const SYMPTOMS = ["none", "chest-pain", "breathlessness", "palpitations", "dizzy", "faint", "nausea", "cold-sweat", "unusual-fatigue", "headache", "confusion", "panic", "tremor", "muscle-stiffness"];
const SUBSTANCES = ["alcohol", "cannabis", "nicotine", "caffeine", "other"];
const requestKey = { key: newKey() };
const symptoms = new Set();
const substances = new Map();
const taken = new Map();
const released = new Set();
const rest = make("input", { id: "rest", inputMode: "numeric", maxLength: 3, autocomplete: "off" });
const temperature = make("input", { id: "temperature", inputMode: "decimal", maxLength: 4, autocomplete: "off" });
const strap = make("select", { id: "strap" });
const state = make("p", { class: "state", role: "alert", id: "state" });
const go = make("button", { type: "submit", class: "strong", id: "go", textContent: t("checkin.go") });
const secret = make("input", { type: "password", id: "secret", autocomplete: "current-password", maxLength: 128 });
const gates = make("div", { class: "stack", id: "gates" });
let person;
let plan;

const number = numberOf;

function facts() {
  return clean({
    restingHr: number(rest),
    temperatureCelsius: number(temperature),
    taken: taken.size ? [...taken].map(([atc, input]) => ({ atc, takenAt: instant(input.value) })) : undefined,
    symptoms: symptoms.size ? [...symptoms] : undefined,
    substances: substances.size ? [...substances].map(([name, hours]) => clean({ name, hoursAgo: number(hours) })) : undefined,
  });
}

/** A time of today; one that lies ahead was yesterday's. */
function instant(time) {
  const at = new Date();
  const [hours, minutes] = time.split(":").map(Number);
  at.setHours(hours || 0, minutes || 0, 0, 0);
  if (at > new Date()) at.setDate(at.getDate() - 1);
  return at.toISOString();
}

function chip(name, words, isOn, toggle) {
  const button = make("button", { type: "button", class: "chip", textContent: words, "aria-pressed": String(isOn()), data: { name }, on: { click: () => { toggle(); redraw(); plan.ask(); } } });
  const redraw = () => button.setAttribute("aria-pressed", String(isOn()));
  return { button, redraw };
}

function symptomChips() {
  const chips = SYMPTOMS.map(name => chip(name, named("symptom", name), () => symptoms.has(name), () => {
    if (symptoms.has(name)) symptoms.delete(name);
    else {
      if (name === "none") symptoms.clear();
      else symptoms.delete("none");
      symptoms.add(name);
    }
    remember();
    for (const c of chips) c.redraw();
  }));
  return make("div", { class: "chips", role: "group", "aria-label": t("checkin.symptoms") }, ...chips.map(c => c.button));
}

function substanceChips() {
  const hours = make("div", { class: "grid" });
  const chips = SUBSTANCES.map(name => {
    const input = make("input", { inputMode: "decimal", maxLength: 4, on: { input: () => plan.ask() } });
    const row = field(t("checkin.hours", { name: named("substance", name) }), input);
    return chip(name, named("substance", name), () => substances.has(name), () => {
      if (substances.delete(name)) row.remove();
      else {
        substances.set(name, input);
        hours.append(row);
      }
    });
  });
  return make("div", { class: "stack" }, make("div", { class: "chips", role: "group", "aria-label": t("checkin.substances") }, ...chips.map(c => c.button)), hours);
}

function medicineRows() {
  const today = new Date().toISOString().slice(0, 10);
  const current = (person.participant.medications ?? []).filter(m => m.atc && !(m.stoppedOn && m.stoppedOn < today));
  if (current.length === 0) return make("p", { class: "hint", textContent: t("checkin.no-medicines") });
  return make("div", { class: "stack" }, ...current.map(m => {
    const time = make("input", { type: "time", value: "08:00", disabled: true, "aria-label": t("checkin.when", { name: m.name ?? m.atc }), on: { input: () => plan.ask() } });
    const box = make("input", { type: "checkbox", on: { change: () => {
      time.disabled = !box.checked;
      if (box.checked) taken.set(m.atc, time);
      else taken.delete(m.atc);
      plan.ask();
    } } });
    return make("div", { class: "row" }, make("div", { class: "grow" }, check(t("checkin.taken", { name: m.name ?? m.atc }), box)), time);
  }));
}

function showGates(answer) {
  const open = (answer.body?.gates ?? []).filter(g => g.state !== "open");
  const isHeld = answer.body?.plan?.mode === "hold";
  const reasons = (answer.body?.plan?.reasons ?? []).filter(r => open.some(g => g.code === r.code));
  gates.replaceChildren(...(open.length ? [panel(open, reasons.length ? reasons : answer.body.plan.reasons, isHeld)] : []));
  go.disabled = isHeld && released.size === 0;
  for (const code of [...released]) if (!open.some(g => g.code === code)) released.delete(code);
}

function panel(open, reasons, isHeld) {
  const mayRelease = may("clinician");
  return make("section", { class: "stop stack", "aria-labelledby": "gate-title" },
    make("h2", { id: "gate-title", textContent: t(isHeld ? "gate.refused" : "gate.clinician") }),
    make("ul", { class: "reasons" }, ...reasons.map(r => make("li", { textContent: r.text }))),
    make("p", { class: "hint", textContent: t(isHeld ? "gate.refused-do" : "gate.clinician-do") }),
    mayRelease ? make("div", { class: "stack" }, ...open.map(g => check(t("gate.release", { name: named("gate", g.code) }), make("input", { type: "checkbox", checked: released.has(g.code), on: { change: event => {
      if (event.target.checked) released.add(g.code);
      else released.delete(g.code);
      go.disabled = isHeld && released.size === 0;
    } } }))), me.signInRequired ? field(t("sign.secret"), secret) : null) : make("p", { class: "hint", textContent: t("gate.who") }));
}

async function submit(event) {
  event.preventDefault();
  say(state, t("saving"));
  const body = clean({ participant: id, strap: strap.value, checkIn: facts(), release: released.size ? [...released] : undefined, secret: released.size ? secret.value || undefined : undefined });
  const answer = await ask("POST", `check-in?lang=${language}`, body, requestKey);
  secret.value = "";
  if (answer.status !== 0) requestKey.key = newKey(); // answered: the next one is another request
  if (!answer.ok || !answer.body?.session) {
    say(state, answer.body?.code === "hold" ? t("checkin.hold", { why: answer.body.detail }) : why(answer), "bad");
    return;
  }

  keep(`checkin.${id}`, null);
  say(state, t("checkin.done"), "good");
  for (const detail of answer.body.refused) state.append(make("p", { class: "bad", textContent: detail }));
  const floor = make("a", { class: "button strong", href: "/", id: "to-floor", textContent: t("checkin.floor") });
  const done = make("section", { class: "card", "aria-labelledby": "done-title" }, make("h2", { id: "done-title", textContent: t("checkin.open") }), state, make("div", { class: "row" }, floor, make("a", { class: "button", href: "/people/index.html", textContent: t("checkin.next") })));
  byId("main").querySelector("form").replaceWith(done);
  floor.focus();
}

/** What was entered, so that a lock or a reload does not take it. */
function remember() {
  keep(`checkin.${id}`, { rest: rest.value, temperature: temperature.value, symptoms: [...symptoms] });
}

function recall() {
  const before = kept(`checkin.${id}`);
  if (!before) return;
  [rest.value, temperature.value] = [before.rest, before.temperature];
  for (const name of before.symptoms) symptoms.add(name);
}

function fillStraps(rows) {
  const free = rows.filter(s => !s.session || s.owner === id);
  free.sort((a, b) => Number(b.owner === id) - Number(a.owner === id) || Number(b.onAir) - Number(a.onAir) || a.id.localeCompare(b.id));
  strap.append(make("option", { value: "", textContent: t("checkin.no-strap") }), ...free.map(s => make("option", { value: s.id, textContent: [s.label ?? s.id, s.owner === id ? t("checkin.own") : null, s.onAir ? t("checkin.on-air") : null].filter(Boolean).join(" \u00B7 ") })));
  if (free[0]?.owner === id) strap.value = free[0].id;
}

openPage("");
const [found, straps] = await Promise.all([get(`people/${encodeURIComponent(id)}`), get("straps/known")]);
if (found.ok) {
  person = found.body;
  byId("title").textContent = t("checkin.title", { name: person.name ?? person.id });
  document.title = `HeartMonitor: ${t("checkin.title", { name: person.id })}`;
  plan = new PlanView(() => ({ participant: id, checkIn: facts() }), showGates);
  fillStraps(straps.body ?? []);
  recall();
  for (const input of [rest, temperature]) input.addEventListener("input", () => { remember(); plan.ask(); });
  byId("main").append(
    make("form", { class: "stack", noValidate: true, on: { submit: event => void submit(event) } },
      make("section", { class: "card" }, make("div", { class: "grid" }, field(t("checkin.strap"), strap), field(t("checkin.rest"), rest), field(t("checkin.temperature"), temperature))),
      gates,
      make("section", { class: "card", "aria-labelledby": "med-title" }, make("h2", { id: "med-title", textContent: t("checkin.medicines") }), medicineRows()),
      make("section", { class: "card", "aria-labelledby": "sym-title" }, make("h2", { id: "sym-title", textContent: t("checkin.symptoms") }), symptomChips()),
      make("section", { class: "card", "aria-labelledby": "sub-title" }, make("h2", { id: "sub-title", textContent: t("checkin.substances") }), substanceChips()),
      make("div", { class: "row" }, go, make("a", { class: "button", href: `/people/person.html?id=${encodeURIComponent(id)}`, textContent: t("checkin.person") })), state),
    planPanel());
  await plan.now();
} else {
  byId("main").append(make("p", { class: "state", textContent: why(found), data: { kind: "bad" } }));
}
