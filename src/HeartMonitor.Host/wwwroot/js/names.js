// What people are called on the floor. Names stand in the people store; here they live in the memory of this page alone, while somebody is signed in
// and not locked, and only where this tablet is set to show them. Never kept by the browser, never sent anywhere; without them there are codes.

import { make } from "./dom.js";
import { within } from "./within.js";

const CHOICE = "heartmonitor.names";
const PATH = "/api/v1/participants/names";
const ASK_EVERY_MS = 15_000;
/** Without an answer for so long nobody knows whether it is still their tablet. */
const FORGET_MS = 60_000;

/** @type {Map<string, string>} */
let names = new Map();
let heardAt = -Infinity;
let isStarted = false;

/** True while this tablet is set to show names. */
export const showsNames = () => localStorage.getItem(CHOICE) !== "codes";

/** Names or codes from now on. @param {string} choice */
export function chooseNames(choice) {
  localStorage.setItem(CHOICE, choice);
  if (choice === "codes") names = new Map();
  else void look();
}

/** The name of a person, else their code. @param {string | null | undefined} id @returns {string} */
export const nameOf = id => names.get(id ?? "") ?? id ?? "";

/** Is there a name for them? @param {string} id */
export const hasName = id => names.has(id);

/** A text with names in the place of codes. @param {string} text */
export const withNames = text => (names.size === 0 ? text : text.replace(/\bp_[A-Za-z0-9_-]+/g, code => names.get(code) ?? code));

/** "Hilde K. p_01", the code small; the code alone where there is no name. @param {any} node @param {string} id @param {string} [otherwise] */
export function showWho(node, id, otherwise = id) {
  const name = names.get(id);
  const key = `${name ?? ""} ${id} ${otherwise}`;
  if (node.whoShown === key) return;
  node.whoShown = key;
  node.replaceChildren(name ?? otherwise, ...name ? [" ", make("small", "who-code", id)] : []);
}

/** Asks for the names from now on; done when the first answer is there. */
export async function startNames() {
  if (isStarted) return;
  isStarted = true;
  setInterval(() => void look(), ASK_EVERY_MS);
  addEventListener("pagehide", () => { names = new Map(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") void look(); });
  await look();
}

async function look() {
  if (!showsNames()) return;
  try {
    const response = await fetch(PATH, { cache: "no-store", signal: within(5000) });
    if (response.ok && showsNames()) [names, heardAt] = [new Map(Object.entries(await response.json())), performance.now()];
    else names = new Map(); // signed out, locked, or not for this role
  } catch {
    if (performance.now() - heardAt > FORGET_MS) names = new Map();
  }
}
