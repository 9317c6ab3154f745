// What the clinician asks for. A programme fills in what is usual for the condition; nothing of it counts before it is signed.

import { clean } from "./medicines.js";
import { check, field, make, numberOf } from "./ui.js";
import { t } from "./words.js";

const NUMBERS = ["sessionsPerWeek", "minutes", "rpeFrom", "rpeTo", "reserveFrom", "reserveTo", "hrCeiling"];
const PERCENT = new Set(["reserveFrom", "reserveTo"]);

export class Prescription {
  #entry;
  #first = "";
  #inputs = {};
  #onDrug;
  #programme;
  #about = make("p", { class: "hint", id: "programme-about" });

  constructor(entry, programmes, mayWrite, changed) {
    this.#entry = entry ?? {};
    const disabled = !mayWrite;
    for (const name of NUMBERS) {
      const value = this.#entry[name];
      this.#inputs[name] = make("input", { id: `rx-${name}`, inputMode: "decimal", disabled, value: value === undefined || value === null ? "" : PERCENT.has(name) ? Math.round(value * 100) : value, on: { input: changed } });
    }

    this.#onDrug = make("input", { type: "checkbox", checked: this.#entry.zonesFromOnDrugTest === true, disabled, on: { change: changed } });
    this.#programme = make("select", { id: "rx-programme", disabled, on: { change: () => { this.#take(programmes); changed(); } } }, make("option", { value: "", textContent: t("rx.none") }), ...programmes.map(p => make("option", { value: p.code, textContent: p.name })));
    if (this.#entry.programme && !programmes.some(p => p.code === this.#entry.programme)) this.#programme.append(make("option", { value: this.#entry.programme, textContent: this.#entry.programme }));
    this.#programme.value = this.#entry.programme ?? "";
    this.#tell(programmes);
    const shown = NUMBERS.filter(name => mayWrite || this.#inputs[name].value !== "");
    this.root = make("div", { class: "stack" },
      mayWrite || this.#programme.value ? field(t("rx.programme"), this.#programme) : null, this.#about,
      shown.length ? make("div", { class: "grid" }, ...shown.map(name => field(t(`rx.${name}`), this.#inputs[name]))) : mayWrite ? null : make("p", { textContent: t("rx.usual") }),
      mayWrite || this.#onDrug.checked ? check(t("rx.on-drug"), this.#onDrug) : null);
    this.#first = JSON.stringify(this.#read());
  }

  value() {
    return JSON.stringify(this.#read()) === this.#first ? this.#entry : this.#read();
  }

  #read() {
    const numbers = Object.fromEntries(NUMBERS.map(name => [name, PERCENT.has(name) && numberOf(this.#inputs[name]) !== undefined ? numberOf(this.#inputs[name]) / 100 : numberOf(this.#inputs[name])]));
    const value = clean({ ...this.#entry, ...numbers, programme: this.#programme.value, zonesFromOnDrugTest: this.#onDrug.checked || undefined });
    for (const name of [...NUMBERS, "programme", "zonesFromOnDrugTest"]) if (numbers[name] === undefined && NUMBERS.includes(name)) delete value[name];
    return value;
  }

  #take(programmes) {
    const chosen = programmes.find(p => p.code === this.#programme.value);
    if (chosen) {
      this.#inputs.sessionsPerWeek.value = chosen.sessionsPerWeek[0];
      this.#inputs.minutes.value = chosen.minutes[0];
      if (chosen.rpe) [this.#inputs.rpeFrom.value, this.#inputs.rpeTo.value] = chosen.rpe;
    }

    this.#tell(programmes);
  }

  #tell(programmes) {
    const chosen = programmes.find(p => p.code === this.#programme.value);
    this.#about.textContent = chosen
      ? [t("rx.about", { f: span(chosen.sessionsPerWeek), m: span(chosen.minutes), i: chosen.intensity }), chosen.type, chosen.note, `(${chosen.source})`].filter(Boolean).join(". ")
      : "";
  }
}

const span = ([from, to]) => (from === to ? String(from) : `${from}\u2013${to}`);
