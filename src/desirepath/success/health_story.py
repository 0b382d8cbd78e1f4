"""When one account came into another level of health, and what moved it: week by week, as known then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from desirepath.success.explaining import Change, changed
from desirepath.success.health import Health, work_out
from desirepath.success.measure_health import MeasuredHealth

WEEK: Final = timedelta(days=7)
WEEKS: Final = 52


@dataclass(frozen=True, slots=True)
class LevelChange:
    """In the week up to ``at`` the score came from one level into another (None: there was, or is, no score);
    ``change`` says what moved the worked-out score. ``is_by_hand``: a score set by hand began or ended."""

    at: datetime
    before: str | None
    after: str | None
    score: float | None
    is_worse: bool
    is_by_hand: bool
    change: Change


def health_story(found: MeasuredHealth, subject: str, *, weeks: int = WEEKS) -> tuple[LevelChange, ...]:
    """The changes of level of a subject within so many weeks before the health that is known, in order.

    Of a health of one subject alone it costs that subject's rows for each week.
    """
    now, place = found.now, found.place[subject]
    names = [level.name for level in now.card.levels]
    told: list[LevelChange] = []
    earlier: Health | None = None
    for number in range(weeks, -1, -1):
        at = now.as_of - number * WEEK
        later = work_out(found.reader, at, now.overrides, records=found.records)
        if earlier is not None:
            was, is_ = earlier.levels[place], later.levels[place]
            if was != is_ and is_ is not None:
                told.append(
                    LevelChange(
                        at=at,
                        before=was,
                        after=is_,
                        score=float(later.scores[place]),
                        is_worse=was is not None and names.index(is_) < names.index(was),
                        is_by_hand=_is_by_hand(earlier, place) or _is_by_hand(later, place),
                        change=changed(earlier, later, subject),
                    )
                )
        earlier = later
    return tuple(told)


def _is_by_hand(health: Health, place: int) -> bool:
    score, worked_out = float(health.scores[place]), float(health.worked_out[place])
    return score == score and score != worked_out
