// What was typed and not saved, kept in this tab alone: it survives a lock, a sign-out and a reload, and is shown again to nobody but whoever typed it.
// Passwords are never kept.

import { me } from "./ui.js";

const PREFIX = "heartmonitor.draft.";

/** @param {string} name @returns {any} What was kept, or null. */
export function kept(name) {
  try {
    const draft = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null");
    return draft && draft.by === (me.id ?? "") ? draft.value : null;
  } catch {
    return null;
  }
}

/** Keeps it; nothing to keep (null) forgets. @param {string} name @param {unknown} value */
export function keep(name, value) {
  try {
    if (value === null) sessionStorage.removeItem(PREFIX + name);
    else sessionStorage.setItem(PREFIX + name, JSON.stringify({ by: me.id ?? "", value }));
  } catch {
    // A full or forbidden store: then the page is as it would be without.
  }
}
