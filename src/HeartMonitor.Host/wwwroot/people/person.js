// One person: who they are, medicines, conditions, tests, prescription; and the plan that all of it makes, live, with its reasons beside it.

import { ask, get } from "./api.js";
import { Conditions } from "./conditions.js";
import { Medicines, clean } from "./medicines.js";
import { PlanView, planPanel } from "./plan-view.js";
import { Prescription } from "./prescription.js";
import { Tests } from "./tests.js";
import { byId, check, field, isClinician, make, me, numberOf, openPage, say, textOf, why } from "./ui.js";
import { language, t } from "./words.js";

const id = new URLSearchParams(location.search).get("id") ?? "";
const path = `people/${encodeURIComponent(id)}`;
const asksSecret = me.signInRequired;
let person;
let parts;
let own;
let plan;

function ownFields(file) {
  const input = (key, type, value, more = {}) => make("input", { id: `own-${key}`, type, value: value ?? "", ...more, on: { input: touched } });
  const inputs = {
    name: input("name", "text", person.name, { autocomplete: "off", maxLength: 100 }),
    contact: input("contact", "text", person.contact, { autocomplete: "off", maxLength: 300 }),
    born: input("born", "date", file.born),
    age: input("age", "text", file.age, { inputMode: "numeric", maxLength: 3 }),
    mass: input("mass", "text", file.bodyMassKg, { inputMode: "decimal", maxLength: 6 }),
    rest: input("rest", "text", file.restingHr, { inputMode: "numeric", maxLength: 3 }),
    sex: make("select", { id: "own-sex", on: { change: touched } }, ...["", "female", "male"].map(v => make("option", { value: v, textContent: t(`sex.${v || "none"}`) }))),
    hide: make("input", { type: "checkbox", checked: file.hideHeartRate === true, on: { change: touched } }),
  };
  inputs.sex.value = file.sex ?? "";
  const value = () => clean({ born: textOf(inputs.born), age: numberOf(inputs.age), sex: inputs.sex.value, bodyMassKg: numberOf(inputs.mass), restingHr: numberOf(inputs.rest), hideHeartRate: inputs.hide.checked || undefined });
  const root = make("div", { class: "grid" },
    make("div", { class: "wide" }, field(t("person.name"), inputs.name, t("person.name-hint"))), make("div", { class: "wide" }, field(t("person.contact"), inputs.contact)),
    field(t("person.born"), inputs.born), field(t("person.age"), inputs.age), field(t("person.sex"), inputs.sex), field(t("person.mass"), inputs.mass), field(t("person.rest"), inputs.rest), check(t("person.hide"), inputs.hide));
  return { root, value, name: () => inputs.name.value, contact: () => textOf(inputs.contact) ?? null };
}

function draft() {
  const rest = { ...person.participant };
  for (const name of ["age", "born", "sex", "bodyMassKg", "restingHr", "hideHeartRate"]) delete rest[name];
  return { participant: { ...rest, ...own.value(), medications: parts.medications.value(), conditions: parts.conditions.value(), tests: parts.tests.value(), prescription: parts.prescription.value() } };
}

const touched = () => plan.ask();

function section(key, body, act, more = null) {
  const state = make("p", { class: "state", role: "status", id: `state-${key}` });
  const writes = key === "own" || isClinician;
  return make("section", { class: "card", "aria-labelledby": `head-${key}`, id: `part-${key}` }, make("h2", { id: `head-${key}`, textContent: t(`part.${key}`) }), body,
    writes ? null : make("p", { class: "hint", textContent: t("part.clinician") }), writes ? more : null,
    writes ? make("div", { class: "row" }, make("button", { type: "button", class: "strong", id: `save-${key}`, textContent: t(`save.${key}`), on: { click: () => void act(state) } })) : null, state);
}

