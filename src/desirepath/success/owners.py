"""Who owns the moment: a step's owner is a role; for an account it is a person.

In this order: whom somebody has named for that account and role; whom a trait of the account names by their
e-mail address; else the people of that role whose territory the account is in, the one with the least to do.
Those who have equally much share the accounts out by their capacity, each account to the same one for as long
as they are there. Who is away is stood in for, as long as they are, by their substitute; where nobody is left
the moment is unowned, and that is said with its reason.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from desirepath.model.expression import Expression, Name, Value, evaluate


@dataclass(frozen=True, slots=True)
class Absence:
    """From when to when somebody is away, up to before ``until``."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may own moments. ``territory`` says which accounts (None: any), over their traits;
    ``load`` is how much they have to do already, against their ``capacity``; ``email`` is what a trait may
    name them by, ``name`` what they are called in reasons (empty: their id)."""

    id: str
    roles: frozenset[str]
    territory: Expression | None = None
    load: float = 0.0
    capacity: float = 1.0
    absences: tuple[Absence, ...] = ()
    substitute: str | None = None
    email: str = ""
    name: str = ""

    @property
    def called(self) -> str:
        """What reasons call them."""
        return self.name or self.id

    def is_away(self, at: datetime) -> bool:
        """Whether they are away at an instant."""
        return any(one.since <= at < one.until for one in self.absences)


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose a moment is: a person and how that came about; or nobody (``person`` None), and why."""

    person: str | None
    reason: str


@dataclass(frozen=True)
class Roster:
    """The colleagues; whom somebody has ``named``, by account and role; and which trait of an account names
    somebody by their e-mail address, by role (``named_by``)."""

    colleagues: Sequence[Colleague]
    named: Mapping[tuple[str, str], str] = field(default_factory=dict)
    named_by: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Colleague]:
        """The colleagues by their ids."""
        return {one.id: one for one in self.colleagues}

    @cached_property
    def by_email(self) -> Mapping[str, Colleague]:
        """The colleagues by their e-mail addresses, in lower case."""
        return {one.email.lower(): one for one in self.colleagues if one.email}

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """Every role that somebody plays, is named in, or is named for by a trait; by name."""
        played = {role for one in self.colleagues for role in one.roles}
        return tuple(sorted(played | {role for _, role in self.named} | set(self.named_by)))

    def owner(self, account: str, role: str | None, traits: Mapping[str, Value], at: datetime) -> Owned:
        """Who owns a moment of an account whose step's owner is ``role``.

        An account whose trait names somebody who is not here is nobody's: whoever wrote that meant somebody.

        >>> from datetime import UTC
        >>> mia = Colleague("mia", frozenset({"csm"}), email="mia@example.com")
        >>> Roster([mia]).owner("Acme", "csm", {}, datetime(2026, 1, 1, tzinfo=UTC))
        Owned(person='mia', reason='the only csm for this account')
        >>> Roster([mia]).owner("Acme", "sales", {}, datetime(2026, 1, 1, tzinfo=UTC))
        Owned(person=None, reason='nobody has the role sales')
        >>> crm = Roster([mia], named_by={"sales": "rep"})
        >>> crm.owner("Acme", "sales", {"rep": "Mia@Example.com"}, datetime(2026, 1, 1, tzinfo=UTC))
        Owned(person='mia', reason='named as sales of this account by its trait rep')
        """
        if role is None:
            return Owned(None, "the step has no owner")
        named = self.by_id.get(self.named.get((account, role), ""))
        if named is not None:
            return self._present(named, at, f"named as {role} of this account")
        trait = self.named_by.get(role)
        said = traits.get(trait) if trait is not None else None
        if isinstance(said, str) and said.strip():
            told = self.by_email.get(said.strip().lower())
            if told is None:
                return Owned(None, f"its trait {trait} names {said.strip()}, who is not here")
            return self._present(told, at, f"named as {role} of this account by its trait {trait}")
        of_role = self._playing.get(role)
        if not of_role:
            return Owned(None, f"nobody has the role {role}")
        here = [one for one in of_role if one.territory is None or _holds(one.territory, traits)]
        if not here:
            return Owned(None, f"nobody has the role {role} for this account")
        for one in _in_turn(here, account, role):
            why = f"{role} for this account" if one.is_away(at) else _why(here, role)
            found = self._present(one, at, why)
            if found.person is not None:
                return found
        return Owned(None, f"every {role} for this account is away, and nobody stands in")

    @cached_property
    def _playing(self) -> Mapping[str, Sequence[Colleague]]:
        return {
            role: [one for one in self.colleagues if role in one.roles]
            for role in {role for one in self.colleagues for role in one.roles}
        }

    def _present(self, one: Colleague, at: datetime, why: str) -> Owned:
        """They, or whoever stands in for them, or for those in turn; never in a circle."""
        seen: list[Colleague] = []
        current: Colleague | None = one
        while current is not None and current not in seen:
            if not current.is_away(at):
                return Owned(current.id, f"stands in for {seen[0].called}, {why}" if seen else why)
            seen.append(current)
            current = self.by_id.get(current.substitute) if current.substitute is not None else None
        return Owned(None, f"{one.called}, {why}, is away, and nobody stands in")


def _in_turn(them: Sequence[Colleague], account: str, role: str) -> list[Colleague]:
    """Whoever has least to do first; of those who have equally much, in the account's own order."""
    if len(them) == 1:
        return list(them)
    return sorted(them, key=lambda one: (_burden(one), -_claim(one, account, role), one.id))


def _burden(one: Colleague) -> float:
    return one.load / one.capacity if one.capacity else one.load


def _why(here: Sequence[Colleague], role: str) -> str:
    if len(here) == 1:
        return f"the only {role} for this account"
    if len({_burden(other) for other in here}) == 1:
        return f"one of {len(here)} who share out the accounts as {role}"
    return f"the {role} with the least to do"


def _claim(one: Colleague, account: str, role: str) -> float:
    """How strongly an account belongs to somebody, in proportion to their capacity over many accounts.

    Weighted rendezvous hashing (Thaler and Ravishankar 1998; weights after Schindelhauer and Schomaker 2005):
    who comes or goes moves only the accounts that become or were theirs.
    """
    digest = hashlib.blake2b(f"{account}\0{role}\0{one.id}".encode(), digest_size=6).digest()
    share = (int.from_bytes(digest) + 1) / (2**48 + 1)  # neither nought nor one
    return -max(one.capacity, 1e-9) / math.log(share)


def _holds(territory: Expression, traits: Mapping[str, Value]) -> bool:
    def value_of(name: Name) -> Value:
        return traits.get(name.key) if name.scope == "traits" else None

    return evaluate(territory, value_of)
