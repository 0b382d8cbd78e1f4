"""What the endpoints of playbooks are sent, and what they answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field

from desirepath.server.answers import ProblemOut
from desirepath.server.people.shapes import Body, Name
from desirepath.server.playbooks.models import How, Outcome
from desirepath.success.playbooks.playbook import Weekday
from desirepath.success.playbooks.proof import Verdict

LONGEST = 200_000
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]
Clock = Annotated[str, Field(pattern=r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$")]


class PlaybookTemplateOut(Schema):
    """A playbook to start from; ``title`` is what its file is called on pages."""

    name: str
    title: str
    about: str


class PlaybookOut(Schema):
    """A playbook in a list: how it stands, with which version, and what it has done. ``asks`` is why it
    stopped by itself; ``cannot`` are the kinds of moves that cannot be done here yet; not ``is_readable``:
    something is wrong with its latest version. ``heads`` are the first lines of its moves, by their ids.
    ``letters_kept``: so many letters were not sent, because there is no mail server."""

    id: str
    name: str
    description: str | None
    of: str
    purpose: str
    how: How
    version: int | None
    latest: int
    since: datetime | None
    most_a_day: int | None
    asks: str
    running: int
    held_out: int
    done: int
    waiting: int
    letters_kept: int
    is_readable: bool
    cannot: list[str]
    heads: dict[str, str]


class PlaybookVersionOut(Schema):
    """A version: who saved it, when."""

    number: int
    at: datetime
    by: str | None


class PlaybookWhole(PlaybookOut):
    """A playbook as it is worked on: the text of its latest version, what is wrong with it, and all
    versions."""

    text: str
    problems: list[ProblemOut]
    versions: list[PlaybookVersionOut]


class PlaybooksOut(Schema):
    """All playbooks; ``halted_at``: everything is halted since then; ``unknown``: of so many messages nobody
    knows whether they arrived."""

    playbooks: list[PlaybookOut]
    halted_at: datetime | None
    unknown: int


class PlaybookText(Body):
    """The text of a playbook's file."""

    text: Text


class PlaybookEdit(PlaybookText):
    """A text as it is worked on. With ``data`` it is made to say that, and keeps its comments; with ``id`` it
    is of the playbook that is kept under that one."""

    data: dict[str, Any] | None = None
    id: Annotated[str, Field(max_length=100)] | None = None


class CheckedOut(Schema):
    """A text as it is worked on: what it says as plain data (null: it is no YAML), and what is wrong with
    it, each with its line and its address in the data."""

    text: str
    data: dict[str, Any] | None
    problems: list[ProblemOut]


class PreviewIn(PlaybookText):
    """What the move of this id would say; to ``subject``, or to somebody whom one may see."""

    move: Annotated[str, Field(min_length=1, max_length=100)]
    subject: Annotated[str, Field(max_length=500)] | None = None


class PreviewedPerson(Schema):
    """The words for one person (null: the move is to nobody of theirs), what is not known of them, what the
    playbook says in its place, and why it would not go out."""

    person: str | None
    name: str | None
    title: str
    words: str
    lacks: list[str]
    stands_in: dict[str, str]
    why_not: str | None


class MissingOut(Schema):
    """A value that a move shows, and of how many of the receivers that were looked at it is not known;
    ``instead`` is what stands there then (null: the message is left out)."""

    name: str
    missing: int
    of: int
    instead: str | None


class PreviewOut(Schema):
    """A move as it would be for one account or customer. ``people`` empty: nobody of theirs is whom it is to.
    ``missing`` is of everybody whom you may see."""

    subject: str
    name: str | None
    kind: str
    sender: str
    people: list[PreviewedPerson]
    missing: list[MissingOut]


class TestLetterOut(Schema):
    """To which address a test letter went, and for whom its words were."""

    __test__ = False
    to: str
    subject: str


class ReachedOut(Schema):
    """How many accounts or customers a playbook would begin for at once, turned on for what happened in the
    last so many days; ``asks``: and it would stop, and ask."""

    days_back: int
    subjects: int
    asks: str | None


class GoalShare(Schema):
    """How many reached the goal, or a difference of two such shares, with its interval."""

    value: float | None
    low: float | None
    high: float | None
    n: int
    reason: str | None


class ProofSoFar(Schema):
    """What a playbook changes so far: goal reached in time by those it acted for, and by those left alone.
    ``waiting``: of how many the time is not over. ``verdict`` says no more than the numbers bear."""

    within: str
    meant: GoalShare
    held_out: GoalShare
    difference: GoalShare
    smallest: float | None
    waiting: int
    verdict: Verdict


