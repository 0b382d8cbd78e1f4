"""What the map says, in plain sentences; each number with its interval, nothing that was not measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from desirepath.base.estimate import Estimate
from desirepath.base.words import (
    count_of,
    plural,
    say_count,
    say_duration,
    say_estimate,
    say_feeling,
    say_share,
    say_span_text,
)
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.rules import say_rules
from desirepath.measures.measured_map import MeasuredMap
from desirepath.model.journey_map import JourneyMap, Step


def sentences(sheet: Sheet) -> tuple[str, ...]:
    """The summary: first what was lived, then what the map itself lacks."""
    lived = tuple(_lived(sheet.map, sheet.measured)) if sheet.measured else ()
    return (*lived, *_believed(sheet))


def headline(measured: MeasuredMap) -> str:
    """The one sentence that says whether the journey works."""
    return next(_outcome(measured.map, measured))


def say_passage(journey: JourneyMap) -> str:
    """What a passage is, for those who read the word for the first time.

    >>> say_passage(JourneyMap(format="desirepath/1", id="m", title="M", travels="account", stages=()))
    "A passage is one account's way through this journey."
    """
    return f"A passage is one {journey.travels}'s way through this journey."


def say_interactions(measured: MeasuredMap) -> str:
    """How many interactions lie inside the passages, and how many there are."""
    inside = f"{count_of(measured.interactions, 'interaction', 'interactions')} inside them"
    every = measured.log_interactions
    return inside if every is None or every == measured.interactions else f"{inside}, of {say_count(every)}"


def _lived(journey: JourneyMap, measured: MeasuredMap) -> Iterator[str]:
    yield from _outcome(journey, measured)
    named = {step.id: step for step in journey.steps()}
    worst = _highest(measured, "drop_off")
    if worst:
        step, estimate = worst
        yield (
            f"Most are lost at {_name(named, step)}: {say_estimate(estimate)} of those who come to it "
            "leave the journey there."
        )
    late = _highest(measured, "late_rate")
    if late and named[late[0]].within:
        step, estimate = late
        within = say_span_text(named[step].within or "")
        dwell = measured.step(step).estimates.get("dwell")
        median = f", half stay longer than {say_duration(dwell.value)}" if dwell and dwell.value else ""
        yield (
            f"The slowest against its plan is {_name(named, step)}: {say_estimate(estimate)} stay longer "
            f"than the expected {within}{median}."
        )
    yield from _feelings(journey, measured)
    detours = sorted(
        (d for d in measured.detours if d.share.value), key=lambda detour: -(detour.share.value or 0.0)
    )
    if detours:
        detour = detours[0]
        start = _name(named, detour.from_step) if detour.from_step else "the start"
        way = "skip ahead" if detour.kind == "skip" else "go back"
        yield (
            f"The most travelled detour: {say_estimate(detour.share)} {way} from {start} "
            f"to {_name(named, detour.to_step)}."
        )


def _outcome(journey: JourneyMap, measured: MeasuredMap) -> Iterator[str]:
    if not measured.passages.started:
        yield "Nobody set out on this journey, so that there is nothing to measure."
        return
    yield " ".join((_so_far(journey, measured), *_to_expect(journey, measured)))
    took = measured.overall.get("time_to_success")
    if took and took.value is not None:
        yield f"Half of those who succeed do so within {say_estimate(took)}."


def _so_far(journey: JourneyMap, measured: MeasuredMap) -> str:
    """How many have reached the goal; only once nobody is under way is it the whole story."""
    counts = measured.passages
    travellers = plural(journey.travels, counts.subjects)
    who = f"{say_count(counts.subjects)} {travellers}"
    if counts.started != counts.subjects:
        who = f"{count_of(counts.started, 'passage', 'passages')} by {who}"
    started = say_rules(journey.passage.starts)
    who += f" that set out ({started})" if started else " that set out"
    under_way = f"{say_count(counts.open)} {'is' if counts.open == 1 else 'are'} still under way"
    success = measured.overall.get("success_rate")
    if success is None or success.value is None:
        why = success.reason if success and success.reason else "it was not measured"
        known = f"How many of {who} reached the goal is not known: {why}"
        return f"{known}; {under_way}." if counts.open else f"{known}."
    goal = say_rules(journey.passage.succeeds)
    reached = f"reached the goal ({goal})" if goal else "reached the goal"
    if counts.open:
        return f"So far {say_estimate(success)} of {who} {reached}; {under_way}."
    horizon = f" within {say_span_text(journey.passage.horizon)}" if journey.passage.horizon else ""
    return f"Of {who}, {say_estimate(success)} {reached}{horizon}."


def _to_expect(journey: JourneyMap, measured: MeasuredMap) -> Iterator[str]:
    """What is to be expected of all, while some are under way."""
    within, horizon = measured.overall.get("success_within"), journey.passage.horizon
    if not measured.passages.open or within is None or horizon is None or not journey.passage.succeeds:
        return
    if within.value is None:
        yield f"How many will by {say_span_text(horizon)} cannot be said: {within.reason}."
    else:
        yield f"Followed to {say_span_text(horizon)}, we expect {say_estimate(within)} to reach it."


def _feelings(journey: JourneyMap, measured: MeasuredMap) -> Iterator[str]:
    """Where what was felt contradicts what was believed: the belief lies outside the interval, most first."""
    gaps: list[tuple[float, Step, Estimate]] = []
    for step in journey.steps():
        felt = _estimate(measured, step.id, "feeling")
        if not step.feeling or felt is None or felt.value is None or felt.low is None or felt.high is None:
            continue
        if not felt.low <= step.feeling.value <= felt.high:
            gaps.append((abs(felt.value - step.feeling.value), step, felt))
    for _, step, felt in sorted(gaps, key=lambda gap: -gap[0])[:2]:
        believed = step.feeling.value if step.feeling else 0.0
        feels = "worse" if (felt.value or 0.0) < believed else "better"
        yield (
            f"“{step.name}” feels {feels} than the map believes: {say_estimate(felt)} on a scale "
            f"from −2 to +2, believed {say_feeling(believed)}."
        )


def _believed(sheet: Sheet) -> Iterator[str]:
    steps = list(sheet.map.steps())
    size = f"{count_of(len(sheet.map.stages), 'stage', 'stages')} and {count_of(len(steps), 'step', 'steps')}"
    moments = [step.name for step in steps if step.moment_of_truth]
    truth = f"; its moments of truth are {_listed(moments)}" if moments else ""
    yield f"The map has {size}{truth}."
    unowned = [step.name for step in steps if not step.owner]
    if unowned:
        have = "has" if len(unowned) == 1 else "have"
        yield f"{count_of(len(unowned), 'step', 'steps')} {have} no owner: {_listed(unowned)}."
    whole = sheet.evidence.whole if sheet.evidence else None
    if whole and whole.share is not None:
        are = "is" if whole.stale == 1 else "are"
        stale = f"; {say_count(whole.stale)} of them {are} stale" if whole.stale else ""
        claims = count_of(whole.claims, "claim", "claims")
        yield f"{say_share(whole.share)} of its {claims} rest on evidence{stale}; the others are assumptions."


def _highest(measured: MeasuredMap, measure: str) -> tuple[str, Estimate] | None:
    """The step where a share is highest, of those with enough behind it; None where it is nowhere above 0."""
    found = [(step.id, step.estimates[measure]) for step in measured.steps if measure in step.estimates]
    known = [(step, e) for step, e in found if e.value and not e.is_small]
    return max(known, key=lambda pair: pair[1].value or 0.0, default=None)


def _estimate(measured: MeasuredMap, step_id: str, measure: str) -> Estimate | None:
    return next((step.estimates.get(measure) for step in measured.steps if step.id == step_id), None)


def _name(named: dict[str, Step], step_id: str) -> str:
    return f"“{named[step_id].name}”"


def _listed(names: Iterable[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    if len(quoted) > 5:
        quoted = [*quoted[:5], f"{len(quoted) - 5} more"]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
