"""What a scorecard's signals read from the log: one number per subject, as things were known at an instant.

Nothing that happened, or was learned, later leaks in; so the same reader serves today and every day of the
past. Missing is not zero: a count is 0 only for who has been known for as long as the signal looks back, and
only once the log tells of such interactions at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.base.spans import from_microseconds, parse_span, to_microseconds
from desirepath.log.deeds import COLUMNS, their_deeds
from desirepath.log.picking import pick_columns
from desirepath.log.store import Log
from desirepath.measures.book.months import DAY_US, days_of
from desirepath.measures.book.traits import KnownTraits
from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import any_rule
from desirepath.replay.binding import bind_questions
from desirepath.replay.columns import Array, Bucket, rows_and_owners
from desirepath.replay.entries import withdrawn_arrivals
from desirepath.replay.funnel_words import read_name
from desirepath.replay.index import Index, open_index
from desirepath.replay.lookup import Lookup
from desirepath.replay.matching_times import first_times
from desirepath.success.board import Milestone
from desirepath.success.kinds import NEEDS_MAP, WRONG_TRAVELLER
from desirepath.success.milestones import read_milestones
from desirepath.success.pace import Expected
from desirepath.success.places import Places, places_at
from desirepath.success.scorecard import Scorecard, Signal
from desirepath.success.usual import keep_first_told, read_first_told, usual_stays

NEVER_TOLD: Final = -1
_STILL: Final = np.iinfo(np.int64).max
_OF_PLACES: Final = ("position", "pace")


@dataclass(frozen=True, slots=True)
class Input:
    """What one signal has of every subject. ``value`` is NaN where there is none. ``n`` is how many
    interactions it rests on, ``at_us`` the latest of them (NEVER_TOLD: none)."""

    value: Array
    n: Array
    at_us: Array


@dataclass(frozen=True, slots=True)
class _Told:
    """The interactions that a signal counts, by subject and in order; whose, when, their value, by whom.
    ``until_us`` is when one that was written by hand was taken back."""

    subject: Array
    time_us: Array
    until_us: Array
    value: Array
    person: Array


@dataclass(frozen=True)
class SignalReader:
    """The signals of ``card`` over the subjects of ``index``; ``journey`` where they ask for places on it."""

    card: Scorecard
    index: Index
    journey: JourneyMap | None
    zone: str
    first_told: Mapping[str, int | None]
    """Since when the log tells of what each signal counts, whoever did it (None: it does not)."""
    _told: dict[str, _Told]
    _traits: Callable[[], KnownTraits]

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The ids of the subjects: what is said of them comes in their order."""
        return self.index.subject_ids

    @cached_property
    def known_since_us(self) -> Array:
        """(S,) the first interaction of each subject."""
        return first_times(self.index)

    @cached_property
    def _deeds(self) -> Array:
        return their_deeds(self.index.log.interactions(list(COLUMNS)))

    def last_seen_us(self, as_of_us: int) -> Array:
        """(S,) the last thing each subject did itself up to an instant; where it did nothing, its first
        interaction of whatever kind. What we sent or wrote is nothing that it did."""
        found, before = [], 0
        for bucket in self.index.buckets:
            rows, owners = rows_and_owners(bucket)
            seen = (bucket.time_us[rows] <= as_of_us) & self._deeds[bucket.arrival[rows]]
            latest = self.known_since_us[before : before + len(bucket.ends)].copy()
            before += len(bucket.ends)
            latest[owners[seen]] = bucket.time_us[rows[seen]]
            found.append(latest)
        return np.concatenate(found) if found else np.zeros(0, np.int64)

    @cached_property
    def _milestones(self) -> tuple[Milestone, ...]:
        return () if self.journey is None else read_milestones(self.index, self.journey.id)

    @cached_property
    def _stays(self) -> Mapping[str, Expected] | None:
        """How long stays last, where the index is of one alone: one tells nothing of what is usual."""
        if not self.index.is_of_one or self.journey is None:
            return None
        return usual_stays(self.journey, open_index(self.index.log, self.index.travels))

    @cached_property
    def traits(self) -> KnownTraits:
        """What was known of the subjects when."""
        return self._traits()

    def at(self, as_of_us: int) -> tuple[Input, ...]:
        """What each signal has of each subject, as things were known at an instant."""
        places = None
        if any(signal.takes in _OF_PLACES for signal in self.card.signals) and self.journey is not None:
            as_of = from_microseconds(as_of_us)
            places = places_at(self.journey, self.index, as_of, self._milestones, self._stays)
        return tuple(self._input(signal, as_of_us, places) for signal in self.card.signals)

    def _input(self, signal: Signal, as_of_us: int, places: Places | None) -> Input:
        if signal.takes == "trait":
            found = self._trait(signal.value or "", as_of_us)
        elif signal.takes in _OF_PLACES:
            assert places is not None
            value = places.position if signal.takes == "position" else places.pace
            found = Input(value, (~np.isnan(value)).astype(np.int64), places.since_us)
        else:
            found = self._of_interactions(signal, as_of_us)
        if signal.per is not None:
            by = self._trait(signal.per, as_of_us).value
            with np.errstate(divide="ignore", invalid="ignore"):
                value = np.where(by > 0, found.value / by, np.nan)
            found = Input(value, found.n, found.at_us)
        unseen = self.known_since_us > as_of_us
        return Input(np.where(unseen, np.nan, found.value), found.n, found.at_us)

    def _trait(self, name: str, as_of_us: int) -> Input:
        key = name.removeprefix("traits.")
        values = np.array([_number(self.traits.at(one, key, as_of_us)) for one in self.subjects], np.float64)
        known = ~np.isnan(values)
        return Input(values, known.astype(np.int64), np.where(known, as_of_us, NEVER_TOLD))

    def _of_interactions(self, signal: Signal, as_of_us: int) -> Input:
        size = len(self.subjects)
        span_us = None if signal.within is None else round(parse_span(signal.within).total_seconds() * 1e6)
        told = self._told[signal.id]
        seen = (told.time_us <= as_of_us) & (as_of_us < told.until_us)
        inside = seen if span_us is None else seen & (told.time_us > as_of_us - span_us)
        subject, time_us = told.subject[inside], told.time_us[inside]
        n = np.bincount(subject, minlength=size)
        at_us = np.full(size, NEVER_TOLD)
        # In order of time within a subject: the one assigned last stays.
        at_us[subject] = time_us
        first_us = self.first_told.get(signal.id)
        begun = first_us is not None and first_us <= as_of_us - (span_us or 0)
        is_known = begun & (self.known_since_us <= as_of_us - (span_us or 0))
        match signal.takes:
            case "count":
                value = np.where(is_known, n, np.nan)
            case "people":
                people = _distinct(subject, told.person[inside], told.person[inside] >= 0, size)
                value = np.where(is_known, people, np.nan)
            case "days":
                days = days_of(time_us, self.zone)
                value = np.where(is_known, _distinct(subject, days, np.ones(len(days), bool), size), np.nan)
            case "days_since":
                # Who never did it: for as long as known at least.
                since_us = np.where(at_us == NEVER_TOLD, self.known_since_us, at_us)
                is_told = first_us is not None and first_us <= as_of_us
                value = (as_of_us - since_us) / DAY_US if is_told else np.full(size, np.nan)
            case "growth":
                before = seen & ~inside & (told.time_us > as_of_us - 2 * (span_us or 0))
                then = np.bincount(told.subject[before], minlength=size)
                is_known &= (self.known_since_us <= as_of_us - 2 * (span_us or 0)) & (then > 0)
                value = np.where(is_known, n / np.maximum(then, 1) - 1, np.nan)
            case "mean":
                total = np.bincount(subject, weights=told.value[inside], minlength=size)
                value = np.where(n > 0, total / np.maximum(n, 1), np.nan)
            case "sum":
                total = np.bincount(subject, weights=told.value[inside], minlength=size)
                value = np.where(is_known | (n > 0), total, np.nan)
            case _:
                value = np.full(size, np.nan)
                value[subject] = told.value[inside]
        return Input(value.astype(np.float64), n, at_us)


