"""The spread over subjects: equal to what each subject's own tally says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.spans import from_microseconds
from desirepath.replay.answers import ASKED
from desirepath.replay.engines import local
from desirepath.replay.index import build_index
from desirepath.replay.replay import Replay, replay
from desirepath.replay.spread import Spread
from desirepath.replay.tally import Tally
from tests.replay.worlds import random_world


@pytest.fixture(autouse=True, scope="module")
def _tickets() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "TICKET", "b")
        yield


def told_of(seed: int) -> Replay:
    world = random_world(seed)
    question = world.question
    return replay(
        world.journey,
        build_index(world.log, world.log.travels),
        segment=question.expression,
        period=question.period,
        as_of=None if question.as_of is None else from_microseconds(question.as_of),
    )


def by_hand(told: Replay) -> Spread:
    """From the tallies of the subjects, one by one."""
    found = Spread.empty(len(told.tally.steps), len(told.tally.channels))
    for subject in np.unique(told.passages.subject):
        tally = told.tally_of(told.passages.subject == subject)
        v = tally.visits
        found.visits[:] += np.stack([v > 0, v, v * v], axis=1)
        t = np.zeros_like(v)
        if local.TICKET in tally.activities:
            t = tally.activity_at[:-1, tally.activities.index(local.TICKET)]
        # A ticket is at a step only where there was a visit.
        found.tickets[:] += np.stack([t, v * t, t * t], axis=1)
        c = tally.channel_visits
        found.channels[:] += np.stack([c, v[:, None] * c, c * c], axis=2)
        for question in range(len(ASKED)):
            answers = answers_of(tally, question)
            for place, (n, s) in enumerate([*answers, answers.sum(axis=0)]):
                found.answers[question, place] += [n > 0, n, s, n * n, n * s, s * s]
    return found


def answers_of(tally: Tally, question: int) -> Any:
    """(S+1, 2) how many answered at each place, and the sum of their votes."""
    asked = ASKED[question]
    scales = [place for place, name in enumerate(tally.scales) if name in asked.scales]
    counts = tally.scores[:, scales].sum(axis=1)
    good, bad = counts[:, asked.good_from :].sum(axis=1), counts[:, : asked.bad_below].sum(axis=1)
    return np.stack([counts.sum(axis=1), good - bad], axis=1)


@given(st.integers(0, 10**9))
def test_the_spread_is_what_every_subject_did_squared_and_added_up(seed: int) -> None:
    told = told_of(seed)
    wanted = by_hand(told)
    for field in fields(Spread):
        assert np.array_equal(getattr(told.spread, field.name), getattr(wanted, field.name)), field.name


@given(st.integers(0, 10**9), st.integers(1, 4))
def test_spreads_of_disjoint_subjects_add_up_and_subtract(seed: int, threads: int) -> None:
    told = told_of(seed)
    whole = local.spread(told.binding, told.index, told.asked, 10**9, threads=threads)
    halves = []
    for rest in (0, 1):
        some = tuple(
            type(mine)(*(column[mine.subject % 2 == rest] for column in mine)) for mine in told.asked
        )
        halves.append(local.spread(told.binding, told.index, some, 10**9))
    for field in fields(Spread):
        one, other = (getattr(half, field.name) for half in halves)
        assert np.array_equal(getattr(whole, field.name), one + other)
        assert np.array_equal(getattr(whole - halves[0], field.name), other)
