// Signing in, unlocking, and the first admin. Staff tap themselves and enter a PIN; the tablet remembers ids, never names or secrets.

import { ask } from "./people/api.js";
import { byId, make, say, why } from "./people/ui.js";
import { choose, fill, named, others, t } from "./people/words.js";

const KNOWN = "heartmonitor.accounts";
const MOST_KNOWN = 12;
const query = new URLSearchParams(location.search);
const next = pathOf(query.get("next"));
const secret = byId("secret");
const id = byId("id");
let unlocking = false;
let busy = false;

/** Only ways inside of this host. */
function pathOf(wished) {
  return wished && /^\/(?![/\\])/.test(wished) ? wished : "/";
}

function known() {
  try {
    const list = JSON.parse(localStorage.getItem(KNOWN) ?? "[]");
    return Array.isArray(list) ? list.filter(a => typeof a?.id === "string").slice(0, MOST_KNOWN) : [];
  } catch {
    return [];
  }
}

function remember(account) {
  const rest = known().filter(a => a.id !== account.id);
  localStorage.setItem(KNOWN, JSON.stringify([{ id: account.id, pin: account.pin === true }, ...rest].slice(0, MOST_KNOWN)));
}

function showPad(on) {
  byId("pad").hidden = !on;
  byId("go").hidden = on;
  byId("pad-switch").textContent = t(on ? "signin.pad-off" : "signin.pad-on");
  secret.inputMode = on ? "numeric" : "text";
  byId("secret-label").textContent = t(on ? "signin.pin" : "signin.secret");
}

function buildPad() {
  const digit = value => make("button", { type: "button", textContent: value, on: { click: () => { secret.value += value; } } });
  byId("pad").append(
    ..."123456789".split("").map(digit),
    make("button", { type: "button", textContent: "\u232B", "aria-label": t("signin.delete"), on: { click: () => { secret.value = secret.value.slice(0, -1); } } }),
    digit("0"),
    make("button", { type: "submit", class: "strong", textContent: "OK" }));
}

/** Somebody was tapped: only the PIN is missing. */
function pick(account) {
  id.value = account.id;
  byId("id-field").hidden = true;
  byId("known").hidden = true;
  byId("other").hidden = false;
  byId("sign-in-title").textContent = t("signin.hello", { id: account.id });
  showPad(account.pin);
  secret.value = "";
  secret.focus();
}

function anybody() {
  const list = known();
  byId("sign-in-title").textContent = t("signin.title");
  byId("known").replaceChildren(...list.map(a => make("button", { type: "button", class: "chip", textContent: a.id, on: { click: () => pick(a) } })));
  byId("known").hidden = list.length === 0;
  byId("id-field").hidden = false;
  byId("other").hidden = true;
  id.value = "";
  showPad(false);
}

async function submit(event) {
  event.preventDefault();
  if (busy) return;
  busy = true;
  say(byId("state"), t("signin.wait"));
  const answer = await ask("POST", unlocking ? "unlock" : "sign-in", unlocking ? { secret: secret.value } : { id: id.value.trim().toLowerCase(), secret: secret.value });
  busy = false;
  secret.value = "";
  if (answer.ok) {
    enter(answer.body);
    return;
  }

  if (answer.status === 429) wait(answer.body.waitSeconds);
  else say(byId("state"), answer.body?.code === "wrong" ? t("signin.wrong") : why(answer), "bad");
  if (unlocking && answer.body?.code === "sign-in") startAnew();
  secret.focus();
}

/** Somebody else takes the tablet over: the first one is signed out when they are in, and not before. */
function switchTo(account) {
  byId("done").hidden = true;
  byId("sign-in").hidden = false;
  anybody();
  pick(account);
}

async function lock() {
  const answer = await ask("POST", "lock", {});
  if (answer.ok) location.replace(`/signin.html?next=${encodeURIComponent(next)}`);
}

let waiting = 0;

/** Counts down what is still to wait. */
function wait(seconds) {
  clearInterval(waiting);
  const until = performance.now() + seconds * 1000;
  const tell = () => {
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left > 0) say(byId("state"), t("signin.locked", { n: left }), "bad");
    else {
      clearInterval(waiting);
      say(byId("state"), t("signin.again"), "good");
    }
  };
  tell();
  waiting = setInterval(tell, 1000);
}

function startAnew() {
  unlocking = false;
  anybody();
}

function enter(account) {
  remember(account);
  if (account.role === "researcher") showDone(account);
  else location.assign(next);
}

function showDone(account) {
  for (const part of ["sign-in", "open", "why"]) byId(part).hidden = true;
  byId("done").hidden = false;
  if (account.role === "researcher") Object.assign(byId("done").querySelector("a"), { href: "/sessions.html", textContent: t("done.sessions") });
  const others = known().filter(a => a.id !== account.id);
  byId("switch-title").hidden = others.length === 0;
  byId("switch").replaceChildren(...others.map(a => make("button", { type: "button", class: "chip", textContent: a.id, on: { click: () => switchTo(a) } })));
  byId("done-text").textContent = account.role === "researcher" ? t("done.researcher", { id: account.id }) : t("done.text", { id: account.id, role: named("role", account.role) });
}

async function makeFirst(event) {
  event.preventDefault();
  const answer = await ask("POST", "first-run", { code: byId("first-code").value, id: byId("first-id").value.trim(), name: byId("first-name").value, secret: byId("first-secret").value });
  if (!answer.ok) {
    say(byId("first-state"), answer.status === 429 ? t("signin.locked", { n: answer.body.waitSeconds }) : why(answer), "bad");
    return;
  }

  remember(answer.body);
  location.assign("/people/accounts.html");
}

async function signOut() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("heartmonitor.draft.")) sessionStorage.removeItem(key);
  await ask("POST", "sign-out", {});
  location.assign("/signin.html");
}

async function start() {
  fill();
  document.title = `HeartMonitor: ${t("signin.title")}`;
  for (const name of others) byId("nav").append(make("button", { type: "button", class: "plain", textContent: t(`language.${name}`), lang: name, on: { click: () => choose(name) } }));
  buildPad();
  const { body: me } = await ask("GET", "me");
  const reason = query.get("why");
  if (reason === "role" && me?.id) {
    byId("why").hidden = me.role === "researcher";
    byId("why").textContent = t("why.role", { role: named("role", me.role) });
    showDone(me);
    byId("why").hidden = false;
    return;
  }

  if (!me?.signInRequired || me.firstRun) {
    byId("open").hidden = false;
    if (!me?.firstRun) return;
    byId("open-title").textContent = t("first.only");
    byId("open-text").textContent = t("first.only-text");
    byId("open-go").hidden = true;
    return;
  }

  if (me.id && !me.locked) {
    showDone(me);
    return;
  }

  byId("sign-in").hidden = false;
  unlocking = Boolean(me.id && me.locked);
  anybody();
  if (unlocking) {
    pick({ id: me.id, pin: me.pin });
    byId("sign-in-title").textContent = t("signin.unlock", { id: me.id });
  } else if (known().length === 0) id.focus();
}

byId("form").addEventListener("submit", event => void submit(event));
byId("first").addEventListener("submit", event => void makeFirst(event));
byId("pad-switch").addEventListener("click", () => showPad(byId("pad").hidden));
byId("other").addEventListener("click", async () => {
  if (unlocking) await ask("POST", "sign-out", {});
  startAnew();
  id.focus();
});
byId("out").addEventListener("click", () => void signOut());
byId("lock").addEventListener("click", () => void lock());
await start();
