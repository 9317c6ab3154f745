// On the console: who is signed in, the way to the people, and the lock when nobody did anything for a while. Nothing here hides the floor.

import { ask } from "./people/api.js";
import { make } from "./people/ui.js";
import { named, t } from "./people/words.js";

const ASK_EVERY_MS = 20_000;
const WARN_MS = 15 * 60_000;
const controls = document.querySelector(".controls");
const people = make("a", { class: "button", href: "/people/index.html", textContent: t("nav.people") });
const who = make("a", { class: "button", href: "/signin.html", hidden: true });
const locked = make("a", { class: "button strong", href: "/signin.html?next=%2F", hidden: true, textContent: t("bar.locked") });
controls?.append(people, who, locked);

async function look() {
  const { status, body: me } = await ask("GET", "me");
  if (status !== 200) return; // the line is down: the console's own banner says so
  if (me.signInRequired && !me.id) {
    location.assign(`/signin.html?next=${encodeURIComponent(location.pathname)}`);
    return;
  }

  who.hidden = !me.id;
  locked.hidden = !me.locked;
  const left = me.endsAt ? Date.parse(me.endsAt) - Date.now() : Infinity;
  who.textContent = left < WARN_MS ? t("bar.ends", { n: Math.max(1, Math.round(left / 60_000)) }) : me.id ?? "";
  who.title = me.id ? `${me.name ?? me.id}, ${named("role", me.role)}` : "";
}

await look();
setInterval(() => void look(), ASK_EVERY_MS);
