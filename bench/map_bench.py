"""The measured map of twelve steps beside the best SQL we could write for the same numbers:
``ROWS=10000000 python -m bench.map_bench``.

Both say, of one passage for each subject (from its first start to its first end): how many reached each
step, every move from step to step and out, the visits by channel, what happened at each step by activity,
the scores at each step, and the median stay. The answers must be equal, or the bench stops.
Two threads for both; the best of several runs, warm.

How each was tuned, so that a reader can judge whether it is fair:

- *the limit* sums the columns that the kernel reads (memory-mapped, NumPy, two threads);
- *Desirepath* reads its replay index, which lies sorted by subject; what building it costs is said too. It
  counts more than is compared: order, skips, returns, lateness, lengths of time, feeling with its moments;
- *DuckDB* gets the same rows already sorted by subject and time, with small integers for every name, in a
  table of its own in memory: so no time goes into reading, decoding or comparing texts. The walk, in which
  every row learns at which step its subject stands, is made once into a temporary table and then asked. It is
  timed in two ways: by windows over each subject, which run on all threads, and by one running maximum over
  the sorted table, which needs no sort at all.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from bench.replay_bench import (
    COLUMNS,
    STEPS,
    THREADS,
    GeneratedLog,
    generate,
    seconds_of,
    sum_columns,
    twelve_steps,
)
from bench.table import Row, print_rows
from desirepath.model.journey_map import JourneyMap, Passage
from desirepath.model.rule import Rule
from desirepath.replay.columns import NOT_KNOWN, positions_of
from desirepath.replay.index import Index, open_index
from desirepath.replay.replay import replay
from desirepath.replay.tally import MOVED_ON, OUTCOMES

TITLE = "The measured map of twelve steps"
ROWS = int(os.environ.get("ROWS", "10000000"))
START, SUCCESS, FAILURE = "activity 0", "activity 38", "activity 39"

Answer = dict[str, list[tuple[int, ...]]]

INSIDE = """
CREATE OR REPLACE TEMP TABLE bounds AS
WITH begun AS (SELECT subject, min(place) AS first FROM rows WHERE activity = $start GROUP BY subject),
ended AS (
  SELECT subject, min(place) AS last, arg_min(activity, place) AS how
  FROM rows JOIN begun USING (subject)
  WHERE activity IN ($success, $failure) AND place > first GROUP BY subject
)
SELECT subject, first, coalesce(last, 1 << 30) AS last,
  CASE how WHEN $success THEN 0 WHEN $failure THEN 1 ELSE 3 END AS outcome
FROM begun LEFT JOIN ended USING (subject)
"""
WALK_BY_SUBJECT = """
CREATE OR REPLACE TEMP TABLE walk AS
SELECT *, coalesce(lag(stands) OVER (PARTITION BY subject ORDER BY place), -1) AS stood FROM (
  SELECT subject, place, time_us, activity, channel, score, step, outcome,
    coalesce(last_value(step IGNORE NULLS) OVER (
      PARTITION BY subject ORDER BY place ROWS UNBOUNDED PRECEDING), -1) AS stands
  FROM rows JOIN bounds USING (subject) LEFT JOIN steps USING (activity)
  WHERE place BETWEEN first AND last
)
"""
WALK_BY_MAXIMUM = """
CREATE OR REPLACE TEMP TABLE walk AS
SELECT subject, place, time_us, activity, channel, score, step, outcome,
  CASE WHEN latest // 16 >= first THEN latest % 16 ELSE -1 END AS stands,
  CASE WHEN before // 16 >= first THEN before % 16 ELSE -1 END AS stood
FROM (
  SELECT *, coalesce(lag(latest) OVER (), -1) AS before FROM (
    SELECT *, max(CASE WHEN step IS NOT NULL AND place BETWEEN first AND last THEN place * 16 + step END)
      OVER (ROWS UNBOUNDED PRECEDING) AS latest
    FROM rows LEFT JOIN bounds USING (subject) LEFT JOIN steps USING (activity) ORDER BY place
  )
) WHERE place BETWEEN first AND last
"""
VISITS = """
CREATE OR REPLACE TEMP TABLE stays AS
SELECT subject, place, step, stood, channel,
  lead(time_us) OVER (PARTITION BY subject ORDER BY place) - time_us AS lasted
