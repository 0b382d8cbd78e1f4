"""Health: one score per subject, and every line of how it came about.

Sources of the three ways to combine: a weighted mean of the signals that have a value (Vitally, Gainsight,
Totango), points that are added to a beginning and kept on the scale (Planhat, HubSpot), or the worst signal
(Totango's account health). ``docs/guide/health.md`` works each out by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

import numpy as np

from desirepath.base.spans import from_microseconds, to_microseconds
from desirepath.measures.book.records import Records
from desirepath.model.expression import Expression
from desirepath.model.expression_parser import parse_expression
from desirepath.replay.columns import Array
from desirepath.success.ranges import points_of
from desirepath.success.scorecard import Adjusted, Missing, Range, Scorecard, Signal
from desirepath.success.signals import Input, SignalReader

IN_NO_SEGMENT: Final = -1


@dataclass(frozen=True, slots=True)
class Override:
    """A score set by hand, for a time: by whom, and why. The score that was worked out stays to be seen.

    ``key`` is the entry in the log that it comes from.
    """

    subject: str
    score: float
    by: str
    reason: str
    since: datetime
    until: datetime
    key: str = ""

    def holds(self, at: datetime) -> bool:
        """Whether it holds at an instant: from ``since`` on, up to ``until``."""
        return self.since <= at < self.until


@dataclass(frozen=True)
class Health:
    """The scores of all subjects at one instant: arrays over the S subjects and K signals.

    ``points`` (S, K) is what each signal is worth after what is said of missing values; NaN: left out.
    ``worked_out`` (S,) is the score that comes of it; NaN: there is none. ``coverage`` (S,) is the share of
    the weights that have a value. ``is_meant`` (S,): whom the scorecard is for at that instant. ``segment``
    (S,) is the place of each one's segment in the scorecard (IN_NO_SEGMENT: judged as everybody);
    ``weights`` (S, K) is what each signal counts there (of what is not a weighted mean: 1, or 0 for not).
    """

    card: Scorecard
    subjects: tuple[str, ...]
    as_of: datetime
    inputs: tuple[Input, ...]
    points: Array
    worked_out: Array
    coverage: Array
    is_meant: Array
    segment: Array
    weights: Array
    overrides: tuple[Override, ...] = ()

    @cached_property
    def scores(self) -> Array:
        """(S,) the scores, those set by hand in their place; NaN: there is none."""
        found = self.worked_out.copy()
        place = {subject: number for number, subject in enumerate(self.subjects)}
        for one in self.overrides:
            if one.holds(self.as_of) and one.subject in place:
                found[place[one.subject]] = one.score
        return found

    @cached_property
    def worst_points(self) -> Array:
        """(S, K) the least that each signal can be worth to each."""
        found = np.zeros(self.points.shape)
        for place in np.unique(self.segment).tolist():
            least = [min(one.points for one in ranges_of(self.card, place, s)) for s in self.card.signals]
            found[self.segment == place] = least
        return found

    def level_of(self, score: float) -> str | None:
        """The name of the level in which a score lies; None where there is no score."""
        if np.isnan(score):
            return None
        within = [one for one in self.card.levels if one.at_least is None or score >= one.at_least]
        return within[-1].name

    @cached_property
    def levels(self) -> tuple[str | None, ...]:
        """The level of each score."""
        return tuple(self.level_of(score) for score in self.scores.tolist())

    @cached_property
    def contributions(self) -> Array:
        """(S, K) how much each signal adds to the score: per subject they add up to ``worked_out``.

        In a weighted mean it is its share of the weights times its points; in points, its points (kept on the
        scale by what is cut off); of the worst, its points where it is the one that decides, else 0.
        """
        known = ~np.isnan(self.points) & (self.weights > 0)
        points = np.where(known, self.points, 0.0)
        match self.card.combine:
            case "weighted mean":
                weights = known * self.weights
                total = weights.sum(axis=1, keepdims=True)
                with np.errstate(invalid="ignore"):
                    return np.where(total > 0, weights * points / np.where(total > 0, total, 1), 0.0)
            case "points":
                return points
            case "worst":
                lowest = np.where(known, self.points, np.inf)
                decides = np.zeros(known.shape, bool)
                if known.shape[1]:
                    decides[np.arange(len(decides)), lowest.argmin(axis=1)] = True
                return np.where(decides & known, points, 0.0)


def work_out(
    reader: SignalReader,
    as_of: datetime,
    overrides: Sequence[Override] = (),
    *,
    records: Records | None = None,
) -> Health:
    """The health of the subjects of the reader's index at ``as_of``, from what was known then.

    With ``records`` only who was a customer at that instant has a score (in a log without subscriptions:
    whoever has come). Raises ValueError for an ``as_of`` without a zone.
    """
    if as_of.tzinfo is None:
        raise ValueError("as_of needs a zone")
    as_of_us = to_microseconds(as_of)
    card, inputs = reader.card, reader.at(as_of_us)
    seen = reader.known_since_us <= as_of_us
    is_meant = seen & _in_segment(reader, as_of_us)
    if records is not None:
        is_meant &= _are_customers(reader, records, as_of_us)
    segment = _segments(reader, as_of_us)
    raw, weights = _judge(card, inputs, segment)
    points, blocked = _fill(card, raw, segment, weights)
    worked_out = np.where(is_meant & ~blocked, _combine(card, points, weights), np.nan)
    coverage = (~np.isnan(raw) * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-12)
    return Health(
        card=card,
        subjects=reader.subjects,
        as_of=from_microseconds(as_of_us),
        inputs=inputs,
        points=points,
        worked_out=worked_out,
        coverage=coverage,
        is_meant=is_meant,
        segment=segment,
        weights=weights,
        overrides=tuple(overrides),
    )


def _in_segment(reader: SignalReader, as_of_us: int) -> Array:
    if reader.card.segment is None:
        return np.ones(len(reader.subjects), bool)
    segment: Expression = parse_expression(reader.card.segment)
    return np.array([reader.traits.is_in(segment, one, as_of_us) for one in reader.subjects], bool)


def _segments(reader: SignalReader, as_of_us: int) -> Array:
    """(S,) the place of the first segment of the scorecard that each was in at an instant."""
    found = np.full(len(reader.subjects), IN_NO_SEGMENT)
    for place, one in enumerate(reader.card.segments or ()):
        segment = parse_expression(one.when)
        for number in np.flatnonzero(found == IN_NO_SEGMENT).tolist():
            if reader.traits.is_in(segment, reader.subjects[number], as_of_us):
                found[number] = place
    return found


def ranges_of(card: Scorecard, segment: int, signal: Signal) -> Sequence[Range]:
    """What each value of a signal is worth in a segment."""
    changed = _adjusted(card, segment).get(signal.id)
    return signal.scores if changed is None or changed.scores is None else changed.scores


def weight_of(card: Scorecard, segment: int, signal: Signal) -> float:
    """What a signal counts in a segment."""
    changed = _adjusted(card, segment).get(signal.id)
    return signal.weight if changed is None or changed.weight is None else changed.weight


def _adjusted(card: Scorecard, segment: int) -> dict[str, Adjusted]:
    if segment == IN_NO_SEGMENT or card.segments is None:
        return {}
    return {one.id: one for one in card.segments[segment].signals}


def _judge(card: Scorecard, inputs: Sequence[Input], segment: Array) -> tuple[Array, Array]:
    """(S, K) what the value of each signal is worth (NaN: there is none), and (S, K) what it counts."""
    points = np.full((len(segment), len(card.signals)), np.nan)
    weights = np.zeros(points.shape)
    for place in np.unique(segment).tolist():
        mine = segment == place
        for number, (signal, one) in enumerate(zip(card.signals, inputs, strict=True)):
            points[mine, number] = points_of(ranges_of(card, place, signal), one.value[mine])
            weight = weight_of(card, place, signal)
            weights[mine, number] = weight if card.combine == "weighted mean" else float(weight > 0)
    return points, weights


def _are_customers(reader: SignalReader, records: Records, as_of_us: int) -> Array:
    subject, began_us, ended_us = records.spells
    then = subject[(began_us <= as_of_us) & (ended_us > as_of_us)]
    customers = {records.subjects[one] for one in then.tolist()}
    return np.array([one in customers for one in reader.subjects], bool)


def policy_of(card: Scorecard, segment: int, signal: Signal) -> Missing:
    """What happens in a segment where this signal has no value."""
    changed = _adjusted(card, segment).get(signal.id)
    here = None if changed is None else changed.when_missing
    return here or signal.when_missing or card.when_missing


def _fill(card: Scorecard, raw: Array, segment: Array, weights: Array) -> tuple[Array, Array]:
    """The points after what is said of missing values, and who gets no score for want of one."""
    filled, blocked = raw.copy(), np.zeros(len(raw), bool)
    for place in np.unique(segment).tolist():
        for number, signal in enumerate(card.signals):
            lacks = (segment == place) & np.isnan(raw[:, number])
            match policy_of(card, place, signal):
                case "poor":
                    filled[lacks, number] = _worst(card, place, signal)
                case "neutral":
                    filled[lacks, number] = _middle(card)
                case "block":
                    blocked |= lacks & (weights[:, number] > 0)
                case "ignore":
                    pass
    return filled, blocked


def _worst(card: Scorecard, segment: int, signal: Signal) -> float:
    if card.combine != "points":
        return card.lowest
    return min(one.points for one in ranges_of(card, segment, signal))


def _middle(card: Scorecard) -> float:
    return 0.0 if card.combine == "points" else (card.lowest + card.highest) / 2


def start_of(card: Scorecard) -> float:
    """Where adding up points begins."""
    return (card.lowest + card.highest) / 2 if card.starts_at is None else card.starts_at


def _combine(card: Scorecard, points: Array, weights: Array) -> Array:
    known = ~np.isnan(points) & (weights > 0)
    any_known = known.any(axis=1)
    values = np.where(known, points, 0.0)
    match card.combine:
        case "weighted mean":
            counted = known * weights
            total = counted.sum(axis=1)
            mean = (counted * values).sum(axis=1) / np.where(total > 0, total, 1)
            return np.where(total > 0, mean, np.nan)
        case "points":
            return np.where(
                any_known, np.clip(start_of(card) + values.sum(axis=1), card.lowest, card.highest), np.nan
            )
        case "worst":
            lowest = np.where(known, points, np.inf).min(axis=1, initial=np.inf)
            return np.where(any_known, lowest, np.nan)
