"""The one door to the success measures: a log in, every measure with its trend out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from desirepath.base.estimate import Estimate
from desirepath.base.nearest import nearest
from desirepath.base.spans import Period, from_microseconds, to_microseconds
from desirepath.base.words import count_of
from desirepath.log.store import Log
from desirepath.measures.book.book import Book
from desirepath.measures.book.months import (
    DAY_US,
    MONTH_US,
    By,
    Stretch,
    begin_of_day,
    next_month,
    stretches,
    year_before,
)
from desirepath.measures.book.records import NEVER, Array, Records
from desirepath.measures.book.source import Source
from desirepath.measures.book.subscriptions import ACTIVITIES
from desirepath.measures.book.traits import check_segment
from desirepath.measures.cohorts import cohorts
from desirepath.measures.differences import compare
from desirepath.measures.kinds import BAD_MARGIN, NOT_A_VALUE_STEP
from desirepath.measures.statistics.kaplan_meier import kaplan_meier
from desirepath.measures.success_catalogue import all_success_measures
from desirepath.measures.success_measures import CurvePoint, SuccessMeasures, TrendPoint
from desirepath.model.expression_parser import format_expression, parse_expression
from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import any_rule

QUIET_DAYS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """Whom one side is about, and when. ``period`` None: the last year of the data."""

    segment: str | None
    period: Period | None


def measure_success(
    log: Log,
    *,
    segment: str | None = None,
    period: Period | None = None,
    against: str | None = None,
    against_period: Period | None = None,
    by: By = "month",
    of: str | None = None,
    use: str | None = None,
    value: str | None = None,
    margin: float = 1.0,
    notify: Callable[[str], None] | None = None,
) -> SuccessMeasures:
    """Read the log, and ask every success measure.

    ``segment`` is an expression over traits, as they were known when the period began (of those who came
    later: when they came); None: everybody. ``period`` None is the year up to the end of the data.
    ``against`` and ``against_period`` measure another segment, or another period, and give every difference.
    ``by`` says how the trend is cut. ``of`` is whom to count: ``account`` unless the log names none, then
    ``customer``. ``use`` says which interactions are use of the product, ``value`` which is the first value
    (None: not told); ``margin`` what of a payment is left after serving the customer (for the lifetime
    value). ``notify`` is told in a few words what takes long.

    >>> from tempfile import TemporaryDirectory
    >>> from datetime import UTC, datetime
    >>> from decimal import Decimal
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> def started(account, month, amount):
    ...     at = datetime(2026, month, 1, tzinfo=UTC)
    ...     return Interaction(
    ...         {"account": account}, at, "subscription.started", source="billing", key=account,
    ...         amount=Decimal(amount), currency="EUR", properties={"plan": "team", "interval": "month"},
    ...     )
    >>> with TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append([started("acme", 1, 100), started("birch", 2, 50)])
    ...     found = measure_success(log)
    >>> found["mrr_end"].value, found["mrr_end"].unit, found["mrr_new"].n
    (150.0, 'EUR', 2)

    Raises DesirepathError where an expression cannot be read (DP-EXPR-), a segment asks for more than traits
    (DP-MSR-004), the log has nobody to count (DP-MSR-005) or the margin is none (DP-MSR-008).
    """
    if not 0 < margin <= 1:
        raise BAD_MARGIN.error("margin", says=f"{margin} is not a margin")
    questions = [Question(segment, period)]
    if against is not None or against_period is not None:
        questions.append(Question(segment if against is None else against, against_period or period))
    for question in questions:
        if question.segment is not None:
            check_segment(parse_expression(question.segment), question.segment)
    if notify is not None:
        notify("reading the log")
    records = Records.read(
        log,
        of=of,
        use=None if use is None else parse_expression(use),
        value=None if value is None else parse_expression(value),
    )
    source = Source(records)
    here, *others = (_side(source, question, by, margin) for question in questions)
    if not others:
        return here
    there = others[0]
    pairs = ((None, name, ours, there.estimates[name]) for name, ours in here.estimates.items())
    return replace(here, against=against, there=there, differences=compare(pairs))


def first_value_at(journey: JourneyMap, step_id: str) -> str:
    """The expression that says which interactions are at a step of a map, to be the first value.

    Raises DP-MSR-009 where the map has no such step, or the step no rule.
    """
    steps = {step.id: step for step in journey.steps()}
    step = steps.get(step_id)
    if step is None:
        near = nearest(step_id, steps)
        raise NOT_A_VALUE_STEP.error(
            step_id,
            says=f'the map has no step "{step_id}"',
            fix=f'did you mean "{near}"?' if near else f"use one of {', '.join(steps)}",
        )
    if not step.when:
        raise NOT_A_VALUE_STEP.error(step_id, says=f'the step "{step_id}" has no rule')
    return format_expression(any_rule(step.when))


def last_year(records: Records) -> Period:
    """The year up to the end of the data, in the days of the workspace."""
    until_us = end_of_data(records)
    return Period(from_microseconds(year_before(until_us, records.zone)), from_microseconds(until_us))


def end_of_data(records: Records) -> int:
    """The end of the data's last day; of its month, where not more than three days are missing to that.

    So a month that ended in a quiet weekend is whole.
    """
    end_us = begin_of_day(records.last_us, records.zone, days_later=1)
    month_ends = next_month(end_us - 1, records.zone)
    return month_ends if month_ends - end_us <= QUIET_DAYS * DAY_US else end_us


def _side(source: Source, question: Question, by: By, margin: float) -> SuccessMeasures:
    records = source.records
    period = last_year(records) if question.period is None else question.period
    known_until = end_of_data(records)
    since_us = records.first_us if period.since is None else to_microseconds(period.since)
    until_us = known_until if period.until is None else to_microseconds(period.until)
    until_us = max(since_us, min(until_us, known_until))
    everybody = question.segment is None
    book = Book(source, since_us, until_us, _chosen(records, question.segment, since_us), everybody, margin)
    # A trend over what there is: no months before anything happened.
    cuts = tuple(stretches(max(since_us, _month_of(records)), until_us, by, records.zone))
    return SuccessMeasures(
        of=records.of,
        as_of=from_microseconds(records.last_us).astimezone(records.zone),
        period=Period(*(from_microseconds(us).astimezone(records.zone) for us in (since_us, until_us))),
        segment=question.segment,
        currency=records.rates.currency,
        margin=margin,
        customers_at_start=int(np.count_nonzero(book.at_start)),
        customers_at_end=int(np.count_nonzero(book.at_end)),
        estimates=_estimates(book),
        by=by,
        trend=tuple(_point(book, cut, question.segment) for cut in cuts),
        cohorts=cohorts(book, cuts),
        lifetime=_lifetime(book),
        notes=_notes(source, everybody=everybody),
    )


def _month_of(records: Records) -> int:
    """The beginning of the day on which the log begins."""
    return begin_of_day(records.first_us, records.zone)


def _estimates(book: Book) -> dict[str, Estimate]:
    return {measure.id: measure.compute(book) for measure in all_success_measures()}


def _point(book: Book, cut: Stretch, segment: str | None) -> TrendPoint:
    """A month or quarter, of whoever was in the segment when it began."""
    chosen = _chosen(book.records, segment, cut.since_us)
    within = replace(book, since_us=cut.since_us, until_us=cut.until_us, chosen=chosen)
    period = Period(from_microseconds(cut.since_us), from_microseconds(cut.until_us))
    return TrendPoint(cut.label, period, _estimates(within))


def _chosen(records: Records, segment: str | None, since_us: int) -> Array:
    """(S,) who is in the segment: as known at an instant, or later when they first came."""
    if segment is None:
        return np.ones(len(records.subjects), bool)
    expression = parse_expression(segment)
    came_us = np.where(records.joined_us < NEVER, records.joined_us, records.first_seen_us)
    asked_us = np.maximum(came_us, since_us).tolist()
    known = records.traits
    return np.array(
        [
            known.is_in(expression, subject, at_us)
            for subject, at_us in zip(records.subjects, asked_us, strict=True)
        ],
        bool,
    )


def _lifetime(book: Book) -> tuple[CurvePoint, ...]:
    """The curve at every whole month that anybody has been seen for."""
    if not book.records.has_subscriptions:
        return ()
    left, staying = book.known_spells()
    seen = np.sort(np.concatenate([left, staying]))
    if not len(seen):
        return ()
    curve = kaplan_meier(left, staying)
    points = []
    for months in range(1, int(seen[-1] // MONTH_US) + 1):
        at_us = months * MONTH_US
        place = int(np.searchsorted(curve.times, at_us, side="right")) - 1
        low, high = (None, None) if place < 0 else (float(curve.low[place]), float(curve.high[place]))
        estimate = Estimate(
            "lifetime_curve",
            curve.at(at_us),
            low,
            high,
            n=len(seen),
            censored=len(staying),
            unit="share",
            method="kaplan-meier",
        )
        points.append(CurvePoint(months, estimate, len(seen) - int(np.searchsorted(seen, at_us))))
    return tuple(points)


def _notes(source: Source, *, everybody: bool) -> tuple[str, ...]:
    """What is in no number, in words."""
    found = []
    records = source.records
    counted = {
        ("subscription fact", "subscription facts"): ACTIVITIES,
        ("ticket", "tickets"): ("ticket.opened",),
        ("payment", "payments"): ("payment.succeeded",),
    }
    for words, activities in counted.items():
        nobody = int(np.count_nonzero(source.rows(*activities)[1] < 0))
        if nobody:
            found.append(f"{count_of(nobody, *words)} without a known {records.of}: in no number")
    reviews = int(np.count_nonzero(source.rows("review.posted")[1] < 0))
    if reviews and not everybody:
        said = count_of(reviews, "review", "reviews")
        found.append(f"{said} without a known {records.of}: in no segment")
    if not records.has_subscriptions:
        found.append("the log holds no subscriptions: whoever has become a customer counts as one ever after")
    return tuple(found)
