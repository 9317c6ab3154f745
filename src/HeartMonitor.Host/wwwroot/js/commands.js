// Commands to the service. "Stored" is said only after the reply; until then the same key is sent again and again.

import { withNames } from "./names.js";
import { goesToSignIn } from "./sign-in.js";
import { has, t } from "./texts.js";
import { within } from "./within.js";

const TIMEOUT_MS = 5000;
const WAITS_MS = [500, 1000, 2000, 4000];
const GIVE_UP_MS = 5 * 60_000;

/** A key that no other command has; randomUUID exists on loopback and TLS only. */
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map(b => b.toString(16).padStart(2, "0")).join("");
}

/**
 * Sends a command until it is answered. `onTrouble` is told while no answer comes.
 * Resolves to the reply {re, result, detail, current}; result "unanswered" after five minutes.
 */
export async function send(path, body, onTrouble = () => {}) {
  const key = newKey();
  const start = performance.now();
  for (let attempt = 0; performance.now() - start < GIVE_UP_MS; attempt++) {
    const reply = await attemptOnce(path, body, key);
    if (reply !== null) return reply;
    onTrouble();
    await new Promise(resume => setTimeout(resume, WAITS_MS[Math.min(attempt, WAITS_MS.length - 1)]));
  }
  return { re: key, result: "unanswered", detail: t("send.unanswered"), current: null };
}

// Null means: not known whether it was stored, ask again with the same key.
async function attemptOnce(path, body, key) {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(body),
      keepalive: true, // what was tapped is sent although the page goes away
      signal: within(TIMEOUT_MS),
    });
    if (goesToSignIn(response.status)) return null;
    if (response.status >= 500 || response.status === 429) return null;
    const reply = await response.json();
    return { re: key, result: reply.result ?? "refused", detail: reply.detail ?? null, code: reply.code ?? null, about: reply.about ?? null, current: reply.current ?? null };
  } catch {
    return null;
  }
}

/** Why something was not taken, in this tablet's language where there are words for it. @param {any} reply @returns {string} */
export function whyNot(reply) {
  if (reply.code && has(`refusal.${reply.code}`)) return withNames(t(`refusal.${reply.code}`, { name: reply.about ?? "" }));
  return reply.detail ?? (has(`refused.${reply.result}`) ? t(`refused.${reply.result}`) : reply.result);
}

export const isStored = reply => reply.result === "accepted" || reply.result === "duplicate";

export const acknowledge = (data, onTrouble) => send(`/api/v1/alerts/${encodeURIComponent(data.aid)}/ack`, { rev: data.rev, by: "staff" }, onTrouble);

const SHELF_SECONDS = 300;

export const sendEvent = (sid, event, onTrouble) => send(`/api/v1/sessions/${encodeURIComponent(sid)}/events`, { by: "staff", ...event }, onTrouble);

export const shelve = (data, sid, onTrouble) => sendEvent(sid, { event: "shelve", alert: data.aid, seconds: SHELF_SECONDS }, onTrouble);

export const bringBack = (data, sid, onTrouble) => sendEvent(sid, { event: "unshelve", alert: data.aid }, onTrouble);

/** From now on the person wears this strap; `takeOver` takes it from whoever wears it. */
export const bindStrap = (sid, strap, takeOver, onTrouble) => sendEvent(sid, { event: "strap-bound", strap, takeOver }, onTrouble);

/** Staff counted the pulse of the person in front of them. */
export const confirmStrap = (sid, bpm, onTrouble) => sendEvent(sid, { event: "strap-confirmed", bpm }, onTrouble);

/** An RPE that staff enter: the answer of the open prompt, or one that nobody asked for. */
export function enterRpe(tile, value, onTrouble) {
  return tile.prompt
    ? send(`/api/v1/prompts/${encodeURIComponent(tile.prompt.pid)}/answer`, { value, by: "staff" }, onTrouble)
    : sendEvent(tile.sid, { event: "rpe", value }, onTrouble);
}

/** A line about an alert, for whoever looks at it later. */
export const writeNote = (sid, alert, text, onTrouble) => sendEvent(sid, { event: "note", alert, text }, onTrouble);

/** Takes the newest answer back: it was a slip, or somebody else's. */
export const takeBack = (sid, value, onTrouble) => sendEvent(sid, { event: "rpe-withdraw", value }, onTrouble);
