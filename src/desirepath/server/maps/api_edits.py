"""The endpoints through which a map changes: edits, undo, redo, taking back, restoring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from desirepath.base.problem import DesirepathError
from desirepath.model.edit_json import edit_from_json
from desirepath.server.answers import REFUSALS, ProblemOut
from desirepath.server.maps.accepting import accept, accept_one
from desirepath.server.maps.found import find_map
from desirepath.server.maps.offers import Accepted, Offer, Outcome, Refused, offer_edit
from desirepath.server.maps.texts import offer_restore
from desirepath.server.maps.undoing import offer_redo, offer_take_back, offer_undo
from desirepath.server.people.api import asker
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Body

router = Router(tags=["edits"])

EditId = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,100}$")]
"""Chosen by the client, once for each edit: a UUID will do. Sending it again is safe."""


class EditIn(Body):
    """One edit, as the guide describes it: ``changes`` are create, set, move and remove."""

    id: EditId
    changes: list[dict[str, Any]] = Field(max_length=2000)


class EditsIn(Body):
    """One or several edits (what was done offline), in their order."""

    edits: list[EditIn] = Field(min_length=1, max_length=500)


class ById(Body):
    """Under which id to do it, chosen by the client: sent again, it is done once."""

    id: EditId


class RestoreIn(ById):
    """Which revision to make the present one of."""

    revision: int = Field(ge=0)


class EditOut(Schema):
    """What became of one edit.

    ``revision`` is its place in the history; null: it was refused, and ``problems`` say why. ``lost`` is what
    it overwrote that its writer had not seen, or what cannot be seen since it lies on something removed.
    """

    id: str
    revision: int | None
    lost: list[dict[str, Any]]
    problems: list[ProblemOut]


class EditsOut(Schema):
    """An answer to each edit, in the order they were sent."""

    edits: list[EditOut]


class MadeOut(Schema):
    """An edit that the server made for you: what it changed, and how many changes it left as they are since
    somebody else has been there (``stays``). ``of`` is what it undid, did again, took back from or restored.
    """

    id: str
    revision: int
    changes: list[dict[str, Any]]
    lost: list[dict[str, Any]]
    of: str
    stays: int


@router.post("/{map_id}/edits", response={200: EditsOut, **REFUSALS})
def post_edits(request: HttpRequest, map_id: str, body: EditsIn) -> EditsOut:
    """Do some edits, each wholly or not at all; answered when they are on the disk.

    The same id again answers the same. Where every edit is refused, the answer is the problems (422; 409
    where an id was used for something else); where only some are, each has its answer.
    """
    person = asker(request)
    offers: list[Offer] = []
    unreadable: dict[int, Refused] = {}
    for number, sent in enumerate(body.edits):
        try:
            edit = edit_from_json({"id": sent.id, "by": str(person.pk), "changes": sent.changes})
        except DesirepathError as error:
            unreadable[number] = Refused(sent.id, error.problems)
        else:
            offers.append(offer_edit(edit, person))
    done = iter(accept(map_id, offers) if offers else [])
    outcomes = [unreadable[n] if n in unreadable else next(done) for n in range(len(body.edits))]
    if all(isinstance(outcome, Refused) for outcome in outcomes):
        raise DesirepathError(_problems(outcomes))
    return EditsOut(edits=[_edit_out(outcome) for outcome in outcomes])


@router.post("/{map_id}/undo", response={200: MadeOut, **REFUSALS})
def undo(request: HttpRequest, map_id: str, body: ById) -> MadeOut:
    """Undo your last edit of this map that still stands, and leave alone what others did since."""
    return _make(map_id, offer_undo(edit_id=body.id, person=asker(request)))


@router.post("/{map_id}/redo", response={200: MadeOut, **REFUSALS})
def redo(request: HttpRequest, map_id: str, body: ById) -> MadeOut:
    """Do again what you undid last, unless you did something else since."""
    return _make(map_id, offer_redo(edit_id=body.id, person=asker(request)))


@router.post("/{map_id}/edits/{revision}/take-back", response={200: MadeOut, **REFUSALS})
def take_back(request: HttpRequest, map_id: str, revision: int, body: ById) -> MadeOut:
    """Put back what the edit at this revision overwrote of yours."""
    return _make(map_id, offer_take_back(revision, edit_id=body.id, person=asker(request)))


@router.post("/{map_id}/restore", response={200: MadeOut, **REFUSALS})
def restore(request: HttpRequest, map_id: str, body: RestoreIn) -> MadeOut:
    """Make an earlier version the present one, as an edit like any other: what came between stays in the
    history.
    """
    person: Person = asker(request)
    return _make(map_id, offer_restore(body.revision, edit_id=body.id, person=person))


def _make(map_id: str, offer: Offer) -> MadeOut:
    find_map(map_id)
    return made_out(accept_one(map_id, offer))


def made_out(made: Accepted) -> MadeOut:
    """An edit that the server made, as it is answered."""
    return MadeOut(
        id=made.edit_id,
        revision=made.revision,
        changes=[dict(one) for one in made.changes],
        lost=[dict(one) for one in made.lost],
        of=made.of,
        stays=made.stays,
    )


def _edit_out(outcome: Outcome) -> EditOut:
    if isinstance(outcome, Accepted):
        lost = [dict(one) for one in outcome.lost]
        return EditOut(id=outcome.edit_id, revision=outcome.revision, lost=lost, problems=[])
    problems = [ProblemOut.model_validate(one.to_json()) for one in outcome.problems]
    return EditOut(id=outcome.edit_id, revision=None, lost=[], problems=problems)


def _problems(outcomes: list[Outcome]) -> Iterator[Any]:
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            yield from outcome.problems
