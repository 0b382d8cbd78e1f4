"""Rows as the endpoints show them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from desirepath.base.problem import DesirepathError, Problem
from desirepath.base.spans import from_microseconds
from desirepath.model.document import Document
from desirepath.server.answers import ProblemOut
from desirepath.server.desk.models import Task
from desirepath.server.kinds import BAD_REQUEST
from desirepath.server.lived.names import names_of
from desirepath.server.people.models import Person
from desirepath.server.playbooks.kept import House, must_be_playbook, read_version
from desirepath.server.playbooks.letters import letter_of
from desirepath.server.playbooks.models import (
    How,
    LimitsVersion,
    OutboxRow,
    Outcome,
    PlaybookRun,
    PlaybookVersion,
    Switch,
)
from desirepath.server.playbooks.performing.task import key_of
from desirepath.server.playbooks.shapes import (
    CheckedOut,
    LimitsOut,
    OutboxOut,
    PlaybookOut,
    PlaybookVersionOut,
    PlaybookWhole,
    RunOut,
    RunStory,
)
from desirepath.server.playbooks.turning import cannot_do
from desirepath.success.playbooks.moves import all_moves, does_of, flat, kinds_of, move_called, words_of
from desirepath.success.playbooks.playbook import Move, Playbook
from desirepath.success.playbooks.playbook_file import save_playbook
from desirepath.success.playbooks.wording import fill, fill_line, fill_prose

_HEADS = ("title", "subject")
_LONGEST_HEAD = 100
_NOT_KNOWN = "…"
_PLACE = re.compile(r"(\d{1,18})-(\d{1,18})", re.ASCII)
"""A cursor of the outbox: when the last row shown was due, and its number."""


def all_shown() -> list[PlaybookOut]:
    """All playbooks, by name."""
    latest: dict[str, PlaybookVersion] = {}
    for row in PlaybookVersion.objects.order_by("playbook", "number"):
        latest[row.playbook] = row
    switches = {one.playbook: one for one in Switch.objects.all()}
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    runs = PlaybookRun.objects.values("playbook").annotate(
        running=Count("pk", filter=Q(status="running")), held_out=Count("pk", filter=Q(status="held out"))
    )
    rows = OutboxRow.objects.values("playbook").annotate(
        done=Count("pk", filter=Q(outcome__in=(Outcome.DONE, Outcome.KEPT))),
        waiting=Count("pk", filter=Q(outcome=Outcome.WAITING)),
        letters_kept=Count("pk", filter=Q(outcome=Outcome.KEPT)),
    )
    counted: list[dict[str, Any]] = [*map(dict, runs), *map(dict, rows)]
    for one in counted:
        counts[one.pop("playbook")] |= one
    found = [_shown(row, switches[name], _Counts(**counts[name])) for name, row in latest.items()]
    return sorted(found, key=lambda one: (one.name.casefold(), one.id))


@dataclass(frozen=True, slots=True)
class _Counts:
    """What there is of one playbook: its runs, and what became of its moves."""

    running: int = 0
    held_out: int = 0
    done: int = 0
    waiting: int = 0
    letters_kept: int = 0


def _shown(row: PlaybookVersion, switch: Switch, counts: _Counts) -> PlaybookOut:
    read: Playbook | None = None
    try:
        read = read_version(row.text)
    except DesirepathError:
        data = _data(row.text)
    is_on = switch.how != How.OFF
    return PlaybookOut(
        id=row.playbook,
        name=read.name if read else str(data.get("name") or row.playbook),
        description=read.description if read else None,
        of=read.of if read else "account",
        purpose=read.purpose if read else "marketing",
        how=How(switch.how),
        version=switch.version if is_on else None,
        latest=row.number,
        since=from_microseconds(switch.since_us) if is_on else None,
        most_a_day=switch.most_a_day,
        asks=switch.asks,
        **asdict(counts),
        is_readable=read is not None,
        cannot=cannot_do(read) if read else [],
        heads=heads_of(read) if read else {},
    )


def heads_of(playbook: Playbook) -> dict[str, str]:
    """The first line of each move that has words, by its id; what stands for a value as it is written."""
    heads = {}
    for _, move in all_moves(playbook.moves):
        does = does_of(move)
        if does is not None and move.id is not None:
            words = words_of(does)
            heads[move.id] = head_and_rest(words)[0] or next(iter(words.values()), "")[:_LONGEST_HEAD]
    return heads


def _data(text: str) -> dict[str, object]:
    try:
        return dict(Document.read(text).data)
    except DesirepathError:
        return {}


def whole(playbook: str, text: str) -> PlaybookWhole:
    """One playbook as it is worked on."""
    (mine,) = [one for one in all_shown() if one.id == playbook]
    versions = PlaybookVersion.objects.filter(playbook=playbook).select_related("person")
    return PlaybookWhole(
        **mine.model_dump(),
        text=text,
        problems=problems_of(text, playbook),
        versions=[
            PlaybookVersionOut(number=one.number, at=one.at, by=_name(one.person))
            for one in versions.order_by("-number")
        ],
    )


def _name(person: Person | None) -> str | None:
    return (person.name or person.email) if person else None


def checked(text: str, data: Mapping[str, Any] | None, playbook: str | None) -> CheckedOut:
    """A text as it is worked on; made to say ``data``, where there are any. Raises DP-MAP- where the text to
    be changed is no YAML."""
    if data is not None:
        text = save_playbook(text, data)
    try:
        said: dict[str, Any] | None = dict(Document.read(text).data)
    except DesirepathError:
        said = None
    return CheckedOut(text=text, data=said, problems=problems_of(text, playbook))


def problems_of(text: str, playbook: str | None) -> list[ProblemOut]:
    """What is wrong with a text, by itself and in this workspace."""
    found: tuple[Problem, ...] = ()
    try:
        must_be_playbook(text, playbook, House.now())
    except DesirepathError as error:
        found = error.problems
    return [ProblemOut.model_validate(one.to_json()) for one in found]


def run_out(row: PlaybookRun) -> RunOut:
    """A run."""
    return RunOut(
        id=row.pk,
        playbook=row.playbook,
        version=row.version,
        of=row.of,
        subject=row.subject,
        name=names_of(row.of).get(row.subject),
        since=from_microseconds(row.since_us),
        says=row.says,
        status=row.status,
        why=row.why,
        next_at=None if row.due_us is None else from_microseconds(row.due_us),
        ended_at=None if row.ended_us is None else from_microseconds(row.ended_us),
    )


def outbox_out(row: OutboxRow) -> OutboxOut:
    """A row of the outbox, with its words filled in as they go out."""
    return outbox_page([row])[0]


def outbox_page(rows: Sequence[OutboxRow]) -> list[OutboxOut]:
    """The same of many: what stands elsewhere is asked for once for all of them."""
    versions = PlaybookVersion.objects.filter(
        playbook__in={row.playbook for row in rows}, number__in={row.version for row in rows}
    )
    playbooks = {(one.playbook, one.number): _read(one) for one in versions}
    keys = [key_of(row.key) for row in rows if row.kind == "task" and row.outcome == Outcome.DONE]
    tasks: dict[str, int] = dict(Task.objects.filter(key__in=keys).values_list("key", "pk")) if keys else {}
    return [
        _outbox_out(row, playbooks.get((row.playbook, row.version)), tasks.get(key_of(row.key)))
        for row in rows
    ]


def _outbox_out(row: OutboxRow, playbook: Playbook | None, task: int | None) -> OutboxOut:
    title, words = ("", "") if playbook is None else _words_filled(row, playbook)
    return OutboxOut(
        id=row.pk,
        playbook=row.playbook,
        playbook_name=None if playbook is None else playbook.name,
        version=row.version,
        of=row.of,
        subject=row.subject,
        name=names_of(row.of).get(row.subject),
        move=row.move,
        kind=row.kind or _kind_of(playbook, row.move),
        person=row.person or None,
        person_name=names_of("customer").get(row.person) if row.person else None,
        at=from_microseconds(row.at_us),
        outcome=Outcome(row.outcome),
        says=Outcome(row.outcome).label,
        why=row.why,
        ended_at=row.ended_at,
        title=title,
        words=words,
        task=task,
    )


def latest_due(rows: QuerySet[OutboxRow], *, cursor: str, limit: int) -> tuple[list[OutboxOut], str | None]:
    """One page of the outbox, what is due latest first, and the cursor of the next. Raises DP-SRV-004 for a
    cursor that is none."""
    if cursor:
        place = _PLACE.fullmatch(cursor)
        if place is None:
            raise BAD_REQUEST.error(
                "cursor", says="this cursor is none of ours", fix="begin again without, then follow next"
            )
        at_us, pk = map(int, place.groups())
        rows = rows.filter(Q(at_us__lt=at_us) | Q(at_us=at_us, pk__lt=pk))
    found = list(rows.order_by("-at_us", "-pk")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return outbox_page(found[:limit]), None if last is None else f"{last.at_us}-{last.pk}"


def _read(version: PlaybookVersion | None) -> Playbook | None:
    """What a version says; None where there is none, or where it cannot be read any more."""
    try:
        return None if version is None else read_version(version.text)
    except DesirepathError:
        return None


def _kind_of(playbook: Playbook | None, move: str) -> str:
    found = None if playbook is None else move_called(playbook, move)
    return "" if found is None else kinds_of(found)[0]


def story_of(row: PlaybookRun) -> RunStory:
    """A run with everything it did and left out, in order of time."""
    rows = OutboxRow.objects.filter(playbook=row.playbook, subject=row.subject, occurrence=row.key)
    return RunStory(
        run=run_out(row), moves=outbox_page(list(rows.order_by("at_us", "pk"))), next=_next_of(row)
    )


def _next_of(row: PlaybookRun) -> str | None:
    version = PlaybookVersion.objects.filter(playbook=row.playbook, number=row.version)
    playbook = _read(version.first()) if row.status == "running" else None
    if playbook is None:
        return None
    ops = flat(playbook)
    move = ops[row.place].move if row.place < len(ops) else None
    return None if move is None else kinds_of(move)[0]


def limits_out(row: LimitsVersion) -> LimitsOut:
    """A version of the limits."""
    is_kept = row.pk is not None
    return LimitsOut(
        number=row.number,
        per_day=row.per_day,
        per_week=row.per_week,
        company=row.company,
        sender=row.sender,
        quiet=row.quiet or None,
        at=row.at if is_kept else None,
        by=_name(row.person) if is_kept else None,
    )


def _words_filled(row: OutboxRow, playbook: Playbook) -> tuple[str, str]:
    """The line and the text of what a row sends; of one that was left out the line, as far as it is known."""
    try:
        move = move_called(playbook, row.move)
        if row.outcome == Outcome.LEFT_OUT and not row.kind:
            called = names_of(row.of).get(row.subject, row.subject)
            head = heads_of(playbook).get(row.move, "")
            return fill_line(head, defaultdict(lambda: _NOT_KNOWN, account=called)), ""
        if move is not None and (move.email or move.ask):
            return _letter_shown(row, playbook, move)
        does = None if move is None else does_of(move)
        say = fill if row.kind == "webhook" else fill_prose
        words = {} if does is None else {key: say(text, row.values) for key, text in words_of(does).items()}
    except (DesirepathError, KeyError):
        return "", ""
    return head_and_rest(words)


def head_and_rest(words: Mapping[str, str]) -> tuple[str, str]:
    """The line that a move's words begin with, and the text below it."""
    head = next((words[key] for key in _HEADS if key in words), "")
    rest = [text for key, text in words.items() if key not in _HEADS and text]
    return " ".join(head.split()), "\n\n".join(rest)


def _letter_shown(row: OutboxRow, playbook: Playbook, move: Move) -> tuple[str, str]:
    """As it goes out. Links are its receiver's: only where nothing goes out can they be tried here."""
    letter = letter_of(row, playbook, move)
    words = letter.text if row.outcome == Outcome.KEPT else letter.without_links_of(row)
    return letter.subject, words.rstrip()
