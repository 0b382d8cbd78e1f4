"""The measured funnel: how many came to each step, what share that is, how long it took, and who.

The question: of those who did the first step, how many went on, step by step, inside the window? The rate of
a step is the share of those who entered that have reached it so far; those that still may are its
``censored``. Intervals: Wilson (1927) over subjects; where one subject may have several rows (attempts,
sessions, values held) with the effective number of :mod:`~desirepath.measures.statistics.clustered_share`,
subjects as clusters. Differences: Newcombe's hybrid interval, p-values corrected after Holm. Times are of the
chain that is reported: the chains of one subject averaged first, then subjects. What missing means: nobody
came so far, or nobody entered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from desirepath.base.spans import Period
from desirepath.log.store import Log
from desirepath.measures.differences import compare
from desirepath.measures.funnel_groups import break_down
from desirepath.measures.funnel_steps import mean_seconds_of, measure_steps, median_seconds_of
from desirepath.measures.measured_funnel import FunnelDifference, MeasuredFunnel
from desirepath.model.expression_parser import parse_expression
from desirepath.replay.funnel import follow_funnel
from desirepath.replay.funnel_question import (
    EVER,
    Attribution,
    Between,
    Count,
    Effect,
    Exclusion,
    FunnelQuestion,
    FunnelStep,
    Mode,
    Start,
    Ties,
)
from desirepath.replay.funnel_words import (
    read_attribution,
    read_exclusion,
    read_name,
    read_span_us,
    read_step,
    read_window_us,
    unknown_names,
)
from desirepath.replay.index import Index, open_index


def measure_funnel(
    log: Log,
    steps: Sequence[str | Mapping[str, Any] | FunnelStep],
    *,
    window: str | None = "14d",
    mode: Mode = "ordered",
    between: Between = "interactions",
    ties: Ties = "sequence",
    tolerance: str | None = None,
    start: Start = "any",
    count: Count = "uniques",
    exclude: Sequence[str | Exclusion] = (),
    exclusion: Effect = "drop",
    where: str | None = None,
    segment: str | None = None,
    against: str | None = None,
    period: Period = EVER,
    session: str | None = None,
    hold: str | None = None,
    by: str | None = None,
    attribution: str | Attribution = "first",
    subject: str = "customer",
    as_of: datetime | None = None,
    with_subjects: bool = False,
    threads: int | None = None,
    notify: Callable[[str], None] | None = None,
) -> MeasuredFunnel:
    """Measure a funnel over a log.

    A step is an expression, an activity's name, or a mapping of ``when``, ``optional``, ``within``,
    ``anchored``; ``exclude`` lists what must not happen, as ``FROM:TO:EXPRESSION``; ``window`` is a length of
    time, None for no limit; so are ``tolerance`` and ``session`` (follow sessions that end after so long
    without anything). ``hold`` names what all steps must share, ``by`` what to break the funnel down by, and
    ``attribution`` at which step that is read: ``first``, ``last``, a step's number, or ``all``.
    ``segment`` is an expression that must hold of a first step, over traits as they were then;
    ``against`` measures a second segment, and gives every difference. The rest is said by
    :class:`~desirepath.replay.funnel_question.FunnelQuestion`.

    Raises DP-RPL-020 to 027 and DP-EXPR errors where the question cannot be read.
    """
    index = open_index(log, subject)
    activities = frozenset(index.names.activities)
    question = FunnelQuestion(
        steps=tuple(
            read_step(step, activities, address=f"step {number}") for number, step in enumerate(steps, 1)
        ),
        window_us=read_window_us(window),
        mode=mode,
        between=between,
        ties=ties,
        start=start,
        count=count,
        exclusions=tuple(
            read_exclusion(text, len(steps), activities, address=f"exclusion {number}")
            for number, text in enumerate(exclude, 1)
        ),
        exclusion=exclusion,
        where=None if where is None else parse_expression(where),
        period=period,
        segment=None if segment is None else parse_expression(segment),
        session_us=None if session is None else read_span_us(session, address="session"),
        held=None if hold is None else read_name(hold, address="hold"),
        tolerance_us=0 if tolerance is None else read_span_us(tolerance, address="tolerance"),
    )

    def measure(question: FunnelQuestion, segment: str | None) -> MeasuredFunnel:
        return _measure(
            index,
            question,
            segment=segment,
            by=by,
            attribution=read_attribution(str(attribution)),
            as_of=as_of,
            with_subjects=with_subjects,
            threads=threads,
            notify=notify,
        )

    here = measure(question, segment)
    if against is None:
        return here
    there = measure(replace(question, segment=parse_expression(against)), against)
    return replace(here, against=against, there=there, differences=_differences(here, there))


def _measure(
    index: Index,
    question: FunnelQuestion,
    *,
    segment: str | None,
    by: str | None,
    attribution: Attribution,
    as_of: datetime | None,
    with_subjects: bool,
    threads: int | None,
    notify: Callable[[str], None] | None,
) -> MeasuredFunnel:
    name = None if by is None else read_name(by, address="by")
    funnel = follow_funnel(index, question, as_of=as_of, threads=threads, notify=notify)
    asked = [step.when for step in question.steps] + [found.when for found in question.exclusions]
    total = funnel.total_us() if len(question.steps) > 1 else funnel.total_us()[:0]
    return MeasuredFunnel(
        question=question,
        travels=index.travels,
        subjects=funnel.subjects,
        dropped=funnel.dropped,
        as_of=funnel.as_of,
        steps=measure_steps(funnel, with_subjects=with_subjects),
        mean_seconds=mean_seconds_of(total),
        median_seconds=median_seconds_of(total),
        unknown_names=unknown_names(asked, index.names.activities),
        segment=segment,
        thinned=funnel.thinned,
        breakdown=None if name is None else break_down(funnel, name, attribution),
    )


def _differences(here: MeasuredFunnel, there: MeasuredFunnel) -> tuple[FunnelDifference, ...]:
    """Here less there, at every step but the first, where all have been."""
    found = compare(
        (str(ours.number), ours.rate.measure, ours.rate, theirs.rate)
        for ours, theirs in zip(here.steps[1:], there.steps[1:], strict=True)
    )
    return tuple(
        FunnelDifference(int(one.step or 0), None, one.here, one.there, one.difference, one.adjusted_p)
        for one in found
    )
