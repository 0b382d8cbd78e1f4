"""Health of 10,000 accounts by 30 signals: ``python -m bench.health_bench``.

Two million interactions of 10,000 accounts; a scorecard of 30 signals of six kinds. Worked out from nothing
(the log is indexed already), then once more after 1,000 accounts have news: adding it, the index that grows,
and the scores. The targets are 60 s and 5 s. The limit is here reading through the index's columns once.
*One account* is what its page asks for: health now and a week ago, what it pays, its terms, from its own rows
in the index and in the log alone (the median of twenty accounts; *work* is the processor's part of it, which
a busy machine hardly changes). The target is 0.2 s.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time

import numpy as np
import pyarrow as pa

from bench.growth_bench import append
from bench.replay_bench import generate
from bench.table import Row, print_rows
from desirepath.base.spans import from_microseconds
from desirepath.log.store import Log, create_log
from desirepath.replay.index import Index, open_index
from desirepath.success.health import work_out
from desirepath.success.measure_one import measure_one
from desirepath.success.scorecard import Scorecard
from desirepath.success.signals import read_signals

ACCOUNTS, CHANGED, SIGNALS, ONES = 10_000, 1_000, 30, 20
ROWS = int(os.environ.get("ROWS", "2000000"))
KINDS = ("count", "people", "days", "days_since", "growth", "latest")


def scorecard(activities: list[str]) -> Scorecard:
    """Thirty signals over the activities of the log."""
    signals = []
    for number in range(SIGNALS):
        takes = KINDS[number % len(KINDS)]
        signals.append(
            {
                "id": f"s{number}",
                "name": f"Signal {number}",
                "takes": takes,
                "of": [{"activity": activities[number % len(activities)]}],
                "within": "30d",
                "scores": [{"less_than": 1, "points": 0}, {"at_least": 1, "points": 100}],
                **({"value": "score"} if takes == "latest" else {}),
            }
        )
    return Scorecard.model_validate(
        {
            "format": "desirepath/1",
            "id": "bench",
            "name": "Bench",
            "levels": [{"name": "poor"}, {"name": "good", "at_least": 50}],
            "signals": signals,
        }
    )


def as_accounts(given: pa.Table) -> pa.Table:
    """The interactions of replay's bench, done by the people of 10,000 accounts."""
    chance = np.random.default_rng(5)
    names = pa.array(np.char.add("A", chance.integers(0, ACCOUNTS, given.num_rows).astype(str)))
    others = given.drop_columns(["account"]) if "account" in given.column_names else given
    return others.append_column("account", names)


def news_of(given: pa.Table) -> pa.Table:
    """One more interaction of each of 1,000 accounts."""
    part = given.slice(0, CHANGED)
    names = pa.array([f"A{number}" for number in range(CHANGED)])
    return part.set_column(part.column_names.index("account"), "account", names)


def score(index: Index) -> int:
    """The health of everybody, from nothing; how many have a score."""
    assert index.last_us is not None
    reader = read_signals(scorecard(sorted(index.names.activities)), index)
    return int((~np.isnan(work_out(reader, from_microseconds(index.last_us)).scores)).sum())


def one_account(log: Log, card: Scorecard) -> tuple[float, float]:
    """The seconds that one account takes, and the processor's seconds of them."""
    taken = []
    for number in range(ONES):
        began, work = time.perf_counter(), time.process_time()
        assert measure_one(log, open_index(log, "account"), f"A{number * 7}", card=card) is not None
        taken.append((time.perf_counter() - began, time.process_time() - work))
    walls, works = zip(*taken, strict=True)
    return statistics.median(walls), statistics.median(works)


def rows() -> list[Row]:
    """Measure."""
    given = as_accounts(generate(ROWS))
    with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
        append(log, given, "first-")
        index = open_index(log, "account")
        began = time.perf_counter()
        sum(int(bucket.time_us.sum()) + int(bucket.activity.sum()) for bucket in index.buckets)
        limit = time.perf_counter() - began
        began = time.perf_counter()
        scored = score(index)
        scratch = time.perf_counter() - began
        assert scored == ACCOUNTS
        began = time.perf_counter()
        append(log, news_of(given), "then-")
        grown = open_index(log, "account")
        score(grown)
        again = time.perf_counter() - began
        one, work = one_account(log, scorecard(sorted(grown.names.activities)))
    return [
        Row("summing the index's columns (the limit)", limit, ROWS),
        Row("all scores from nothing", scratch, ROWS),
        Row("news of 1,000 accounts: adding, indexing and all scores again", again, ROWS),
        Row("one account of 10,000: health, money and terms", one, ROWS),
        Row("the same, work", work, ROWS),
    ]


if __name__ == "__main__":
    print_rows(f"Health: {ACCOUNTS:,} accounts, {SIGNALS} signals, {ROWS:,} interactions", rows())
