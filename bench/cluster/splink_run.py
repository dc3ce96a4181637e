"""Runs one recipe of Splink on one prepared table and writes the clusters at three thresholds.

    python splink_run.py RECIPE TABLE OUT [--model JSON]

RECIPE is a name in splink_recipes.py, TABLE a Parquet file with a column `id`, OUT a folder. Prints one line of JSON:
how long it took, the most memory the process held, how many pairs were scored, and for each threshold the file
`id,cluster` and the seconds that this clustering alone took.
"""

import time

started = time.perf_counter()


def seconds_before() -> float:
    """How long the process had lived when this file began (the interpreter's own start); 0 where there is no /proc."""
    try:
        with open("/proc/self/stat") as stat, open("/proc/uptime") as uptime:
            # Field 22, counted after the name in brackets, which may hold spaces.
            ticks = float(stat.read().rsplit(")", 1)[1].split()[19])
            return float(uptime.read().split()[0]) - ticks / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0.0


import argparse
import json
import logging
import os
import resource
import warnings

before = seconds_before() - (time.perf_counter() - started)

import splink
from splink import DuckDBAPI

from splink_recipes import recipes

imported = time.perf_counter()

# The three that Splink's own pages use; connected components at each, its default way to cluster.
THRESHOLDS = (0.5, 0.95, 0.99)


def peak_mib() -> float:
    """High-water mark of this process. Linux counts ru_maxrss in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("recipe", choices=sorted(recipes))
    arguments.add_argument("table")
    arguments.add_argument("out")
    arguments.add_argument("--model")
    given = arguments.parse_args()
    warnings.simplefilter("ignore")
    logging.getLogger("splink").setLevel(logging.ERROR)

    database = DuckDBAPI()
    linker = recipes[given.recipe](database, given.table, given.model)
    # No threshold here, so that the number of pairs is what was scored; the clusters are the same.
    predictions = linker.inference.predict()
    [(pairs,)] = predictions.as_duckdbpyrelation().aggregate("count(*)").fetchall()
    scored = time.perf_counter()

    clusters = []
    for threshold in THRESHOLDS:
        begun = time.perf_counter()
        found = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predictions, threshold_match_probability=threshold
        )
        file = os.path.join(given.out, f"splink-{given.recipe}-{threshold}.csv")
        found.as_duckdbpyrelation().project("id, cluster_id as cluster").write_csv(file)
        clusters.append({"threshold": threshold, "file": file, "seconds": time.perf_counter() - begun})

    ended = time.perf_counter()
    answer = {
        "dataset": os.path.splitext(os.path.basename(given.table))[0],
        "recipe": given.recipe,
        "version": splink.__version__,
        "seconds": before + ended - started,
        "seconds_after_import": ended - imported,
        "seconds_to_scores": scored - imported,
        "peak_mib": peak_mib(),
        "pairs": pairs,
        "clusters": clusters,
    }
    print(json.dumps(answer))


main()
