"""Health of 10,000 accounts by 30 signals: ``python -m bench.health_bench``.

Two million interactions of 10,000 accounts; a scorecard of 30 signals of six kinds. Worked out from nothing
(the log is indexed already), then once more after 1,000 accounts have news: adding it, the index that grows,
and the scores. The targets are 60 s and 5 s. The limit is here reading through the index's columns once.
"""

from __future__ import annotations

import tempfile
import time

import numpy as np
import pyarrow as pa

from bench.growth_bench import append
from bench.replay_bench import generate
from bench.table import Row, print_rows
from desirepath.base.spans import from_microseconds
from desirepath.log.store import create_log
from desirepath.replay.index import Index, open_index
from desirepath.success.health import work_out
from desirepath.success.scorecard import Scorecard
from desirepath.success.signals import read_signals

ACCOUNTS, CHANGED, ROWS, SIGNALS = 10_000, 1_000, 2_000_000, 30
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
    return [
        Row("summing the index's columns (the limit)", limit, ROWS),
        Row("all scores from nothing", scratch, ROWS),
        Row("news of 1,000 accounts: adding, indexing and all scores again", again, ROWS),
    ]


if __name__ == "__main__":
    print_rows(f"Health: {ACCOUNTS:,} accounts, {SIGNALS} signals, {ROWS:,} interactions", rows())
