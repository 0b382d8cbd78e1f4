"""The endpoints of playbooks."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Final, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Status

from desirepath.base.ids import plain
from desirepath.base.problem import DesirepathError
from desirepath.server.answers import REFUSALS
from desirepath.server.books.seeing import whose
from desirepath.server.jobs.queue import enqueue
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.names import names_of
from desirepath.server.people.api import asker
from desirepath.server.people.audit import write_down
from desirepath.server.people.models import Person
from desirepath.server.people.shapes import Page, PageSize, newest_first
from desirepath.server.playbooks import looking, turning
from desirepath.server.playbooks.api_analytics import router as analytics
from desirepath.server.playbooks.api_before import router as before
from desirepath.server.playbooks.deciding import DECIDE, KEY
from desirepath.server.playbooks.kept import House, must_be_playbook, read_version, save_version, version_of
from desirepath.server.playbooks.models import Halt, How, OutboxRow, Outcome, PlaybookRun, Switch
from desirepath.server.playbooks.outbox import PERFORM
from desirepath.server.playbooks.proving import proof_of
from desirepath.server.playbooks.shapes import (
    CheckedOut,
    HaltOut,
    OutboxOut,
    PlaybookEdit,
    PlaybookProofOut,
    PlaybooksOut,
    PlaybookTemplateOut,
    PlaybookText,
    PlaybookWhole,
    RunOut,
    RunStory,
    TurnOn,
)
from desirepath.server.playbooks.shown import (
    all_shown,
    checked,
    latest_due,
    outbox_out,
    run_out,
    story_of,
    whole,
)
from desirepath.success.playbooks.playbooks_json import proof_json
from desirepath.templates.playbooks import PLAYBOOKS, read_playbook_template

router = Router(tags=["playbooks"])
outbox_router = Router(tags=["playbooks"])
Row = TypeVar("Row", PlaybookRun, OutboxRow)
MOST_NAMESAKES: Final = 500
Word = Annotated[str | None, Query(max_length=500)]


@router.get("", response={200: PlaybooksOut, **REFUSALS})
def list_playbooks(request: HttpRequest) -> PlaybooksOut:
    """All playbooks: how each stands, and what it has done."""
    unknown = _seen(asker(request), OutboxRow.objects.filter(outcome=Outcome.UNKNOWN)).count()
    return PlaybooksOut(playbooks=all_shown(), halted_at=_halted().halted_at, unknown=unknown)


@router.get("/templates", response={200: list[PlaybookTemplateOut], **REFUSALS})
def list_playbook_templates(request: HttpRequest) -> list[PlaybookTemplateOut]:
    """The playbooks to start from."""
    return [
        PlaybookTemplateOut(
            name=one.name, title=read_version(read_playbook_template(one.name)).name, about=one.about
        )
        for one in PLAYBOOKS
    ]


@router.get("/templates/{name}", response={200: PlaybookText, **REFUSALS})
def one_playbook_template(request: HttpRequest, name: str) -> PlaybookText:
    """The text of one."""
    return PlaybookText(text=read_playbook_template(name))


@router.post("/check", response={200: CheckedOut, **REFUSALS})
def check_playbook(request: HttpRequest, body: PlaybookEdit) -> CheckedOut:
    """What a text says, and what is wrong with it, each problem with its line; nothing is saved."""
    return checked(body.text, body.data, body.id)


@router.post("", response={201: PlaybookWhole, **REFUSALS})
def create_playbook(request: HttpRequest, body: PlaybookText) -> Status[PlaybookWhole]:
    """A playbook, or a new version of one; it is off until somebody turns it on."""
    playbook = must_be_playbook(body.text, None, House.now())
    version = save_version(body.text, playbook, asker(request))
    return Status(201, whole(playbook.id, version.text))


@router.get("/{playbook_id}", response={200: PlaybookWhole, **REFUSALS})
def one_playbook(request: HttpRequest, playbook_id: str) -> PlaybookWhole:
    """One playbook, with its latest text."""
    return whole(playbook_id, version_of(playbook_id).text)


@router.put("/{playbook_id}", response={200: PlaybookWhole, **REFUSALS})
def save_playbook(request: HttpRequest, playbook_id: str, body: PlaybookText) -> PlaybookWhole:
    """Save a text as its next version. What is on goes on as it is until that one is turned on."""
    version_of(playbook_id)
    playbook = must_be_playbook(body.text, playbook_id, House.now())
    return whole(playbook_id, save_version(body.text, playbook, asker(request)).text)


@router.get("/{playbook_id}/versions/{int:number}", response={200: PlaybookText, **REFUSALS})
def playbook_version(request: HttpRequest, playbook_id: str, number: int) -> PlaybookText:
    """The text of a version."""
    return PlaybookText(text=version_of(playbook_id, number).text)


@router.post("/{playbook_id}/on", response={200: PlaybookWhole, **REFUSALS})
def turn_playbook_on(request: HttpRequest, playbook_id: str, body: TurnOn) -> PlaybookWhole:
    """Turn a version on. 422, DP-PLY-003, where it has moves that cannot be done yet."""
    turning.turn_on(
        playbook_id,
        asker(request),
        version=body.version,
        days_back=body.days_back,
        most_a_day=body.most_a_day,
        anyway=body.anyway,
    )
    return _turned(request, playbook_id, "turned a playbook on")


@router.post("/{playbook_id}/pause", response={200: PlaybookWhole, **REFUSALS})
def pause_playbook(request: HttpRequest, playbook_id: str) -> PlaybookWhole:
    """Let it do nothing for now."""
    turning.pause(playbook_id, asker(request))
    return _turned(request, playbook_id, "paused a playbook")


@router.post("/{playbook_id}/resume", response={200: PlaybookWhole, **REFUSALS})
def resume_playbook(request: HttpRequest, playbook_id: str) -> PlaybookWhole:
    """Let it go on."""
    turning.resume(playbook_id, asker(request))
    return _turned(request, playbook_id, "let a playbook go on")


@router.post("/{playbook_id}/drain", response={200: PlaybookWhole, **REFUSALS})
def drain_playbook(request: HttpRequest, playbook_id: str) -> PlaybookWhole:
    """Begin no more runs, and finish those under way."""
    turning.drain(playbook_id, asker(request))
    return _turned(request, playbook_id, "let a playbook finish")


@router.post("/{playbook_id}/stop", response={200: PlaybookWhole, **REFUSALS})
def stop_playbook(request: HttpRequest, playbook_id: str) -> PlaybookWhole:
    """Turn it off at once, with everything that is under way."""
    turning.stop(playbook_id, asker(request))
    return _turned(request, playbook_id, "stopped a playbook")


@router.get("/{playbook_id}/runs", response={200: Page[RunOut], **REFUSALS})
def playbook_runs(
    request: HttpRequest,
    playbook_id: str,
    status: Word = None,
    subject: Word = None,
    cursor: str = "",
    limit: PageSize = 50,
) -> Page[RunOut]:
    """Its runs, the latest first, refused ones too: what happened, and why it stands so. Of accounts you may
    see; ``subject`` is one's id, or a part of their names."""
    turning.switch_of(playbook_id)
    rows = PlaybookRun.objects.filter(playbook=playbook_id)
    if status is not None:
        rows = rows.filter(status=status)
    if subject is not None:
        rows = rows.filter(subject__in=_called(subject))
    items, following = newest_first(_seen(asker(request), rows), run_out, cursor=cursor, limit=limit)
    return Page[RunOut](items=list(items), next=following)


