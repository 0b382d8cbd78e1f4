"""The back-test: did low scores come before customers left?

Scores are worked out for days in the past, from what was known on that day. Each customer on such a day is
one judgement; what it is held against is whether that customer left within the horizon. Whoever cannot be
followed for so long, and has not left, is left out: nobody knows yet. Several judgements of one customer are
one cluster, so that a hundred accounts do not pass for a thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np

from desirepath.base.spans import from_microseconds
from desirepath.measures.book.months import DAY_US
from desirepath.measures.book.records import NEVER, Records
from desirepath.measures.statistics.clustered_auc import Area, clustered_auc, difference
from desirepath.measures.statistics.wilson import wilson
from desirepath.replay.columns import Array
from desirepath.success.health import Health, work_out
from desirepath.success.kinds import BAD_HORIZON, NOBODY_TO_JUDGE
from desirepath.success.signals import SignalReader

MOST_DAYS = 120
BANDS = 10


@dataclass(frozen=True, slots=True)
class LevelTold:
    """How many judgements fell into a level, and how many of those left within the horizon (with Wilson's
    interval over customers rather than judgements: ``customers``)."""

    name: str
    judgements: int
    customers: int
    left: int
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Held:
    """Whether a level goes on meaning what it meant: the share that left within the horizon after the earlier
    half of the days (``promised``), and after the later half (``came``, with Wilson's interval over
    customers). None: nobody was in it then."""

    name: str
    promised: float | None
    came: float | None
    low: float | None
    high: float | None
    customers: int


@dataclass(frozen=True, slots=True)
class SignalTold:
    """How well one signal alone ranks who left. ``area`` None: it cannot be said. Of the judgements that it
    gave its lowest points (``flagged``), the share that left (``precision``), and how many times as many as
    without it (``lift``)."""

    signal: str
    name: str
    judgements: int
    area: Area | None
    flagged: int
    precision: float | None
    lift: float | None


@dataclass(frozen=True, slots=True)
class BackTest:
    """What a scorecard would have said. ``area``: one half is a coin, 1 tells all apart.

    ``baseline`` is the simplest thing one could do instead: to look at who has been silent longest (what
    we sent or wrote ourselves breaks no silence); and
    ``gain`` by how much the scorecard is better at it, with its interval. ``lead_days`` are, of those who
    left, how many days before it the score came into the lowest level and stayed there; ``missed`` left
    without ever being in it. ``bands`` are tenths of the scale as if they were levels; ``held`` (calibration)
    compares the levels of the earlier days with those of the later ones (empty: there were too few days).
    """

    days: tuple[datetime, ...]
    horizon_days: float
    judgements: int
    customers: int
    left: int
    area: Area | None
    baseline: Area | None
    gain: tuple[float, float, float] | None
    levels: tuple[LevelTold, ...]
    signals: tuple[SignalTold, ...]
    lead_days: tuple[float, ...]
    missed: int
    not_scored: int
    bands: tuple[LevelTold, ...]
    held: tuple[Held, ...]


def back_test(
    reader: SignalReader,
    records: Records,
    *,
    horizon_days: float = 90,
    every_days: float = 30,
    tell: Callable[[int, int], None] | None = None,
) -> BackTest:
    """Hold a scorecard against the past: one score per customer and day, every so many days.

    ``records`` say who was a customer when; ``reader`` is of the same log and type of subject. ``tell`` hears
    how many days are done, of how many. Raises DP-SUC-010 where nobody can be judged, DP-SUC-012 for a
    horizon that is none.
    """
    if not (horizon_days > 0 and every_days > 0):
        raise BAD_HORIZON.error(says="the horizon and the time between two scores must be above zero")
    days = _days(records, horizon_days, every_days)
    subject, began_us, ended_us = records.spells
    place = {one: number for number, one in enumerate(reader.subjects)}
    whose = np.array([place.get(records.subjects[one], -1) for one in subject.tolist()], np.int64)
    horizon_us = round(horizon_days * DAY_US)
    parts: list[_Judged] = []
    for number, at_us in enumerate(days):
        health = work_out(reader, from_microseconds(at_us))
        parts.append(_judge(health, reader, whose, began_us, ended_us, at_us, horizon_us, records.last_us))
        if tell is not None:
            tell(number + 1, len(days))
    return _sum_up(reader, parts, days, horizon_days)


@dataclass(frozen=True, slots=True)
class _Judged:
    """The judgements of one day: whose, the score, what each signal is worth and could be at worst, how long
    silent, who left and in how many days (infinite: not within sight)."""

    subject: Array
    score: Array
    points: Array
    worst: Array
    silent_days: Array
    left: Array
    leaves_in_days: Array


def _days(records: Records, horizon_days: float, every_days: float) -> list[int]:
    first, last = records.first_us, records.last_us - round(horizon_days * DAY_US)
    step = round(every_days * DAY_US)
    found = list(range(last, first, -step))[:MOST_DAYS][::-1]
    if not found:
        raise NOBODY_TO_JUDGE.error(
            says=f"the log is shorter than the horizon of {horizon_days:g} days",
            fix="choose a shorter horizon",
        )
    return found


def _judge(
    health: Health,
    reader: SignalReader,
    whose: Array,
    began_us: Array,
    ended_us: Array,
    at_us: int,
    horizon_us: int,
    last_us: int,
) -> _Judged:
    is_customer = (began_us <= at_us) & (ended_us > at_us) & (whose >= 0)
    mine = whose[is_customer]
    ends = ended_us[is_customer]
    chosen = health.is_meant[mine]
    mine, ends = mine[chosen], ends[chosen]
    left = ends <= at_us + horizon_us
    followed = left | (last_us >= at_us + horizon_us)
    mine, ends, left = mine[followed], ends[followed], left[followed]
    silent = (at_us - reader.last_seen_us(at_us)[mine]) / DAY_US
    return _Judged(
        subject=mine,
        score=health.worked_out[mine],
        points=health.points[mine],
        worst=health.worst_points[mine],
        silent_days=silent,
        left=left,
        leaves_in_days=np.where(ends == NEVER, np.inf, (ends - at_us) / DAY_US),
    )


def _sum_up(reader: SignalReader, parts: list[_Judged], days: list[int], horizon_days: float) -> BackTest:
    subject, score, left, silent = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("subject", "score", "left", "silent_days")
    )
    points, worst = (np.concatenate([getattr(part, name) for part in parts]) for name in ("points", "worst"))
    if not len(subject):
        raise NOBODY_TO_JUDGE.error(says="nobody was a customer on any of the days")
    scored = ~np.isnan(score)
    area = _area(-score[scored], left[scored], subject[scored])
    baseline = _area(silent[scored], left[scored], subject[scored])
    lead, missed = _lead(reader, parts)
    return BackTest(
        days=tuple(from_microseconds(day) for day in days),
        horizon_days=horizon_days,
        judgements=len(subject),
        customers=len(np.unique(subject)),
        left=len(np.unique(subject[left])),
        area=area,
        baseline=baseline,
        gain=None if area is None or baseline is None else difference(area, baseline),
        levels=tuple(_levels(reader, score, left, subject)),
        signals=tuple(_signals(reader, points, worst, left, subject)),
        lead_days=tuple(sorted(lead)),
        missed=missed,
        not_scored=int((~scored).sum()),
        bands=tuple(_bands(reader, score, left, subject)),
        held=tuple(_held(reader, parts)),
    )


def _area(risk: Array, left: Array, subject: Array) -> Area | None:
    if not left.any() or left.all():
        return None
    return clustered_auc(risk, left, subject)


def _levels(reader: SignalReader, score: Array, left: Array, subject: Array) -> list[LevelTold]:
    levels = reader.card.levels
    return _shares([(one.name, one.at_least) for one in levels], score, left, subject)


def _bands(reader: SignalReader, score: Array, left: Array, subject: Array) -> list[LevelTold]:
    low, high = reader.card.lowest, reader.card.highest
    edges = [low + (high - low) * tenth / BANDS for tenth in range(BANDS + 1)]
    starts = [(f"{begin:g} to {end:g}", begin if begin > low else None) for begin, end in pairwise(edges)]
    return _shares(starts, score, left, subject)


def _held(reader: SignalReader, parts: list[_Judged]) -> list[Held]:
    half = len(parts) // 2
    if not half:
        return []
    earlier, later = (
        _levels(
            reader,
            *(np.concatenate([getattr(p, name) for p in some]) for name in ("score", "left", "subject")),
        )
        for some in (parts[:half], parts[half:])
    )
    return [
        Held(then.name, then.share, now.share, now.low, now.high, now.customers)
        for then, now in zip(earlier, later, strict=True)
    ]


def _shares(
    starts: list[tuple[str, float | None]], score: Array, left: Array, subject: Array
) -> list[LevelTold]:
    """Of each part of the scale (from its start to the next one's) who left."""
    bounds = [-np.inf if at is None else at for _, at in starts]
    found = []
    for number, (name, _) in enumerate(starts):
        above = bounds[number + 1] if number + 1 < len(bounds) else np.inf
        inside = (score >= bounds[number]) & (score < above)
        n, k, who = int(inside.sum()), int(left[inside].sum()), len(np.unique(subject[inside]))
        low, high = (None, None)
        if n:
            # As many units as customers: their judgements repeat one another.
            low, high = wilson(k / n * who, who)
        found.append(LevelTold(name, n, who, k, k / n if n else None, low, high))
    return found


def _signals(
    reader: SignalReader, points: Array, worst: Array, left: Array, subject: Array
) -> list[SignalTold]:
    found = []
    for number, signal in enumerate(reader.card.signals):
        mine = points[:, number]
        known = ~np.isnan(mine)
        area = _area(-mine[known], left[known], subject[known]) if known.any() else None
        flagged = known & (mine == worst[:, number])
        n, others = int(flagged.sum()), known & ~flagged
        precision = float(left[flagged].mean()) if n else None
        rest = float(left[others].mean()) if others.any() else None
        lift = None if precision is None or not rest else precision / rest
        found.append(SignalTold(signal.id, signal.name, int(known.sum()), area, n, precision, lift))
    return found


def _lead(reader: SignalReader, parts: list[_Judged]) -> tuple[list[float], int]:
    """Of those who left: how long before it the score came into the lowest level for good; and how many left
    without ever being in it on their last judged day."""
    levels = reader.card.levels
    edge = levels[1].at_least if len(levels) > 1 and levels[1].at_least is not None else np.inf
    told: dict[int, list[tuple[bool, float, bool]]] = {}
    for part in parts:
        for who, score, left, days in zip(
            part.subject.tolist(),
            part.score.tolist(),
            part.left.tolist(),
            part.leaves_in_days.tolist(),
            strict=True,
        ):
            told.setdefault(who, []).append((score < edge, days, left))
    lead, missed = [], 0
    for judgements in told.values():
        if not judgements[-1][2]:
            continue
        warned: float | None = None
        for is_low, days, _ in reversed(judgements):
            if not is_low:
                break
            warned = days
        if warned is None:
            missed += 1
        else:
            lead.append(warned)
    return lead, missed
