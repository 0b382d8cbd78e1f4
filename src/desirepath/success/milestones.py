"""The milestones that people set by hand, read back from the log."""

from __future__ import annotations

from desirepath.log.by_hand import MILESTONE
from desirepath.replay.entries import entries_of
from desirepath.replay.index import Index
from desirepath.success.board import Milestone


def read_milestones(index: Index, map_id: str, *, subject: str | None = None) -> tuple[Milestone, ...]:
    """The milestones of a map, in order, those that were taken back with when; of one subject only."""
    return tuple(
        Milestone(
            subject=one.subject,
            step=str(one.properties.get("step", "")),
            at=one.at,
            by=one.by,
            reason=one.text or "",
            name=str(one.properties.get("name", "")),
            key=one.key,
            withdrawn_at=one.withdrawn_at,
        )
        for one in entries_of(index, {MILESTONE}, subject=subject)
        if one.properties.get("map") == map_id
    )
