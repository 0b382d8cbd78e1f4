"""Who owns the moment: a step's owner is a role; for an account it is a person.

In this order: whom somebody has named for that account and role; else the people of that role whose territory
the account is in, the one with the least to do. Who is away is stood in for, as long as they are, by their
substitute; where nobody is left the moment is unowned, and that is said with its reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from desirepath.model.expression import Expression, Name, Value, evaluate


@dataclass(frozen=True, slots=True)
class Absence:
    """From when to when somebody is away, up to before ``until``."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may own moments. ``territory`` says which accounts (None: any), over their traits;
    ``load`` is how much they have to do already, against their ``capacity``."""

    id: str
    roles: frozenset[str]
    territory: Expression | None = None
    load: float = 0.0
    capacity: float = 1.0
    absences: tuple[Absence, ...] = ()
    substitute: str | None = None

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
    """The colleagues, and whom somebody has named: by account and role."""

    colleagues: Sequence[Colleague]
    named: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def owner(self, account: str, role: str | None, traits: Mapping[str, Value], at: datetime) -> Owned:
        """Who owns a moment of an account whose step's owner is ``role``.

        >>> from datetime import UTC
        >>> mia = Colleague("mia", frozenset({"csm"}))
        >>> Roster([mia]).owner("Acme", "csm", {}, datetime(2026, 1, 1, tzinfo=UTC))
        Owned(person='mia', reason='the only csm for this account')
        >>> Roster([mia]).owner("Acme", "sales", {}, datetime(2026, 1, 1, tzinfo=UTC))
        Owned(person=None, reason='nobody has the role sales')
        """
        if role is None:
            return Owned(None, "the step has no owner")
        by_id = {one.id: one for one in self.colleagues}
        named = self.named.get((account, role))
        if named in by_id:
            return self._present(by_id[named], by_id, at, f"named as {role} of this account")
        of_role = [one for one in self.colleagues if role in one.roles]
        if not of_role:
            return Owned(None, f"nobody has the role {role}")
        here = [one for one in of_role if one.territory is None or _holds(one.territory, traits)]
        if not here:
            return Owned(None, f"this account is in the territory of no {role}")
        present = [one for one in here if not one.is_away(at)]
        if not present:
            standing_in = (
                self._present(one, by_id, at, f"{role} for this account") for one in _by_load(here)
            )
            found = next((owned for owned in standing_in if owned.person is not None), None)
            return found or Owned(None, f"every {role} for this account is away, and nobody stands in")
        first = _by_load(present)[0]
        why = f"the only {role} for this account" if len(here) == 1 else f"the {role} with the least to do"
        return Owned(first.id, why)

    def _present(self, one: Colleague, by_id: Mapping[str, Colleague], at: datetime, why: str) -> Owned:
        """They, or whoever stands in for them, or for those in turn; never in a circle."""
        seen: list[str] = []
        current: Colleague | None = one
        while current is not None and current.id not in seen:
            if not current.is_away(at):
                return Owned(current.id, f"stands in for {seen[0]}, {why}" if seen else why)
            seen.append(current.id)
            current = by_id.get(current.substitute) if current.substitute is not None else None
        return Owned(None, f"{one.id}, {why}, is away, and nobody stands in")


def _by_load(them: Sequence[Colleague]) -> list[Colleague]:
    return sorted(them, key=lambda one: (one.load / one.capacity if one.capacity else one.load, one.id))


def _holds(territory: Expression, traits: Mapping[str, Value]) -> bool:
    def value_of(name: Name) -> Value:
        return traits.get(name.key) if name.scope == "traits" else None

    return evaluate(territory, value_of)
