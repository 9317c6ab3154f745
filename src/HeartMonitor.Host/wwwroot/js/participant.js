// The participant's own page: one question at a time, big answers, a way to call for help. It shows no name, no limit and no alarm.

import { isStored, send } from "./commands.js";
import { byId, make, makeButton, setHidden, setText } from "./dom.js";
import { choose, fill, language, languages, t } from "./texts.js";
import { countdown } from "./words.js";
import { within } from "./within.js";

const EVERY_MS = 2000;
const TIMEOUT_MS = 5000;
/** After this long without news the page says so. */
const LOST_MS = 8000;
const THANKS_MS = 4000;
/** So long a call for help may be called a mistake. */
const MISTAKE_MS = 60_000;
const base = `/api/v1/p/${encodeURIComponent(location.pathname.split("/").pop() ?? "")}`;
const question = byId("question");
const left = byId("left");
const state = byId("state");
const answers = byId("answers");
const again = byId("again");
const talk = byId("talk");

/** @type {any} */
let view = null;
let heardAt = performance.now();
let gone = "";
let thanksUntil = 0;
/** The question that this page has answered, so that it is not asked again before the service has taken note. */
let answered = "";
let isAsked = false;
let isSending = false;
let mistakeEnds = 0;

fill(document);
for (let value = 6; value <= 20; value++) {
  const button = makeButton("own-answer", "", () => void answer(value));
  button.dataset.value = String(value);
  button.append(make("span", "own-number", String(value)), make("span", "own-word", t(`rpe.${value}`)));
  answers.append(button);
}
for (const value of ["yes", "equivocal", "no"]) byId("talk-answers").append(makeButton("", t(`do.talk-${value}`), () => void sayTalk(value)));
for (const name of languages) {
  const button = makeButton("", t(`set.${name}`), () => choose(name));
  button.setAttribute("aria-pressed", String(name === language));
  byId("languages").append(button);
}
byId("help").addEventListener("click", () => void callHelp());
byId("mistake").addEventListener("click", () => void callBack());
again.addEventListener("click", () => { isAsked = true; show(); });

async function refresh() {
  try {
    const response = await fetch(base, { signal: within(TIMEOUT_MS) });
    if (response.status === 404) gone = t("own.gone");
    else if (response.status === 429) gone = t("own.wait");
    else if (response.ok) {
      [view, gone, heardAt] = [await response.json(), "", performance.now()];
    }
  } catch {
    // The page says so when it lasts.
  }
  show();
}

function show() {
  const now = performance.now();
  const lost = now - heardAt > LOST_MS;
  const open = view?.prompt && view.prompt !== answered;
  const asks = !gone && view && (open || isAsked) && now >= thanksUntil;
  setText(question, gone || (!view ? t("own.loading") : asks ? t(view.aboutSession ? "own.question-session" : "own.question") : t("own.title")));
  setText(left, gone || !view ? "" : open && view.promptLeftS !== null ? t("own.left", { time: countdown(view.promptLeftS) })
    : !asks && view.nextPromptS !== null ? t("own.next", { time: countdown(view.nextPromptS) }) : "");
  if (lost && !gone) setText(state, t("own.lost"));
  else if (now >= thanksUntil && !isSending) setText(state, !gone && view && !asks ? t("own.resting") : "");
  setHidden(answers, !asks);
  setHidden(again, Boolean(gone) || !view || asks);
  setText(again, view?.rpe == null ? t("own.answer") : t("own.change"));
  setHidden(talk, Boolean(gone) || !view || asks);
  setHidden(byId("help"), Boolean(gone));
  setHidden(byId("own-hr"), lost || Boolean(gone) || !view?.showsHr || view.hr === null);
  setText(byId("own-bpm"), view?.hr == null ? "" : String(view.hr));
}

async function answer(value) {
  if (isSending) return;
  isSending = true;
  const prompt = view?.prompt ?? "";
  setText(state, t("own.sending"));
  const reply = await send(`${base}/answer`, { value }, () => setText(state, t("own.not-sent")));
  isSending = false;
  if (isStored(reply) || reply.result === "expired") {
    [answered, isAsked, thanksUntil] = [prompt, false, performance.now() + THANKS_MS];
    setText(state, t("own.thanks", { n: value }));
    question.focus();
  } else {
    thanksUntil = performance.now() + THANKS_MS;
    setText(state, t("own.not-taken"));
  }
  show();
}

async function sayTalk(value) {
  if (isSending) return;
  isSending = true;
  setText(state, t("own.sending"));
  const reply = await send(`${base}/talk`, { value }, () => setText(state, t("own.not-sent")));
  isSending = false;
  thanksUntil = performance.now() + THANKS_MS;
  setText(state, isStored(reply) ? t("own.thanks", { n: t(`do.talk-${value}`) }) : t("own.not-taken"));
}

// Never waits for anything else that is under way.
async function callHelp() {
  const told = byId("help-state");
  setText(told, t("own.sending"));
  const reply = await send(`${base}/help`, {}, () => setText(told, t("own.help-trouble")));
  setText(told, t(isStored(reply) ? "own.help-sent" : "own.help-trouble"));
  if (!isStored(reply)) return;
  setHidden(byId("mistake"), false);
  clearTimeout(mistakeEnds);
  mistakeEnds = setTimeout(() => setHidden(byId("mistake"), true), MISTAKE_MS);
}

// The call stands: somebody comes. What the person says now stands beside it.
async function callBack() {
  const told = byId("help-state");
  setHidden(byId("mistake"), true);
  const reply = await send(`${base}/help-mistake`, {}, () => setText(told, t("own.help-trouble")));
  setText(told, t(isStored(reply) ? "own.mistake-sent" : "own.help-sent"));
}

document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") void refresh(); });
setInterval(() => void refresh(), EVERY_MS);
void refresh();
document.documentElement.dataset.running = "yes";
