"""What a terminal says below its table about what stands in it: stars, and reasons too long for a cell."""

from __future__ import annotations

from string import ascii_lowercase

from desirepath.base.estimate import Estimate
from desirepath.base.words import MISSING

LONGEST_IN_A_CELL = 44


class Footnotes:
    """Collects while a table is written; :meth:`lines` says what it needs to be read."""

    def __init__(self) -> None:
        self._reasons: list[str] = []
        self._has_star = False

    def star(self, estimate: Estimate) -> str:
        """A star behind what rests on few, to be explained below; nothing else."""
        if not estimate.is_small or estimate.value is None or estimate.unit == "count":
            return ""
        self._has_star = True
        return " *"

    def reason(self, estimate: Estimate) -> str:
        """Why there is no value: in a few words where it stands, or below with a letter."""
        reason = estimate.reason or MISSING
        if len(reason) <= LONGEST_IN_A_CELL:
            return reason
        if reason not in self._reasons:
            self._reasons.append(reason)
        return f"{MISSING} [{_letter(self._reasons.index(reason))}]"

    def lines(self) -> list[str]:
        """The footnotes."""
        found = [f"[{_letter(index)}] {reason}." for index, reason in enumerate(self._reasons)]
        if self._has_star:
            found.append("* fewer than 30 behind it: read with care.")
        return found


def _letter(index: int) -> str:
    more, place = divmod(index, len(ascii_lowercase))
    return ascii_lowercase[place] * (more + 1)
