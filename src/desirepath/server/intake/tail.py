"""The live tail: what came in lately and what became of it; how much, per connection; all in memory."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import F

from desirepath.base.problem import Problem
from desirepath.log.row_checks import Row
from desirepath.server.intake.accepting import Outcome
from desirepath.server.intake.known import Sender
from desirepath.server.intake.models import Connection, WriteKey

MOST_KEPT: Final = 200
_MOST_OF_A_REQUEST: Final = 25
"""One large batch does not push everybody else out of the tail; what is left out is counted."""


class Came(NamedTuple):
    """One record that came in. ``number`` counts all that this process has seen, in order."""

    number: int
    at: datetime
    connection: int
    source: str
    outcome: Outcome


@dataclass(slots=True)
class _Counted:
    """What came of a connection since it was last written down."""

    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    at: datetime | None = None
    first_at: datetime | None = None
    problem: Problem | None = None
    problem_at: datetime | None = None
    keys: dict[int, datetime] = field(default_factory=dict)

    def then(self, later: _Counted) -> _Counted:
        """This, and what was counted after it."""
        return _Counted(
            accepted=self.accepted + later.accepted,
            duplicates=self.duplicates + later.duplicates,
            rejected=self.rejected + later.rejected,
            at=later.at or self.at,
            first_at=self.first_at or later.first_at,
            problem=later.problem or self.problem,
            problem_at=later.problem_at or self.problem_at,
            keys=self.keys | later.keys,
        )


class Tail:
    """What came in lately. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._came: deque[Came] = deque(maxlen=MOST_KEPT)
        self._counted: dict[int, _Counted] = {}
        self.number = 0

    def add(self, sender: Sender, outcomes: Sequence[Outcome], *, key: int | None = None) -> None:
        """These came in, and it has become of them what they say."""
        now = datetime.now(UTC)
        rejected = [one for one in outcomes if one.status == "rejected"]
        accepted = sum(one.status == "accepted" for one in outcomes)
        shown = [*rejected[:_MOST_OF_A_REQUEST], *outcomes] if rejected else outcomes
        with self._lock:
            counted = self._counted.setdefault(sender.id, _Counted())
            counted.accepted += accepted
            counted.rejected += len(rejected)
            counted.duplicates += len(outcomes) - accepted - len(rejected)
            if len(outcomes) > len(rejected):
                counted.at = now
                counted.first_at = counted.first_at or now
            if rejected:
                counted.problem, counted.problem_at = rejected[-1].problem, now
            if key is not None:
                counted.keys[key] = now
            seen: set[int] = set()
            for one in islice(shown, _MOST_OF_A_REQUEST):
                if id(one) not in seen:
                    seen.add(id(one))
                    self.number += 1
                    self._came.append(Came(self.number, now, sender.id, sender.name, one))

    def refuse(self, sender: Sender, problem: Problem) -> None:
        """A whole request of a known sender was refused."""
        self.add(sender, [Outcome("rejected", problem=problem)])

    def after(self, number: int, most: int = MOST_KEPT) -> Sequence[Came]:
        """What came after this one, oldest first; the latest ``most`` of it."""
        with self._lock:
            return [one for one in self._came if one.number > number][-most:]

    def forget(self) -> None:
        """Show nothing any more of what came in so far (somebody is erased)."""
        with self._lock:
            self._came.clear()

    def write_down(self) -> None:
        """Add what was counted to the connections in the database. What it refuses is counted on, and written
        down the next time. Raises what the database does."""
        with self._lock:
            counted, self._counted = self._counted, {}
        try:
            for pk in list(counted):
                with transaction.atomic():
                    _write_down(pk, counted[pk])
                del counted[pk]
        finally:
            with self._lock:
                for pk, one in counted.items():
                    self._counted[pk] = one.then(self._counted.get(pk, _Counted()))


def _write_down(pk: int, one: _Counted) -> None:
    mine = Connection.objects.filter(pk=pk)
    changes: dict[str, Any] = {
        "accepted": F("accepted") + one.accepted,
        "duplicates": F("duplicates") + one.duplicates,
        "rejected": F("rejected") + one.rejected,
    }
    if one.at is not None:
        changes["last_event_at"] = one.at
        mine.filter(first_event_at=None).update(first_event_at=one.first_at)
    if one.problem is not None:
        changes |= {"last_problem": one.problem.to_json(), "last_problem_at": one.problem_at}
    mine.update(**changes)
    _note_keys(one.keys)


def _note_keys(keys: Mapping[int, datetime]) -> None:
    for pk, at in keys.items():
        WriteKey.objects.filter(pk=pk).update(last_used_at=at)


def main_row(rows: Sequence[Row]) -> Row | None:
    """The row of a record that says most: an interaction, else traits, else who is who."""
    order = {"interaction": 0, "traits": 1, "context": 2, "identity": 3}
    return min(rows, key=lambda row: order[row.get("type", "interaction")], default=None)


TAIL: Final = Tail()
"""The tail of this process."""
