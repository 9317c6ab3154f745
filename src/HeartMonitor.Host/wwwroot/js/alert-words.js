// What an alert says in this tablet's language, and its reasons as plain sentences. The numbers come from the service; so do the words, in every language.

import { nameOf, withNames } from "./names.js";
import { figure, has, language, symptoms, t } from "./texts.js";

const symptomNames = new Map(symptoms);

/** What was seen and what to do. @param {any} data */
export const alertText = data => withNames(data.texts?.[language] ?? data.text ?? "");

/** Every reason as a sentence, with its code for those who look it up. @param {any} data @returns {{ text: string, code: string }[]} */
export const reasonsOf = data => (data.because ?? []).map(e => ({ text: sentenceOf(e, data), code: codeOf(e) }));

function sentenceOf(e, data) {
  const name = symptomNames.get(e.what) ?? nameOf(e.what);
  if (has(`why.unit.${e.unit}`)) return t(`why.unit.${e.unit}`, { name });
  const key = [`why.${data.code}.${e.what}`, `why.${e.what}.${e.unit}`, `why.${e.what}`].find(has);
  if (key) return t(key, { n: numberOf(e, data.because) });
  return has(`doubt.${e.what}`) ? t("why.doubt", { why: t(`doubt.${e.what}`) }) : codeOf(e);
}

// Whole beats, seconds and answers; the zone's upper bound is out, so its last whole beat is told.
function numberOf(e, because) {
  const isZone = e.unit === "bpm" && because.some(other => other.what === "below");
  if (isZone && e.what === "below") return String(Math.ceil(e.value) - 1);
  if (isZone && e.what === "from") return String(Math.ceil(e.value));
  if (e.unit === "bpm") return String(beatsOf(e, because));
  return e.unit === "MET" || e.unit === "celsius" ? figure(e.value, Number.isInteger(e.value) ? 0 : 1) : String(Math.round(e.value));
}

// As the service writes it: a rate beyond a limit is not rounded onto it.
function beatsOf(e, because) {
  const value = what => because.find(other => other.what === what && other.unit === "bpm")?.value;
  const seen = value("median10s") ?? value("mean30s");
  const [low, high] = value("below") === undefined ? [value("limit"), value("limit")] : [value("from"), value("below")];
  if (e.what === "limit" && seen !== undefined) return seen > e.value ? Math.floor(e.value) : Math.ceil(e.value);
  if (e.what !== "median10s" && e.what !== "mean30s") return Math.round(e.value);
  return e.value > (high ?? Infinity) ? Math.ceil(e.value) : e.value < (low ?? -Infinity) ? Math.floor(e.value) : Math.round(e.value);
}

function codeOf(e) {
  const what = e.what.replace(/([a-z])([A-Z0-9])/g, "$1 $2").replaceAll("-", " ").toLowerCase();
  const value = has(`why.unit.${e.unit}`) || e.unit === "circumstance" ? "" : `: ${figure(e.value, Number.isInteger(e.value) ? 0 : 1)} ${e.unit}`;
  return `${what}${value}${e.source ? ` (${e.source})` : ""}`;
}
