"""Scores set by hand, as the log tells of them: who set which, why, and until when.

One is an entry by hand of the account (``health.overridden``): the score in ``properties.score``, on the
scale of the scorecard that ``properties.scorecard`` names, the reason as its text, who set it as the actor.
It ends by itself at ``properties.until``. The next one of the same account takes its place; whoever set it
can take it back, as any entry by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from desirepath.base.spans import parse_instant
from desirepath.log.by_hand import OVERRIDDEN, entry_by_hand
from desirepath.log.interaction import Interaction
from desirepath.replay.entries import Entry, entries_of
from desirepath.replay.index import Index
from desirepath.success.health import Override
from desirepath.success.scorecard import Scorecard


def override_fact(
    objects: Mapping[str, str],
    card: Scorecard,
    score: float,
    reason: str,
    *,
    at: datetime,
    until: datetime,
    by: str,
    key: str,
) -> Interaction:
    """A score set by hand as the fact that the log keeps. Raises ValueError for a score off the scale."""
    if not card.lowest <= score <= card.highest:
        raise ValueError(f"{score:g} is not within {card.lowest:g} to {card.highest:g}")
    properties = {"score": score, "scorecard": card.id, "until": until.isoformat()}
    return entry_by_hand(OVERRIDDEN, objects, at=at, by=by, key=key, text=reason, properties=properties)


def read_overrides(index: Index, card: Scorecard) -> tuple[Override, ...]:
    """Every score of the scorecard's that was ever set by hand, in order, with the time for which it held.

    One that names another scorecard is not among them, nor one without an end or off the scale. ``index`` is
    of the type that the scorecard is about.
    """
    found: dict[str, list[Override]] = {}
    for entry in entries_of(index, (OVERRIDDEN,)):
        one = _override(entry, card)
        if one is None:
            continue
        earlier = found.setdefault(one.subject, [])
        if earlier and earlier[-1].until > one.since:
            earlier[-1] = replace(earlier[-1], until=one.since)
        earlier.append(one)
    return tuple(one for of_one in found.values() for one in of_one if one.since < one.until)


def _override(entry: Entry, card: Scorecard) -> Override | None:
    properties = entry.properties
    score, until = properties.get("score"), _instant(properties.get("until"))
    if properties.get("scorecard") not in (None, card.id) or until is None:
        return None
    if not isinstance(score, int | float) or not card.lowest <= score <= card.highest:
        return None
    if entry.withdrawn_at is not None:
        until = min(until, entry.withdrawn_at)
    return Override(entry.subject, float(score), entry.by, entry.text or "", entry.at, until, entry.key)


def _instant(value: object) -> datetime | None:
    try:
        return parse_instant(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None
