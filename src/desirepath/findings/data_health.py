"""Is what comes in as it should be? Volumes and silences, interactions of nobody, changed properties, and
what no map speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from desirepath.findings.schema_drift import Drift, find_drift
from desirepath.findings.volumes import SourceVolume, judge_volumes
from desirepath.log.activities import CLOCK, DAY_PASSED
from desirepath.log.sql import ask
from desirepath.log.store import Log
from desirepath.model.journey_map import JourneyMap
from desirepath.model.rule import Rule

SHOWN_DAYS = 182
_VOLUMES = """
select cast(timezone('{zone}', occurred_at) as date), source, count(*) from interactions group by all
"""
_LAST = "select source, max(occurred_at), max(received_at) from interactions group by all"
_NOBODYS = """
select source, activity, count(*) as n from interactions
where customer is null and account is null and coalesce(cardinality(objects), 0) = 0
group by all order by n desc, source, activity limit 100
"""


@dataclass(frozen=True, slots=True)
class Nobodys:
    """Interactions of one source and activity that name no customer, no account and no other object."""

    source: str
    activity: str
    interactions: int


@dataclass(frozen=True, slots=True)
class LastOf:
    """When the latest interaction of a source occurred, and when the last one came in (None: not known)."""

    occurred_at: datetime
    received_at: datetime | None


@dataclass(frozen=True, slots=True)
class DataHealth:
    """What can be said of what came in before the day ``until`` (not included)."""

    until: date
    sources: tuple[SourceVolume, ...]
    last: Mapping[str, LastOf]
    nobodys: tuple[Nobodys, ...]
    drift: tuple[Drift, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain values: of each source the last half year before ``until``, day by day."""
        first = self.until - timedelta(days=SHOWN_DAYS)
        return {
            "until": self.until.isoformat(),
            "first": first.isoformat(),
            "sources": [self._source(one, first) for one in self.sources],
            "nobodys": [asdict(one) for one in self.nobodys],
            "drift": [asdict(one) for one in self.drift],
        }

    def _source(self, one: SourceVolume, first: date) -> dict[str, Any]:
        counts = {day.on: day for day in one.days}
        days = [counts.get(first + timedelta(days=n)) for n in range(SHOWN_DAYS)]
        last = self.last.get(one.source)
        return {
            "source": one.source,
            "total": one.total,
            "first_on": one.days[0].on.isoformat(),
            "last_on": one.last_on.isoformat(),
            "last_at": last.occurred_at.isoformat() if last else None,
            "received_at": last.received_at.isoformat() if last and last.received_at else None,
            "silent_days": one.silent_days,
            "days": [None if day is None else day.count for day in days],
            "marks": [
                {
                    "on": day.on.isoformat(),
                    "count": day.count,
                    "low": round(day.low or 0),
                    "high": round(day.high or 0),
                    "mark": day.mark,
                }
                for day in one.marked
                if day.on >= first
            ],
        }


def data_health(log: Log, *, until: date) -> DataHealth:
    """Look at all that came in. A source's properties are held against its own latest days where it has been
    silent for a while. Days are the workspace's."""
    counts: dict[str, dict[date, int]] = {}
    for on, source, count in ask(log, _VOLUMES.format(zone=log.settings.time_zone)).rows:
        if source != CLOCK:
            counts.setdefault(source, {})[on] = count
    sources = judge_volumes(counts, until=until)
    last = {source: LastOf(occurred, received) for source, occurred, received in ask(log, _LAST).rows}
    nobodys = tuple(Nobodys(*row) for row in ask(log, _NOBODYS).rows if row[0] != CLOCK)
    latest = max((one.last_on for one in sources if one.last_on < until), default=until - timedelta(days=1))
    drift = find_drift(log, until=latest + timedelta(days=1)) if sources else ()
    return DataHealth(until, sources, last, nobodys, drift)


def unmentioned(maps: Iterable[JourneyMap], activities: Mapping[str, int]) -> dict[str, int]:
    """The activities, with their counts, that no rule of these maps names, the most frequent first.

    A rule without an activity (only a channel, say) names none: what it matches may be listed.

    >>> from desirepath.model.journey_map import JourneyMap
    >>> step = {"id": "a", "name": "A", "when": [{"activity": "login"}]}
    >>> stage = {"id": "s", "name": "S", "steps": [step]}
    >>> plain = {"format": "desirepath/1", "id": "m", "title": "M", "stages": [stage]}
    >>> unmentioned([JourneyMap.model_validate(plain)], {"login": 9, "logout": 2, "paid": 3})
    {'paid': 3, 'logout': 2}
    """
    named = {DAY_PASSED, *(rule.activity for one in maps for rule in _rules(one))}
    rest = [(name, count) for name, count in activities.items() if name not in named]
    return dict(sorted(rest, key=lambda item: (-item[1], item[0])))


def _rules(journey: JourneyMap) -> Iterable[Rule]:
    for step in journey.steps():
        yield from step.when or ()
    if journey.passage is not None:
        for rules in (journey.passage.starts, journey.passage.succeeds, journey.passage.fails):
            yield from rules or ()
