#!/usr/bin/env python3
"""The figures of one exported session, and a picture of it.

    monitor export SESSION --format csv --out s1        (or --format parquet)
    python3 session.py s1 [--plot s1.png]

Reads the CSV bundle with nothing but Python's own library. Parquet is read with pyarrow, duckdb or pandas, whichever
is there. With matplotlib it draws: heart rate with gaps left empty, answers about effort, phases.
"""
import csv
import json
import math
import os
import sys


def read_table(folder, name):
    """The rows of a table as dictionaries; missing values are None."""
    parquet = os.path.join(folder, name + ".parquet")
    if os.path.exists(parquet):
        return read_parquet(parquet)
    with open(os.path.join(folder, name + ".csv"), newline="", encoding="utf-8") as file:
        return [{key: value_of(cell) for key, cell in row.items()} for row in csv.DictReader(file)]


def value_of(cell):
    if cell == "":
        return None
    if cell in ("true", "false"):
        return cell == "true"
    try:
        return float(cell)
    except ValueError:
        return cell


def read_parquet(path):
    try:
        import pyarrow.parquet
        return pyarrow.parquet.read_table(path).to_pylist()
    except ImportError:
        pass
    try:
        import duckdb
        result = duckdb.sql("SELECT * FROM read_parquet('%s')" % path.replace("'", "''"))
        return [dict(zip(result.columns, row)) for row in result.fetchall()]
    except ImportError:
        pass
    import pandas
    frame = pandas.read_parquet(path)
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def mean_rate(samples, longest_s=5.0):
    """Mean of the good rates, each weighted by the time to the next packet: straps do not send at one pace."""
    total = weight = 0.0
    for this, following in zip(samples, samples[1:]):
        seconds = min(longest_s, following["t_rel_s"] - this["t_rel_s"])
        if this["quality"] == "good" and this["bpm"] is not None and seconds > 0:
            total += this["bpm"] * seconds
            weight += seconds
    return total / weight if weight else math.nan


def rmssd(beats):
    """Root mean square of successive differences, ms: never across a gap, never with a beat that is flagged or an artefact."""
    squares = []
    for this, following in zip(beats, beats[1:]):
        clean = all(b["segment"] > 0 and b["flag"] == 0 and b["artefact"] in (None, "none") for b in (this, following))
        if clean and not following["gap_before"]:
            squares.append((following["rr_ms"] - this["rr_ms"]) ** 2)
    return math.sqrt(sum(squares) / len(squares)) if squares else math.nan


def figures(folder):
    with open(os.path.join(folder, "session.json"), encoding="utf-8") as file:
        session = json.load(file)
    samples, beats, events = (read_table(folder, name) for name in ("samples", "rr", "events"))
    answers = [e for e in events if e["trial_type"] == "rpe" and e["state"] == "given"]
    raised = [e for e in events if e["trial_type"] == "alert" and e["state"] == "raised"]
    gaps = session["gaps"]
    return {
        "session": session["session"],
        "participant": session["participant"],
        "start": session["startUtc"],
        "rules": " ".join(session["rulesVersions"]),
        "packets": len(samples),
        "intervals": len(beats),
        "mean_bpm": "%.2f" % mean_rate(samples),
        "rmssd_ms": "%.2f" % rmssd(beats),
        "gaps": len(gaps),
        "gap_s": "%.3f" % sum(gap["toS"] - gap["fromS"] for gap in gaps),
        "rpe": " ".join("%.0f@%.0f" % (a["value"], a["onset"]) for a in answers),
        "alerts": " ".join(a["code"] for a in raised),
    }, samples, events


def plot(path, samples, events):
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    minutes, rates = [], []
    for sample in samples:
        if minutes and sample["t_rel_s"] / 60 - minutes[-1] > 0.05:  # three seconds: leave the gap empty
            minutes.append(sample["t_rel_s"] / 60)
            rates.append(math.nan)
        minutes.append(sample["t_rel_s"] / 60)
        rates.append(sample["bpm"] if sample["quality"] in ("good", "suspect") and sample["bpm"] is not None else math.nan)
    figure, axis = plt.subplots(figsize=(10, 4))
    axis.plot(minutes, rates, linewidth=1)
    axis.set_xlabel("minutes from the start")
    axis.set_ylabel("heart rate, 1/min")
    for event in events:
        if event["trial_type"] == "phase":
            axis.axvline(event["onset"] / 60, color="grey", linewidth=0.5)
            axis.text(event["onset"] / 60, axis.get_ylim()[1], event["code"], va="bottom", fontsize=8)
    effort = axis.twinx()
    answers = [e for e in events if e["trial_type"] == "rpe" and e["state"] == "given"]
    effort.plot([a["onset"] / 60 for a in answers], [a["value"] for a in answers], "o", color="tab:orange")
    effort.set_ylim(6, 20)
    effort.set_ylabel("perceived exertion, 6 to 20")
    figure.savefig(path, dpi=120)


def main(arguments):
    if not arguments or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    told, samples, events = figures(arguments[0])
    for name, value in told.items():
        print("%s: %s" % (name, value))
    if "--plot" in arguments:
        plot(arguments[arguments.index("--plot") + 1], samples, events)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
