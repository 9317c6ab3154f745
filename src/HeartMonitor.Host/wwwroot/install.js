// What a tablet needs before anybody can sign in on it: the address, and the CA to trust.

import { get } from "./people/api.js";
import { byId, make, say } from "./people/ui.js";
import { choose, fill, language, others, t } from "./people/words.js";

const isHere = ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);

/** The steps for the device at hand stand open. */
function openOwnSteps() {
  const agent = navigator.userAgent;
  const touches = navigator.maxTouchPoints > 1;
  const own = /Android/.test(agent) ? "android" : /iPad|iPhone/.test(agent) || (/Macintosh/.test(agent) && touches) ? "ios" : "windows";
  byId(own).open = true;
}

/** Four pairs in a group, as one compares them by eye. */
const grouped = text => (text.match(/(?:[0-9A-F]{2}:?){1,4}/g) ?? [text]).map(part => part.replace(/:$/, "")).join("  ");

function show({ url, authority, fingerprint, endsAt }) {
  byId("none").hidden = Boolean(url);
  byId("address").hidden = !url;
  byId("trust").hidden = !authority;
  byId("own").hidden = !url || Boolean(authority);
  byId("done").hidden = !url;
  if (!isHere) byId("done").before(byId("address")); // on the tablet itself trusting comes first
  if (url) {
    byId("picture").src = "/install.svg";
    byId("picture").alt = t("install.alt", { url });
    byId("link").textContent = `${url}/install`;
    byId("link").href = `${url}/install`;
  }
  if (!authority) return;
  byId("name").textContent = authority;
  byId("fingerprint").textContent = grouped(fingerprint);
  byId("ends").textContent = new Date(endsAt).toLocaleDateString(language, { dateStyle: "long" });
  openOwnSteps();
}

fill();
document.title = `HeartMonitor: ${t("install.title")}`;
for (const name of others) byId("nav").append(make("button", { type: "button", class: "plain", textContent: t(`language.${name}`), lang: name, on: { click: () => choose(name) } }));
const answer = await get("install");
if (answer.ok) show(answer.body);
else {
  byId("state").hidden = false;
  say(byId("state"), t("no-answer"), "bad");
}
