#!/usr/bin/env python3
"""Link one table with Splink and with kashf link in the same run. See README.md.

    beside.py --kashf PROGRAM --settings historical|lists [--truth T.csv] [--json OUT] TABLE.csv

The table's column "cluster", or the file --truth (id, entity), says which rows are one thing.
"""

import argparse
import collections
import csv
import importlib.util
import inspect
import json
import os
import subprocess
import sys
import tempfile
import time

import settings

NO_SPLINK = 3
EM_PAIRS = 1e7


def splink_links(table, kind, out):
    """Links the table with Splink. Runs in a process of its own, so that its memory is its own."""
    import duckdb
    import splink
    import splink.comparison_library as cl

    make, unique, _ = settings.KINDS[kind]
    setup, sure, recall, blocks, at = make(splink, cl)
    con = duckdb.connect()
    con.execute(f"SET threads = {os.cpu_count()}")
    con.execute("CREATE TABLE rows AS SELECT * FROM read_csv(?, header = true, all_varchar = true, nullstr = '')", [table])
    api = splink.DuckDBAPI(con)
    frame = con.table("rows")
    if hasattr(api, "register"):  # from 5 on
        linker = splink.Linker(api.register(frame), setup)
    else:
        linker = splink.Linker(frame, setup, api)
    t = linker.training
    t.estimate_probability_two_random_records_match(sure, recall=recall)
    t.estimate_u_using_random_sampling(max_pairs=5e6)
    # Pairs on one frequent date are billions among a million rows: where Splink can take a sample of them, it does.
    em = t.estimate_parameters_using_expectation_maximisation
    sampled = {"max_pairs": EM_PAIRS} if "max_pairs" in inspect.signature(em).parameters else {}
    for block in blocks:
        em(block, **sampled)
    pairs = linker.inference.predict(threshold_match_probability=0.01)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=at)
    con.execute(
        f"COPY (SELECT {unique} AS record_id, cluster_id FROM {clusters.physical_name}) TO '{out}' (HEADER, DELIMITER ',')"
    )


def measured(command):
    """Runs a command; gives wall seconds, processor seconds and peak bytes."""
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if status != 0:
        raise SystemExit(f"{command[0]} failed:\n{said[-3000:]}")
    return {"seconds": wall, "processor_seconds": usage.ru_utime + usage.ru_stime, "peak_bytes": usage.ru_maxrss * 1024}


def truth_of(table, unique, file):
    """Which entity each row is of; empty where nothing says."""
    out = {}
    with open(file or table, encoding="utf-8", newline="") as f:
        rows = csv.reader(f)
        head = next(rows)
        if file:
            a, b = 0, 1
        elif "cluster" in head:
            a, b = head.index(unique), head.index("cluster")
        else:
            return out
        for row in rows:
            out[row[a]] = row[b]
    return out


def quality(truth, clusters):
    """Pairwise precision, recall and F1."""
    with open(clusters, encoding="utf-8", newline="") as f:
        rows = csv.reader(f)
        next(rows)
        found = {row[0]: row[1] for row in rows}

    def pairs(counts):
        return sum(n * (n - 1) // 2 for n in counts.values())

    both = pairs(collections.Counter((truth[k], found.get(k, k)) for k in truth))
    right = both / max(1, pairs(collections.Counter(found.get(k, k) for k in truth)))
    share = both / max(1, pairs(collections.Counter(truth.values())))
    return {"precision": right, "recall": share, "f1": 2 * right * share / max(1e-12, right + share)}


def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("table")
    p.add_argument("--kashf", required=True, help="the program")
    p.add_argument("--settings", required=True, choices=sorted(settings.KINDS))
    p.add_argument("--truth", help="id,entity; else the table's column cluster")
    p.add_argument("--json", help="where the figures go as well")
    p.add_argument("--splink-to", help=argparse.SUPPRESS)
    a = p.parse_args()
    if a.splink_to:
        splink_links(a.table, a.settings, a.splink_to)
        return 0

    _, unique, spec = settings.KINDS[a.settings]
    there = importlib.util.find_spec("splink") is not None
    if not there:
        print("Splink is not installed here (pip install splink): kashf link alone is measured, and nothing is compared")
    truth = truth_of(a.table, unique, a.truth)
    results = {}
    with tempfile.TemporaryDirectory() as tmp:
        ours, theirs = os.path.join(tmp, "kashf.csv"), os.path.join(tmp, "splink.csv")
        runs = {"kashf": ([a.kashf, "link", "--spec", spec, "--out", ours, a.table], ours)}
        if there:
            runs["splink"] = ([sys.executable, os.path.abspath(__file__), "--kashf", a.kashf, "--settings", a.settings, "--splink-to", theirs, a.table], theirs)
        for name, (command, out) in runs.items():
            results[name] = measured(command)
            if truth:
                results[name].update(quality(truth, out))
    for name, r in results.items():
        line = f"{name:7s} {r['seconds']:8.1f} s {r['processor_seconds']:8.1f} s of processor time {r['peak_bytes'] / 2**20:8.0f} MB"
        if "f1" in r:
            line += f"   P {r['precision']:.3f} R {r['recall']:.3f} F1 {r['f1']:.3f}"
        print(line)
    if there:
        ratio = results["splink"]["seconds"] / results["kashf"]["seconds"]
        cpu = results["splink"]["processor_seconds"] / results["kashf"]["processor_seconds"]
        print(f"kashf link is {ratio:.2f} times as fast as Splink (by processor time {cpu:.2f})")
    if a.json:
        with open(a.json, "w", encoding="utf-8") as f:
            json.dump(results, f, indent=2)
    return 0 if there else NO_SPLINK


if __name__ == "__main__":
    sys.exit(main())
