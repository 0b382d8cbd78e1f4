"""The one door to renewals: a log in; the terms that end, how likely each is, and what they bring, month by
month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from desirepath.base.estimate import Estimate
from desirepath.base.spans import Period, from_microseconds
from desirepath.log.store import Log
from desirepath.measures.book.records import Records
from desirepath.model.journey_map import JourneyMap
from desirepath.success.health import work_out
from desirepath.success.kinds import NO_RENEWALS
from desirepath.success.renewals import (
    Forecast,
    Renewal,
    find_renewals,
    forecast,
    learn_from_history,
    learn_likelihoods,
)
from desirepath.success.scorecard import Scorecard
from desirepath.success.signals import read_signals

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Month:
    """The terms that end in one calendar month of the workspace, and what they bring."""

    label: str
    renewals: tuple[Renewal, ...]
    forecast: Forecast


@dataclass(frozen=True)
class MeasuredRenewals:
    """What comes up for renewal from ``as_of`` on, for so long; ``overdue`` is what is late already.

    ``likelihoods`` are by level of health (None: of all); without a scorecard of all alone. ``of`` is whose
    terms they are.
    """

    as_of: datetime
    until: datetime
    of: str
    currency: str
    scorecard: str | None
    levels: tuple[str, ...]
    likelihoods: dict[str | None, Estimate]
    overdue: tuple[Renewal, ...]
    months: tuple[Month, ...]
    total: Forecast

    def to_json(self) -> Json:
        """The published JSON shape (desirepath-renewals/1); money in whole cents a month."""
        return {
            "format": "desirepath-renewals/1",
            "as_of": self.as_of.isoformat(),
            "until": self.until.isoformat(),
            "of": self.of,
            "currency": self.currency,
            "levels": list(self.levels),
            "scorecard": self.scorecard,
            "likelihoods": [
                {"level": level, "likelihood": one.to_json()} for level, one in self.likelihoods.items()
            ],
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
        }


def measure_renewals(
    log: Log,
    *,
    card: Scorecard | None = None,
    journey: JourneyMap | None = None,
    ahead: timedelta = timedelta(days=180),
    of: str | None = None,
    only: frozenset[str] | None = None,
    notify: Callable[[str], None] | None = None,
) -> MeasuredRenewals:
    """What comes up for renewal within ``ahead`` of the end of the log.

    With a scorecard the likelihood is that of the level of health ninety days before, without one that of
    all; it is learned from everybody's terms. ``journey`` is the map that the scorecard's signals may ask
    for. ``of`` is whose terms (None: as the scorecard says, else accounts), ``only`` are those that are
    listed and added up (None: all). Raises DP-SUC-015 where the log tells of no terms.
    """
    if notify is not None:
        notify("reading the log")
    records = Records.read(log, of=card.of if card is not None else of)
    if not records.has_subscriptions:
        raise NO_RENEWALS.error()
    now = from_microseconds(records.last_us)
    until = now + ahead
    health = None
    if card is None:
        likelihoods = dict(learn_from_history(records))
    else:
        if notify is not None:
            notify("learning from the past")
        reader = read_signals(card, records.index, journey, zone=log.settings.time_zone)
        health = work_out(reader, now, records=records)
        likelihoods = dict(learn_likelihoods(reader, records))
    coming, late = (
        find_renewals(records, period, now=health, likelihoods=likelihoods, only=only)
        for period in (Period(now, until), Period(None, now))
    )
    zone = ZoneInfo(log.settings.time_zone)
    by_month: dict[str, list[Renewal]] = {}
    for one in coming:
        by_month.setdefault(f"{one.due.astimezone(zone):%Y-%m}", []).append(one)
    return MeasuredRenewals(
        as_of=now,
        until=until,
        of=records.of,
        currency=log.settings.currency,
        scorecard=None if card is None else card.name,
        levels=() if card is None else tuple(level.name for level in card.levels),
        likelihoods=likelihoods,
        overdue=tuple(one for one in late if one.state == "overdue"),
        months=tuple(Month(label, tuple(them), forecast(them)) for label, them in by_month.items()),
        total=forecast(coming),
    )


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
