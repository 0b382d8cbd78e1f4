"""Did what a source says change? Properties that came, went, or turned into another type.

The last weeks are held against those before them, activity by activity. A property went where it should have
been seen by now: its share before says how likely it is that chance alone leaves it out so often. Whether it
is wrong nobody can tell from here: a release may have meant it so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from desirepath.log.sql import ask
from desirepath.log.store import Log

RECENT_DAYS, BEFORE_DAYS = 28, 84
FEWEST = 20
"""So many interactions of one activity it takes, before and lately, to say anything."""
CHANCE = 0.001
_SHARE = 0.02
_TYPES = {
    "VARCHAR": "text",
    "BIGINT": "number",
    "UBIGINT": "number",
    "DOUBLE": "number",
    "BOOLEAN": "yes or no",
    "ARRAY": "list",
    "OBJECT": "group",
}
_NULL = "NULL"

What = Literal["came", "went", "type"]


@dataclass(frozen=True, slots=True)
class Drift:
    """One change: of which ``source``, ``activity`` and ``property``, and ``what`` happened to it.

    ``before`` and ``now`` are the shares (0..1) of its interactions that have it. ``types_before`` and
    ``types_now`` are the types of its values, such as text or number.
    """

    source: str
    activity: str
    property: str
    what: What
    before: float
    now: float
    types_before: tuple[str, ...]
    types_now: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """How often interactions of one source and activity had a property, by the type of its value."""

    interactions: int
    properties: Mapping[str, Mapping[str, int]]


_Key = tuple[str, str]
_QUESTION = """
with looked_at as (
    select source, activity, properties, occurred_at >= timestamptz '{recent}' as is_recent
    from interactions
    where occurred_at >= timestamptz '{since}' and occurred_at < timestamptz '{until}'
), counted as (
    select source, activity, is_recent, count(*) as n from looked_at group by all
), each_one as (
    select source, activity, is_recent, unnest(json_keys(properties)) as name, properties from looked_at
    where properties is not null
), typed as (
    select source, activity, is_recent, name, json_type(properties, '$."' || replace(name, '"', '\\"') || '"')
        as kind
    from each_one
)
select c.source, c.activity, c.is_recent, c.n, t.name, t.kind, count(t.name) as found
from counted c left join typed t
    on t.source = c.source and t.activity = c.activity and t.is_recent = c.is_recent
group by all
"""


def find_drift(log: Log, *, until: date) -> tuple[Drift, ...]:
    """What changed in the four weeks before ``until`` (not included), held against the twelve before them, by
    the workspace's days."""
    recent = until - timedelta(days=RECENT_DAYS)
    since = recent - timedelta(days=BEFORE_DAYS)
    zone = ZoneInfo(log.settings.time_zone)
    began = [datetime.combine(day, time(), zone).astimezone(UTC) for day in (since, recent, until)]
    question = _QUESTION.format(since=began[0], recent=began[1], until=began[2])
    before: dict[_Key, Seen] = {}
    now: dict[_Key, Seen] = {}
    for source, activity, is_recent, count, name, kind, found in ask(log, question).rows:
        seen = (now if is_recent else before).setdefault((source, activity), Seen(count, {}))
        if name is not None and kind != _NULL:
            types = seen.properties.setdefault(name, {})  # type: ignore[attr-defined]  # it is being filled
            word = _TYPES.get(kind, "group")
            types[word] = types.get(word, 0) + found
    return compare(before, now)


def compare(before: Mapping[_Key, Seen], now: Mapping[_Key, Seen]) -> tuple[Drift, ...]:
    """The changes between two times, by source, activity and property.

    >>> before = {("app", "login"): Seen(100, {"plan": {"text": 100}, "n": {"number": 100}})}
    >>> now = {("app", "login"): Seen(100, {"n": {"text": 100}, "browser": {"text": 90}})}
    >>> [(one.property, one.what) for one in compare(before, now)]
    [('browser', 'came'), ('n', 'type'), ('plan', 'went')]
    """
    found: list[Drift] = []
    for key in sorted(before.keys() & now.keys()):
        was, is_ = before[key], now[key]
        if min(was.interactions, is_.interactions) >= FEWEST:
            found += _of_activity(key, was, is_)
    return tuple(found)


def _of_activity(key: _Key, was: Seen, is_: Seen) -> Iterable[Drift]:
    for name in sorted(was.properties.keys() | is_.properties.keys()):
        old, new = was.properties.get(name, {}), is_.properties.get(name, {})
        share_before = sum(old.values()) / was.interactions
        share_now = sum(new.values()) / is_.interactions
        what: What | None = None
        if not new and (1 - share_before) ** is_.interactions < CHANCE:
            what = "went"
        elif not old and share_now >= _SHARE and (1 - share_now) ** was.interactions < CHANCE:
            what = "came"
        elif new and old and set(new) - set(old) and _is_common(new, old):
            what = "type"
        if what:
            yield Drift(*key, name, what, share_before, share_now, _names(old), _names(new))


def _is_common(new: Mapping[str, int], old: Mapping[str, int]) -> bool:
    """Whether a type that was not there before is more than one stray value."""
    total = sum(new.values())
    return any(count >= max(3, _SHARE * total) for word, count in new.items() if word not in old)


def _names(types: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(types, key=lambda word: (-types[word], word)))
