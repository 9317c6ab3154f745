// One person: who they are, medicines, conditions, tests, prescription; and the plan that all of it makes, live, with its reasons beside it.
// Only what was changed here is sent (a merge patch on top of the revision that was seen).

import { ask, get } from "./api.js";
import { Conditions } from "./conditions.js";
import { conflictPanel } from "./conflict.js";
import { keep, kept } from "./drafts.js";
import { Medicines } from "./medicines.js";
import { Own } from "./own.js";
import { difference, isEmpty, merge, rebase } from "./patch.js";
import { PlanView, planPanel } from "./plan-view.js";
import { Prescription } from "./prescription.js";
import { Running } from "./running.js";
import { Tests } from "./tests.js";
import { byId, field, isClinician, make, may, me, openPage, say, why } from "./ui.js";
import { language, named, t } from "./words.js";

const id = new URLSearchParams(location.search).get("id") || "-"; // nobody
const path = `people/${encodeURIComponent(id)}`;
const PARTS = ["medications", "conditions", "tests", "prescription"];
const secrets = {};
let person;
let parts;
let plan;
let running;
let codes = [];
let programmes = [];

/** What one part of the page changes. */
function patchOf(key) {
  const file = person.participant;
  if (key === "own") {
    const { name, contact, participant } = parts.own.value();
    return { ...difference({ name: person.name, contact: person.contact }, { name, contact }), ...wrap(difference(parts.own.of(file), participant)) };
  }

  const value = parts[key].value();
  if (key === "prescription") {
    const patch = difference(file.prescription ?? {}, value);
    return Object.keys(patch).length ? { participant: { prescription: patch } } : {};
  }

  return wrap(difference({ [key]: file[key] ?? [] }, { [key]: value }));
}

const wrap = participant => (Object.keys(participant).length ? { participant } : {});

/** Everything that was changed on the page. */
function mine() {
  const all = {};
  for (const key of ["own", ...PARTS]) {
    const { participant, ...rest } = patchOf(key);
    Object.assign(all, rest);
    if (participant) all.participant = { ...all.participant, ...participant };
  }
  return all;
}

const draft = () => ({ participant: { ...merge(person.participant, mine().participant ?? {}), id: person.id } });

function touched() {
  const patch = mine();
  keep(id, isEmpty(patch) ? null : { rev: person.rev, patch });
  mark();
  plan.ask();
}

/** Which parts wait to be saved. */
function mark() {
  for (const key of ["own", ...PARTS]) {
    const dirty = !isEmpty(patchOf(key)) || (key === "tests" && parts.tests.signed().length > 0);
    byId(`part-${key}`).dataset.dirty = dirty ? "yes" : "no";
    byId(`save-${key}`)?.classList.toggle("strong", dirty);
    if (dirty) say(byId(`state-${key}`), t("unsaved"));
    else if (byId(`state-${key}`).textContent === t("unsaved")) say(byId(`state-${key}`), "");
  }
}

function section(key, hint = "") {
  const writes = key === "own" || isClinician || (key === "medications" && may("staff", "clinician", "admin"));
  const secret = secretField(key);
  return make("section", { class: "card", "aria-labelledby": `head-${key}`, id: `part-${key}` },
    make("h2", { id: `head-${key}`, textContent: t(`part.${key}`) }), hint ? make("p", { class: "hint", textContent: hint }) : null, parts[key].root,
    writes ? secret : make("p", { class: "hint", textContent: t("part.clinician") }),
    make("div", { class: "row save" }, writes ? make("button", { type: "button", id: `save-${key}`, textContent: t(`save.${key}`), on: { click: () => void save(key) } }) : null, make("p", { class: "state", role: "status", id: `state-${key}` })));
}

function secretField(key) {
  if (!me.signInRequired || !["tests", "prescription"].includes(key)) return null;
  secrets[key] = make("input", { type: "password", id: `secret-${key}`, autocomplete: "current-password", maxLength: 128 });
  return field(t("sign.secret"), secrets[key], t(`sign.${key}`));
}

async function save(key) {
  const state = byId(`state-${key}`);
  const patch = patchOf(key);
  if (key === "tests" && parts.tests.signed().length) patch.sign = parts.tests.signed();
  if (isEmpty(patch)) {
    say(state, t("nothing-changed"));
    return;
  }

  say(state, t("saving"));
  const secret = secrets[key]?.value;
  const answer = await ask("PATCH", path, secret ? { ...patch, secret } : patch, { rev: person.rev });
  if (secrets[key]) secrets[key].value = "";
  if (answer.status === 412) showConflict(answer.body);
  else if (!answer.ok) say(state, why(answer), "bad");
  else took(answer.body, key);
}

function took(saved, key) {
  const rest = mine();
  const now = difference2(rest, patchOf(key));
  person = saved;
  build(now);
  say(byId(`state-${key}`), t("saved", { n: saved.rev }), "good");
  byId(`save-${key}`)?.focus();
  void running.look();
}

/** A patch without what another one holds. */
function difference2(all, done) {
  const rest = Object.fromEntries(Object.entries(all).filter(([name]) => name !== "participant" && !(name in done)));
  const members = Object.entries(all.participant ?? {}).filter(([name]) => !(name in (done.participant ?? {})));
  return members.length ? { ...rest, participant: Object.fromEntries(members) } : rest;
}

