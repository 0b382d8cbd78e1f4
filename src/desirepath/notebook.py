"""The house as a program or a notebook sees it: a few verbs, and results that draw themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from typing import Any

from desirepath.base.spans import Period, parse_instant
from desirepath.exports.conformance import conformance_text
from desirepath.exports.funnel import funnel_table
from desirepath.exports.html import draw_html
from desirepath.exports.lifecycle import lifecycle_table
from desirepath.exports.paths import paths_table
from desirepath.exports.retention import retention_table
from desirepath.exports.shown import WIDTH, shown_html
from desirepath.exports.success import success_table
from desirepath.exports.svg import draw_svg
from desirepath.findings.conformance import Conformance, check_conformance
from desirepath.findings.paths import TOP, Paths, find_paths
from desirepath.log.durable import write_durably
from desirepath.log.store import Log, open_log
from desirepath.measures.book.months import By
from desirepath.measures.measure_funnel import measure_funnel
from desirepath.measures.measure_lifecycle import MeasuredLifecycle, measure_lifecycle
from desirepath.measures.measure_map import measure_map
from desirepath.measures.measure_retention import MeasuredRetention, measure_retention
from desirepath.measures.measure_success import first_value_at, measure_success
from desirepath.measures.measured_funnel import MeasuredFunnel
from desirepath.measures.measured_map import MeasuredMap
from desirepath.measures.success_measures import SuccessMeasures
from desirepath.model import map_file
from desirepath.model.journey_map import JourneyMap
from desirepath.sources.importing import import_files

__all__ = [
    "ShownConformance",
    "ShownFunnel",
    "ShownLifecycle",
    "ShownMap",
    "ShownMeasuredMap",
    "ShownPaths",
    "ShownRetention",
    "ShownSuccess",
    "conformance",
    "draw",
    "funnel",
    "import_files",
    "lifecycle",
    "measure",
    "open_log",
    "paths",
    "read_map",
    "retention",
    "success_measures",
]


class ShownMap(JourneyMap):
    """A journey map that a notebook shows as its drawing."""

    def _repr_html_(self) -> str:
        return draw_svg(self, today=_today())


class ShownMeasuredMap(MeasuredMap):
    """A measured map that a notebook shows as its drawing; ``to_frame()`` gives the numbers."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return draw_svg(self.map, self, today=_today())


class ShownPaths(Paths):
    """Paths that a notebook shows as the terminal does; ``to_frame()`` gives what follows what."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return shown_html(paths_table(self))


class ShownConformance(Conformance):
    """Findings that a notebook shows as the terminal does; ``say()`` gives the words."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return shown_html(conformance_text(self))


