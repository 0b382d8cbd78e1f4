"""A belief of a map held against the log: what is believed, what was lived, how far the two are apart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from desirepath.base.estimate import ENOUGH, Estimate
from desirepath.findings.finding import Json
from desirepath.measures.statistics.mover import p_of_difference

Verdict = Literal["contradicted", "holds", "not_enough", "not_known"]
Kind = Literal[
    "feeling", "time", "skip", "return", "channel", "unreached", "missing_step", "success", "no_rule"
]
SURE: Final = 0.05
"""Below it, after Holm's correction over all that a map believes, chance is left too little to say so."""


@dataclass(frozen=True, slots=True)
class Change:
    """One edit that makes the map say what was lived: a property of a step, or (``step`` is None) a new step
    after ``after`` (None: at the very beginning) with the rule that counts it."""

    step: str | None
    property: str = ""
    value: object = None
    after: str | None = None

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {"step": self.step, "property": self.property, "value": self.value, "after": self.after}


@dataclass(frozen=True, slots=True)
class Belief:
    """One belief of a map with what the log says of it.

    ``address`` is its place in the map's file, ``step`` the step's id (None: the whole journey) and
    ``lane`` the property that says it (None: the map's order). ``believes`` and ``says_lived`` are the two
    halves of the sentence. ``touched`` counts whom it touches, ``off`` is how far the belief is off, from 0
    to 1: a feeling by its distance over the four points of the scale, a time by the share of it that was
    not expected, and what does not hold at all for those it touches by 1. ``adjusted_p`` is corrected over
    all beliefs of the map that could be tested; None where the belief is a plain count, or there is nothing
    to test. Verdicts: ``contradicted``, ``holds`` (not contradicted), ``not_enough`` (fewer than ENOUGH),
    ``not_known`` (nothing can be said, and ``lived`` says why).
    """

    kind: Kind
    address: str
    step: str | None
    lane: str | None
    believes: str
    says_lived: str
    lived: Estimate
    touched: int
    off: float
    verdict: Verdict
    p: float | None = None
    adjusted_p: float | None = None
    change: Change | None = None

    @property
    def weight(self) -> float:
        """What it matters: whom it touches times how far it is off."""
        return self.touched * self.off

    def say(self) -> str:
        """Both halves, in words to read aloud."""
        if self.verdict == "not_enough":
            return (
                f"{self.believes}; not enough yet to say whether it is so: {self.says_lived} "
                f"({self.lived.n} of the {ENOUGH} it takes)."
            )
        if self.verdict == "not_known":
            return f"{self.believes}; what is lived is not known: {self.lived.reason}."
        return f"{self.believes}; {self.says_lived}."

    def judged(self, adjusted_p: float | None) -> Belief:
        """The same with what is left to chance after the correction."""
        verdict: Verdict = "contradicted" if adjusted_p is not None and adjusted_p < SURE else "holds"
        return replace(self, adjusted_p=adjusted_p, verdict=verdict)

    @property
    def mended_by(self) -> Change | None:
        """The edit that makes the map say what was lived; None where the log does not contradict it."""
        return self.change if self.verdict == "contradicted" else None

    def to_json(self) -> Json:
        """The published JSON shape."""
        return {
            "kind": self.kind,
            "address": self.address,
            "step": self.step,
            "lane": self.lane,
            "verdict": self.verdict,
            "believes": self.believes,
            "lived": self.says_lived,
            "says": self.say(),
            "estimate": self.lived.to_json(),
            "touched": self.touched,
            "off": self.off,
            "weight": self.weight,
            "adjusted_p": self.adjusted_p,
            "change": self.mended_by.to_json() if self.mended_by else None,
        }


def verdict_before(lived: Estimate) -> Verdict:
    """What can be said of an estimate before it is tested: few are not enough, no value is not known.

    >>> verdict_before(Estimate("feeling", 0.5, n=12)), verdict_before(Estimate("feeling", 0.5, n=120))
    ('not_enough', 'holds')
    """
    if lived.is_small:
        return "not_enough"
    return "not_known" if lived.value is None else "holds"


def p_beyond(lived: Estimate, believed: float, margin: float) -> float | None:
    """How often chance alone puts what was lived more than ``margin`` away from what is believed.

    Below 0.05 exactly where the end of the interval that faces the belief is farther away than the margin.
    1 within the margin; None where that end is not known.

    >>> p_beyond(Estimate("feeling", 0.5, 0.4, 0.6, n=90), 0.6, 0.25)
    1.0
    >>> round(p_beyond(Estimate("feeling", 0.0, -0.2, 0.2, n=90), 0.7, 0.25), 4)
    0.0
    """
    if lived.value is None:
        return None
    side = 1.0 if lived.value >= believed else -1.0
    distance = side * (lived.value - believed) - margin
    if distance <= 0:
        return 1.0
    near = lived.low if side > 0 else lived.high
    if near is None:
        return None
    return p_of_difference(distance, (side * (near - believed) - margin, None))
