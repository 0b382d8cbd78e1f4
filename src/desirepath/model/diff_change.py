"""One difference between two maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs.

    ``kind`` is stable (``step_moved``, ``claim_confirmed``, ``owner_changed`` ...; ``changed`` where there
    is no word of its own). ``address`` says where, by the ids of :mod:`desirepath.model.nodes`
    (``step:kickoff.owner``). ``before`` and ``after`` are the values where a value changed, else None.
    """

    kind: str
    address: str
    sentence: str
    before: Any = None
    after: Any = None

    def say(self) -> str:
        """The difference as a sentence for people."""
        return self.sentence

    def to_json(self) -> dict[str, Any]:
        """The stable JSON shape.

        >>> Change("step_added", "step:call", 'Step "Call" was added').to_json()["kind"]
        'step_added'
        """
        return {
            "kind": self.kind,
            "address": self.address,
            "says": self.sentence,
            "before": self.before,
            "after": self.after,
        }
