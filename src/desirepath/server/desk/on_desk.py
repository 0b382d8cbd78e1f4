"""Which maps the desk looks after, and what the log says of them this morning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from desirepath.base.problem import DesirepathError
from desirepath.log.store import Log
from desirepath.measures.kinds import NO_SUBJECTS
from desirepath.model.journey_map import JourneyMap
from desirepath.server.books.roster import roster
from desirepath.server.clock import workspace_time
from desirepath.server.desk.models import MapChoice
from desirepath.server.jobs.kind import Work
from desirepath.server.lived.reading import read_journey
from desirepath.server.lived.scorecards import scorecard_for
from desirepath.server.maps.models import MapRecord
from desirepath.server.scorecards.versions import changed_lately
from desirepath.success.conditions import NEWS_FOR
from desirepath.success.measure_morning import Earlier, Morning, measure_morning
from desirepath.success.scorecard import Scorecard
from desirepath.success.unowned import step_roles


@dataclass(frozen=True)
class MapsOf:
    """The maps of one kind of travellers, with the rows they are kept in."""

    of: str
    maps: tuple[tuple[MapRecord, JourneyMap], ...]


@dataclass(frozen=True)
class Measured:
    """A map with measured steps, and whether it makes work: gives people something to do."""

    record: MapRecord
    journey: JourneyMap
    makes_work: bool


@dataclass(frozen=True)
class Read:
    """What the log says of the maps of one kind of travellers; None: it knows nobody of that kind."""

    maps: MapsOf
    morning: Morning | None


def measured_maps() -> list[Measured]:
    """Every map with measured steps, the first made first, and whether it makes work."""
    chosen = dict(MapChoice.objects.values_list("map", "makes_work"))
    found: list[Measured] = []
    taken: set[str] = set()
    for record in MapRecord.objects.filter(archived_at=None).order_by("created_at", "id"):
        journey = read_journey(record)
        if not any(step.when for step in journey.steps()):
            continue
        is_first = journey.travels not in taken
        taken.add(journey.travels)
        found.append(Measured(record, journey, chosen.get(record.id, is_first)))
    return found


def maps_on_desk(now: datetime) -> list[MapsOf]:
    """The maps that the desk looks after, by who travels: those that make work and name a role which
    somebody plays.

    Where nobody plays any role of any of them, all: then what is on the desk is nobody's, and says so.
    """
    working = [(one.record, one.journey) for one in measured_maps() if one.makes_work]
    played = set(roster(now).roles)
    chosen = [one for one in working if roles_of(one[1]) & played] or working
    by_type: dict[str, list[tuple[MapRecord, JourneyMap]]] = {}
    for record, journey in sorted(chosen, key=lambda one: one[0].id):
        by_type.setdefault(journey.travels, []).append((record, journey))
    return [MapsOf(of, tuple(maps)) for of, maps in sorted(by_type.items())]


def roles_of(journey: JourneyMap) -> set[str]:
    """Every role that a map names as an owner, a giver or a receiver."""
    found = {journey.owner, *step_roles(journey).values()}
    for step in journey.steps():
        if step.handoff is not None:
            found |= {step.handoff.from_, step.handoff.to}
    return {role for role in found if role}


def read_mornings(log: Log, maps: list[MapsOf], work: Work) -> Iterator[Read]:
    """What the log says of each kind of travellers."""
    for number, one in enumerate(maps):
        work.tell(number / len(maps), f"looking at every {one.of}")
        work.stop_if_asked()
        card = scorecard_for(log.path, one.of)
        journeys = [journey for _, journey in one.maps]
        try:
            yield Read(one, measure_morning(log, journeys, of=one.of, card=card, earlier=_earlier(card)))
        except DesirepathError as error:
            if error.code != NO_SUBJECTS.code:
                raise
            yield Read(one, None)


def _earlier(card: Scorecard | None) -> Earlier | None:
    """The version before, where the scorecard changed within the month; None: it did not."""
    changed = None if card is None else changed_lately(card.id, workspace_time().now - NEWS_FOR)
    return None if changed is None else Earlier(*changed)
