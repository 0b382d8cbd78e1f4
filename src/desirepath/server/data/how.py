"""How a file is to be read: what somebody decided in the wizard, as a mapping."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from ninja import Schema
from pydantic import Field

from desirepath.server.data.kinds import NOT_DECIDED
from desirepath.server.data.models import SavedMapping
from desirepath.server.data.rejected import LINE, WHY
from desirepath.server.kinds import BAD_REQUEST, NOT_FOUND
from desirepath.server.people.shapes import Body
from desirepath.sources.mapping import Mapping, read_mapping_text, read_zone
from desirepath.sources.mappings import ready_text
from desirepath.sources.sampling import Sample
from desirepath.sources.table_plan import IGNORED, OBJECT, PROPERTY, ROLES, TRAIT, About, TablePlan

Short = Annotated[str, Field(max_length=200)]
Column = Annotated[str, Field(max_length=2000)]
Spellings = Annotated[dict[Short, Short], Field(max_length=200)]

_WRITTEN: Final = ("delimiter", "encoding", "sheet", "header_rows")
SAYS_FIRST: Final[dict[About, str]] = {
    "occurred_at": "which column says when it happened?",
    "whose": "which column says whose it is?",
    "activity": "what happened? Name a column, or one activity for all rows",
    "score": "on which scale was the score asked?",
    "currency": "in which currency is the amount?",
}


class PlanOut(Schema):
    """What each column of a table means; see ``PlanIn``, which says the same."""

    source: str
    roles: dict[str, str]
    is_traits: bool
    time_format: str | None
    zone: str | None
    activity: str | None
    means: dict[str, str]
    scale: str | None
    currency: str | None
    delimiter: str | None
    encoding: str | None
    decimal: str | None
    thousands: str | None
    missing: list[str]
    lower: list[str]
    numbers: list[str]
    sheet: str | None
    header_rows: int
    clock_format: str | None = None
    spellings: dict[str, dict[str, str]] = Field(default_factory=dict)


class PlanIn(Body):
    """What each column of a table means.

    ``roles`` gives each column one: occurred_at, clock (the time of day, where that has a column of its own,
    written as ``clock_format`` says), customer, account, activity, score, text, amount, currency,
    channel, key, name (of that customer or account), plan (that they have bought), property, trait (what else
    is known of whoever it happened to), ignored, or ``object:TYPE`` (the id of a ticket, an order...).
    ``time_format`` is null for ISO 8601. ``activity`` and ``currency`` are for tables in which all rows have
    the same one; ``means`` translates words of the column of activities.
    What is known of somebody is a text, but a number from columns of ``numbers``. ``spellings`` of a column
    are read as the word that they stand for.
    """

    source: Short
    roles: Annotated[dict[Column, Short], Field(max_length=2000)]
    is_traits: bool = False
    time_format: Short | None = None
    zone: Short | None = None
    activity: Short | None = None
    means: Annotated[dict[Column, Short], Field(max_length=200)] = Field(default_factory=dict)
    scale: Short | None = None
    currency: Short | None = None
    delimiter: Short | None = None
    encoding: Short | None = None
    decimal: Short | None = None
    thousands: Short | None = None
    missing: Annotated[tuple[Short, ...], Field(max_length=50)] = ()
    lower: Annotated[tuple[Column, ...], Field(max_length=2000)] = ()
    numbers: Annotated[tuple[Column, ...], Field(max_length=2000)] = ()
    sheet: Short | None = None
    header_rows: Annotated[int, Field(ge=1, le=2)] = 1
    clock_format: Short | None = None
    spellings: Annotated[dict[Column, Spellings], Field(max_length=200)] = Field(default_factory=dict)

    def plan(self) -> TablePlan:
        """The plan that it says. Raises DP-SRV-004 for a role that there is not."""
        for column, role in self.roles.items():
            is_object = role.startswith(OBJECT) and role.removeprefix(OBJECT).isidentifier()
            if role not in (*ROLES, PROPERTY, TRAIT, IGNORED) and not is_object:
                raise BAD_REQUEST.error(f"roles.{column}"[:200], says=f"no column can be {role!r}")
        return TablePlan(**self.model_dump())


class HowIn(Body):
    """How to read a file: by a ``plan``, by the ``ready`` mapping of a tool, by a ``saved`` one, or (none of
    them) as it is. ``zone`` is that of times that name none; ``source`` overrides the source's name."""

    plan: PlanIn | None = None
    ready: Short | None = None
    saved: int | None = None
    zone: Short | None = None
    source: Short | None = None


@dataclass(frozen=True, slots=True)
class How:
    """The same, understood. ``text`` is a mapping file, empty where none is needed."""

    text: str
    plan: dict[str, Any] | None
    zone: str
    source: str

    @property
    def mapping(self) -> Mapping | None:
        """The mapping, read."""
        return read_mapping_text(self.text) if self.text else None

    @property
    def time_zone(self) -> ZoneInfo | None:
        """The zone, read."""
        return read_zone(self.zone) if self.zone else None


def understand(said: HowIn, sample: Sample | None = None) -> How:
    """What somebody decided. How a file is written, which a ``sample`` of it shows, a saved mapping does not
    say: that was another file. Raises DP-DAT-004 for what is still open, DP-SRC-006 for what no mapping can
    say, DP-SRC-031 and DP-SRV-003 for mappings that there are not."""
    if sum(one is not None for one in (said.plan, said.ready, said.saved)) > 1:
        raise BAD_REQUEST.error("how", says="a plan, a ready mapping or a saved one: not several")
    text, plan = "", None
    if said.plan is not None:
        planned = said.plan.plan()
        if planned.lacking:
            raise NOT_DECIDED.error(planned.lacking[0], says=SAYS_FIRST[planned.lacking[0]])
        text, plan = planned.to_mapping(), said.plan.model_dump()
    elif said.ready is not None:
        text = ready_text(said.ready)
    elif said.saved is not None:
        saved = SavedMapping.objects.filter(pk=said.saved).first()
        if saved is None:
            raise NOT_FOUND.error("saved", says="this mapping is not there any more")
        text, plan = saved.text, saved.plan
        if plan is not None and sample is not None:
            plan = {**plan, **{name: getattr(sample, name) for name in _WRITTEN}}
            text = PlanIn.model_validate(plan).plan().to_mapping()
    how = How(text, plan, said.zone or "", (said.source or "").strip())
    _ = how.mapping, how.time_zone
    return how


def shape_word(header: Iterable[str]) -> str:
    """A word for the columns of a table, whatever their order, and without those that we add to refused rows.

    >>> shape_word(["a", "b"]) == shape_word(["b", "a"]) != shape_word(["a"])
    True
    """
    return hashlib.sha256("\0".join(sorted({*header} - {LINE, WHY})).encode("utf-8", "replace")).hexdigest()