class ShownFunnel(MeasuredFunnel):
    """A funnel that a notebook shows as the terminal does; ``to_frame()`` gives the numbers."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return shown_html(funnel_table(self))


def read_map(path: str | PathLike[str]) -> ShownMap:
    """Read a ``*.journey.yaml`` file.

    Raises DesirepathError with everything that is wrong in it, each with line and column.

    >>> import desirepath as dp
    >>> from desirepath.stories import techcorp
    >>> dp.read_map(techcorp.MAP_PATH).travels
    'account'
    """
    journey = map_file.read_map(Path(path))
    return ShownMap.model_construct(_fields_set=journey.model_fields_set, **dict(journey))


def measure(
    journey: JourneyMap,
    log: Log,
    *,
    segment: str | None = None,
    since: str | date | datetime | None = None,
    until: str | date | datetime | None = None,
    against: str | None = None,
) -> ShownMeasuredMap:
    """Replay the log over the map and measure it.

    ``segment`` and ``against`` are expressions over traits (``traits.plan == "pro"``); ``since`` and
    ``until`` bound when a passage started (until is excluded). Raises DesirepathError where an expression
    cannot be read.
    """
    measured = measure_map(
        journey, log, segment=segment, period=Period(_instant(since), _instant(until)), against=against
    )
    return ShownMeasuredMap(**{field.name: getattr(measured, field.name) for field in fields(measured)})


def paths(
    log: Log,
    *,
    travels: str | None = None,
    segment: str | None = None,
    since: str | date | datetime | None = None,
    until: str | date | datetime | None = None,
    session: str | None = None,
    collapse: bool = False,
    longest: int | None = None,
    top: int = TOP,
) -> ShownPaths:
    """Find the ways that subjects of the type ``travels`` take of their own.

    None takes customers, or what the log has most of. Only what happened from ``since`` to before ``until``
    is followed, of those in the ``segment`` at the first of it (an expression over traits). With a
    ``session`` (``30min``) every session is a way of its own. ``collapse`` takes repeats in a row as one,
    ``longest`` compares only so many first activities, ``top`` is how many ways to name. Raises DP-FND-001
    where nobody of that type is in the log, and DP-EXPR errors.
    """
    found = find_paths(
        log,
        travels=travels,
        segment=segment,
        period=Period(_instant(since), _instant(until)),
        session=session,
        collapse=collapse,
        longest=longest,
        top=top,
    )
    return ShownPaths(**{field.name: getattr(found, field.name) for field in fields(found)})


def conformance(
    journey: JourneyMap,
    log: Log,
    *,
    segment: str | None = None,
    since: str | date | datetime | None = None,
    until: str | date | datetime | None = None,
) -> ShownConformance:
    """Hold the map against what happened: its fit, the detours, the steps it lacks, those nobody takes.

    Whose passages: as for :func:`measure`. Raises DesirepathError where the segment cannot be read.
    """
    found = check_conformance(journey, log, segment=segment, period=Period(_instant(since), _instant(until)))
    return ShownConformance(**{field.name: getattr(found, field.name) for field in fields(found)})


def funnel(
    log: Log,
    steps: Sequence[str | Mapping[str, Any]],
    *,
    window: str | None = "14d",
    since: str | date | datetime | None = None,
    until: str | date | datetime | None = None,
    **rules: Any,
) -> ShownFunnel:
    """Count how many come from step to step inside ``window``, how fast, and who does not.

    A step is an expression, an activity's name, or a mapping of ``when``, ``optional``, ``within``,
    ``anchored``; the first must lie between ``since`` and ``until`` (excluded). ``rules`` are those of
    :func:`~desirepath.measures.measure_funnel.measure_funnel`: ``mode``, ``ties``, ``tolerance``, ``start``,
    ``count``, ``exclude``, ``exclusion``, ``where``, ``segment``, ``against``, ``by``, ``attribution``,
    ``hold``, ``session``, ``subject``, ``with_subjects``. Raises DesirepathError where the
    question cannot be read.

    >>> import tempfile
    >>> from datetime import UTC, datetime
    >>> import desirepath as dp
    >>> from desirepath.log.interaction import Interaction
    >>> from desirepath.log.store import create_log
    >>> def did(activity, day):
    ...     at = datetime(2026, 1, day, tzinfo=UTC)
    ...     return Interaction({"customer": "u1"}, at, activity, source="app", key=activity)
    >>> with tempfile.TemporaryDirectory() as folder, create_log(folder) as log:
    ...     added = log.append([did("sign up", 1), did("buy", 3)])
    ...     [step.median_seconds for step in dp.funnel(log, ["sign up", "buy"]).steps]
    [None, 172800.0]
    """
    period = Period(_instant(since), _instant(until))
    found = measure_funnel(log, steps, window=window, period=period, **rules)
    return ShownFunnel(**{field.name: getattr(found, field.name) for field in fields(found)})


class ShownRetention(MeasuredRetention):
    """A retention matrix that a notebook shows as the terminal does; ``to_frame()`` gives the numbers."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return shown_html(retention_table(self, width=WIDTH))


