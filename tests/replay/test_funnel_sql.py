"""Ordered funnels against plain SQL: every start, each step the next one after the last, in DuckDB."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np
import pytest

from desirepath.replay.funnel import follow_funnel
from tests.replay.funnel_worlds import index_of, question_of, random_funnel_world


def count_in_sql(
    events: list[tuple[str, int, int, list[int]]], steps: int, window: int | None
) -> list[list[float]]:
    """Per step: how many people reached it from the start that leads furthest, how many from their first."""
    with duckdb.connect() as database:
        database.execute("CREATE TABLE did (person VARCHAR, place INT, moment BIGINT, steps INT[])")
        if events:
            database.executemany("INSERT INTO did VALUES (?, ?, ?, ?)", events)
        limit = "true" if window is None else f"did.moment <= c.began + {window}"
        ctes = [
            "c0 AS (SELECT person, place AS start, place, moment AS began, row_number() OVER "
            "(PARTITION BY person ORDER BY place) = 1 AS is_first FROM did WHERE list_contains(steps, 0))"
        ]
        for k in range(1, steps):
            ctes.append(
                f"c{k} AS (SELECT c.person, c.start, min(did.place) AS place, c.began, c.is_first "
                f"FROM c{k - 1} c JOIN did ON did.person = c.person AND did.place > c.place AND {limit} "
                f"WHERE list_contains(did.steps, {k}) GROUP BY ALL)"
            )
        counts = " UNION ALL ".join(
            f"SELECT {k} AS k, count(DISTINCT person), count(DISTINCT person) FILTER (is_first) FROM c{k}"
            for k in range(steps)
        )
        rows = database.execute(f"WITH {', '.join(ctes)} {counts} ORDER BY k").fetchall()
    return [[row[1] for row in rows], [row[2] for row in rows]]


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_plain_sql_counts_the_same(first: int) -> None:
    for seed in range(first, first + 50):
        world = random_funnel_world(seed)
        asked = replace(world.asked, since=None, until=None, as_of=10**9)
        world = replace(world, asked=asked)
        question = replace(
            question_of(world),
            mode="ordered",
            ties="sequence",
            count="uniques",
            start="any",
            exclusions=(),
            steps=tuple(
                replace(s, optional=False, within_us=None, anchored=False) for s in question_of(world).steps
            ),
            segment=None,
            session_us=None,
            held=None,
            tolerance_us=0,
        )
        events = [
            (person, place, did.at, sorted(did.steps))
            for person, history in world.people.items()
            for place, did in enumerate(history)
        ]
        found = follow_funnel(index_of(world), question)
        wanted = count_in_sql(events, asked.steps, asked.window)
        assert np.array_equal([found.reached_from_any, found.reached_from_first], wanted), seed
