"""The one door to revenue: a log in; how it moved, by month, segment and cohort, and whose every number
is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import Period, from_microseconds, to_microseconds
from desirepath.log.store import Log
from desirepath.measures.book.book import NO_SUBSCRIPTIONS, Book
from desirepath.measures.book.months import MONTH_US, By, begin_of_day, stretches
from desirepath.measures.book.records import NEVER, Array, Records
from desirepath.measures.book.source import Source
from desirepath.measures.estimates import share
from desirepath.measures.kinds import NO_REVENUE
from desirepath.measures.measure_success import end_of_data, last_year
from desirepath.measures.revenue import (
    NUMBERS,
    AccountMoney,
    CohortAges,
    MeasuredRevenue,
    Move,
    RevenueRow,
    RowKind,
)
from desirepath.measures.success_catalogue import all_success_measures
from desirepath.measures.success_estimates import share_of_money

OLDER: Final = "before the log began"
NOT_YET: Final = "not a customer yet"
AGES: Final = (3, 6, 12, 18, 24, 36)
"""After so many months one looks what is left of a cohort."""
MOST_SEGMENTS: Final = 24
"""A trait with more values than these makes no segments: it tells single accounts apart."""


def measure_revenue(
    log: Log,
    *,
    period: Period | None = None,
    by: By = "month",
    split: str | None = None,
    of: str | None = None,
    only: frozenset[str] | None = None,
    notify: Callable[[str], None] | None = None,
) -> MeasuredRevenue:
    """How revenue moved in ``period`` (None: the year up to the end of the data), cut by month or quarter.

    ``split`` is a trait: accounts are in the segment of the value known when the period began, or when they
    came. ``of`` is who pays (None: accounts, else customers), ``only`` are whose money is looked at (None:
    everybody's). Accounts whose amounts cannot be said are in no sum, and counted as excluded.

    >>> from tempfile import TemporaryDirectory
    >>> from datetime import UTC, datetime
    >>> from decimal import Decimal
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> def told(account, month, what, amount):
    ...     at = datetime(2026, month, 1, tzinfo=UTC)
    ...     return Interaction(
    ...         {"account": account}, at, f"subscription.{what}", source="billing", key=f"{account}{month}",
    ...         amount=Decimal(amount), currency="EUR", properties={"interval": "month"},
    ...     )
    >>> facts = [told("acme", 1, "started", 100), told("acme", 3, "changed", 150)]
    >>> facts.append(told("birch", 4, "started", 20))
    >>> with TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append(facts)
    ...     found = measure_revenue(log, by="quarter")
    >>> [(row.label, row.estimates["mrr_expansion"].value) for row in found.stretches]
    [('2026 Q1', 50.0)]

    Raises DP-MSR-010 where the log holds no subscriptions.
    """
    if notify is not None:
        notify("reading the log")
    records = Records.read(log, of=of)
    if not records.has_subscriptions:
        raise NO_REVENUE.error(says=NO_SUBSCRIPTIONS)
    source = Source(records)
    period = last_year(records) if period is None else period
    since_us = records.first_us if period.since is None else to_microseconds(period.since)
    until_us = end_of_data(records) if period.until is None else to_microseconds(period.until)
    until_us = max(since_us, min(until_us, end_of_data(records)))
    everybody = np.ones(len(records.subjects), bool)
    if only is not None:
        everybody = np.array([subject in only for subject in records.subjects], bool)
    book = Book(source, since_us, until_us, everybody, is_everybody=only is None)
    segments, cohorts = _segment_of(records, split, since_us), _cohort_of(records, by)
    first_us = max(since_us, begin_of_day(records.first_us, records.zone))
    gaps = _gaps(book)
    cuts = [
        _row("stretch", cut.label, replace(book, since_us=cut.since_us, until_us=cut.until_us), gaps)
        for cut in stretches(first_us, until_us, by, records.zone)
    ]
    accounts, moves = _accounts(book, segments, cohorts, gaps)
    return MeasuredRevenue(
        of=records.of,
        as_of=from_microseconds(records.last_us).astimezone(records.zone),
        period=_period(book),
        currency=records.rates.currency,
        by=by,
        split=split,
        traits=_traits(records),
        total=_row("all", None, book, gaps),
        stretches=tuple(cuts),
        segments=() if split is None else tuple(_groups("segment", book, segments, gaps)),
        cohorts=tuple(_groups("cohort", book, cohorts, gaps)),
        ages=tuple(_ages(book, cohorts)),
        accounts=accounts,
        moves=moves,
    )


def _row(kind: RowKind, label: str | None, book: Book, gaps: dict[int, str]) -> RevenueRow:
    money = replace(book, chosen=book.chosen & ~_mask(book, gaps))
    there = _there(book)
    estimates = {}
    for measure in all_success_measures():
        if measure.id in NUMBERS:
            # Who left is known whatever they paid.
            estimates[measure.id] = measure.compute(book if measure.id == "logo_churn" else money)
    return RevenueRow(
        kind,
        label,
        _period(book),
        int(np.count_nonzero(there)),
        {name: estimates[name] for name in NUMBERS},
        Counter(why for place, why in gaps.items() if there[place]),
    )


def _there(book: Book) -> Array:
    """(S,) the chosen that were customers at some time in the period, if only at its beginning, or moved in
    it."""
    return book.at_start | book.at_end | (book.exposure_us > 0) | _moves_in(book)


def _gaps(book: Book) -> dict[int, str]:
    """Of whom among the chosen it cannot be said what they paid at some time in the period, and why: they are
    in no sum of any row, so that the months add up to the whole."""
    texts, subject, from_us, until_us = book.source.gaps
    here = book.chosen[subject] & (from_us < book.end_us) & (until_us >= book.since_us)
    return {int(subject[place]): texts[place] for place in np.flatnonzero(here)[::-1]}


def _mask(book: Book, places: dict[int, str]) -> Array:
    found = np.zeros(book.size, bool)
    found[list(places)] = True
    return found


def _period(book: Book) -> Period:
    zone = book.records.zone
    return Period(*(from_microseconds(us).astimezone(zone) for us in (book.since_us, book.until_us)))


def _groups(
    kind: RowKind, book: Book, label_of: list[str | None], gaps: dict[int, str]
) -> Iterator[RevenueRow]:
    """A row for every label of those who were customers in the period: segments by what they pay, cohorts by
    when they came."""
    labels = np.array([str(label) if label is not None else "" for label in label_of], object)
    is_known = np.array([label is not None for label in label_of], bool)
    there = _there(book)
    rows = [
        _row(kind, label, replace(book, chosen=book.chosen & mask), gaps)
        for label, mask in [
            *(
                (label, is_known & (labels == label))
                for label in sorted({*labels[there & is_known].tolist()})
            ),
            *([(None, ~is_known)] if (there & ~is_known).any() else []),
        ]
    ]
    if kind == "segment":
        rows.sort(key=lambda row: -(row.estimates["mrr_end"].value or 0.0))
    else:
        rows.sort(key=lambda row: row.label != OLDER)
    yield from rows


def _segment_of(records: Records, split: str | None, since_us: int) -> list[str | None]:
    if split is None:
        return [None] * len(records.subjects)
    came_us = np.where(records.joined_us < NEVER, records.joined_us, records.first_seen_us)
    asked_us = np.maximum(came_us, since_us).tolist()
    known = records.traits
    values = [known.at(s, split, at_us) for s, at_us in zip(records.subjects, asked_us, strict=True)]
    return [None if value is None else str(value) for value in values]


def _cohort_of(records: Records, by: By) -> list[str | None]:
    """When each came: the month or quarter; before the log began; or not yet."""
    found: list[str | None] = [NOT_YET] * len(records.subjects)
    for place in np.flatnonzero(records.is_older_than_log).tolist():
        found[place] = OLDER
    begin_us = begin_of_day(records.first_us, records.zone)
    # One stretch more on either side: the first and the last may be cut.
    cuts = list(stretches(begin_us - 4 * MONTH_US, records.last_us + 4 * MONTH_US, by, records.zone))
    edges = np.array([cut.since_us for cut in cuts])
    for place in np.flatnonzero((records.joined_us < NEVER) & ~records.is_older_than_log).tolist():
        cut = int(np.searchsorted(edges, records.joined_us[place], side="right")) - 1
        found[place] = cuts[cut].label
    return found


def _traits(records: Records) -> tuple[str, ...]:
    """The traits with few enough values to make segments, by name."""
    return tuple(
        sorted(
            key
            for key, values in records.traits.values().items()
            if 2 <= len(values) <= MOST_SEGMENTS
            and all(isinstance(value, str | bool | int) for value in values)
        )
    )


def _accounts(
    book: Book, segments: list[str | None], cohorts: list[str | None], gaps: dict[int, str]
) -> tuple[tuple[AccountMoney, ...], tuple[Move, ...]]:
    there = np.flatnonzero(_there(book)).tolist()
    names = book.records.subjects
    accounts = tuple(
        AccountMoney(
            subject=names[place],
            segment=segments[place],
            cohort=cohorts[place] or NOT_YET,
            start=int(book.cents_at_start[place]),
            end=int(book.cents_at_end[place]),
            was=bool(book.at_start[place]),
            is_now=bool(book.at_end[place]),
            gap=gaps.get(place),
        )
        for place in there
    )
    place_of = {place: number for number, place in enumerate(there)}
    moves = book.source.movements
    mine = _in_period(book) & (moves.kind >= 0)
    rows = zip(
        *(column[mine].tolist() for column in (moves.subject, moves.at_us, moves.kind, moves.by)), strict=True
    )
    return accounts, tuple(Move(place_of[who], at_us, kind, cents) for who, at_us, kind, cents in rows)


def _in_period(book: Book) -> Array:
    moves = book.source.movements
    return (moves.at_us >= book.since_us) & (moves.at_us < book.end_us) & book.chosen[moves.subject]


def _moves_in(book: Book) -> Array:
    moves = book.source.movements
    found = np.zeros(book.size, bool)
    found[moves.subject[_in_period(book) & (moves.kind >= 0)]] = True
    return found


def _ages(book: Book, cohorts: list[str | None]) -> Iterator[CohortAges]:
    """Of each cohort that came while the log was kept: what it pays so many months after it came."""
    records = book.records
    came = book.chosen & (records.joined_us < NEVER) & ~records.is_older_than_log
    came &= records.joined_us < book.end_us
    paid = _cents_after(book, np.where(came, records.joined_us, 0))
    labels = np.array([label or "" for label in cohorts], object)
    gaps = np.zeros(book.size, bool)
    gaps[np.unique(book.source.gaps[1])] = True
    for label in sorted({*labels[came].tolist()}):
        mine = came & (labels == label)
        ages: list[tuple[int, Estimate, Estimate, Estimate]] = []
        for months in AGES:
            then_us = records.joined_us + months * MONTH_US
            seen = mine & (np.where(mine, then_us, NEVER) <= book.end_us)
            if not seen.any():
                break
            pays = _cents_after(book, np.where(seen, then_us, 0))
            known = seen & (paid > 0) & ~gaps
            here = np.zeros(book.size, bool)
            for place in np.flatnonzero(seen).tolist():
                here[place] = _is_customer_at(records, place, int(then_us[place]))
            ages.append(
                (
                    months,
                    _kept("nrr", paid[known], pays[known], None),
                    _kept("grr", paid[known], np.minimum(paid, pays)[known], 1.0),
                    share("kept", int(here.sum()), int(seen.sum()), of_none=""),
                )
            )
        yield CohortAges(label, int(mine.sum()), tuple(ages))


def _kept(measure: str, paid: Array, pays: Array, at_most: float | None) -> Estimate:
    if not len(paid):
        return unknown(measure, "nobody paid anything when they came", unit="share")
    return share_of_money(measure, paid, pays, at_most=at_most)


def _cents_after(book: Book, at_us: Array) -> Array:
    """(S,) the MRR of each right after an instant of its own; 0 where the instant is 0."""
    moves = book.source.movements
    found = np.zeros(book.size, np.int64)
    known = moves.at_us <= at_us[moves.subject]
    found[moves.subject[known]] = moves.cents[known]
    return found


def _is_customer_at(records: Records, place: int, at_us: int) -> bool:
    subject, began_us, ended_us = records.spells
    first, last = np.searchsorted(subject, [place, place + 1])
    return bool(((began_us[first:last] <= at_us) & (ended_us[first:last] > at_us)).any())
