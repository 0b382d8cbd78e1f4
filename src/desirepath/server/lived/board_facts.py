"""What the kept answer of a map's board knows of each traveller: pace, health, money, renewal.

A list of thousands reads it instead of working it out, so that it is as quick as a look at what is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

import orjson
from django.conf import settings

from desirepath.base.spans import parse_instant
from desirepath.server.lived.answering import Asked, look_up
from desirepath.server.lived.models import Answer
from desirepath.server.lived.questions import BoardQuestion
from desirepath.server.lived.reading import read_journey
from desirepath.server.lived.scorecards import scorecards_mark
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person


@dataclass(frozen=True, slots=True)
class Fact:
    """What the board knows of one. ``moved_to`` and ``moved_at`` are where somebody put it by hand, and when,
    ``moved_by`` who (None: nobody did)."""

    pace: str | None
    score: float | None
    level: str | None
    cents: int | None
    gap: str | None
    renewal: date | None
    moved_to: str | None
    moved_at: datetime | None
    moved_by: str | None


@dataclass(frozen=True)
class Facts:
    """What it knows of everybody. ``currency`` None: it tells of no money; ``has_health`` false: of no
    health."""

    currency: str | None
    has_health: bool
    of: Mapping[str, Fact]


NOTHING: Final = Facts(None, False, {})
UNKNOWN: Final = Fact(None, None, None, None, None, None, None, None, None)


def board_question() -> BoardQuestion:
    """What is asked of a board now: it depends on the workspace's scorecards."""
    return BoardQuestion(scorecards=scorecards_mark(settings.CONFIGURATION.folder))


def facts_of(record: MapRecord, person: Person) -> Facts | None:
    """What the latest board says; None: there is none yet, and a job finds it. Where it is not of the log as
    it is now, one that is is on its way as well."""
    known = look_up(Asked("board", board_question(), record), person).answer
    return None if known is None else _read(known.pk, known.made_at)


def kept_facts(of: str) -> Facts:
    """What the latest board says on which such travel, of whichever state of the log; none is asked for."""
    latest = Answer.objects.filter(what="board", map__archived_at=None).order_by("-made_at")
    for one in latest.defer("result").select_related("map"):
        if one.map is not None and read_journey(one.map).travels == of:
            return _read(one.pk, one.made_at)
    return NOTHING


@lru_cache(maxsize=4)
def _read(answer: int, made_at: datetime) -> Facts:
    found: dict[str, Any] = orjson.loads(Answer.objects.values_list("result", flat=True).get(pk=answer))
    facts: dict[str, Fact] = {subject: _fact(one) for subject, one in found.get("others", {}).items()}
    for column in found["columns"]:
        for card in column["cards"]:
            facts[card["subject"]] = _fact(card, column["step"])
    return Facts(found["currency"], bool(found["levels"]), facts)


def _fact(one: Mapping[str, Any], step: str | None = None) -> Fact:
    moved = one.get("moved")
    return Fact(
        pace=one.get("pace"),
        score=one["score"],
        level=one["level"],
        cents=one["cents"],
        gap=one["gap"],
        renewal=None if one["renewal"] is None else date.fromisoformat(one["renewal"]),
        moved_to=None if moved is None else step,
        moved_at=None if moved is None else parse_instant(one["since"]),
        moved_by=None if moved is None else moved["by"],
    )
