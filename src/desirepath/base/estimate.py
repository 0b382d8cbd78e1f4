"""The Estimate: every number the house shows, with its interval, its n and its definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

ENOUGH: Final = 30
"""From so many units on a number is not marked as small."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure's value with what one must know to believe it.

    ``measure`` is the id of the measure that defines it. ``value`` is None where it cannot be said, and
    then ``reason`` says why; missing is never zero. ``low`` and ``high`` bound the 95 % interval (None where
    there is none). ``n`` is how many units (passages, visits, answers) it rests on; ``censored`` how many of
    those were still under way when the data end: they are known to have lasted so long, and are never
    counted as lost. ``unit`` names the unit (``share``, ``seconds``, ``feeling``, ``count``), ``method`` how
    the interval was made.

    >>> Estimate(measure="reach", value=0.5, low=0.24, high=0.76, n=10, method="wilson").is_small
    True
    """

    measure: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0
    censored: int = 0
    unit: str = "share"
    method: str = ""
    reason: str | None = None

    def __post_init__(self) -> None:
        if self.value is None and not self.reason:
            raise ValueError(f"an estimate of {self.measure} without a value must say why")

    @property
    def is_small(self) -> bool:
        """Fewer than ENOUGH units: shown, and marked as small."""
        return self.n < ENOUGH

    def to_json(self) -> dict[str, object]:
        """The published JSON shape."""
        return {
            "measure": self.measure,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "n": self.n,
            "censored": self.censored,
            "unit": self.unit,
            "method": self.method,
            "reason": self.reason,
        }


def unknown(measure: str, reason: str, *, unit: str, n: int = 0, censored: int = 0) -> Estimate:
    """An estimate that says why there is no value.

    >>> unknown("csat", "nobody answered", unit="share").value is None
    True
    """
    return Estimate(measure=measure, value=None, n=n, censored=censored, unit=unit, reason=reason)
