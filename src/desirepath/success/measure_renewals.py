"""The one door to renewals: a log in; the terms that end, how likely each is, and what they bring, month by
month."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period, from_microseconds
from desirepath.log.store import Log
from desirepath.measures.book.records import Records
from desirepath.model.journey_map import JourneyMap
from desirepath.success.health import work_out
from desirepath.success.kinds import NO_RENEWALS
from desirepath.success.renewal_history import (
    RenewalHistory,
    alike,
    learn_from_history,
    learn_history,
)
from desirepath.success.renewals import (
    Forecast,
    Known,
    Renewal,
    find_renewals,
    forecast,
)
from desirepath.success.scorecard import Scorecard
from desirepath.success.signals import read_signals
from desirepath.success.usual import keep_risk

Json = dict[str, object]
Ahead = timedelta | str
"""So long, and to the end of that month; or a calendar quarter: the "next" one, or one such as 2027-Q1."""
QUARTER: Final = re.compile(r"next|(19|20)\d\d-Q[1-4]")
"""How a quarter is asked for."""


@dataclass(frozen=True, slots=True)
class Month:
    """The terms that end in one calendar month of the workspace, and what they bring."""

    label: str
    renewals: tuple[Renewal, ...]
    forecast: Forecast


@dataclass(frozen=True)
class MeasuredRenewals:
    """What comes up for renewal from ``since`` to before ``until``, the end of a month; ``overdue`` is what
    is late already (nothing where a quarter to come is asked for, or one that is over).

    ``history`` is what past terms say, by level of health; without a scorecard of all alone. ``of`` is whose
    terms they are. ``untimed`` counts the subscriptions that run without a word for when they end, and so
    come up in no month; ``untimed_amounts`` is what they were told to cost, by currency.
    """

    as_of: datetime
    since: datetime
    until: datetime
    of: str
    currency: str
    scorecard: str | None
    levels: tuple[str, ...]
    history: RenewalHistory
    overdue: tuple[Renewal, ...]
    months: tuple[Month, ...]
    total: Forecast
    untimed: int = 0
    untimed_amounts: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def likelihoods(self) -> Mapping[str | None, Estimate]:
        """How likely open terms are, by level of health (None: of all)."""
        return self.history.likelihoods

    def to_json(self) -> Json:
        """The published JSON shape (desirepath-renewals/1); money in whole cents a month, days in the log's
        zone."""
        return {
            "format": "desirepath-renewals/1",
            "as_of": self.as_of.isoformat(),
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "of": self.of,
            "currency": self.currency,
            "levels": list(self.levels),
            "scorecard": self.scorecard,
            "likelihoods": [
                {"level": level, "likelihood": one.to_json()} for level, one in self.likelihoods.items()
            ],
            "alike": [list(pair) for pair in alike(self.likelihoods, self.levels)],
            "health_tells": self.history.tells,
            "risk": [level for level in self.levels if level in (self.history.risk or ())],
            "signals": [one.to_json() for one in self.history.signals],
            "overdue": [_renewal_json(one) for one in self.overdue],
            "months": [
                {
                    "month": month.label,
                    "forecast": _forecast_json(month.forecast),
                    "renewals": [_renewal_json(one) for one in month.renewals],
                }
                for month in self.months
            ],
            "total": _forecast_json(self.total),
            "untimed": {
                "subscriptions": self.untimed,
                "cents": {currency: int(100 * sum_) for currency, sum_ in self.untimed_amounts.items()},
            },
        }


def measure_renewals(
    log: Log,
    *,
    card: Scorecard | None = None,
    journey: JourneyMap | None = None,
    ahead: Ahead = timedelta(days=180),
    of: str | None = None,
    only: frozenset[str] | None = None,
    notify: Callable[[str], None] | None = None,
) -> MeasuredRenewals:
    """What comes up for renewal within ``ahead`` of the end of the log and to the end of that month: none
    is cut, but for the days of the first that are over. Or in a calendar quarter: the one after the log's end
    ("next"), or any ("2026-Q3": of one that is over, what became of its terms).

    With a scorecard the likelihood is that of the level of health ninety days before, without one that of
    all; it is learned from everybody's terms. ``journey`` is the map that the scorecard's signals may ask
    for. ``of`` is whose terms (None: as the scorecard says, else accounts), ``only`` are those that are
    listed and added up (None: all). Raises DP-SUC-015 where the log tells of no terms, ValueError for
    a word that is no quarter.
    """
    if notify is not None:
        notify("reading the log")
    records = Records.read(log, of=card.of if card is not None else of)
    if not records.has_subscriptions:
        raise NO_RENEWALS.error()
    now = from_microseconds(records.last_us)
    zone = ZoneInfo(log.settings.time_zone)
    asked = _whole_months(now.astimezone(zone), ahead)
    health = None
    if card is None:
        history = learn_from_history(records)
    else:
        if notify is not None:
            notify("learning from the past")
        reader = read_signals(card, records.index, journey, zone=log.settings.time_zone)
        health = work_out(reader, now, records=records)
        history = learn_history(reader, records)
        keep_risk(card, records.index, history.risk)
    known = Known(health, history.likelihoods, history.risk, history.telling)
    coming, late = (
        find_renewals(records, period, known, only=only) for period in (Period(*asked), Period(None, now))
    )
    untimed = [
        one
        for subject, told in records.histories.items()
        if only is None or records.subjects[subject] in only
        for one in told.untimed
    ]
    by_month: dict[str, list[Renewal]] = {}
    for one in coming:
        by_month.setdefault(f"{one.due.astimezone(zone):%Y-%m}", []).append(one)
    return MeasuredRenewals(
        as_of=now,
        since=asked[0],
        until=asked[1],
        of=records.of,
        currency=log.settings.currency,
        scorecard=None if card is None else card.name,
        levels=() if card is None else tuple(level.name for level in card.levels),
        history=history,
        overdue=tuple(one for one in late if one.state == "overdue" and asked[0] <= now < asked[1]),
        months=tuple(Month(label, tuple(them), forecast(them)) for label, them in by_month.items()),
        total=forecast(coming),
        untimed=len(untimed),
        untimed_amounts=_by_currency(untimed),
    )


def _by_currency(told: Iterable[tuple[str, Decimal] | None]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for one in told:
        if one is not None:
            found[one[0]] = found.get(one[0], Decimal()) + one[1]
    return dict(sorted(found.items()))


def _whole_months(now: datetime, ahead: Ahead) -> tuple[datetime, datetime]:
    """From when to before when, in the zone of ``now``.

    >>> [f"{at:%Y-%m-%d}" for at in _whole_months(datetime(2026, 9, 29), timedelta(days=90))]
    ['2026-09-29', '2027-01-01']
    >>> [f"{at:%Y-%m-%d}" for at in _whole_months(datetime(2026, 12, 31), "next")]
    ['2027-01-01', '2027-04-01']
    >>> [f"{at:%Y-%m-%d}" for at in _whole_months(datetime(2026, 12, 31), "2026-Q3")]
    ['2026-07-01', '2026-10-01']
    """
    if isinstance(ahead, timedelta):
        return now, _month(now + ahead - timedelta.resolution, 1)
    if not QUARTER.fullmatch(ahead):
        raise ValueError(f"{ahead!r} is no quarter such as 2027-Q1")
    if ahead == "next":
        first = _month(now, 3 - (now.month - 1) % 3)
    else:
        first = datetime(int(ahead[:4]), 3 * int(ahead[-1]) - 2, 1, tzinfo=now.tzinfo)
    return first, _month(first, 3)


def _month(at: datetime, later: int) -> datetime:
    """When the month begins that comes so many months after that of ``at``."""
    years, month = divmod(at.month - 1 + later, 12)
    return datetime(at.year + years, month + 1, 1, tzinfo=at.tzinfo)


def _renewal_json(one: Renewal) -> Json:
    return {
        "subject": one.subject,
        "due": one.due.isoformat(),
        "state": one.state,
        "cents": one.cents,
        "gap": one.gap,
        "kept_cents": one.kept_cents,
        "level": one.level,
        "call": one.call,
        "likelihood": None if one.likelihood is None else one.likelihood.to_json(),
        "settled": None if one.settled is None else one.settled.isoformat(),
        "reason": None if one.reason is None else {**asdict(one.reason), "text": str(one.reason)},
    }


def _forecast_json(one: Forecast) -> Json:
    return {
        "due": one.due,
        "committed": one.committed,
        "likely": one.likely,
        "at_risk": one.at_risk,
        "lost": one.lost,
        "expected": round(one.expected),
        "low": round(one.low),
        "high": round(one.high),
        "least": round(one.least),
        "most": round(one.most),
        "terms": one.terms,
        "excluded": dict(one.excluded),
    }
