"""What a map believes of the journey as a whole: that it goes forward, comes to every step, lacks none, and
can succeed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from desirepath.base.estimate import ENOUGH
from desirepath.base.words import plural, say_activity, say_count, say_estimate
from desirepath.findings.belief import Belief, Change, p_beyond, verdict_before
from desirepath.findings.beliefs_of_steps import SHARE_MARGIN
from desirepath.findings.detours import DetourFinding, find_detours
from desirepath.findings.finding import say_all
from desirepath.findings.outcomes import OutcomeDifference, Outcomes, corrected
from desirepath.findings.suggestions import SuggestedStep, suggest_steps
from desirepath.findings.untaken import UntakenStep, find_untaken
from desirepath.log.activities import RESERVED
from desirepath.measures.estimates import share
from desirepath.measures.observed import Observed
from desirepath.model.plain import to_plain
from desirepath.replay.replay import Replay
from desirepath.replay.tally import SUCCEEDED

TOP_RETURNS: Final = 10


def beliefs_of_journey(told: Replay, observed: Observed, *, who: str) -> Iterator[Belief]:
    """The beliefs about the map's order and completeness."""
    outcomes = Outcomes.of(told)
    returns = [each for each in find_detours(observed, outcomes, top=100, who=who) if each.way == "return"][
        :TOP_RETURNS
    ]
    suggested = suggest_steps(told, observed, outcomes, who=who)
    adjusted = corrected([*(each.outcome for each in returns), *(each.outcome for each in suggested)])
    for detour, outcome in zip(returns, adjusted, strict=False):
        yield _return(observed, detour, outcome)
    for step, outcome in zip(suggested, adjusted[len(returns) :], strict=True):
        yield _missing(step, outcome)
    for untaken in find_untaken(told, observed, who=who):
        yield _unreached(observed, untaken, who)
    if told.journey.passage.succeeds:
        yield from _success(observed, who)


def _return(observed: Observed, detour: DetourFinding, outcome: OutcomeDifference) -> Belief:
    assert detour.origin is not None
    were_there = next(
        int(observed.tally.reach[place])
        for place, step in enumerate(observed.steps)
        if step.id == detour.origin
    )
    origin, target = detour.names[detour.origin], detour.names[detour.target]
    lived = detour.share
    return Belief(
        kind="return",
        address=detour.address,
        step=detour.target,
        lane=None,
        believes=f'The map goes forward from "{origin}"',
        says_lived=f"{say_count(detour.travellers)} of the {say_all(were_there, detour.who)} that came there "
        f'went back to "{target}": {say_estimate(lived)} of all {say_count(lived.n)} that set out'
        f"{_with(outcome, 'who went on from there another way')}",
        lived=lived,
        touched=detour.travellers,
        off=1.0,
        verdict=verdict_before(lived),
        p=p_beyond(lived, 0.0, SHARE_MARGIN),
        change=Change(detour.target, "repeatable", True),
    )


def _missing(step: SuggestedStep, outcome: OutcomeDifference) -> Belief:
    after = f'after "{step.names[step.after]}"' if step.after else "at the beginning"
    lived = step.share
    called = say_activity(step.activity)
    meaning = f": {RESERVED[step.activity].meaning}" if step.activity in RESERVED else ""
    return Belief(
        kind="missing_step",
        address=step.address,
        step=step.after,
        lane=None,
        believes=f'No step of the map counts "{called}"{meaning}',
        says_lived=f"{say_estimate(lived)} of {say_all(lived.n, step.who)} do it, mostly {after}"
        f"{_with(outcome, 'others who were there' if step.after else 'others')}",
        lived=lived,
        touched=step.passages,
        off=1.0,
        verdict=verdict_before(lived),
        p=p_beyond(lived, 0.0, SHARE_MARGIN),
        change=Change(
            None,
            "step",
            {"name": called, "when": [{"activity": step.activity}], "optional": True},
            after=step.after,
        ),
    )


def _with(outcome: OutcomeDifference, others: str) -> str:
    """What goes with it, where that is more than chance explains."""
    if outcome.difference.value is None or not outcome.is_sure or outcome.is_small:
        return ""
    return f". {outcome.say(others).removesuffix('.')}"


def _unreached(observed: Observed, untaken: UntakenStep, who: str) -> Belief:
    over = observed.started - observed.under_way
    lived = share("reach", 0, over, of_none=f"no {who} is through with the journey")
    words = " or ".join(f'"{word}"' for word in untaken.absent)
    hint = ""
    if untaken.absent and len(untaken.absent) == len(untaken.looks_for):
        guess = f'; did you mean "{untaken.known_as}"?' if untaken.known_as else ""
        hint = f" (its rule looks for {words}, which the log does not hold{guess})"
    step = observed.journey.step(untaken.step)
    change = None
    if untaken.known_as and len(step.when or ()) == 1:
        assert step.when is not None
        meant = step.when[0].model_copy(update={"activity": untaken.known_as})
        change = Change(step.id, "when", [to_plain(meant)])
    return Belief(
        kind="unreached",
        address=untaken.address,
        step=untaken.step,
        lane=None,
        believes=f'The map has the step "{untaken.name}"',
        says_lived=f"{_none_of(over, who)} has been there{hint}",
        lived=lived,
        touched=over,
        off=1.0,
        verdict="contradicted" if over >= ENOUGH else "not_enough",
        change=change,
    )


def _success(observed: Observed, who: str) -> Iterator[Belief]:
    over = observed.started - observed.under_way
    if observed.tally.outcomes[SUCCEEDED]:
        return
    lived = share("success_rate", 0, over, of_none=f"no {who} is through with the journey")
    yield Belief(
        kind="success",
        address="passage.succeeds",
        step=None,
        lane=None,
        believes="The map says how the journey succeeds",
        says_lived=f"{_none_of(over, who)} has succeeded",
        lived=replace(lived, measure="success_rate"),
        touched=over,
        off=1.0,
        verdict="contradicted" if over >= ENOUGH else "not_enough",
    )


def _none_of(over: int, who: str) -> str:
    return f"none of {say_count(over)} {plural(who, over)} whose journey is over"
