// Who is signed in, and the ways out of the floor. Nothing here hides the floor: watching goes on while the tablet is locked.

import { byId, setHidden, setText } from "./dom.js";
import { PAGE } from "./sign-in.js";
import { named, t } from "./texts.js";
import { within } from "./within.js";

const ASK_EVERY_MS = 20_000;
/** So long before its end a sign-in says so. */
const WARN_MS = 15 * 60_000;
const who = byId("me-who");
const short = byId("me-short");
const signIn = byId("me-sign-in");
const signOut = byId("me-sign-out");
const change = byId("me-change");

async function look() {
  let me = null;
  try {
    const response = await fetch("/api/v1/me", { signal: within(10_000) });
    if (response.ok) me = await response.json();
  } catch {
    // The line is down: the banner says so.
  }
  if (me?.signInRequired && !me.id) location.assign(`${PAGE}?next=${encodeURIComponent(location.pathname)}`);
  else show(me);
}

function show(me) {
  const left = me?.endsAt ? Date.parse(me.endsAt) - Date.now() : Infinity;
  const ends = left < WARN_MS ? t("me.ends", { n: Math.max(1, Math.round(left / 60_000)) }) : "";
  const name = me?.name && me.name !== me.id ? `${me.id}, ${me.name}` : me?.id;
  setText(who, !me ? t("me.unknown") : me.id ? [t("me.who", { who: name, role: named("me", `role-${me.role}`) }), ends].filter(Boolean).join(" \u00B7 ") : t("me.open"));
  setText(short, ends || (me?.id ? `${me.id} \u00B7 ${named("me", `role-${me.role}`)}` : ""));
  setHidden(short, short.textContent === "");
  setHidden(byId("locked"), !me?.locked);
  setHidden(signIn, !me || Boolean(me.id && !me.locked));
  setText(signIn, me?.locked ? t("me.unlock") : t("me.sign-in"));
  setHidden(signOut, !me?.id);
  setHidden(change, !me?.id || me.locked);
  setHidden(byId("me-accounts"), me?.role !== "admin");
}

signOut.addEventListener("click", async () => {
  try {
    await fetch("/api/v1/sign-out", { method: "POST", headers: { "Content-Type": "application/json", "Idempotency-Key": `${Date.now()}-${Math.random()}` }, body: "{}", signal: within(5000) });
  } finally {
    location.assign(PAGE);
  }
});

/** Asks now and from time to time. */
export function watchMe() {
  void look();
  setInterval(() => void look(), ASK_EVERY_MS);
}
