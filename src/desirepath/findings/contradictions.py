"""The difference: what a map believes against what the log says, ordered by what matters.

Every belief that can be held against the log is tested: the interval of what was lived must lie beyond what
is believed by more than a margin (a quarter of a point of feeling, a tenth of an expected time, one in ten
of those who travel), after Holm's correction over all beliefs of the map together. What matters most comes
first: *whom it touches x how far it is off*.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from desirepath.base import slow
from desirepath.base.estimate import ENOUGH
from desirepath.base.spans import Period
from desirepath.base.words import count_of, say_period
from desirepath.findings.belief import Belief
from desirepath.findings.beliefs_of_journey import beliefs_of_journey
from desirepath.findings.beliefs_of_steps import beliefs_of_step
from desirepath.findings.finding import Json
from desirepath.log.store import Log
from desirepath.measures.measure_map import step_measures
from desirepath.measures.measured_map import PassageCounts, say_instant
from desirepath.measures.observed import Observed
from desirepath.measures.statistics.holm import holm
from desirepath.model.expression_parser import format_expression, parse_expression
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.index import open_index
from desirepath.replay.recall import recall
from desirepath.replay.replay import Replay
from desirepath.replay.tally import EXPIRED, FAILED, OPEN, SUCCEEDED
from desirepath.replay.watch import Watch

if TYPE_CHECKING:
    import pandas as pd

FORMAT: Final = "desirepath-difference/1"
_EVER: Final = Period()


@dataclass(frozen=True, slots=True)
class Contradictions:
    """A map's beliefs, each with its verdict.

    ``contradicted`` come by what they matter, ``not_enough`` and ``not_known`` in the map's order; ``holds``
    are the beliefs that what was measured does not contradict.
    """

    map: JourneyMap
    as_of: datetime
    segment: str | None
    period: Period
    passages: PassageCounts
    beliefs: tuple[Belief, ...]

    @property
    def contradicted(self) -> tuple[Belief, ...]:
        """Those that the log contradicts, what matters most first."""
        return tuple(each for each in self.beliefs if each.verdict == "contradicted")

    @property
    def holds(self) -> tuple[Belief, ...]:
        """Those that the log does not contradict."""
        return tuple(each for each in self.beliefs if each.verdict == "holds")

    @property
    def not_enough(self) -> tuple[Belief, ...]:
        """Those of which fewer than 30 say anything."""
        return tuple(each for each in self.beliefs if each.verdict == "not_enough")

    @property
    def not_known(self) -> tuple[Belief, ...]:
        """Those of which nothing can be said, and why."""
        return tuple(each for each in self.beliefs if each.verdict == "not_known")

    def say(self) -> str:
        """In words: the contradictions, one a line, and how the other beliefs stand."""
        return "\n\n".join([*(each.say() for each in self.contradicted), self.say_sums()])

    def say_sums(self) -> str:
        """How many beliefs were tested, and why the others were not: sums that add up."""
        return (
            f"{count_of(len(self.beliefs), 'belief', 'beliefs')}: "
            f"{len(self.contradicted) + len(self.holds)} tested ({len(self.contradicted)} contradicted, "
            f"{len(self.holds)} not), {len(self.not_enough)} not enough yet (fewer than {ENOUGH}), "
            f"{len(self.not_known)} not testable."
        )

    def to_json(self) -> Json:
        """The published JSON shape, ``desirepath-difference/1``: keys are only ever added."""
        return {
            "format": FORMAT,
            "map": {"id": self.map.id, "version": self.map.version, "title": self.map.title},
            "as_of": say_instant(self.as_of),
            "segment": self.segment,
            "period": {"since": say_instant(self.period.since), "until": say_instant(self.period.until)},
            "passages": self.passages.to_json(),
            "beliefs": [each.to_json() for each in self.beliefs],
        }

    def to_frame(self) -> pd.DataFrame:
        """The beliefs as a pandas table. Raises DP-BASE-001 where pandas is not installed."""
        rows = [
            {
                "verdict": each.verdict,
                "kind": each.kind,
                "step": each.step,
                "weight": each.weight,
                "touched": each.touched,
                "off": each.off,
                "says": each.say(),
            }
            for each in self.beliefs
        ]
        frame: pd.DataFrame = slow.load("pandas", extra="notebook").DataFrame(rows)
        return frame


def find_contradictions(
    journey: JourneyMap,
    log: Log,
    *,
    segment: str | None = None,
    period: Period = _EVER,
    notify: Callable[[str], None] | None = None,
    progress: Callable[[float], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Contradictions:
    """Replay the log over the map and hold every belief of it against what happened.

    ``segment`` and ``period`` say whose passages, as for
    :func:`~desirepath.measures.measure_map.measure_map`; so do ``notify``, ``progress`` and ``should_stop``.
    Raises DesirepathError where the segment cannot be read (DP-EXPR-).

    >>> import tempfile
    >>> from datetime import UTC, timedelta
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> from desirepath.model.map_file import read_map_text
    >>> a, b = ("{id: %s, name: %s, within: 2d, when: [{activity: %s}]}" % (x, x, x) for x in "ab")
    >>> stages = "[{id: all, name: All, steps: [" + a + ", " + b + "]}]"
    >>> journey = read_map_text("{format: desirepath/1, id: m, title: M, stages: " + stages + "}")
    >>> began = datetime(2026, 1, 1, tzinfo=UTC)
    >>> def did(who, day, activity):
    ...     at = began + timedelta(days=day)
    ...     return Interaction({"customer": f"u{who}"}, at, activity, source="app", key=f"{who}{activity}")
    >>> lived = [each for who in range(40) for each in (did(who, 0, "a"), did(who, 9 + who % 3, "b"))]
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     added = log.append(lived)
    ...     (found,) = find_contradictions(journey, log).contradicted
    >>> found.kind, found.lived.value / 86400, found.touched, round(found.off, 2)
    ('time', 10.0, 40, 0.8)
    """
    parsed = parse_expression(segment) if segment is not None else None
    watch = Watch(4, progress, should_stop)
    watch.must_go_on()
    index = open_index(log, journey.travels, notify=notify)
    told = recall(journey, index, segment=parsed, period=period, notify=notify, watch=watch)
    watch.must_go_on()
    return contradictions_of(told, segment=segment, period=period)


def contradictions_of(told: Replay, *, segment: str | None = None, period: Period = _EVER) -> Contradictions:
    """The same of a replay; ``segment`` and ``period`` are what it was asked for."""
    journey, observed = told.journey, Observed.of_replay(told)
    who = "passage" if journey.passage.again else journey.travels
    source: Json = {"on": told.as_of.date().isoformat()}
    whose = [
        *([format_expression(parse_expression(segment))] if segment is not None else []),
        *([f"set out {say_period(period)}"] if period != _EVER else []),
    ]
    if whose:
        source["note"] = "; ".join(whose)
    found = [
        belief
        for place in range(len(observed.steps))
        for belief in beliefs_of_step(observed, place, step_measures(observed, place), source=source, who=who)
    ]
    found += beliefs_of_journey(told, observed, who=who)
    outcomes = [int(count) for count in told.tally.outcomes]
    return Contradictions(
        map=journey,
        as_of=told.as_of,
        segment=segment,
        period=period,
        passages=PassageCounts(
            subjects=int(told.tally.subjects),
            started=sum(outcomes),
            succeeded=outcomes[SUCCEEDED],
            failed=outcomes[FAILED],
            expired=outcomes[EXPIRED],
            open=outcomes[OPEN],
        ),
        beliefs=_in_order(_judged(_once(found))),
    )


def _once(found: list[Belief]) -> list[Belief]:
    """A step that nobody comes to at all is one thing to say, not several."""
    unreached = {each.step for each in found if each.kind == "unreached"}
    return [
        each
        for each in found
        if each.kind == "unreached" or each.step not in unreached or each.kind == "missing_step"
    ]


def _judged(found: list[Belief]) -> list[Belief]:
    """What is looked at together is corrected together (Holm 1979)."""
    tested = [place for place, each in enumerate(found) if each.verdict == "holds" and each.p is not None]
    adjusted = holm([found[place].p or 0.0 for place in tested])
    judged = list(found)
    for place, p in zip(tested, adjusted, strict=True):
        judged[place] = found[place].judged(p)
    return judged


def _in_order(found: list[Belief]) -> tuple[Belief, ...]:
    """The contradicted first, by what they matter; then the rest in the order they were found."""
    contradicted = [each for each in found if each.verdict == "contradicted"]
    rest = [each for each in found if each.verdict != "contradicted"]
    return (*sorted(contradicted, key=lambda each: -each.weight), *rest)
