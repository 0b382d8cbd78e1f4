"""Tells everybody who looks what was done to a map, and those who lost something that they did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.dispatch import Signal

from desirepath.model.edit_json import lost_to_json
from desirepath.server.live.broker import BROKER, Event
from desirepath.server.maps.models import EditRecord, MapRecord
from desirepath.server.maps.offers import Done
from desirepath.server.people.models import Person

words_overwritten = Signal()
"""Sent after commit for each person whose words an edit replaced: ``map_id``, ``person_id``, ``by`` (who did
it), ``revision``, ``lost`` (what, as JSON)."""


def map_topic(map_id: str) -> str:
    """The topic of everything that happens to a map."""
    return f"map:{map_id}"


def person_topic(person: int | str) -> str:
    """The topic of what concerns one person."""
    return f"person:{person}"


def tell_done(map_id: str, done: Sequence[Done], at: datetime) -> None:
    """Tell of edits that are on the disk, in their order."""
    for one in done:
        lost = [lost_to_json(each) for each in one.lost]
        event = _edit_event(
            revision=one.revision,
            edit_id=one.offer.edit_id,
            person=one.offer.person,
            changes=one.changes,
            lost=lost,
            what=one.offer.what.value,
            of=one.proposal.of,
            at=at,
        )
        BROKER.tell(map_topic(map_id), event)
        for loser, what in _losers(lost, one.offer.person):
            BROKER.tell(person_topic(loser), _overwritten(map_id, one, what))
            words_overwritten.send_robust(
                sender=EditRecord,
                map_id=map_id,
                person_id=int(loser),
                by=one.offer.person,
                revision=one.revision,
                lost=what,
            )


def tell_reset(record: MapRecord) -> None:
    """Tell that what was known of the map is to be loaded again."""
    BROKER.tell(map_topic(record.id), reset_event(record))


def reset_event(record: MapRecord) -> Event:
    """Load the map again: its history is too long to be told, or was rewritten."""
    return Event.of("reset", {"revision": record.revision, "era": record.era}, place=record.revision)


def events_after(record: MapRecord, revision: int, most: int) -> list[Event]:
    """The edits after a revision, in order, at most so many."""
    found = (
        EditRecord.objects.select_related("person")
        .filter(map=record, revision__gt=revision)
        .order_by("revision")[:most]
    )
    return [_event_of(one) for one in found]


def _event_of(record: EditRecord) -> Event:
    return _edit_event(
        revision=record.revision,
        edit_id=record.edit_id,
        person=record.person,
        changes=orjson.loads(record.changes),
        lost=orjson.loads(record.lost),
        what=record.what,
        of=record.of,
        at=record.at,
    )


def _edit_event(
    *,
    revision: int,
    edit_id: str,
    person: Person | None,
    changes: Iterable[Mapping[str, Any]],
    lost: Iterable[Mapping[str, Any]],
    what: str,
    of: str,
    at: datetime,
) -> Event:
    data = {
        "revision": revision,
        "id": edit_id,
        "by": "" if person is None else str(person.pk),
        "name": "" if person is None else person.public_name,
        "at": at,
        "what": what,
        "of": of,
        "changes": list(changes),
        "lost": list(lost),
    }
    return Event.of("edit", data, place=revision)


def _losers(
    lost: Iterable[Mapping[str, Any]], writer: Person
) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """Whose words were overwritten, with what each of them lost."""
    by_person: dict[str, list[Mapping[str, Any]]] = {}
    for one in lost:
        if one["reason"] == "overwritten" and one["by"] not in ("", str(writer.pk)):
            by_person.setdefault(one["by"], []).append(one)
    yield from by_person.items()


def _overwritten(map_id: str, done: Done, what: list[Mapping[str, Any]]) -> Event:
    data = {
        "map": map_id,
        "revision": done.revision,
        "by": str(done.offer.person.pk),
        "name": done.offer.person.public_name,
        "lost": what,
    }
    return Event.of("overwritten", data)