FROM walk WHERE step IS NOT NULL AND step <> stood
"""
QUESTIONS = {
    "reach": "SELECT step, count(DISTINCT subject) FROM stays GROUP BY step",
    "moves": "SELECT stood, step, count(*) FROM stays GROUP BY stood, step",
    "exits": """SELECT stands, outcome, count(*) FROM (
        SELECT arg_max(stands, place) AS stands, any_value(outcome) AS outcome FROM walk GROUP BY subject
    ) GROUP BY stands, outcome""",
    "channels": "SELECT step, channel, count(*) FROM stays GROUP BY step, channel",
    "activities": "SELECT stands, activity, count(*) FROM walk GROUP BY stands, activity",
    "scores": "SELECT stands, score, count(*) FROM walk WHERE score IS NOT NULL GROUP BY stands, score",
    "medians": "SELECT step, quantile_disc(lasted, 0.5) FROM stays WHERE lasted IS NOT NULL GROUP BY step",
}


def one_passage_each() -> JourneyMap:
    """The map: twelve steps, and one passage for each subject."""
    given = twelve_steps()
    passage = Passage(
        starts=(Rule(activity=START),), succeeds=(Rule(activity=SUCCESS),), fails=(Rule(activity=FAILURE),)
    )
    return given.model_copy(update={"passage": passage})


def ours(journey: JourneyMap, index: Index) -> Answer:
    """Desirepath: the tally, and the medians of the stays that ended in another step."""
    told = replay(journey, index, threads=THREADS)
    tally, visits = told.tally, told.visits
    moved = np.flatnonzero(visits.how_ended == MOVED_ON)
    lasted, step = visits.left_us[moved] - visits.entered_us[moved], visits.step[moved]
    moves = tally.transitions
    medians: list[tuple[int, ...]] = [
        (s, _lower_median(lasted[step == s])) for s in range(STEPS) if (step == s).any()
    ]
    steps_and_start = [*range(STEPS), -1]
    return {
        "reach": [(s, int(n)) for s, n in enumerate(tally.reach) if n],
        "moves": [(a, s, int(moves[a, s])) for a in steps_and_start for s in range(STEPS) if moves[a, s]],
        "exits": [
            (a, how, int(moves[a, STEPS + how]))
            for a in steps_and_start
            for how in range(len(OUTCOMES))
            if moves[a, STEPS + how]
        ],
        "channels": _cells(tally.channel_visits, range(STEPS)),
        "activities": _cells(tally.activity_at, steps_and_start),
        "scores": [(a, 1 + level // 105, n) for a, level, n in _cells(tally.scores[:, 0], steps_and_start)],
        "medians": medians,
    }


def _cells(counts: Any, rows: Any) -> list[tuple[int, ...]]:
    return [
        (row, int(column), int(counts[row, column])) for row in rows for column in np.flatnonzero(counts[row])
    ]


def _lower_median(lengths: Any) -> int:
    place = (len(lengths) + 1) // 2 - 1
    return int(np.partition(lengths, place)[place])


def sorted_rows(index: Index) -> pa.Table:
    """The rows as DuckDB gets them: by subject and in order, in small integers."""
    columns: dict[str, list[Any]] = {
        name: [] for name in ("subject", "time_us", "activity", "channel", "score")
    }
    before = 0
    for bucket in index.buckets:
        places = positions_of(bucket.starts[:-1], bucket.ends)
        sizes = bucket.ends - bucket.starts[:-1]
        columns["subject"].append(np.repeat(np.arange(before, before + len(sizes), dtype=np.int32), sizes))
        columns["time_us"].append(bucket.time_us[places])
        columns["activity"].append(bucket.activity[places].astype(np.int16))
        columns["channel"].append(bucket.channel[places].astype(np.int16))
        columns["score"].append(np.where(bucket.scale == NOT_KNOWN, 0, 1 + bucket.level // 105)[places])
        before += len(sizes)
    table = pa.table({name: np.concatenate(parts) for name, parts in columns.items()})
    score = table.column("score").to_numpy().astype(np.int8)
    table = table.set_column(4, "score", pa.array(score, mask=score == 0))
    return table.append_column("place", pa.array(np.arange(len(table), dtype=np.int64)))


def by_duckdb(rows: pa.Table, index: Index, walk: str) -> Callable[[], Answer]:
    """DuckDB over its own in-memory table."""
    code = {name: place for place, name in enumerate(index.names.activities)}
    connection = duckdb.connect(config={"threads": THREADS})
    connection.register("given", rows)
    connection.execute("CREATE TABLE rows AS SELECT * FROM given")
    connection.execute("CREATE TABLE steps (activity SMALLINT, step TINYINT)")
    connection.executemany(
        "INSERT INTO steps VALUES (?, ?)", [(code[f"activity {s * 3 + 1}"], s) for s in range(STEPS)]
    )
    ends = {"start": code[START], "success": code[SUCCESS], "failure": code[FAILURE]}

    def answer() -> Answer:
        connection.execute(INSIDE, ends)
        connection.execute(walk)
        connection.execute(VISITS)
        return {name: connection.execute(sql).fetchall() for name, sql in QUESTIONS.items()}

    return answer


def rows() -> list[Row]:
    """Measure, and check that all answers are one."""
    with tempfile.TemporaryDirectory() as folder:
        log = GeneratedLog(generate(ROWS), Path(folder))
        began = time.perf_counter()
        index = open_index(log, "customer")
        built = time.perf_counter() - began
        journey = one_passage_each()
        given = sorted_rows(index)
        limit = seconds_of(lambda: sum_columns(index, COLUMNS))
        wanted = ours(journey, index)
        name = f"DuckDB {duckdb.__version__}"
        contestants = {
            f"{name}, windows by subject": by_duckdb(given, index, WALK_BY_SUBJECT),
            f"{name}, one running maximum": by_duckdb(given, index, WALK_BY_MAXIMUM),
        }
        measured = [
            Row("summing the columns it reads (the limit)", limit, ROWS),
            Row(
                "Desirepath, the whole tally",
                seconds_of(lambda: replay(journey, index, threads=THREADS)),
                ROWS,
            ),
            Row(
                "Desirepath, with every visit and exact medians",
                seconds_of(lambda: ours(journey, index)),
                ROWS,
            ),
        ]
        for contestant, work in contestants.items():
            found = work()
            different = [
                part for part, cells in found.items() if sorted(map(tuple, cells)) != sorted(wanted[part])
            ]
            if different:
                sys.exit(f"{contestant} answers otherwise: {different}")
            measured.append(Row(contestant, seconds_of(work, runs=3), ROWS))
        measured.append(Row("(building the replay index, once)", built, ROWS))
    return measured


if __name__ == "__main__":
    print_rows(f"{TITLE}: {ROWS:,} interactions", rows())
