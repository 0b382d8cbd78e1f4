"""What somebody with a book of their own gets of what is kept for everybody: narrowed at the door, each time
anew. Numbers of all who travel stay as they are; they name nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from desirepath.model.journey_map import JourneyMap
from desirepath.replay.tally import OPEN, OUTCOMES
from desirepath.server.books.seeing import has_own_book_only, sight_of, whose
from desirepath.server.kinds import NOT_ALLOWED
from desirepath.server.lived.question import Question
from desirepath.server.lived.replays import REPLAYS
from desirepath.server.people.access import is_guest
from desirepath.server.people.models import Person

Json = dict[str, Any]
_UNDER_WAY: Final = OUTCOMES[OPEN]


def must_be_of_everybody(question: Question, person: Person) -> None:
    """Raise DP-SRV-002 where somebody who sees their own book asks for numbers of whom they pick out: a
    segment of one account would be that account's numbers."""
    if question.is_of_everybody() or not has_own_book_only(person):
        return
    if is_guest(person):
        raise NOT_ALLOWED.error(
            "segment",
            says="you see the map's numbers of everybody; those of some are for the people of the workspace",
            fix="ask without a segment",
        )
    raise NOT_ALLOWED.error(
        "segment",
        says="you see your own book: what is measured of a segment is for those who see everybody",
        fix="ask without a segment, or an owner to let you see everybody",
    )


def narrow(what: str, found: Json, journey: JourneyMap | None, person: Person) -> Json:
    """An answer as this person may see it. ``found`` is changed in place. What no step of the map counts is
    not the map's: a guest is not told of it."""
    if what == "difference" and is_guest(person):
        found["beliefs"] = [one for one in found["beliefs"] if one["kind"] != "missing_step"]
    narrowing = _NARROWINGS.get(what)
    if narrowing is None or journey is None:
        return found
    seen = whose(person, journey.travels)
    return found if seen is None else narrowing(found, journey, seen)


def visible_rows(rows: list[Any], person: Person) -> list[Any]:
    """Those of the interactions (anything with ``account`` and ``customer``) that a person may see."""
    sight = sight_of(person)
    return rows if sight is None else [one for one in rows if sight.has(one.account, one.customer)]


def without_texts(words: Json) -> Json:
    """The words of the log without values that could name somebody: what things are called stays."""

    def plain(names: list[Json]) -> list[Json]:
        return [
            {**one, "values": [pair for pair in one["values"] if isinstance(pair[0], bool)]} for one in names
        ]

    return {
        **words,
        "activities": [{**one, "properties": plain(one["properties"])} for one in words["activities"]],
        "traits": {of: plain(names) for of, names in words["traits"].items()},
    }


def _board(found: Json, journey: JourneyMap, seen: frozenset[str]) -> Json:
    for column in found["columns"]:
        column["cards"] = [card for card in column["cards"] if card["subject"] in seen]
    ended: dict[str, int] = {}
    for one in REPLAYS.of(journey).everybody:
        if one.outcome != _UNDER_WAY and one.subject in seen:
            ended[one.outcome] = ended.get(one.outcome, 0) + 1
    found["ended"] = ended
    return found


def _paths(found: Json, journey: JourneyMap, seen: frozenset[str]) -> Json:
    for variant in found["top_variants"]:
        variant["examples"] = [one for one in variant["examples"] if one in seen]
    return found


_NARROWINGS: Final[Mapping[str, Callable[[Json, JourneyMap, frozenset[str]], Json]]] = {
    "board": _board,
    "paths": _paths,
}
"""The kinds of answers that name who travels. One that names anybody and is not here fails the test of what
leaks."""
