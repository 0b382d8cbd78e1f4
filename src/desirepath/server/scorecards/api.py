"""The endpoints of scorecards: their versions and drafts, and what one would say."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final, Literal

import orjson
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from desirepath.base.problem import DesirepathError
from desirepath.server.answers import REFUSALS, ProblemOut
from desirepath.server.books.seeing import whose
from desirepath.server.lived.answering import Asked
from desirepath.server.lived.api import ANSWERS, answered
from desirepath.server.lived.card_questions import BackTestQuestion, CardQuestion, DryRunQuestion, card_part
from desirepath.server.log_state import info_now
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Body, Name
from desirepath.server.scorecards.api_health import router as health_router
from desirepath.server.scorecards.healths import map_of
from desirepath.server.scorecards.judging import judge
from desirepath.server.scorecards.models import ScorecardVersion
from desirepath.server.scorecards.versions import (
    LONGEST,
    Kept,
    all_kept,
    difference,
    drop_draft,
    find_kept,
    find_version,
    publish,
    publish_again,
    read_text,
    reshape,
    save_draft,
    start,
    withdraw,
)
from desirepath.success.scorecard import Scorecard
from desirepath.success.scorecard_file import read_scorecard_text
from desirepath.success.starter import start_scorecard

router = Router(tags=["scorecards"])
CardText = Annotated[str, Field(max_length=LONGEST)]


class JudgedOut(Schema):
    """What was known of a version when it was published. ``asked`` is what its publisher was asked first
    (not tested, worse) and published it all the same; the areas and the gain are as in the back-test."""

    asked: Literal["not tested", "worse"] | None
    horizon_days: float | None = None
    customers: int | None = None
    left: int | None = None
    auc: dict[str, Any] | None = None
    baseline: dict[str, Any] | None = None
    gain: dict[str, Any] | None = None


class CardVersionOut(Schema):
    """A version that was published. ``by`` null: somebody changed the file in the folder, or is gone."""

    number: int
    at: datetime
    by: str | None
    note: str
    from_folder: bool
    judged: JudgedOut | None


class ScorecardDraftOut(Schema):
    """A draft: ``revision`` counts its changes."""

    revision: int
    at: datetime
    by: str | None


class ScorecardOut(Schema):
    """A scorecard in a list. ``version`` null: it was never published. Not ``in_force``: its file is gone."""

    id: str
    name: str
    of: str
    segment: str | None
    signals: int
    is_readable: bool
    in_force: bool
    version: CardVersionOut | None
    draft: ScorecardDraftOut | None


class ScorecardWhole(ScorecardOut):
    """A scorecard as it is worked on: the text of its draft (else of what is in force), what it says as plain
    data (null: it is no YAML), and what is wrong with it. ``published`` is the text in force,
    ``levels_in_force`` are what its levels are called."""

    text: str
    data: dict[str, Any] | None
    problems: list[ProblemOut]
    published: str | None
    levels_in_force: list[str]
    versions: list[CardVersionOut]


class NewScorecard(Body):
    """A new scorecard: what it is called, and whose health it is about."""

    name: Name
    of: Annotated[str, Field(min_length=1, max_length=100)] = "account"


class ScorecardDraftIn(Body):
    """A draft's ``text``, made from revision ``base`` (null: there was no draft). With ``data`` the text is
    made to say that, and keeps its comments."""

    text: CardText
    data: dict[str, Any] | None = None
    base: Annotated[int, Field(ge=1)] | None = None


class PublishIn(Body):
    """Publish the draft of revision ``base``. ``anyway``: though it was not tested, or is no better."""

    base: Annotated[int, Field(ge=1)]
    note: Annotated[str, Field(max_length=500)] = ""
    anyway: bool = False


class PublishAgainIn(Body):
    """Why an earlier version is to count again; ``since`` is the latest version that you have seen."""

    note: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
    since: Annotated[int, Field(ge=1)]


class AskCard(Body):
    """The text of a scorecard, in force or not."""

    text: CardText


class AskDryRun(AskCard):
    """The same, held against the text of another."""

    against: CardText


class AskBackTest(AskCard):
    """The same: who left within so many days of a score?"""

    horizon_days: Annotated[int, Field(ge=7, le=730)] = 90


class LineOut(Schema):
    """A line of two texts: ``-`` it is in the older one only, ``+`` in the newer one only."""

    mark: Literal[" ", "-", "+"]
    text: str


class VersionText(CardVersionOut):
    """A version with its text, and how it differs from the one before it (or from ``against``)."""

    text: str
    against: int | None
    lines: list[LineOut]


@router.get("", response={200: list[ScorecardOut], **REFUSALS})
def list_scorecards(request: HttpRequest) -> list[ScorecardOut]:
    """All scorecards of the workspace. A file that was changed in its folder has become a version."""
    return [_out(one) for one in all_kept()]


@router.post("", response={201: ScorecardWhole, **REFUSALS})
def create_scorecard(request: HttpRequest, body: NewScorecard) -> Status[ScorecardWhole]:
    """A new scorecard as a draft, with signals that the log can answer."""
    activities: Any = info_now().to_json()["activities"]
    kept = start(
        body.name, lambda card: start_scorecard(card, body.name, body.of, activities), asker(request)
    )
    return Status(201, _whole(kept))


@health_router.post("/now", response=ANSWERS)
def scorecard_now(request: HttpRequest, body: AskCard) -> HttpResponse:
    """How everybody would be by this text (desirepath-scorecard-now/1): 200, or 202 with the job."""
    card = read_scorecard_text(body.text)
    return answered(request, Asked("card", CardQuestion(card=card_part(card)), map_of(card)))


@health_router.post("/dry-run", response=ANSWERS)
def scorecard_dry_run(request: HttpRequest, body: AskDryRun) -> HttpResponse:
    """What this text would change against another (desirepath-dry-run/1): 200, or 202 with the job."""
    card, against = read_scorecard_text(body.text), read_scorecard_text(body.against)
    question = DryRunQuestion(card=card_part(card), against=card_part(against))
    found = answered(request, Asked("dry-run", question, map_of(card) or map_of(against)))
    return _only_seen(found, asker(request), card)


@health_router.post("/back-test", response=ANSWERS)
def scorecard_back_test(request: HttpRequest, body: AskBackTest) -> HttpResponse:
    """Whether this text would have told (desirepath-back-test/1): 200, or 202 with the job."""
    card = read_scorecard_text(body.text)
    question = BackTestQuestion(card=card_part(card), horizon_days=body.horizon_days)
    return answered(request, Asked("back-test", question, map_of(card)))


@router.get("/{card_id}", response={200: ScorecardWhole, **REFUSALS})
def one_scorecard(request: HttpRequest, card_id: str) -> ScorecardWhole:
    """One scorecard, as it is worked on."""
    return _whole(find_kept(card_id))


@router.put("/{card_id}/draft", response={200: ScorecardWhole, **REFUSALS})
def save_scorecard(request: HttpRequest, card_id: str, body: ScorecardDraftIn) -> ScorecardWhole:
    """Change the draft, or begin one. It may be wrong: what is, is said. 409: somebody was faster."""
    text = body.text if body.data is None else reshape(body.text, body.data)
    return _whole(save_draft(card_id, text, base=body.base, person=asker(request)))


@router.delete("/{card_id}/draft", response={204: None, **REFUSALS})
def drop_scorecard_draft(request: HttpRequest, card_id: str) -> Status[None]:
    """Throw the draft away; a scorecard that was never published goes with it."""
    drop_draft(card_id)
    return Status(204, None)


@router.post("/{card_id}/publish", response={200: ScorecardWhole, **REFUSALS})
def publish_scorecard(request: HttpRequest, card_id: str, body: PublishIn) -> ScorecardWhole:
    """Bring the draft into force. 422, DP-CRD-001 or -002, where its back-test lacks or speaks against it."""
    draft = find_kept(card_id)
    read = read_text(draft.text, card_id)
    if read.problems or read.card is None:
        raise DesirepathError(read.problems)
    judged = judge(read.card, anyway=body.anyway)
    with transaction.atomic():
        kept = publish(card_id, base=body.base, note=body.note, judged=judged, person=asker(request))
        assert kept.published is not None
        write_down(
            "published a scorecard",
            request=request,
            target=card_id,
            version=kept.published.number,
            asked=judged["asked"],
        )
    return _whole(kept)


@router.delete("/{card_id}", response={204: None, **REFUSALS})
def withdraw_scorecard(request: HttpRequest, card_id: str) -> Status[None]:
    """Take a scorecard out of force: its file goes, its versions stay, and what it said is a draft."""
    withdraw(card_id)
    write_down("took a scorecard out of force", request=request, target=card_id)
    return Status(204, None)


@router.get("/{card_id}/versions/{int:number}", response={200: VersionText, **REFUSALS})
def scorecard_version(
    request: HttpRequest, card_id: str, number: int, against: int | None = None
) -> VersionText:
    """One version, line by line against the one before it, or against another."""
    mine = find_version(card_id, number)
    if against is None:
        earlier = ScorecardVersion.objects.filter(card=card_id, is_draft=False, number__lt=number)
        other = earlier.order_by("number").last()
    else:
        other = find_version(card_id, against)
    lines = difference(other.text if other else "", mine.text)
    return VersionText(
        **_version_out(mine).model_dump(),
        text=mine.text,
        against=other.number if other else None,
        lines=[LineOut(mark=mark, text=text) for mark, text in lines],  # type: ignore[arg-type]  # one of three
    )


@router.post("/{card_id}/versions/{int:number}/publish", response={200: ScorecardWhole, **REFUSALS})
def publish_scorecard_again(
    request: HttpRequest, card_id: str, number: int, body: PublishAgainIn
) -> ScorecardWhole:
    """Bring an earlier version into force again: a version of its own, by you, with your reason. A draft
    stays as it is. 409: another version was published meanwhile."""
    with transaction.atomic():
        kept = publish_again(card_id, number, since=body.since, note=body.note, person=asker(request))
        assert kept.published is not None
        write_down(
            "published a scorecard",
            request=request,
            target=card_id,
            version=kept.published.number,
            again=number,
        )
    return _whole(kept)


def _out(kept: Kept) -> ScorecardOut:
    return ScorecardOut(**_shown(kept))


def _whole(kept: Kept) -> ScorecardWhole:
    read = read_text(kept.text, kept.card)
    published = kept.published.text if kept.published and kept.is_in_force else None
    in_force = None if published is None else read_text(published, kept.card).card
    return ScorecardWhole(
        **_shown(kept),
        text=kept.text,
        data=None if read.data is None else dict(read.data),
        problems=[ProblemOut.model_validate(problem.to_json()) for problem in read.problems],
        published=published,
        levels_in_force=[] if in_force is None else [level.name for level in in_force.levels],
        versions=[_version_out(one) for one in kept.versions],
    )


def _shown(kept: Kept) -> dict[str, Any]:
    read = read_text(kept.text, kept.card)
    said, card = read.data or {}, read.card
    name = said.get("name")
    return {
        "id": kept.card,
        "name": name if isinstance(name, str) else kept.card,
        "of": card.of if card else "account",
        "segment": card.segment if card else None,
        "signals": len(card.signals) if card else 0,
        "is_readable": not read.problems,
        "in_force": kept.is_in_force,
        "version": _version_out(kept.published) if kept.published else None,
        "draft": _draft_out(kept.draft) if kept.draft else None,
    }


def _version_out(one: ScorecardVersion) -> CardVersionOut:
    return CardVersionOut(
        number=one.number,
        at=one.at,
        by=_name(one.person),
        note=one.note,
        from_folder=one.is_from_folder,
        judged=None if one.judged is None else JudgedOut(**one.judged),
    )


def _draft_out(one: ScorecardVersion) -> ScorecardDraftOut:
    return ScorecardDraftOut(revision=one.revision, at=one.at, by=_name(one.person))


def _name(person: Person | None) -> str | None:
    return (person.name or person.email) if person else None


def _only_seen(found: HttpResponse, person: Person, card: Scorecard) -> HttpResponse:
    """The answer without the accounts that are not the asker's to see; counts stay everybody's."""
    mine = whose(person, card.of)
    if mine is None:
        return found
    told = orjson.loads(found.content)
    if told.get("answer"):
        told["answer"]["movers"] = [one for one in told["answer"]["movers"] if one["subject"] in mine]
    found.content = orjson.dumps(told)
    return found


ROUTERS: Final[tuple[tuple[str, Router], ...]] = (("/scorecards", router), ("/health", health_router))
"""Where the endpoints begin."""
