"""The dry run: what would change if another scorecard were in force. Nothing is changed by it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from desirepath.success.health import Health


@dataclass(frozen=True, slots=True)
class Mover:
    """One account that would be in another level. Where there would be no score, it and
    its level are None."""

    subject: str
    level_before: str | None
    level_after: str | None
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class DryRun:
    """Of all whom either scorecard is for: how many would be in which level before and after (None: without
    a score), and who would change. ``moved`` are scores that differ, whatever the level. Scores set by hand
    stay as they are, so they take no part."""

    subjects: int
    before: dict[str | None, int]
    after: dict[str | None, int]
    moved: int
    movers: tuple[Mover, ...]

    @property
    def flows(self) -> dict[tuple[str | None, str | None], int]:
        """How many go from which level to which, those that change alone."""
        found: dict[tuple[str | None, str | None], int] = {}
        for one in self.movers:
            way = one.level_before, one.level_after
            found[way] = found.get(way, 0) + 1
        return found


def dry_run(before: Health, after: Health) -> DryRun:
    """What is different between two scorecards at one instant, over the same subjects.

    The movers come in the order of how much they lose, the greatest loss first; those without a score on one
    side last. Raises ValueError for different subjects.
    """
    if before.subjects != after.subjects:
        raise ValueError("both scorecards must be about the same subjects")
    movers: list[Mover] = []
    then: dict[str | None, int] = {level.name: 0 for level in before.card.levels}
    now: dict[str | None, int] = {level.name: 0 for level in after.card.levels}
    subjects = moved = 0
    for place in np.flatnonzero(before.is_meant | after.is_meant).tolist():
        old, new = _known(before.worked_out[place]), _known(after.worked_out[place])
        was, is_now = before.level_of(before.worked_out[place]), after.level_of(after.worked_out[place])
        then[was] = then.get(was, 0) + 1
        now[is_now] = now.get(is_now, 0) + 1
        subjects += 1
        moved += old != new
        if was != is_now:
            movers.append(Mover(before.subjects[place], was, is_now, old, new))
    return DryRun(subjects, then, now, moved, tuple(sorted(movers, key=_loss)))


def _loss(one: Mover) -> tuple[bool, float, str]:
    if one.before is None or one.after is None:
        return True, 0.0, one.subject
    return False, one.after - one.before, one.subject


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