function showConflict(theirs) {
  byId("conflict")?.remove();
  const patch = mine();
  const names = [...Object.keys(patch).filter(name => name !== "participant"), ...Object.keys(patch.participant ?? {})];
  const panel = conflictPanel(theirs, names.filter(name => theirs.changed.includes(name)),
    () => resolve(theirs.person, rebase(person, patch, theirs.person), "conflict.on-top"), () => resolve(theirs.person, {}, "conflict.gone"));
  byId("top").after(panel);
  panel.scrollIntoView({ block: "start" });
  panel.focus();
}

function resolve(theirs, patch, told) {
  byId("conflict")?.remove();
  person = theirs;
  build(patch);
  say(byId("told"), t(told), "good");
  byId("told").focus();
}

function head() {
  byId("title").textContent = person.name ?? person.id;
  byId("about").textContent = [person.id, person.rev === 0 ? t("list.file") : t("person.rev", { n: person.rev, by: person.by })].join(" \u00B7 ");
  document.title = `HeartMonitor: ${person.id}`;
}

async function history() {
  const rows = (await get(`${path}/history`)).body ?? [];
  byId("history").replaceChildren(...rows.reverse().map(r => make("li", { textContent: [new Date(r.at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" }), r.part.split(" ").map(p => t(`part.${p === "person" ? "own" : p}`)).join(", "), r.by].join(" \u00B7 ") })));
}

/** The page anew: the person as saved, with what is still to be saved on top. */
function build(patch) {
  const file = merge(person.participant, patch.participant ?? {});
  parts = {
    own: new Own({ name: "name" in patch ? patch.name : person.name, contact: "contact" in patch ? patch.contact : person.contact }, file, touched),
    medications: new Medicines(file.medications ?? [], isClinician, touched, person.participant.medications ?? []),
    conditions: new Conditions(file.conditions ?? [], codes, isClinician, touched),
    tests: new Tests(file.tests ?? [], isClinician, touched),
    prescription: new Prescription(file.prescription, programmes, isClinician, touched),
  };
  byId("parts").replaceChildren(section("own"), section("medications", isClinician ? "" : t("part.add-only")), section("conditions"), section("tests"), section("prescription"));
  head();
  touched();
}

/** An admin can take somebody out for good; what stays is said before. */
function forgetPart() {
  const state = make("p", { class: "state", role: "status", id: "forget-state" });
  const typed = make("input", { id: "forget-id", autocomplete: "off", autocapitalize: "none", maxLength: 40 });
  const go = make("button", { type: "button", id: "forget", disabled: true, textContent: t("forget.go"), on: { click: async () => {
    const answer = await ask("DELETE", path, undefined, { rev: person.rev });
    if (!answer.ok) {
      say(state, why(answer), "bad");
      return;
    }
    keep(id, null);
    location.replace("/people/index.html?forgotten=1");
  } } });
  typed.addEventListener("input", () => { go.disabled = typed.value.trim() !== id; });
  return make("details", { class: "card" }, make("summary", { textContent: t("forget.title") }), make("ul", { class: "reasons" }, ...["goes", "stays", "series"].map(k => make("li", { textContent: t(`forget.${k}`) }))),
    field(t("forget.type", { id }), typed), make("div", { class: "row" }, go), state);
}

openPage("");
const found = await get(path);
[codes, programmes] = (await Promise.all([get("catalogue/conditions"), get(`programmes?lang=${language}`)])).map(answer => answer.body ?? []);
if (found.ok) {
  person = found.body;
  plan = new PlanView(draft);
  running = new Running(path, () => person.rev);
  byId("main").before(running.root);
  byId("main").append(
    make("div", { class: "stack" }, make("div", { id: "top", class: "stack" }, make("p", { id: "about", class: "hint" }), make("p", { id: "told", class: "state", role: "status", tabIndex: -1 })), make("div", { id: "parts", class: "stack" }),
      make("details", { class: "card", on: { toggle: event => { if (event.target.open) void history(); } } }, make("summary", { textContent: t("history") }), make("ul", { id: "history", class: "rows" })),
      me.signInRequired && may("admin") && person.rev > 0 ? forgetPart() : null),
    planPanel());
  const before = kept(id);
  build(before && before.rev === person.rev ? before.patch : {});
  if (before && before.rev === person.rev) say(byId("told"), t("draft.again"), "good");
  else if (before) await draftOfAnotherRevision(before);
  byId("nav").prepend(make("a", { class: "button strong", href: `/people/check-in.html?id=${encodeURIComponent(id)}`, textContent: t("list.check-in"), title: named("member", "name") }));
  await Promise.all([plan.now(), running.look()]);
} else {
  byId("title").textContent = t("people.title");
  byId("main").append(make("p", { class: "state", textContent: why(found), data: { kind: "bad" } }));
}

/** Typed before somebody else saved: on top of theirs, list by list, from the revision it was typed on. */
async function draftOfAnotherRevision(before) {
  const rows = (await get(`${path}/history`)).body ?? [];
  const seen = rows.find(r => r.rev === before.rev) ?? { participant: {} };
  build(rebase(seen, before.patch, person));
  say(byId("told"), t("draft.again-older", { by: person.by }), "good");
}
