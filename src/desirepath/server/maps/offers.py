"""What is offered to a map's history, and what became of it: the values that go through the one door."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from desirepath.base.problem import Problem
from desirepath.model.edit_json import edit_to_json
from desirepath.model.edits import Edit, Lost
from desirepath.model.nodes import MapNodes
from desirepath.server.maps.models import MapRecord, What
from desirepath.server.people.models import Person


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit, made while nobody else writes.

    ``text`` gives the file that the map is from then on, of the nodes as they are after the edit: where a
    file came in. ``stays`` counts the
    changes that an undo leaves as they are.
    """

    edit: Edit
    of: str = ""
    stays: int = 0
    text: Callable[[MapNodes], str] | None = None


Propose = Callable[[MapRecord, MapNodes], Proposal | None]
"""Makes the proposal from how things stand; None: there is nothing to do. Raises what refuses it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something one person wants done to a map, under the id that their program chose.

    ``content`` is what was sent, as far as it must be the same when the same id is sent again.
    """

    edit_id: str
    person: Person
    propose: Propose
    content: Mapping[str, Any]
    what: What = What.EDIT

    @property
    def digest(self) -> str:
        """A hash of who sent what."""
        said = [self.person.pk, self.what.value, self.content]
        return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True, slots=True)
class Accepted:
    """It is in the history, at ``revision``; ``is_new`` says whether since now. ``stays`` counts the changes
    that an undo left as they are."""

    edit_id: str
    revision: int
    lost: Sequence[Mapping[str, Any]] = ()
    changes: Sequence[Mapping[str, Any]] = ()
    of: str = ""
    stays: int = 0
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was changed by it."""

    edit_id: str
    problems: tuple[Problem, ...]


Outcome = Accepted | Refused


@dataclass(frozen=True, slots=True)
class Done:
    """One edit that was done, on its way into the database and to everybody who looks."""

    offer: Offer
    proposal: Proposal
    revision: int
    lost: tuple[Lost, ...] = field(default=())

    @property
    def changes(self) -> list[Mapping[str, Any]]:
        """The changes as JSON."""
        changes: list[Mapping[str, Any]] = edit_to_json(self.proposal.edit)["changes"]
        return changes


def offer_edit(edit: Edit, person: Person) -> Offer:
    """An edit as it was sent."""
    return Offer(
        edit.id, person, lambda record, nodes: Proposal(edit), {"changes": edit_to_json(edit)["changes"]}
    )
