"""The endpoints of the moment: what happens to a map, as it happens; who is here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Annotated, Final

import orjson
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from desirepath.server.answers import REFUSALS
from desirepath.server.live.broker import Event
from desirepath.server.live.presence import PRESENCE, Here, colour_of
from desirepath.server.live.stream import History, stream_history
from desirepath.server.maps.company import company_of
from desirepath.server.maps.found import find_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.telling import events_after, map_topic, person_topic, reset_event
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body

router = Router(tags=["live"])

MOST_MISSED: Final = 500
"""Who is further behind loads the map again: that is less than to be told all of it."""
Session = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")]


class PresenceIn(Body):
    """In which cell a window of yours is (empty: in none), and what you are typing there. ``session`` names
    the window.
    """

    session: Session
    node: str = Field("", max_length=200)
    property: str = Field("", max_length=200)
    typing: str = Field("", max_length=500)


class HereOut(Schema):
    """A window that somebody has open on this map."""

    session: str
    person: str
    name: str
    colour: str
    node: str
    property: str
    typing: str


@router.get("/{map_id}/events", response={200: None, **REFUSALS})
def map_events(
    request: HttpRequest,
    map_id: str,
    after: int | None = None,
    era: str = "",
    session: Session | None = None,
) -> StreamingHttpResponse:
    """Everything that happens to a map, in its order (server-sent events), from revision ``after`` on.

    ``Last-Event-ID`` (which browsers send by themselves) goes before ``after``. Where you know another
    ``era``, or too much has happened since, you are told to ``reset``. With ``session`` you are here until
    the stream ends.
    """
    person, record = asker(request), find_map(map_id)
    topic = map_topic(record.id)
    seen = _last_seen(request, after, record.revision)
    is_old = bool(era) and era != record.era

    company = company_of(person, record.id)

    def passes(event: Event) -> bool:
        if event.name == "presence":
            return company is None or int(orjson.loads(event.data)["person"]) in company
        if event.name == "overwritten":
            return bool(orjson.loads(event.data)["map"] == map_id)
        return event.name != "notification"

    history = History(
        after=-1 if is_old else seen,
        read=partial(_events_after, map_id),
        greet=lambda: [Event.of("here", {"here": _shown(PRESENCE.here(topic), company)})],
        passes=passes,
    )
    leaving = None
    if session is not None:
        PRESENCE.come(topic, Here(session, str(person.pk), person.public_name, colour_of(person.pk)))
        leaving = partial(PRESENCE.leave, topic, session, str(person.pk))
    return stream_history(topic, person_topic(person.pk), history=history, leaving=leaving)


@router.post("/{map_id}/presence", response={200: list[HereOut], **REFUSALS})
def presence(request: HttpRequest, map_id: str, body: PresenceIn) -> list[HereOut]:
    """Say that you are here, and in which cell: when that changes, and every 20 seconds. Who is here."""
    person, record = asker(request), find_map(map_id)
    topic = map_topic(record.id)
    mine = Here(
        body.session,
        str(person.pk),
        person.public_name,
        colour_of(person.pk),
        node=body.node,
        property=body.property,
        typing=body.typing,
    )
    PRESENCE.come(topic, mine)
    return [HereOut(**one) for one in _shown(PRESENCE.here(topic), company_of(person, record.id))]


def _shown(here: Iterable[Here], company: frozenset[int] | None) -> list[dict[str, str]]:
    return [asdict(one) for one in here if company is None or int(one.person) in company]


def _events_after(map_id: str, revision: int) -> Sequence[Event]:
    record = MapRecord.objects.defer("text").filter(pk=map_id).first()
    if record is None:
        return []
    if revision < 0 or revision > record.revision or record.revision - revision > MOST_MISSED:
        return [reset_event(record)]
    return events_after(record, revision, MOST_MISSED)


def _last_seen(request: HttpRequest, asked: int | None, now: int) -> int:
    given = request.headers.get("Last-Event-ID", "")
    if given.isascii() and given.isdigit() and len(given) < 10:
        return int(given)
    return now if asked is None else asked
