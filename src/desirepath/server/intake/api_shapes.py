"""What the API shows of connections, keys, secrets and what came in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from desirepath.server.intake.models import Connection, HookSecret, Place, WriteKey
from desirepath.server.people.shapes import Body, Name

SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,59}$")]
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.\-\[\]:]{1,250}$", to_lower=True)]
"""A page's origin as browsers send it: scheme and host, no path."""
Light = Literal["waiting", "green", "paused", "trouble"]


class KeyOut(Schema):
    """A write key; the key itself was shown when it was made. ``ends_with`` helps to tell them apart."""

    id: int
    ends_with: str
    place: Place
    origins: list[str]
    made_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class KeyMade(KeyOut):
    """A new write key, which is shown this once."""

    key: str


class KeyIn(Body):
    """A write key to make. ``origins``: the pages that may use it (none: any); only for browsers."""

    place: Place = Place.SERVER
    origins: list[Origin] = Field(default_factory=list, max_length=50)


class SecretOut(Schema):
    """What webhooks are checked with; the secret itself was shown when it was made or entered."""

    id: int
    ends_with: str
    made_at: datetime
    expires_at: datetime | None


class SecretMade(SecretOut):
    """A new secret, which is shown this once."""

    secret: str


class SecretIn(Body):
    """The tool's own secret (as it shows it), or null: make one, to be entered over there."""

    secret: Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=4000)] | None = (
        None
    )


class Rotation(Body):
    """For how long the old one stays valid beside the new one."""

    overlap_hours: Annotated[int, Field(ge=0, le=24 * 30)] = 24


class SecretRotation(Rotation):
    """The tool's new secret (null: make one), and for how long the old one stays valid."""

    secret: Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=4000)] | None = (
        None
    )


class ConnectionOut(Schema):
    """Something that sends. ``light``: ``waiting`` for its first event, ``green``, ``paused``, or ``trouble``
    (the last thing that came was refused). ``address`` is where its webhooks are posted to, ``needs`` what
    proves who sends: a write ``key``, or a ``secret``."""

    id: int
    name: str
    title: str
    kind: str
    needs: Literal["key", "secret", "both"]
    address: str
    mapping: str
    is_paused: bool
    per_second: int
    made_at: datetime
    light: Light
    first_event_at: datetime | None
    last_event_at: datetime | None
    accepted: int
    duplicates: int
    rejected: int
    last_problem: dict[str, Any] | None
    last_problem_at: datetime | None
    keys: list[KeyOut]
    secrets: list[SecretOut]


class ConnectionIn(Body):
    """A connection to make. ``name`` becomes the source of its facts in the log, for ever."""

    name: SourceName
    kind: Annotated[str, StringConstraints(max_length=20)]
    title: Name | None = None
    mapping: Annotated[str, StringConstraints(max_length=100_000)] = ""


class ConnectionChange(Body):
    """What to change; what is left out stays."""

    title: Name | None = None
    mapping: Annotated[str, StringConstraints(max_length=100_000)] | None = None
    is_paused: bool | None = None
    per_second: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class StepMatched(Schema):
    """A step of a map that an interaction is."""

    map: str
    map_title: str
    step: str
    step_name: str


class CameOut(Schema):
    """One record that came in: what became of it, and why it was refused. ``matched`` are the steps that it
    is on the maps you may see; none: it belongs to the step where its customer stands, or to none."""

    number: int
    at: datetime
    connection: int
    source: str
    status: Literal["accepted", "duplicate", "rejected"]
    what: str
    activity: str | None
    customer: str | None
    account: str | None
    occurred_at: str | None
    channel: str | None
    problem: dict[str, Any] | None
    matched: list[StepMatched]


class ToolOut(Schema):
    """A tool that can be connected: what comes from it, and what to click over there. ``{address}``,
    ``{server}``, ``{key}`` and ``{secret}`` in the texts stand for the connection's own."""

    kind: str
    title: str
    group: str
    brings: str
    needs: Literal["key", "secret", "both"]
    whose_secret: Literal["theirs", "ours", ""]
    secret_is: str
    steps: list[str]
    snippets: dict[str, str]
    replay: str


def key_out(one: WriteKey) -> KeyOut:
    """What is shown of a write key."""
    return KeyOut(
        id=one.pk,
        ends_with=one.hint,
        place=Place(one.place),
        origins=list(one.origins),
        made_at=one.made_at,
        expires_at=one.expires_at,
        last_used_at=one.last_used_at,
    )


def secret_out(one: HookSecret) -> SecretOut:
    """What is shown of a secret."""
    return SecretOut(id=one.pk, ends_with=one.hint, made_at=one.made_at, expires_at=one.expires_at)


def light_of(one: Connection) -> Light:
    """Whether events come in."""
    if one.is_paused:
        return "paused"
    if one.last_problem_at and (one.last_event_at is None or one.last_problem_at > one.last_event_at):
        return "trouble"
    return "green" if one.first_event_at else "waiting"