const secretField = key => {
  const input = make("input", { type: "password", id: `secret-${key}`, autocomplete: "current-password", maxLength: 128 });
  return { input, root: asksSecret ? field(t("sign.secret"), input, t(`sign.${key}`)) : null };
};

async function save(state, part, body) {
  say(state, t("saving"));
  const answer = await ask("PUT", part === "own" ? path : `${path}/${part}`, body, { rev: person.rev });
  if (!answer.ok) {
    say(state, why(answer), "bad");
    if (answer.status === 412) state.append(" ", make("button", { type: "button", textContent: t("load-again"), on: { click: () => location.reload() } }));
    return;
  }

  person = answer.body;
  say(state, t("saved", { n: answer.body.rev }), "good");
  head();
  if (part === "tests") rebuildTests();
  plan.ask();
}

function rebuildTests() {
  const fresh = new Tests(person.participant.tests ?? [], isClinician, touched);
  parts.tests.root.replaceWith(fresh.root);
  parts.tests = fresh;
}

function head() {
  byId("title").textContent = person.name ?? person.id;
  byId("about").textContent = [person.id, person.rev === 0 ? t("list.file") : t("person.rev", { n: person.rev, by: person.by })].join(" \u00B7 ");
  document.title = `HeartMonitor: ${person.id}`;
}

async function history() {
  const rows = (await get(`${path}/history`)).body ?? [];
  byId("history").replaceChildren(...rows.reverse().map(r => make("li", { textContent: `${new Date(r.at).toLocaleString(language)} \u00B7 ${t(`part.${r.part === "person" ? "own" : r.part}`)} \u00B7 ${r.by}` })));
}

function build(codes, programmes) {
  const file = person.participant;
  own = ownFields(file);
  parts = {
    medications: new Medicines(file.medications ?? [], isClinician, touched),
    conditions: new Conditions(file.conditions ?? [], codes, isClinician, touched),
    tests: new Tests(file.tests ?? [], isClinician, touched),
    prescription: new Prescription(file.prescription, programmes, isClinician, touched),
  };
  const [testSecret, rxSecret] = [secretField("tests"), secretField("prescription")];
  const withSecret = (body, secret) => ({ ...body, secret: secret.input.value || undefined });
  const clear = secret => { secret.input.value = ""; };
  byId("main").append(
    make("div", { class: "stack" },
      make("p", { id: "about", class: "hint" }),
      section("own", own.root, s => save(s, "own", { name: own.name(), contact: own.contact(), participant: own.value() })),
      section("medications", parts.medications.root, s => save(s, "medications", { medications: parts.medications.value() })),
      section("conditions", parts.conditions.root, s => save(s, "conditions", { conditions: parts.conditions.value() })),
      section("tests", make("div", {}, parts.tests.root), async s => {
        await save(s, "tests", withSecret({ tests: parts.tests.value(), sign: parts.tests.signed() }, testSecret));
        clear(testSecret);
      }, testSecret.root),
      section("prescription", parts.prescription.root, async s => {
        await save(s, "prescription", withSecret({ prescription: parts.prescription.value() }, rxSecret));
        clear(rxSecret);
      }, rxSecret.root),
      make("details", { class: "card", on: { toggle: event => { if (event.target.open) void history(); } } }, make("summary", { textContent: t("history") }), make("ul", { id: "history", class: "rows" }))),
    planPanel());
}

openPage("");
const [found, codes, programmes] = await Promise.all([get(path), get("catalogue/conditions"), get(`programmes?lang=${language}`)]);
if (found.ok) {
  person = found.body;
  plan = new PlanView(draft);
  build(codes.body ?? [], programmes.body ?? []);
  head();
  byId("nav").prepend(make("a", { class: "button strong", href: `/people/check-in.html?id=${encodeURIComponent(id)}`, textContent: t("list.check-in") }));
  await plan.now();
} else {
  byId("title").textContent = t("people.title");
  byId("main").append(make("p", { class: "state", textContent: why(found), data: { kind: "bad" } }));
}
