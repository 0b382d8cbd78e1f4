"""What the endpoints of playbooks are sent, and what they answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from desirepath.server.answers import ProblemOut
from desirepath.server.people.shapes import Body
from desirepath.server.playbooks.models import How, Outcome

LONGEST = 200_000
Text = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class PlaybookTemplateOut(Schema):
    """A playbook to start from."""

    name: str
    about: str


class PlaybookOut(Schema):
    """A playbook in a list: how it stands, with which version, and what it has done. ``asks`` is why it
    stopped by itself; ``cannot`` are the kinds of moves that cannot be done here yet; not ``is_readable``:
    something is wrong with its latest version."""

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
    is_readable: bool
    cannot: list[str]


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
    """All playbooks; ``halted_at``: everything is halted since then."""

    playbooks: list[PlaybookOut]
    halted_at: datetime | None


class PlaybookText(Body):
    """The text of a playbook's file."""

    text: Text


class CheckedOut(Schema):
    """What is wrong with a text."""

    problems: list[ProblemOut]


class TurnOn(Body):
    """Turn a version on, from now on or from so many days ago on. ``most_a_day`` answers what it asked;
    ``anyway``: though some of its moves cannot be done yet."""

    version: Annotated[int, Field(ge=1)]
    days_back: Annotated[int, Field(ge=0, le=3)] = 0
    most_a_day: Annotated[int, Field(ge=1, le=100_000)] | None = None
    anyway: bool = False


class SimulateIn(PlaybookText):
    """The text of a playbook, over the last so many days."""

    days: Annotated[int, Field(ge=1, le=730)] = 90


class RunOut(Schema):
    """A run: what happened, how it stands with it, and why."""

    id: int
    playbook: str
    version: int
    of: str
    subject: str
    since: datetime
    says: str
    status: str
    why: str
    next_at: datetime | None
    ended_at: datetime | None


class OutboxOut(Schema):
    """One thing that was to be done: for whom, when, what became of it, and its words as they go out."""

    id: int
    playbook: str
    version: int
    of: str
    subject: str
    move: str
    kind: str
    person: str | None
    at: datetime
    outcome: Outcome
    says: str
    why: str
    ended_at: datetime | None
    title: str
    words: str


class HaltOut(Schema):
    """Whether everything is halted, since when."""

    halted_at: datetime | None


class SimulatingOut(Schema):
    """The job that simulates; its result is desirepath-simulation/1."""

    job: int
