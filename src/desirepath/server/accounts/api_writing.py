"""The endpoints that write by hand: a note, a promise, a call, a pulse, a milestone; and take one back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from desirepath.log import by_hand as entries
from desirepath.server.accounts.by_hand import Written, take_back, write
from desirepath.server.accounts.known import index_with
from desirepath.server.answers import REFUSALS
from desirepath.server.clock import workspace_time
from desirepath.server.kinds import BAD_REQUEST, NOT_FOUND
from desirepath.server.lived.reading import read_journey
from desirepath.server.maps.found import find_map
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body

router = Router(tags=["accounts"])
map_router = Router(tags=["accounts"])

EntryId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
"""What the client calls this deed, so that it is done once however often it is sent: best a UUID."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]


class NoteIn(Body):
    """A note, a promise (with the day it is due), or a call and what was said."""

    id: EntryId
    kind: Literal["note", "promise", "call"] = "note"
    text: Words
    due_on: date | None = None


class PulseIn(Body):
    """How the account is in your view: 6 is extremely satisfied, 1 a severe risk; at most three reasons."""

    id: EntryId
    pulse: Annotated[int, Field(ge=entries.WORST_PULSE, le=entries.BEST_PULSE)]
    reasons: Annotated[tuple[str, ...], Field(max_length=entries.MOST_REASONS)] = ()
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000)] = ""


class MilestoneIn(Body):
    """An account has come to a step, whatever the data say."""

    id: EntryId
    subject: Annotated[str, Field(min_length=1, max_length=500)]
    step: Annotated[str, Field(min_length=1, max_length=100)]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    reason: Words


class EntryWritten(Schema):
    """An entry is safe. ``is_new``: it was not there before; ``is_seen``: the next answer knows it (not: an
    import is under way, and it is known once that has finished)."""

    id: str
    is_new: bool
    is_seen: bool


@router.post("/{of}/{path:account}/notes", response={200: EntryWritten, **REFUSALS})
def write_note(request: HttpRequest, of: str, account: str, body: NoteIn) -> EntryWritten:
    """Write a note, a promise or a call down."""
    person = asker(request)
    index_with(of, account, person)
    at = workspace_time().now
    about = {of: account}
    if body.due_on is not None and body.kind != "promise":
        raise BAD_REQUEST.error("due_on", says="only a promise is due")
    if body.kind == "call":
        fact = entries.call(about, body.text, at=at, by=str(person), key=body.id)
    else:
        fact = entries.note(
            about, body.text, at=at, by=str(person), key=body.id, kind=body.kind, due_on=body.due_on
        )
    return _out(write(fact, person, of=of))


@router.post("/{of}/{path:account}/pulse", response={200: EntryWritten, **REFUSALS})
def give_pulse(request: HttpRequest, of: str, account: str, body: PulseIn) -> EntryWritten:
    """Say how the account is."""
    for reason in body.reasons:
        if reason not in entries.REASONS:
            raise BAD_REQUEST.error(
                "reasons", says=f"{reason!r} is no reason", fix=", ".join(entries.REASONS)
            )
    person = asker(request)
    index_with(of, account, person)
    at = workspace_time().now
    reasons = list(dict.fromkeys(body.reasons))
    fact = entries.pulse(
        {of: account},
        body.pulse,
        at=at,
        by=str(person),
        key=body.id,
        reasons=reasons,
        text=body.text or None,
    )
    return _out(write(fact, person, of=of))


@router.delete("/{of}/{path:account}/entries/{entry_id}", response={200: EntryWritten, **REFUSALS})
def take_entry_back(request: HttpRequest, of: str, account: str, entry_id: str) -> EntryWritten:
    """Take back what you wrote by hand (an owner: what anybody did). It counts no more from now on."""
    return _out(take_back(of, account, entry_id, asker(request)))


@map_router.post("/{map_id}/milestones", response={200: EntryWritten, **REFUSALS})
def reach_milestone(request: HttpRequest, map_id: str, body: MilestoneIn) -> EntryWritten:
    """Move an account to a step of the map by hand, with what was reached and why."""
    journey, person = read_journey(find_map(map_id)), asker(request)
    if all(step.id != body.step for step in journey.steps()):
        raise NOT_FOUND.error(body.step, says=f"the map has no step {body.step!r}")
    index_with(journey.travels, body.subject, person)
    at = workspace_time().now
    fact = entries.milestone(
        {journey.travels: body.subject},
        map_id=map_id,
        step=body.step,
        name=body.name,
        reason=body.reason,
        at=at,
        by=str(person),
        key=body.id,
    )
    return _out(write(fact, person, of=journey.travels))


def _out(written: Written) -> EntryWritten:
    return EntryWritten(id=written.key, is_new=written.is_new, is_seen=written.is_seen)