def retention(
    log: Log,
    start: str,
    back: str | None = None,
    *,
    since: str | date | datetime | None = None,
    until: str | date | datetime | None = None,
    **rules: Any,
) -> ShownRetention:
    """Of those who began together, how many come back, period by period.

    ``start`` begins a cohort, ``back`` (None: the same) is coming back: an expression, or an activity's name.
    Without ``since`` the last periods of the data. ``rules`` are those of
    :func:`~desirepath.measures.measure_retention.measure_retention`: ``unit``, ``cohorts``, ``windows``,
    ``returns``, ``brackets``, ``columns``, ``segment``, ``zone``, ``week_start``, ``subject``. Raises
    DesirepathError where the question cannot be read.
    """
    period = Period(_instant(since), _instant(until))
    found = measure_retention(log, start, back, period=period, **rules)
    return ShownRetention(**{field.name: getattr(found, field.name) for field in fields(found)})


class ShownLifecycle(MeasuredLifecycle):
    """A lifecycle that a notebook shows as the terminal does; ``to_frame()`` gives the numbers."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return shown_html(lifecycle_table(self))


def lifecycle(
    log: Log,
    active: str | None = None,
    *,
    since: str | date | datetime | None = None,
    until: str | date | datetime | None = None,
    **rules: Any,
) -> ShownLifecycle:
    """Who is new, goes on, comes back or falls silent, period by period.

    ``active`` is what being active is: an expression, or an activity's name; None: any interaction. Without
    ``since`` the last periods of the data. ``rules`` are those of
    :func:`~desirepath.measures.measure_lifecycle.measure_lifecycle`: ``unit``, ``zone``, ``week_start``,
    ``subject``. Raises DesirepathError where the question cannot be read.
    """
    period = Period(_instant(since), _instant(until))
    found = measure_lifecycle(log, active, period=period, **rules)
    return ShownLifecycle(**{field.name: getattr(found, field.name) for field in fields(found)})


class ShownSuccess(SuccessMeasures):
    """Success measures that a notebook shows as a table; ``to_frame()`` gives the numbers and their trend."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return shown_html(success_table(self, width=WIDTH))


def success_measures(
    log: Log,
    *,
    segment: str | None = None,
    since: str | date | datetime | None = None,
    until: str | date | datetime | None = None,
    against: str | None = None,
    by: By = "month",
    journey: JourneyMap | None = None,
    step: str | None = None,
    value: str | None = None,
    use: str | None = None,
    margin: float = 1.0,
    subject: str | None = None,
) -> ShownSuccess:
    """How customers come, use, ask, stay and pay: every success measure, with its trend.

    ``segment`` and ``against`` are expressions over traits (``traits.plan == "pro"``), read as of the
    beginning of the period; without ``since`` and ``until`` that is the last year of the data. ``value`` says
    which interaction is a customer's first value, or ``journey`` and ``step`` which step of a map; ``use``
    which interactions are use of the product, ``margin`` what is left of a payment. ``subject`` is whom to
    count: ``account`` unless the log names none, then ``customer``. Raises DesirepathError where one of them
    cannot be read.
    """
    if journey is not None and step is not None:
        value = first_value_at(journey, step)
    period = Period(_instant(since), _instant(until)) if since or until else None
    found = measure_success(
        log,
        segment=segment,
        period=period,
        against=against,
        by=by,
        of=subject,
        use=use,
        value=value,
        margin=margin,
    )
    return ShownSuccess(**{field.name: getattr(found, field.name) for field in fields(found)})


def draw(journey: JourneyMap, path: str | PathLike[str], *, measured: MeasuredMap | None = None) -> Path:
    """Draw the map into an ``.svg`` or ``.html`` file, with what was measured where that is given.

    The file is the old one or the new one, never half of it. Raises DP-LOG-006 where it cannot be written.
    """
    target = Path(path)
    picture = draw_html if target.suffix == ".html" else draw_svg
    drawn = picture(journey, measured, today=_today()).encode()
    write_durably(target, lambda file: file.write(drawn))
    return target


def _instant(value: str | date | datetime | None) -> datetime | None:
    return None if value is None else parse_instant(value if isinstance(value, str) else value.isoformat())


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the reader's own calendar day
