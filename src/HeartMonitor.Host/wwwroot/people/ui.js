// Small means for these pages. Text goes in as text, never as markup.

import { ask } from "./api.js";
import { choose, fill, named, others, t } from "./words.js";

const DRAFTS = "heartmonitor.draft.";

/** @param {string} id @returns {any} */
export const byId = id => document.getElementById(id);

/** An element with members and children. */
export function make(tag, members = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(members)) {
    if (name === "class") node.className = value;
    else if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name.includes("-")) node.setAttribute(name, value);
    else if (value !== undefined && value !== null) node[name] = value;
  }
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

/** A label with its input. */
export function field(label, input, hint) {
  return make("label", { class: "field" }, make("span", {}, label, hint ? make("span", { class: "hint", textContent: ` ${hint}` }) : null), input);
}

export function check(label, input) {
  return make("label", { class: "check" }, input, make("span", { textContent: label }));
}

export function say(node, text, kind = "") {
  node.textContent = text;
  if (kind) node.dataset.kind = kind;
  else delete node.dataset.kind;
}

/** Why something was refused, in the service's own words. */
export const why = answer => (answer.status === 0 ? t("no-answer") : answer.body?.detail ?? t("refused", { status: answer.status }));

/** The number, with a point or a comma; what is none goes out as it was typed, and the service says what is wrong with it. */
export const numberOf = input => {
  const text = input.value.trim();
  const number = Number(text.replace(",", "."));
  return text === "" ? undefined : Number.isFinite(number) ? number : text;
};
export const textOf = input => (input.value.trim() === "" ? undefined : input.value.trim());

/** Who asks. */
export const me = (await ask("GET", "me")).body ?? { signInRequired: false };
export const may = (...roles) => !me.signInRequired || roles.includes(me.role);
export const isClinician = may("clinician");

/** The bar of every page: where one can go, and who one is. */
export function openPage(current) {
  fill();
  const links = [["floor", "/"], ["people", "/people/index.html"]];
  if (may("admin") && me.signInRequired) links.push(["accounts", "/people/accounts.html"]);
  if (!me.signInRequired) links.push(["sign-in", "/signin.html"]);
  const nav = byId("nav");
  for (const [key, href] of links) {
    const link = make("a", { class: "button", href, textContent: t(`nav.${key}`) });
    if (key === current) link.setAttribute("aria-current", "page");
    nav.append(link);
  }
  for (const name of others) nav.append(make("button", { type: "button", class: "plain", textContent: t(`language.${name}`), lang: name, on: { click: () => choose(name) } }));
  if (me.id) nav.append(make("button", { type: "button", id: "sign-out", textContent: t("sign-out", { id: me.id, role: named("role", me.role) }), on: { click: signOut } }));
}

async function signOut() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(DRAFTS)) sessionStorage.removeItem(key);
  await ask("POST", "sign-out", {});
  location.assign("/signin.html");
}

// The way back after a sign-out must not show what stood here.
addEventListener("pageshow", event => { if (event.persisted) location.reload(); });

/** Runs `act` when nothing was typed for a moment. */
export function calmly(act, ms = 250) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  };
}