@router.get("/{playbook_id}/runs/{int:run_id}", response={200: RunStory, **REFUSALS})
def playbook_run(request: HttpRequest, playbook_id: str, run_id: int) -> RunStory:
    """One run from its beginning on, with everything it did and left out."""
    rows = PlaybookRun.objects.filter(playbook=playbook_id, pk=run_id)
    row = _seen(asker(request), rows).first()
    if row is None:
        raise NOT_FOUND.error(f"run {run_id}")
    return story_of(row)


@router.get("/{playbook_id}/proof", response={200: PlaybookProofOut, **REFUSALS})
def playbook_proof(request: HttpRequest, playbook_id: str) -> PlaybookProofOut:
    """What it has changed so far: those it acted for against those it left alone."""
    switch = turning.switch_of(playbook_id)
    number = None if switch.how == How.OFF else switch.version
    try:
        text = version_of(playbook_id, number).text
        proof, within = proof_of(text), read_version(text).goal_within
    except DesirepathError as error:
        if error.code == NOT_FOUND.code:
            raise
        return PlaybookProofOut(proof=None)
    return PlaybookProofOut.model_validate({"proof": None if proof is None else proof_json(proof, within)})


@outbox_router.post("/{int:row_id}/arrived", response={200: OutboxOut, **REFUSALS})
def say_it_arrived(request: HttpRequest, row_id: int) -> OutboxOut:
    """Of something of which nobody knew whether it arrived: you have looked, and it did. 422: it is known."""
    row = looking.it_arrived(_row(request, row_id), asker(request))
    write_down("said that a message arrived", request=request, target=row.playbook, row=row.pk)
    return outbox_out(row)


