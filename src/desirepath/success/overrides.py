"""Scores set by hand, as the log tells of them: who set which, why, and until when.

One is a ``health.overridden`` interaction of the account: the score on its scale, the reason as its text, who
set it as the actor, and ``properties.until``. It ends by itself. The next one of the same account takes its
place from its own instant on; one without a score takes it back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

import numpy as np

from desirepath.base.spans import parse_instant
from desirepath.log.picking import pick_interactions
from desirepath.log.scales import parse_scale
from desirepath.log.store import Log
from desirepath.replay.columns import rows_and_owners
from desirepath.replay.index import Index
from desirepath.success.health import Override
from desirepath.success.scorecard import Scorecard

OVERRIDDEN: Final = "health.overridden"


def read_overrides(log: Log, index: Index, card: Scorecard) -> tuple[Override, ...]:
    """Every score of the scorecard's that was ever set by hand, in order, with the time for which it held.

    One that names another scorecard (``properties.scorecard``) is not among them, nor one without an end.
    ``index`` is of the log and of the type that the scorecard is about.
    """
    if OVERRIDDEN not in index.names.activities:
        return ()
    code = list(index.names.activities).index(OVERRIDDEN)
    told: list[tuple[str, int]] = []
    subjects, before = index.subject_ids, 0
    for bucket in index.buckets:
        rows, owners = rows_and_owners(bucket)
        mine = bucket.activity[rows] == code
        whose = (subjects[one + before] for one in owners[mine].tolist())
        told += zip(whose, bucket.arrival[rows[mine]].tolist(), strict=True)
        before += len(bucket.ends)
    whose_is = {arrival: subject for subject, arrival in told}
    found: dict[str, list[Override]] = {}
    # In the order of the index: by subject, and within one as they happened.
    for row in pick_interactions(log, [arrival for _, arrival in told]):
        subject = whose_is[row["arrival"]]
        mine_so_far = found.setdefault(subject, [])
        one = _override(row, subject, card)
        if one is None:
            continue
        if mine_so_far and mine_so_far[-1].until > one.since:
            mine_so_far[-1] = replace(mine_so_far[-1], until=one.since)
        mine_so_far.append(one)
    return tuple(
        one
        for of_one in found.values()
        for one in of_one
        if one.since < one.until and not np.isnan(one.score)
    )


def _override(row: dict[str, Any], subject: str, card: Scorecard) -> Override | None:
    """One fact; its score is NaN where it takes back. None: it is of another scorecard, or has no end."""
    properties = row["properties"]
    if properties.get("scorecard") not in (None, card.id):
        return None
    since: datetime = row["occurred_at"]
    by, reason = row["actor"] or "", row["text"] or ""
    if row["score"] is None:
        return Override(subject, float("nan"), by, reason, since, since)
    until = _instant(properties.get("until"))
    if until is None:
        return None
    return Override(subject, _on_scale(row["score"], row["scale"], card), by, reason, since, until)


def _instant(value: object) -> datetime | None:
    try:
        return parse_instant(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def _on_scale(score: float, scale: str | None, card: Scorecard) -> float:
    """The score on the scorecard's scale, whatever the scale was when it was set."""
    if scale is None:
        return min(max(score, card.lowest), card.highest)
    asked = parse_scale(scale)
    share = (score - asked.worst) / (asked.best - asked.worst)
    return card.lowest + share * (card.highest - card.lowest)
