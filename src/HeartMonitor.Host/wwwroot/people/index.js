// Everybody who is known here, and who is expected today: two taps from the list to a session.

import { ask, get, newKey } from "./api.js";
import { byId, field, make, numberOf, openPage, say, textOf, why } from "./ui.js";
import { t } from "./words.js";

let people = [];
let roster = { rev: 0, people: [] };
let running = new Set();
const addKey = { key: newKey() };

const find = make("input", { type: "search", id: "find", autocomplete: "off" });
const list = make("ul", { class: "rows", id: "people" });
const today = make("ul", { class: "rows", id: "today" });
const state = make("p", { class: "state", role: "status", id: "state" });
const name = make("input", { id: "new-name", autocomplete: "off", maxLength: 100 });
const born = make("input", { id: "new-born", type: "date" });
const age = make("input", { id: "new-age", inputMode: "numeric", maxLength: 3 });
const rest = make("input", { id: "new-rest", inputMode: "numeric", maxLength: 3 });
const added = make("p", { class: "state", role: "status", id: "new-state" });

const shownName = p => p.name ?? p.id;

function open(p) {
  return make("a", { class: "button", href: `/people/person.html?id=${encodeURIComponent(p.id)}`, textContent: t("list.open"), "aria-label": `${t("list.open")}: ${shownName(p)}` });
}

function checkIn(p) {
  if (running.has(p.id)) return make("a", { class: "button", href: "/", textContent: t("list.running") });
  return make("a", { class: "button strong", href: `/people/check-in.html?id=${encodeURIComponent(p.id)}`, textContent: t("list.check-in"), "aria-label": `${t("list.check-in")}: ${shownName(p)}` });
}

const who = p => make("div", { class: "grow" },
  make("div", { class: "who", textContent: shownName(p) }),
  make("div", { class: "sub", textContent: [p.name ? p.id : null, p.age ? t("list.age", { n: p.age }) : null, p.source === "file" ? t("list.file") : null].filter(Boolean).join(" \u00B7 ") }));

function draw() {
  const wanted = find.value.trim().toLowerCase();
  const shown = people.filter(p => wanted === "" || `${p.name ?? ""} ${p.id}`.toLowerCase().includes(wanted));
  list.replaceChildren(...shown.map(p => make("li", { data: { id: p.id } }, make("div", { class: "row" }, who(p), expected(p), open(p)))));
  const due = roster.people.map(id => people.find(p => p.id === id)).filter(Boolean);
  today.replaceChildren(...due.map(p => make("li", { data: { id: p.id } }, make("div", { class: "row" }, who(p), checkIn(p)))));
  byId("today-none").hidden = due.length > 0;
}

function expected(p) {
  const on = roster.people.includes(p.id);
  return make("button", { type: "button", class: "chip", textContent: t("list.expected"), "aria-pressed": String(on), "aria-label": `${t("list.expected")}: ${shownName(p)}`, on: { click: () => void toggle(p.id, on) } });
}

async function toggle(id, on) {
  const put = () => ask("PUT", "roster", { people: on ? roster.people.filter(r => r !== id) : [...roster.people.filter(r => r !== id), id] }, { rev: roster.rev });
  let answer = await put();
  const by = answer.status === 412 ? answer.body.by ?? "?" : null;
  if (by) {
    roster = answer.body; // somebody else changed the list meanwhile: both changes count
    answer = await put();
  }

  if (answer.ok || answer.status === 412) roster = answer.body;
  say(state, !answer.ok ? why(answer) : by ? t("list.merged", { by }) : "", answer.ok ? "good" : "bad");
  draw();
  list.querySelector(`[data-id="${CSS.escape(id)}"] .chip`)?.focus();
}

async function add(event) {
  event.preventDefault();
  const participant = { born: textOf(born), age: born.value ? undefined : numberOf(age), restingHr: numberOf(rest) };
  const answer = await ask("POST", "people", { name: name.value, participant }, addKey);
  if (!answer.ok) {
    if (answer.status !== 0) addKey.key = newKey(); // no answer: the same again makes nobody twice
    say(added, why(answer), "bad");
    return;
  }

  location.assign(`/people/person.html?id=${encodeURIComponent(answer.body.id)}`);
}

async function load() {
  const [all, due, sessions] = await Promise.all([get("people"), get("roster"), get("sessions")]);
  if (!all.ok) {
    say(state, why(all), "bad");
    return;
  }

  people = all.body.sort((a, b) => shownName(a).localeCompare(shownName(b)) || a.id.localeCompare(b.id));
  roster = due.ok ? due.body : roster;
  running = new Set((sessions.body ?? []).filter(s => !s.ended).map(s => s.participant));
  draw();
}

openPage("people");
byId("title").textContent = t("people.title");
document.title = `HeartMonitor: ${t("people.title")}`;
byId("main").append(
  make("div", { class: "stack" },
    make("section", { class: "card", "aria-labelledby": "today-title" }, make("h2", { id: "today-title", textContent: t("today.title") }), make("p", { id: "today-none", class: "hint", textContent: t("today.none") }), today),
    make("section", { class: "card", "aria-labelledby": "people-title" }, make("h2", { id: "people-title", textContent: t("people.all") }), field(t("list.find"), find), state, list)),
  make("aside", { class: "card", "aria-labelledby": "new-title" },
    make("h2", { id: "new-title", textContent: t("new.title") }),
    make("form", { class: "stack", noValidate: true, on: { submit: event => void add(event) } },
      field(t("person.name"), name, t("person.name-hint")), field(t("person.born"), born), field(t("person.age"), age), field(t("person.rest"), rest, t("person.rest-hint")),
      make("button", { type: "submit", class: "strong", textContent: t("new.go") }), added)));
find.addEventListener("input", draw);
if (new URLSearchParams(location.search).has("forgotten")) say(state, t("forget.done"), "good");
await load();
