"""What can be asked of the log in the background, and how each question is answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from desirepath.base.spans import Period, parse_instant
from desirepath.findings.conformance import conformance_of
from desirepath.findings.contradictions import find_contradictions
from desirepath.findings.data_health import data_health
from desirepath.findings.paths import TOP, find_step_paths
from desirepath.log.store import Log
from desirepath.measures.measure_funnel import measure_funnel
from desirepath.measures.measure_map import measure_map
from desirepath.measures.measure_success import measure_success
from desirepath.model.expression_parser import parse_expression
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.funnel_question import Between, Count, Effect, Mode, Start, Ties
from desirepath.replay.index import open_index
from desirepath.replay.recall import recall
from desirepath.replay.watch import Stopped
from desirepath.server.clock import workspace_zone
from desirepath.server.jobs.kind import CancelledError, Work
from desirepath.server.kinds import BAD_REQUEST
from desirepath.server.lived.book_questions import BOOK_QUESTIONS
from desirepath.server.lived.card_questions import CARD_QUESTIONS
from desirepath.server.lived.measured_part import believed_part, dress, measured_part
from desirepath.server.lived.names import names_of, segments_of
from desirepath.server.lived.question import Hearing, Json, Kind, Question
from desirepath.server.lived.scorecards import scorecard_for
from desirepath.server.lived.whose_moment import WhoseMoment
from desirepath.success.measure_board import measure_board

Expression = Annotated[str, Field(max_length=4000)]
Instant = Annotated[str, Field(max_length=40)]


class WhoseQuestion(Question):
    """Whose passages: those that started in the period, by subjects in the segment."""

    segment: Expression | None = None
    since: Instant | None = None
    until: Instant | None = None

    def check(self) -> None:
        """As above."""
        _check_expressions(self.segment)
        self.period()

    def is_of_everybody(self) -> bool:
        """As above: a segment picks out."""
        return self.segment is None

    def period(self) -> Period:
        """When the passages started."""
        return _period(self.since, self.until, "")


class MapQuestion(WhoseQuestion):
    """The same, beside a second side."""

    against: Expression | None = None
    against_since: Instant | None = None
    against_until: Instant | None = None

    def check(self) -> None:
        """As above."""
        super().check()
        _check_expressions(self.against)
        self.against_period()

    def is_of_everybody(self) -> bool:
        """As above, on both sides."""
        return super().is_of_everybody() and self.against is None

    def against_period(self) -> Period | None:
        """The same of the other side; None: the same period."""
        if self.against_since is None and self.against_until is None:
            return None
        return _period(self.against_since, self.against_until, "against_")


class PathsQuestion(Question):
    """How the ways from step to step are compared; ``top`` are shown."""

    collapse: bool = False
    longest: Annotated[int, Field(ge=1, le=1000)] | None = None
    top: Annotated[int, Field(ge=1, le=1000)] = TOP


class BoardQuestion(Question):
    """The journey board: where every account stands now, with health by the ``scorecards`` of these files."""

    scorecards: Annotated[str, Field(max_length=64)] = ""


class FunnelStepIn(Question):
    """One step of a funnel: an expression, or the name of an activity."""

    when: Expression
    optional: bool = False
    within: Annotated[str, Field(max_length=40)] | None = None


class FunnelIn(Question):
    """A funnel; what the words mean is said in the guide to funnels."""

    steps: Annotated[list[FunnelStepIn], Field(min_length=1, max_length=50)]
    window: Annotated[str, Field(max_length=40)] | None = "14d"
    mode: Mode = "ordered"
    between: Between = "interactions"
    ties: Ties = "sequence"
    start: Start = "any"
    count: Count = "uniques"
    exclude: Annotated[tuple[Expression, ...], Field(max_length=50)] = ()
    exclusion: Effect = "drop"
    where: Expression | None = None
    segment: Expression | None = None
    against: Expression | None = None
    by: Annotated[str, Field(max_length=200)] | None = None
    since: Instant | None = None
    until: Instant | None = None
    subject: Annotated[str, Field(max_length=100)] = "customer"

    def is_of_everybody(self) -> bool:
        """As above: every step of a funnel picks out."""
        return False

    def check(self) -> None:
        """As above."""
        _check_expressions(self.where, self.segment, self.against)
        _period(self.since, self.until, "")


class SuccessQuestion(MapQuestion):
    """The success measures of a segment and period, beside a second side; ``by`` is how the trend is cut."""

    by: Literal["month", "quarter"] = "month"
    use: Expression | None = None
    value: Expression | None = None
    margin: Annotated[float, Field(gt=0, le=1)] = 1.0
    subject: Annotated[str, Field(max_length=100)] | None = None

    def is_of_everybody(self) -> bool:
        """As above: what counts as use, or as value, picks out too."""
        return super().is_of_everybody() and self.use is None and self.value is None

    def check(self) -> None:
        """As above."""
        super().check()
        _check_expressions(self.use, self.value)


class HealthQuestion(Question):
    """How well what came in before the day ``until`` (not included) is."""

    until: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


def _map(log: Log, journey: JourneyMap | None, asked: MapQuestion, work: Work) -> Json:
    assert journey is not None
    hearing = Hearing(work)
    try:
        return measure_map(
            measured_part(journey),
            log,
            segment=asked.segment,
            period=asked.period(),
            against=asked.against,
            against_period=asked.against_period(),
            notify=hearing.notify,
            progress=hearing.progress,
            should_stop=work.should_stop,
        ).to_json()
    except Stopped:
        raise CancelledError from None


def _difference(log: Log, journey: JourneyMap | None, asked: WhoseQuestion, work: Work) -> Json:
    assert journey is not None
    hearing = Hearing(work)
    try:
        return find_contradictions(
            believed_part(journey),
            log,
            segment=asked.segment,
            period=asked.period().in_zone(ZoneInfo(log.settings.time_zone)),  # a proposal says its days
            notify=hearing.notify,
            progress=hearing.progress,
            should_stop=work.should_stop,
        ).to_json()
    except Stopped:
        raise CancelledError from None


def _paths(log: Log, journey: JourneyMap | None, asked: PathsQuestion, work: Work) -> Json:
    assert journey is not None
    hearing = Hearing(work)
    index = open_index(log, journey.travels, notify=hearing.notify)
    told = recall(measured_part(journey), index, notify=hearing.notify)
    work.stop_if_asked()
    found = find_step_paths(told, collapse=asked.collapse, longest=asked.longest, top=asked.top)
    work.stop_if_asked()
    return {**found.to_json(), "conformance": conformance_of(told).to_json()}


def _board(log: Log, journey: JourneyMap | None, asked: BoardQuestion, work: Work) -> Json:
    assert journey is not None
    hearing = Hearing(work)
    index = open_index(log, journey.travels, notify=hearing.notify)
    told = recall(measured_part(journey), index, notify=hearing.notify)
    work.stop_if_asked()
    found = measure_board(log, told, card=scorecard_for(log.path, journey.travels))
    return {**found.to_json(), "others": found.others()}


def _dress_board(found: Json, journey: JourneyMap) -> Json:
    steps = {step.id: step for step in journey.steps()}
    names, segments = names_of(journey.travels), segments_of(journey.travels)
    whose = WhoseMoment(journey)
    for column in found["columns"]:
        step = steps.get(column["step"])
        column["name"] = None if step is None else step.name
        column["owner"] = None if step is None else step.owner
        for card in column["cards"]:
            card["name"] = names.get(card["subject"])
            card["segment"] = segments.get(card["subject"])
            card["owner"] = whose.of(card["subject"], column["step"])
    found["map"] = {"id": journey.id, "version": journey.version, "title": journey.title}
    return found


def _funnel(log: Log, journey: JourneyMap | None, asked: FunnelIn, work: Work) -> Json:
    plain = asked.model_dump(exclude={"steps", "since", "until"})
    steps = [step.model_dump(exclude_none=True) for step in asked.steps]
    period = _period(asked.since, asked.until, "")
    return measure_funnel(log, steps, period=period, notify=Hearing(work).notify, **plain).to_json()


def _success(log: Log, journey: JourneyMap | None, asked: SuccessQuestion, work: Work) -> Json:
    period = asked.period()
    return measure_success(
        log,
        segment=asked.segment,
        period=period if period != Period() else None,
        against=asked.against,
        against_period=asked.against_period(),
        by=asked.by,
        of=asked.subject,
        use=asked.use,
        value=asked.value,
        margin=asked.margin,
        notify=Hearing(work).notify,
    ).to_json()


def _dress_difference(found: Json, journey: JourneyMap) -> Json:
    found["map"] = {"id": journey.id, "version": journey.version, "title": journey.title}
    return found


def _health(log: Log, journey: JourneyMap | None, asked: HealthQuestion, work: Work) -> Json:
    work.tell(0.1, "looking at every source")
    return data_health(log, until=date.fromisoformat(asked.until)).to_json()


def _dress_paths(found: Json, journey: JourneyMap) -> Json:
    found["conformance"]["map"] = {"id": journey.id, "version": journey.version, "title": journey.title}
    return found


QUESTIONS: Final[Mapping[str, Kind]] = {
    "map": Kind(MapQuestion, _map, dress),
    "difference": Kind(WhoseQuestion, _difference, _dress_difference, believed_part),
    "paths": Kind(PathsQuestion, _paths, _dress_paths),
    "board": Kind(BoardQuestion, _board, _dress_board),
    "funnel": Kind(FunnelIn, _funnel),
    "success": Kind(SuccessQuestion, _success),
    "health": Kind(HealthQuestion, _health),
    **CARD_QUESTIONS,
    **BOOK_QUESTIONS,
}
"""A new kind of question is a new line."""


def _check_expressions(*texts: str | None) -> None:
    for text in texts:
        if text is not None:
            parse_expression(text)


def _period(since: str | None, until: str | None, prefix: str) -> Period:
    bounds = []
    for name, text in ((f"{prefix}since", since), (f"{prefix}until", until)):
        try:
            bounds.append(None if text is None else parse_instant(text, workspace_zone()))
        except (ValueError, OverflowError):
            raise BAD_REQUEST.error(name, says=f"{text!r} is no date", fix="use 2026-01-31") from None
    try:
        return Period(*bounds)
    except ValueError as error:
        raise BAD_REQUEST.error(f"{prefix}until", says=str(error)) from None
