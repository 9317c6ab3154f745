// The same session in words: facts in one line, what happened, and the heart rate minute by minute. What the picture shows can be read here.

import { make } from "./dom.js";
import { withNames } from "./names.js";
import { figure, named, symptoms, t } from "./texts.js";
import { MARKS, locale, span } from "./words.js";
import { courseOf } from "./detail-lane.js";
import { timeOf } from "./chart.js";

const symptomNames = new Map(symptoms);

/** Facts of the session, each a short phrase. @param {any} data */
export function factsOf(data) {
  const day = new Date(data.from * 1000).toLocaleDateString(locale, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const facts = [`${day}, ${timeOf(data.from)}\u2013${data.isOpen ? t("today.running") : timeOf(data.to)}`, t("detail.length", { span: span(data.to - data.from) })];
  const plan = data.plans[data.plans.length - 1];
  if (plan?.mode) facts.push(named("tile", `mode-${plan.mode}`) + (plan.zone ? ` ${plan.zone.from}\u2013${plan.zone.to}` : ""));
  if (plan?.ceiling) facts.push(t("do.ceiling", { warn: Math.round(plan.ceiling.warn), alarm: Math.round(plan.ceiling.alarm) }));
  if (data.isWhole) facts.push(t("detail.answers", { n: data.rpe.filter(a => !a.withdrawn).length, missed: data.missed.length }));
  const { summary } = data;
  if (summary?.meanHr != null) facts.push(t("detail.heart", { mean: Math.round(summary.meanHr), peak: summary.peakHr ?? "\u2013" }));
  if (summary?.metMinutes != null) facts.push(t("tile.dose", { n: figure(summary.metMinutes, 0) }));
  if (summary?.coveragePercent != null) facts.push(t("fig.signal", { n: Math.floor(summary.coveragePercent) }));
  if (data.rowsLost > 0) facts.push(t("detail.rows-lost", { n: data.rowsLost }));
  return facts;
}

/** What happened: the newest first while it runs, from the beginning when it is over. @param {any} data */
export function eventRows(data) {
  const rows = eventsOf(data).sort((a, b) => a.s - b.s);
  if (data.isOpen) rows.reverse();
  return rows.map(({ s, text, more, alert }) => {
    const row = make("tr");
    const what = make("td", alert ? `event-alert event-${alert}` : "", text);
    if (more) what.append(make("small", "event-more", more));
    row.append(make("td", "event-time", timeOf(s, true)), what);
    return row;
  });
}

/** A row a minute. @param {any} data */
export function minuteRows(data) {
  return data.minutes.map(minute => {
    const row = make("tr");
    const answers = data.rpe.filter(a => !a.withdrawn && a.s >= minute.s && a.s < minute.s + 60).map(a => a.value).join(", ");
    const head = make("th", "event-time", timeOf(minute.s));
    head.scope = "row";
    const known = minute.mean !== null && minute.mean !== undefined;
    row.append(head, make("td", "", known ? String(Math.round(minute.mean)) : "\u2013"), make("td", "", known && minute.min !== null ? `${minute.min}\u2013${minute.max}` : "\u2013"), make("td", "", `${Math.round(minute.coveragePercent)} %`), make("td", "", answers || "\u2013"));
    return row;
  });
}

function eventsOf(data) {
  return [
    ...data.phases.map(p => ({ s: p.from, text: t("mark.phase", { text: named("phase", p.phase) }) })),
    ...data.pauses.flatMap(p => [{ s: p.from, text: t("mark.pause") }, ...p.to < data.to ? [{ s: p.to, text: t("mark.resume") }] : []]),
    ...data.away.map(a => ({ s: a.from, text: t("mark.away", { time: timeOf(a.to, true) }) })),
    ...data.work.map(w => ({ s: w.from, text: t("mark.workload", { text: w.text }) })),
    ...data.rpe.map(a => ({ s: a.s, text: t(a.withdrawn ? "mark.rpe-taken-back" : "mark.rpe", { n: a.value }), more: a.reason ? named("prompt", a.reason) : "" })),
    ...data.missed.map(m => ({ s: m.s, text: t("mark.missed"), more: named("prompt", m.reason) })),
    ...data.words.map(w => ({ s: w.s, text: wordOf(w) })),
    ...data.notes.map(n => ({ s: n.s, text: t("mark.note", { by: n.by, text: n.text }) })),
    ...data.alerts.map(a => ({ s: a.s, text: `${MARKS[a.priority]} ${withNames(a.text)}`, more: courseOf(a, data), alert: a.priority })),
    ...data.isOpen ? [] : [{ s: data.to, text: t("mark.end") }],
  ];
}

function wordOf(word) {
  if (word.kind === "talk-test") return t("mark.talk-test", { text: t(`do.talk-${word.value}`) });
  if (word.kind === "help") return t("mark.help", { text: word.value ?? "\u2013" });
  const names = String(word.value ?? "").split(" ").map(name => symptomNames.get(name) ?? name).join(", ");
  return t("mark.symptoms", { text: word.grade ? `${names} (${word.grade})` : names });
}
