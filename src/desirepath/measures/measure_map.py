"""The one door to the numbers: a map and a log in, a measured map out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Final

from desirepath.base.estimate import Estimate, unknown
from desirepath.base.spans import Period, from_microseconds, to_microseconds
from desirepath.log.store import Log
from desirepath.measures.catalogue import all_measures
from desirepath.measures.channels import channel_shares
from desirepath.measures.detours import detours
from desirepath.measures.differences import differences
from desirepath.measures.kinds import AS_OF_WITHOUT_ZONE
from desirepath.measures.measured_map import MeasuredMap, PassageCounts, StepMeasures
from desirepath.measures.notes import notes_on
from desirepath.measures.observed import Observed
from desirepath.model.expression_parser import parse_expression
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.engines.local import in_threads
from desirepath.replay.index import open_index
from desirepath.replay.recall import recall
from desirepath.replay.replay import Replay
from desirepath.replay.tally import EXPIRED, FAILED, OPEN, SUCCEEDED
from desirepath.replay.watch import Watch

MOST_IN_THREADS: Final = 1 << 20
"""Of more passages the steps are measured one after the other."""


@dataclass(frozen=True, slots=True)
class Group:
    """Whom one side of a map is about: a segment (None: everybody), by when their passages started."""

    segment: str | None
    period: Period


def measure_map(
    journey: JourneyMap,
    log: Log,
    *,
    segment: str | None = None,
    period: Period = Period(),  # noqa: B008 - frozen
    against: str | None = None,
    against_period: Period | None = None,
    as_of: datetime | None = None,
    notify: Callable[[str], None] | None = None,
    progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> MeasuredMap:
    """Replay the log over the map, and ask every measure.

    What is counted of a large log is kept beside its index: the same question asked again costs a read, and
    of a log that has grown only the subjects with news; the numbers are the same, to the bit.

    ``segment`` is an expression over traits (None: everybody); ``period`` bounds when a passage started.
    ``against`` measures a second segment, ``against_period`` a second period (of the same segment where
    ``against`` is None), and gives every difference. ``as_of`` is the instant up to which to look (None:
    the end of the data); what is under way then is censored. Of two periods the earlier is looked at when
    it was as old as the later is at ``as_of``, so that no side had more time than the other; but a period
    that begins with the data ("at any time") never loses passages by that: then both sides are looked at
    on one day, ``same_age`` is False, and numbers that are not decided yet have no difference. ``notify`` is
    told in a few words what takes long, ``progress`` the share of the counting that is done (from 0 to 1).
    ``should_stop`` is asked every few milliseconds of it; where it says yes,
    :class:`~desirepath.replay.watch.Stopped` is raised.

    >>> from tempfile import TemporaryDirectory
    >>> from datetime import UTC
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> from desirepath.model.journey_map import Stage, Step
    >>> from desirepath.model.rule import Rule
    >>> visit = Step(id="visit", name="Visits", when=(Rule(activity="visit"),))
    >>> journey = JourneyMap(
    ...     format="desirepath/1", id="shop", title="Shop", stages=(Stage(id="a", name="A", steps=(visit,)),)
    ... )
    >>> noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    >>> with TemporaryDirectory() as folder, create_log(folder) as log:
    ...     _ = log.append([Interaction({"customer": "u1"}, noon, "visit", source="door", key="1")])
    ...     measure_map(journey, log).step("visit").estimates["reach"].value
    1.0

    Raises DesirepathError where an expression cannot be read (DP-EXPR-) or ``as_of`` has no zone
    (DP-MSR-003).
    """
    if as_of is not None and as_of.tzinfo is None:
        raise AS_OF_WITHOUT_ZONE.error(str(as_of))
    sides = [Group(segment, period)]
    if against is not None or against_period is not None:
        sides.append(Group(segment if against is None else against, against_period or period))
    parsed = [parse_expression(side.segment) if side.segment is not None else None for side in sides]
    index = open_index(log, journey.travels, notify=notify)

    watch = Watch(4 * len(sides), progress, should_stop)
    watch.must_go_on()

    def look(side: int, until: datetime | None) -> Replay:
        return recall(
            journey,
            index,
            segment=parsed[side],
            period=sides[side].period,
            as_of=until,
            notify=notify,
            watch=watch,
        )

    replays = [look(side, as_of) for side in range(len(sides))]
    same_age = None
    if against_period is not None:
        ends = _ends_at_one_age(sides, replays)
        same_age = ends is not None
        for side, end in enumerate(ends or ()):
            if end < replays[side].as_of:
                replays[side] = look(side, end)
    here, *others = (
        measure_replay(journey, seen, group=side) for seen, side in zip(replays, sides, strict=True)
    )
    if not others:
        return here
    apart = differences(here, others[0], only_decided=same_age is False)
    return replace(here, against=against, there=others[0], differences=apart, same_age=same_age)


def _ends_at_one_age(sides: Sequence[Group], replays: Sequence[Replay]) -> list[datetime] | None:
    """Until when each side is looked at so that both are as old as the later one is: its end, less how much
    earlier its period began, no earlier than the first passage.

    None where a period that begins with the data would lose passages by that, and be another period.
    """
    starts = [from_microseconds(int(r.passages.started_us.min())) for r in replays if len(r.passages)]
    if not starts:
        return [replayed.as_of for replayed in replays]
    first = min(starts)
    begins = [max(side.period.since or first, first) for side in sides]
    ends = []
    for begin, replayed in zip(begins, replays, strict=True):
        end = replayed.as_of - (max(begins) - begin)
        if begin == first and end < replayed.as_of and _has_begun_after(replayed, end):
            return None
        ends.append(end)
    return ends


def _has_begun_after(replayed: Replay, end: datetime) -> bool:
    return bool((replayed.passages.started_us > to_microseconds(end)).any())


def measure_replay(journey: JourneyMap, replayed: Replay, *, group: Group) -> MeasuredMap:
    """Ask every measure of one replay; ``group`` is what was asked for."""
    tally = replayed.tally
    observed = Observed.of_replay(replayed)
    # The curves of a step take as much memory as all passages do.
    threads = 1 if observed.started > MOST_IN_THREADS else None
    outcomes = [int(count) for count in tally.outcomes]
    return MeasuredMap(
        map=journey,
        as_of=replayed.as_of,
        period=group.period,
        segment=group.segment,
        interactions=int(tally.interactions),
        passages=PassageCounts(
            subjects=int(tally.subjects),
            started=sum(outcomes),
            succeeded=outcomes[SUCCEEDED],
            failed=outcomes[FAILED],
            expired=outcomes[EXPIRED],
            open=outcomes[OPEN],
        ),
        overall=overall(observed),
        steps=tuple(in_threads(partial(step_measures, observed), range(len(observed.steps)), threads)),
        detours=detours(observed),
        notes=notes_on(replayed),
        log_interactions=replayed.index.log_rows,
    )


def overall(observed: Observed) -> dict[str, Estimate]:
    """The estimates of the whole journey, by measure id."""
    return {m.id: m.compute(observed, None) for m in all_measures() if "journey" in m.at}


def step_measures(observed: Observed, index: int) -> StepMeasures:
    """The estimates of one step, by measure id, and its channels."""
    step = observed.steps[index]
    measures = [measure for measure in all_measures() if "step" in measure.at]
    if not step.when:
        reason = "the step has no rule, so that nothing in the log says who is there"
        return StepMeasures(step.id, {m.id: unknown(m.id, reason, unit=m.unit) for m in measures})
    estimates = {measure.id: measure.compute(observed, index) for measure in measures}
    return StepMeasures(step.id, estimates, channel_shares(observed, index))
