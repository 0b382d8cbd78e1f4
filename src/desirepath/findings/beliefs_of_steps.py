"""What a map believes of each of its steps, against the step's numbers: feeling, time, order, channels."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from typing import Final

from desirepath.base.estimate import Estimate
from desirepath.base.spans import parse_span
from desirepath.base.words import (
    say_count,
    say_date,
    say_duration,
    say_estimate,
    say_feeling,
    say_interval,
    say_share,
)
from desirepath.findings.belief import Belief, Change, p_beyond, verdict_before
from desirepath.findings.finding import Json, address_of, say_all
from desirepath.measures.channels import NOT_KNOWN
from desirepath.measures.estimates import share
from desirepath.measures.measured_map import StepMeasures
from desirepath.measures.observed import Observed
from desirepath.model.claim import Feeling
from desirepath.model.evidence import confirmed_day
from desirepath.model.journey_map import Step

FEELING_MARGIN: Final = 0.25
"""Feelings are drawn by hand: so much apart is the same."""
TIME_MARGIN: Final = 0.1
"""A tenth longer than expected is what was expected."""
SHARE_MARGIN: Final = 0.1
"""What fewer than one in ten do is an exception, not another journey."""
_WHOLE_SCALE: Final = 4.0
_UNITS: Final = (("d", 86400), ("h", 3600), ("min", 60))


def beliefs_of_step(
    observed: Observed, place: int, measured: StepMeasures, *, source: Json, who: str
) -> Iterator[Belief]:
    """The beliefs about one step. ``source`` is how a claim that takes over what was lived is known,
    without its kind, measure and n; ``who`` is who travels."""
    step = observed.steps[place]
    address = address_of(observed.journey, step.id)
    if not step.when:
        yield _without_rule(step, address, measured)
        return
    if step.feeling is not None:
        yield _feeling(observed, place, step.feeling, measured.estimates["feeling"], address, source)
    if step.within is not None:
        yield _time(observed, place, parse_span(step.within).total_seconds(), measured, address)
    if not step.optional:
        yield _skipped(observed, place, measured.estimates["skip_rate"], address, who)
    if step.channels:
        yield from _channels(step, measured, address)


def _without_rule(step: Step, address: str, measured: StepMeasures) -> Belief:
    return Belief(
        kind="no_rule",
        address=address,
        step=step.id,
        lane=None,
        believes=f'"{step.name}" is believed, not measured',
        says_lived="nothing in the log counts as being there",
        lived=measured.estimates["reach"],
        touched=0,
        off=0.0,
        verdict="not_known",
    )


def _feeling(
    observed: Observed, place: int, believed: Feeling, lived: Estimate, address: str, source: Json
) -> Belief:
    step = observed.steps[place]
    known_on = confirmed_day(believed)
    sure = f"The map's evidence{f' of {say_date(known_on)}' if known_on else ''} says"
    value = None if lived.value is None else round(lived.value, 1)
    said: Json = {
        "value": value,
        "basis": "evidence",
        "sources": [{"kind": "survey", "measure": "feeling", "n": lived.n, **source}],
        "confirmed_on": source["on"],
    }
    answers = "answer says" if lived.n == 1 else "answers say"
    return Belief(
        kind="feeling",
        address=f"{address}.feeling",
        step=step.id,
        lane="feeling",
        believes=f"{sure if believed.is_evidence else 'You believe'} a feeling of "
        f'{say_feeling(believed.value)} at "{step.name}"',
        says_lived=f"{say_count(lived.n)} {answers} {say_estimate(lived)}"
        if lived.n
        else "nobody has answered there",
        lived=lived,
        touched=int(observed.tally.reach[place]),
        off=0.0 if lived.value is None else abs(lived.value - believed.value) / _WHOLE_SCALE,
        verdict=verdict_before(lived),
        p=p_beyond(lived, believed.value, FEELING_MARGIN),
        change=None if value is None else Change(step.id, "feeling", said),
    )


def _time(observed: Observed, place: int, expected: float, measured: StepMeasures, address: str) -> Belief:
    step, lived, late = observed.steps[place], measured.estimates["dwell"], measured.estimates["late_rate"]
    longer = lived.value is not None and lived.value > expected
    stays = "stay" if lived.n == 1 else "stays"
    if lived.value is None:
        says = lived.reason or ""
    else:
        interval = say_interval(lived)
        says = (
            f"half of {say_count(lived.n)} {stays} {'take more than' if longer else 'are over within'} "
            f"{say_duration(lived.value)}{f' ({interval})' if interval else ''}"
        )
        if late.value is not None:
            says += f", and {say_share(late.value)} are late so far"
    return Belief(
        kind="time",
        address=f"{address}.within",
        step=step.id,
        lane="within",
        believes=f'You expect "{step.name}" to take at most {say_duration(expected)}',
        says_lived=says,
        lived=lived,
        touched=int(observed.tally.late[place][1]),
        off=1 - expected / lived.value if longer and lived.value else 0.0,
        verdict=verdict_before(lived),
        p=_p_of_time(lived, late, expected),
        change=Change(step.id, "within", _span(lived.value)) if longer and lived.value else None,
    )


def _p_of_time(lived: Estimate, late: Estimate, expected: float) -> float | None:
    """The sign test of the median: more than half of the stays are late. A stay still under way that is not
    late yet counts as in time."""
    if lived.value is None:
        return None
    return p_beyond(late, 0.5, 0.0) if lived.value > (1 + TIME_MARGIN) * expected else 1.0


def _skipped(observed: Observed, place: int, lived: Estimate, address: str, who: str) -> Belief:
    step = observed.steps[place]
    says = lived.reason or ""
    if lived.value is not None:
        says = f"{say_estimate(lived)} of the {say_all(lived.n, who)} that went beyond it left it out"
    return Belief(
        kind="skip",
        address=address,
        step=step.id,
        lane=None,
        believes=f'The map leads everybody through "{step.name}"',
        says_lived=says,
        lived=lived,
        touched=int(observed.tally.skipped[place]),
        off=1.0,
        verdict=verdict_before(lived),
        p=p_beyond(lived, 0.0, SHARE_MARGIN),
        change=Change(step.id, "optional", True),
    )


def _channels(step: Step, measured: StepMeasures, address: str) -> Iterator[Belief]:
    """The channels in which visits begin and that the map does not name. What the map names and no visit
    begins in may still be used later in the visit: that is no contradiction."""
    named = {channel.casefold() for channel in step.channels or ()}
    visits = max((each.n for each in measured.channels.values()), default=0)
    known = visits - sum(
        round((each.value or 0) * each.n) for name, each in measured.channels.items() if name == NOT_KNOWN
    )
    for channel, lived in measured.channels.items():
        if channel == NOT_KNOWN or channel.casefold() in named:
            continue
        yield Belief(
            kind="channel",
            address=f"{address}.channels",
            step=step.id,
            lane="channels",
            believes=f'At "{step.name}" the map names {" and ".join(step.channels or ())}',
            says_lived=f"{say_estimate(lived)} of {say_count(lived.n)} visits begin in {channel}",
            lived=lived,
            touched=round((lived.value or 0) * lived.n),
            off=1.0,
            verdict=verdict_before(lived),
            p=p_beyond(lived, 0.0, SHARE_MARGIN),
            change=Change(step.id, "channels", [*(step.channels or ()), channel]),
        )
    if visits and not known:
        nothing = share("channel_share", 0, 0, of_none="the log does not say by which channel they came")
        yield Belief(
            kind="channel",
            address=f"{address}.channels",
            step=step.id,
            lane="channels",
            believes=f'At "{step.name}" the map names {" and ".join(step.channels or ())}',
            says_lived=nothing.reason or "",
            lived=nothing,
            touched=0,
            off=0.0,
            verdict="not_known",
        )


def _span(seconds: float) -> str:
    """A length of time as a map's file writes it, rounded up to a whole unit.

    >>> _span(9.2 * 86400), _span(5000), _span(3.5)
    ('10d', '2h', '4s')
    """
    for unit, factor in _UNITS:
        if seconds >= factor:
            return f"{ceil(seconds / factor)}{unit}"
    return f"{ceil(seconds)}s"
