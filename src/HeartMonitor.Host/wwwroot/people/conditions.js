// Conditions of a person: those of the catalogue as buttons, with the particulars that some of them need.

import { clean } from "./medicines.js";
import { field, make, numberOf, textOf } from "./ui.js";
import { named, t } from "./words.js";

const PARTICULARS = { icd: ["detectionRate"], pacemaker: ["mode", "upperRate"], "atrial-fibrillation": ["present"] };

export class Conditions {
  #items = new Map();
  #changed;
  #mayWrite;
  #more = make("div", { class: "stack" });

  constructor(entries, codes, mayWrite, changed) {
    [this.#changed, this.#mayWrite] = [changed, mayWrite];
    const chips = make("div", { class: "chips", role: "group", "aria-label": t("cond.title") });
    for (const entry of entries) this.#put(entry);
    for (const code of mayWrite ? new Set([...codes, ...entries.map(e => e.code)]) : entries.map(e => e.code)) chips.append(this.#chip(code));
    this.root = make("div", { class: "stack" }, chips.childElementCount ? chips : make("p", { textContent: t("cond.none") }), this.#more);
  }

  value() {
    return [...this.#items.values()].map(item => (JSON.stringify(read(item)) === item.first ? item.entry : read(item)));
  }

  #chip(code) {
    const chip = make("button", {
      type: "button", class: "chip", textContent: named("condition", code), disabled: !this.#mayWrite, "aria-pressed": String(this.#items.has(code)),
      on: { click: () => {
        const on = chip.getAttribute("aria-pressed") !== "true";
        chip.setAttribute("aria-pressed", String(on));
        if (on) this.#put({ code });
        else this.#drop(code);
        this.#changed();
      } },
    });
    return chip;
  }

  #drop(code) {
    this.#items.get(code)?.root?.remove();
    this.#items.delete(code);
  }

  #put(entry) {
    const inputs = {};
    const fields = (PARTICULARS[entry.code] ?? []).map(name => {
      inputs[name] = name === "present"
        ? make("select", { disabled: !this.#mayWrite, on: { change: this.#changed } }, ...[["", "unknown"], ["yes", "yes"], ["no", "no"]].map(([value, key]) => make("option", { value, textContent: t(`cond.${key}`) })))
        : make("input", { inputMode: name === "mode" ? "text" : "numeric", value: entry[name] ?? "", disabled: !this.#mayWrite, on: { input: this.#changed } });
      if (name === "present") inputs[name].value = entry.present === true ? "yes" : entry.present === false ? "no" : "";
      return field(`${named("condition", entry.code)}: ${t(`cond.${name}`)}`, inputs[name]);
    });
    const root = fields.length ? make("div", { class: "grid" }, ...fields) : null;
    if (root) this.#more.append(root);
    const item = { entry, inputs, root, first: "" };
    item.first = JSON.stringify(read(item));
    this.#items.set(entry.code, item);
  }
}

const read = ({ entry, inputs }) => clean({
  ...entry,
  detectionRate: inputs.detectionRate ? numberOf(inputs.detectionRate) : entry.detectionRate,
  upperRate: inputs.upperRate ? numberOf(inputs.upperRate) : entry.upperRate,
  mode: inputs.mode ? textOf(inputs.mode) : entry.mode,
  present: inputs.present ? { yes: true, no: false }[inputs.present.value] : entry.present,
});
