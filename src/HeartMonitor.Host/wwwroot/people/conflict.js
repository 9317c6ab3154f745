// Somebody else was quicker: who, when and what; what was typed here is kept, and goes on top of theirs or away.

import { make } from "./ui.js";
import { clock, named, t } from "./words.js";

/**
 * @param {any} theirs The answer 412. @param {string[]} both Members that both changed.
 * @param {() => void} takeOver Theirs, with mine on top. @param {() => void} discard Theirs alone.
 */
export function conflictPanel(theirs, both, takeOver, discard) {
  const what = theirs.changed.map(name => named("member", name)).join(", ");
  const panel = make("section", { class: "card stop", role: "alertdialog", id: "conflict", "aria-labelledby": "conflict-title", tabIndex: -1 },
    make("h2", { id: "conflict-title", textContent: t("conflict.title") }),
    make("p", { textContent: t("conflict.who", { by: theirs.by, at: clock(theirs.at), what: what || t("conflict.something") }) }),
    make("p", { textContent: both.length ? t("conflict.both", { what: both.map(name => named("member", name)).join(", ") }) : t("conflict.kept") }),
    make("div", { class: "row" },
      make("button", { type: "button", class: "strong", id: "take-over", textContent: t("conflict.take"), on: { click: takeOver } }),
      make("button", { type: "button", id: "discard", textContent: t("conflict.discard"), on: { click: discard } })));
  return panel;
}
