"""What can be asked of a funnel: its steps and the rules by which a subject goes from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from desirepath.base.spans import Period
from desirepath.model.expression import Expression, Name
from desirepath.replay.funnel_kinds import BAD_SPAN, DOES_NOT_COMBINE, NO_STEPS, OUT_OF_PLACE

Mode = Literal["ordered", "strict", "unordered"]
Between = Literal["interactions", "steps"]
Ties = Literal["sequence", "any", "strict"]
Start = Literal["any", "first"]
Count = Literal["uniques", "totals"]
Effect = Literal["drop", "break"]
Attribution = Literal["first", "last", "all"] | int
"""By which value a row is counted: that of the first of its steps that has one, of the last, of a step (from
1), or of every value by itself."""

MOST_STEPS: Final = 60
EVER: Final = Period()


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One step: which interactions are it.

    ``name`` is how it was asked for. An ``optional`` step may be left out. ``within_us`` is the longest time
    since the step before, in microseconds (None: as long as the window allows). An ``anchored`` step of an
    unordered funnel has its place: those before it must be done before, those after it after.
    """

    name: str
    when: Expression
    optional: bool = False
    within_us: int | None = None
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What must not happen after step ``after`` was reached and before step ``before`` is; steps count from
    1."""

    when: Expression
    after: int
    before: int


@dataclass(frozen=True, slots=True)
class FunnelQuestion:
    """The steps of a funnel, and the rules; ``docs/guide/funnels.md`` tells each with an example to count.

    ``mode``: ``ordered`` (anything may lie between two steps), ``strict`` (nothing may: no other interaction,
    or, ``between="steps"``, no other one that is a step or an exclusion), ``unordered`` (the steps in any
    order; then "step 2" is the second of them, whichever it was). ``ties``: interactions at one instant have
    the log's order (``sequence``), any order that helps (``any``), or advance by one step together
    (``strict``: the next step must be strictly later). ``tolerance_us``: at one instant is also what comes at
    most so much after the first of them (not with ``sequence``).

    ``window_us`` is the longest time from the first step to any other, that length included; None: no limit.
    The first step must lie in ``period``; the others may come after it. ``start``: of all first steps the
    ones that lead furthest (``any``), or the very first alone (``first``). ``count``: each subject once
    (``uniques``), or every attempt (``totals``): a new one begins after the last was completed, timed out,
    was broken or excluded, and is followed from its first step on. ``exclusion``: a subject that is hit is
    not counted at all (``drop``), or the attempt ends where it was hit (``break``).

    ``where``: only interactions for which it holds are seen at all. ``segment``: only first steps for which
    it holds begin the funnel; a trait has the value it had then.

    Whom to follow: each subject; or, with ``session_us``, each of its sessions, which end where for longer
    than that nothing is seen of it; or, with ``held``, each value of that name (of a property, say) that it
    has: then all steps share one value, and what has none belongs to nobody.

    Raises DP-RPL-020 to 023 where the question makes no sense.
    """

    steps: tuple[FunnelStep, ...]
    window_us: int | None = None
    mode: Mode = "ordered"
    between: Between = "interactions"
    ties: Ties = "sequence"
    start: Start = "any"
    count: Count = "uniques"
    exclusions: tuple[Exclusion, ...] = ()
    exclusion: Effect = "drop"
    period: Period = EVER
    where: Expression | None = None
    segment: Expression | None = None
    session_us: int | None = None
    held: Name | None = None
    tolerance_us: int = 0

    def __post_init__(self) -> None:
        steps = len(self.steps)
        if not 1 <= steps <= MOST_STEPS:
            raise NO_STEPS.error("steps", says=f"the funnel has {steps} steps")
        if self.window_us is not None and self.window_us < 0:
            raise BAD_SPAN.error("window", says="a window cannot end before it begins")
        if self.session_us is not None and self.session_us < 0:
            raise BAD_SPAN.error("session", says="a session cannot end before what is done in it")
        if self.tolerance_us < 0:
            raise BAD_SPAN.error("tolerance", says="nothing comes less than no time after something")
        for number, step in enumerate(self.steps):
            if step.within_us is not None and step.within_us < 0:
                raise BAD_SPAN.error(f"steps[{number}].within", says="a step cannot be before the one before")
        for number, exclusion in enumerate(self.exclusions):
            if not 1 <= exclusion.after < exclusion.before <= steps:
                place = f"{exclusion.after}:{exclusion.before}"
                says = f"{place} is not between two steps of a funnel of {steps}"
                raise OUT_OF_PLACE.error(f"exclusions[{number}]", says=says)
        if len(self.exclusions) > MOST_STEPS:
            raise OUT_OF_PLACE.error(
                "exclusions", says=f"more than {MOST_STEPS} exclusions", fix="join some with or"
            )
        self._check_combination()

    def _check_combination(self) -> None:
        has_limits = any(step.within_us is not None for step in self.steps)
        has_optional = any(step.optional for step in self.steps)
        if self.steps[0].optional:
            raise DOES_NOT_COMBINE.error(
                "steps[0]", says="the first step cannot be optional: it begins the funnel"
            )
        if self.mode == "unordered" and (has_limits or has_optional):
            raise DOES_NOT_COMBINE.error(
                "mode", says="without an order no step can be optional or have a time since the step before"
            )
        if self.mode != "unordered" and any(step.anchored for step in self.steps):
            raise DOES_NOT_COMBINE.error(
                "steps", says="a step is anchored among others without an order", fix="use mode unordered"
            )
        if self.tolerance_us and self.ties == "sequence":
            raise DOES_NOT_COMBINE.error(
                "tolerance",
                says="with ties in sequence nothing is simultaneous, so that there is nothing to tolerate",
                fix="use ties any or strict",
            )
        if self.session_us is not None and self.held is not None:
            raise DOES_NOT_COMBINE.error(
                "session", says="a funnel follows sessions, or values that are held, not both"
            )

    @property
    def turn(self) -> tuple[int, ...]:
        """For each step the steps, as bits, that may be done in any order where it is one of them."""
        turns: list[list[int]] = []
        for number, step in enumerate(self.steps):
            if number == 0 or step.anchored or self.steps[number - 1].anchored:
                turns.append([])
            turns[-1].append(number)
        return tuple(sum(1 << each for each in mine) for mine in turns for _ in mine)

    @property
    def is_of_subjects(self) -> bool:
        """Whether whole subjects are followed, not sessions or values of theirs."""
        return self.session_us is None and self.held is None

    @property
    def is_plain(self) -> bool:
        """Whether it is an ordered funnel with nothing but a window: the quick walk answers it."""
        return (
            self.mode == "ordered"
            and self.ties == "sequence"
            and self.count == "uniques"
            and not self.exclusions
            and not any(step.optional or step.within_us is not None for step in self.steps)
        )