def read_signals(
    card: Scorecard, index: Index, journey: JourneyMap | None = None, *, zone: str = "UTC"
) -> SignalReader:
    """Find what the signals of a scorecard count, once; ask the reader for any instant then.

    ``zone`` is where days begin, for signals that count days.
    Raises DP-SUC-009 where a signal needs a map and there is none, DP-SUC-011 where the map follows somebody
    else.
    """
    for signal in card.signals:
        if signal.takes in _OF_PLACES and journey is None:
            raise NEEDS_MAP.error(says=f'the signal "{signal.name}" asks for the {signal.takes} on a map')
    if journey is not None and journey.travels != index.travels:
        says = f"the map follows each {journey.travels}, the scorecard is about each {index.travels}"
        raise WRONG_TRAVELLER.error(says=says)
    asking = [signal for signal in card.signals if signal.of]
    lookup = Lookup(index)
    match, answers = bind_questions(tuple(any_rule(signal.of or ()) for signal in asking), index, lookup)
    parts: dict[str, list[tuple[Array, Array, Array, Array]]] = {signal.id: [] for signal in asking}
    holds_of = [np.array([number in yes for yes in answers], np.bool_) for number in range(len(asking))]
    before = 0
    for bucket, codes in zip(index.buckets, match, strict=True):
        rows, owners = rows_and_owners(bucket)
        if index.is_of_one:
            _read_together(asking, holds_of, bucket, codes, lookup)
        for signal, holding in zip(asking, holds_of, strict=True):
            holds = holding[codes[rows]]
            mine, whose = rows[holds], owners[holds] + before
            value = np.ones(len(mine))
            if signal.value is not None:
                coded = lookup.values_at(read_name(signal.value), bucket, mine)
                numbers = np.array([_number(one) for one in coded.values] or [np.nan], np.float64)
                value = numbers[coded.codes] if len(mine) else value
                told = ~np.isnan(value)
                mine, whose, value = mine[told], whose[told], value[told]
            parts[signal.id].append((whose, bucket.time_us[mine], value, bucket.arrival[mine]))
        before += len(bucket.ends)
    lookup.keep()
    people, withdrawn = _People(index), withdrawn_arrivals(index, index.names.activities)
    told_by = {
        signal.id: _joined(parts[signal.id], people if signal.takes == "people" else None, withdrawn)
        for signal in asking
    }
    first_told = {id_: _first(told) for id_, told in told_by.items()}
    if not index.is_of_one:
        keep_first_told(card, index, first_told)
    return SignalReader(card, index, journey, zone, first_told, told_by, lambda: _traits_of(index))