class PlaybookProofOut(Schema):
    """Null: the playbook has no goal, or was never kept in a way that can be read."""

    proof: ProofSoFar | None


class TurnOn(Body):
    """Turn a version on, from now on or from so many days ago on. ``most_a_day`` answers what it asked;
    ``anyway``: though some of its moves cannot be done yet."""

    version: Annotated[int, Field(ge=1)]
    days_back: Annotated[int, Field(ge=0, le=3)] = 0
    most_a_day: Annotated[int, Field(ge=1, le=100_000)] | None = None
    anyway: bool = False


class SimulateIn(PlaybookText):
    """The text of a playbook, over the last so many days; or from the day ``since`` to the day ``until``,
    both included."""

    days: Annotated[int, Field(ge=1, le=730)] = 90
    since: date | None = None
    until: date | None = None


class RunOut(Schema):
    """A run: what happened, how it stands with it, and why."""

    id: int
    playbook: str
    version: int
    of: str
    subject: str
    name: str | None
    since: datetime
    says: str
    status: str
    why: str
    next_at: datetime | None
    ended_at: datetime | None


class OutboxOut(Schema):
    """One thing that was to be done: for whom, when, what became of it, and its words as they go out.

    ``task`` is the number of the task that it has made (null: none).
    """

    id: int
    playbook: str
    playbook_name: str | None
    version: int
    of: str
    subject: str
    name: str | None
    move: str
    kind: str
    person: str | None
    person_name: str | None
    at: datetime
    outcome: Outcome
    says: str
    why: str
    ended_at: datetime | None
    title: str
    words: str
    task: int | None


class RunStory(Schema):
    """A run from its beginning on: everything it did and left out, and which kind of move comes next."""

    run: RunOut
    moves: list[OutboxOut]
    next: str | None


class BesideOut(Schema):
    """A playbook that acts at a step, and how many of its runs are under way here."""

    id: str
    name: str
    how: How
    running: int


class StepMoves(Schema):
    """A step, and the playbooks that act there."""

    step: str
    playbooks: list[BesideOut]


class QuietHoursIn(Body):
    """The usual quiet hours, as a playbook's file says them. Both times or neither."""

    from_: Annotated[Clock | None, Field(alias="from")] = None
    until: Clock | None = None
    days: Annotated[tuple[Weekday, ...], Field(max_length=6)] = ()
    zone: Annotated[str, Field(max_length=100)] | None = None


class LimitsIn(Body):
    """What holds for all playbooks together, made from version ``base``."""

    base: Annotated[int, Field(ge=0)]
    per_day: Annotated[int, Field(ge=1, le=50)]
    per_week: Annotated[int, Field(ge=1, le=100)]
    company: Name
    sender: Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f<>\"@]*$")] = ""
    quiet: QuietHoursIn | None = None


class LimitsOut(Schema):
    """A version of the limits; number 0: nobody has set any."""

    number: int
    per_day: int
    per_week: int
    company: str
    sender: str
    quiet: dict[str, Any] | None
    at: datetime | None
    by: str | None


class LimitsWhole(LimitsOut):
    """The limits in force, all versions (the latest first), and from which address mails go out (empty: there
    is no mail server)."""

    versions: list[LimitsOut]
    address: str
    time_zone: str


class NamedStep(Schema):
    """A step that a trigger may name; ``within`` is what the map promises."""

    id: str
    name: str
    stage: str
    within: str | None


class NamedMap(Schema):
    """A map that a playbook may name."""

    id: str
    title: str
    travels: str
    steps: list[NamedStep]


class NamedCard(Schema):
    """A scorecard that a playbook may name; its levels from the worst on."""

    id: str
    name: str
    of: str
    levels: list[str]


class PlaybookWords(Schema):
    """What a playbook may name."""

    maps: list[NamedMap]
    cards: list[NamedCard]
    playbooks: list[str]
    roles: list[str]


class DemoDaysIn(Body):
    """How many days should pass."""

    days: Annotated[int, Field(ge=1, le=31)] = 1


class DemoClockOut(Schema):
    """How late it is for playbooks. ``is_demo``: time stands still, and can be let pass."""

    now: datetime
    is_demo: bool


class HaltOut(Schema):
    """Whether everything is halted, since when."""

    halted_at: datetime | None


class SimulatingOut(Schema):
    """The job that simulates; its result is desirepath-simulation/1."""

    job: int
