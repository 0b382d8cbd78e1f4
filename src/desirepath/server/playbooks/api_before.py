"""The endpoints of what one asks of a playbook before it is turned on: how a move would be, a letter of it to
oneself, what it would have done, and whom it would reach now. None of them does anything to anybody."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Status

from desirepath.server.answers import REFUSALS
from desirepath.server.books.seeing import has_own_book_only
from desirepath.server.jobs.queue import enqueue
from desirepath.server.kinds import NOT_ALLOWED
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.models import Person
from desirepath.server.playbooks.kept import House, must_be_playbook
from desirepath.server.playbooks.previewing import previewed
from desirepath.server.playbooks.reached import reached_by
from desirepath.server.playbooks.shapes import (
    PreviewIn,
    PreviewOut,
    ReachedOut,
    SimulateIn,
    SimulatingOut,
    TestLetterOut,
)
from desirepath.server.playbooks.simulating import SIMULATE
from desirepath.server.playbooks.test_letters import may_send_another, send_test_letter

router = Router(tags=["playbooks"])


@router.post("/preview", response={200: PreviewOut, **REFUSALS})
def preview_move(request: HttpRequest, body: PreviewIn) -> PreviewOut:
    """What a move would say to a real account or customer whom you may see, person by person; nothing is
    sent."""
    return previewed(body.text, body.move, body.subject, asker(request))


@router.post("/test-letter", response={200: TestLetterOut, **REFUSALS})
def send_letter_to_myself(request: HttpRequest, body: PreviewIn) -> TestLetterOut:
    """Send the letter of a move to yourself, marked as a test, in the words it would have for somebody whom
    you may see. It stands in no log and counts for no limit. 422, DP-PLY-024: it cannot be sent to you."""
    person = asker(request)
    may_send_another(request, person)
    sent = send_test_letter(body.text, body.move, body.subject, person)
    write_down("sent a test letter to themselves", request=request, target="playbooks", move=body.move)
    return sent


@router.post("/simulate", response={202: SimulatingOut, **REFUSALS})
def simulate_playbook(request: HttpRequest, body: SimulateIn) -> Status[SimulatingOut]:
    """Walk through the past as if it had been on. Answers with the job; nothing is sent.

    It walks through everybody's past: 403 for whoever sees their own book only.
    """
    person = asker(request)
    _must_see_everybody(person, "text")
    must_be_playbook(body.text, None, House.now())
    args = body.model_dump(mode="json", exclude_none=True)
    job = enqueue(SIMULATE, args, person=person)
    return Status(202, SimulatingOut(job=job.pk))


@router.get("/{playbook_id}/reached", response={200: list[ReachedOut], **REFUSALS})
def playbook_reaches(
    request: HttpRequest, playbook_id: str, version: Annotated[int, Query(ge=1)]
) -> list[ReachedOut]:
    """Whom a version would begin for at once, were it turned on for what happened in the last days; of one
    that is on nobody, since it goes on from where it was. 403 as above."""
    _must_see_everybody(asker(request), "version")
    return reached_by(playbook_id, version)


def _must_see_everybody(person: Person, address: str) -> None:
    if has_own_book_only(person):
        raise NOT_ALLOWED.error(
            address,
            says="you see your own book: what a playbook would have done is for those who see everybody",
            fix="ask somebody who sees everybody to simulate it",
        )