@outbox_router.post("/{int:row_id}/again", response={200: OutboxOut, **REFUSALS})
def have_it_sent_again(request: HttpRequest, row_id: int) -> OutboxOut:
    """Of something of which nobody knew whether it arrived: you have looked, and it should go out again."""
    row = looking.send_again(_row(request, row_id), asker(request))
    write_down("had a message sent again", request=request, target=row.playbook, row=row.pk)
    enqueue(PERFORM, key=KEY)
    return outbox_out(row)


def _row(request: HttpRequest, row_id: int) -> OutboxRow:
    row = _seen(asker(request), OutboxRow.objects.filter(pk=row_id)).first()
    if row is None:
        raise NOT_FOUND.error(f"outbox {row_id}")
    return row


@outbox_router.get("", response={200: Page[OutboxOut], **REFUSALS})
def list_outbox(
    request: HttpRequest,
    playbook: Word = None,
    outcome: Outcome | None = None,
    kind: Word = None,
    subject: Word = None,
    cursor: str = "",
    limit: PageSize = 50,
) -> Page[OutboxOut]:
    """What playbooks do and leave out, the latest due first, words and all. Of accounts you may see."""
    rows = OutboxRow.objects.all()
    if playbook is not None:
        rows = rows.filter(playbook=playbook)
    if outcome is not None:
        rows = rows.filter(outcome=outcome)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if subject is not None:
        rows = rows.filter(subject=subject)
    items, following = latest_due(_seen(asker(request), rows), cursor=cursor, limit=limit)
    return Page[OutboxOut](items=list(items), next=following)


@outbox_router.post("/halt", response={200: HaltOut, **REFUSALS})
def halt_playbooks(request: HttpRequest) -> HaltOut:
    """Stop everything at once: nothing is decided and nothing goes out until this is lifted."""
    turning.halt(asker(request))
    write_down("halted all playbooks", request=request)
    return _halted()


@outbox_router.delete("/halt", response={200: HaltOut, **REFUSALS})
def lift_playbooks_halt(request: HttpRequest) -> HaltOut:
    """Let everything go on."""
    turning.lift_halt()
    write_down("let all playbooks go on", request=request)
    enqueue(DECIDE, key=KEY)
    return _halted()


def _called(sought: str) -> list[str]:
    """The id itself, and those whose names have these letters."""
    letters = plain(sought)
    names = {**names_of("account"), **names_of("customer")}
    found = (one for one, name in names.items() if letters in plain(name))
    return [sought, *islice(found, MOST_NAMESAKES)]


def _halted() -> HaltOut:
    halt = Halt.objects.first()
    return HaltOut(halted_at=None if halt is None else halt.at)


def _turned(request: HttpRequest, playbook: str, what: str) -> PlaybookWhole:
    switch = Switch.objects.get(playbook=playbook)
    write_down(what, request=request, target=playbook, version=switch.version)
    enqueue(DECIDE, key=KEY)
    return whole(playbook, version_of(playbook).text)


def _seen(person: Person, rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those about whom the person may see."""
    for of in ("account", "customer"):
        mine = whose(person, of)
        if mine is not None:
            rows = rows.exclude(pk__in=rows.filter(of=of).exclude(subject__in=mine).values("pk"))
    return rows


ROUTERS: Final[tuple[tuple[str, Router], ...]] = (
    ("/playbooks", before),
    ("/playbooks", router),
    ("/outbox", outbox_router),
    ("/emails", analytics),
)
"""Where the endpoints begin."""
