"""The three questions as they are asked: on which scale, and what its ends are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desirepath.success.playbooks.playbook import Question


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's scale, from the worst answer to the best, and the words of its two ends."""

    worst: int
    best: int
    worst_says: str
    best_says: str

    @property
    def scale(self) -> str:
        """The scale as the log writes it."""
        return f"{self.worst}..{self.best}"

    @property
    def scores(self) -> range:
        """All answers, from the worst."""
        return range(self.worst, self.best + 1)


ASKED: Final[Mapping[Question, Asked]] = {
    "NPS": Asked(0, 10, "not at all likely", "extremely likely"),
    "CSAT": Asked(1, 5, "very dissatisfied", "very satisfied"),
    "CES": Asked(1, 7, "very hard", "very easy"),
}