def _read_together(
    asking: Sequence[Signal], holds_of: Sequence[Array], bucket: Bucket, codes: Array, lookup: Lookup
) -> None:
    """Read each column that signals ask one subject's interactions for once, for all of them."""
    columns: dict[str, Array] = {}
    for signal, holding in zip(asking, holds_of, strict=True):
        name = None if signal.value is None else read_name(signal.value)
        if name is not None and name.scope == "field":
            columns[name.key] = columns.get(name.key, False) | holding[codes]
    for column, wanted in columns.items():
        lookup.read_of_one(column, bucket.arrival[wanted])


def read_signals_of_one(
    card: Scorecard,
    whole: Index,
    alone: Index,
    journey: JourneyMap | None = None,
    *,
    zone: str = "UTC",
) -> SignalReader:
    """The same of one subject, at the price of its own rows: ``alone`` is its index, cut out of ``whole``.

    What everybody's numbers say of it is taken as it was when everybody was last looked at; where nobody ever
    was, everybody is looked at now. Raises as :func:`read_signals`.
    """
    mine = read_signals(card, alone, journey, zone=zone)
    known = read_first_told(card, whole)
    if known is None:
        known = read_signals(card, whole, journey, zone=zone).first_told
    both = {
        id_: min((us for us in (known.get(id_), us) if us is not None), default=None)
        for id_, us in mine.first_told.items()
    }
    return replace(mine, first_told=both)


def _first(told: _Told) -> int | None:
    """The first of what a signal counts that was not taken back; None: there is none."""
    lasting = told.time_us[told.until_us == _STILL]
    return int(lasting.min()) if len(lasting) else None


def _traits_of(index: Index) -> KnownTraits:
    return KnownTraits(index.log, index.travels, index.subject_ids[0] if index.is_of_one else None)


class _People:
    """Who did an interaction: the customer it names, as a number."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @cached_property
    def _by_arrival(self) -> Array:
        table = self._index.log.interactions(["customer", "arrival"])
        codes = pc.dictionary_encode(table.column("customer")).combine_chunks()
        indices = codes.indices.fill_null(-1) if isinstance(codes, pa.DictionaryArray) else codes
        arrival = table.column("arrival").to_numpy()
        found = np.full(arrival.max(initial=-1) + 1, -1, np.int64)
        found[arrival] = indices.to_numpy(zero_copy_only=False)
        return found

    @cached_property
    def _of_one(self) -> tuple[Array, Array]:
        """The arrivals of the one subject of the index, ascending, and the number of the customer of each."""
        assert isinstance(self._index.log, Log)
        mine = np.sort(np.concatenate([bucket.arrival for bucket in self._index.buckets]))
        picked = pick_columns(self._index.log, mine.tolist(), ["customer"])
        place = pc.index_in(pa.array(mine), value_set=picked.column("arrival"))
        coded = picked.column("customer").take(place).combine_chunks().dictionary_encode()
        return mine, np.asarray(coded.indices.fill_null(-1))

    def of(self, arrivals: Array) -> Array:
        """The number of the customer of each interaction; -1 where it names none."""
        if self._index.is_of_one and isinstance(self._index.log, Log):
            known, number = self._of_one
            return np.asarray(number[np.searchsorted(known, arrivals)])
        return np.asarray(self._by_arrival[arrivals])


def _joined(
    parts: list[tuple[Array, Array, Array, Array]],
    people: _People | None,
    withdrawn: Mapping[int, datetime],
) -> _Told:
    none = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int64))
    subject, time_us, value, arrival = (np.concatenate(each) for each in zip(none, *parts, strict=True))
    person = people.of(arrival) if people is not None else np.full(len(arrival), -1)
    until_us = np.full(len(arrival), _STILL)
    for place in np.flatnonzero(np.isin(arrival, list(withdrawn))).tolist() if withdrawn else ():
        until_us[place] = to_microseconds(withdrawn[int(arrival[place])])
    return _Told(subject, time_us, until_us, value, person)


def _distinct(subject: Array, what: Array, counts: Array, size: int) -> Array:
    """(S,) how many different things each subject has, of those that count."""
    pairs = np.unique(np.stack([subject[counts], what[counts]]), axis=1) if counts.any() else np.zeros((2, 0))
    return np.bincount(pairs[0].astype(np.int64), minlength=size)


def _number(value: object) -> float:
    """A value as a number; true is 1, false 0; NaN for anything else."""
    if isinstance(value, bool | int | float):
        return float(value)
    try:
        return float(value) if isinstance(value, str) else float("nan")
    except ValueError:
        return float("nan")
