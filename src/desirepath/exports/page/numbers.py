"""The numbers of a measured map as tables, and the definition of every number that is shown."""

from __future__ import annotations

from collections.abc import Callable

from desirepath.base.estimate import Estimate
from desirepath.base.words import (
    MISSING,
    count_of,
    say_count,
    say_date,
    say_difference,
    say_feeling,
    say_interval,
    say_span_text,
    say_value,
)
from desirepath.exports.measure_words import say_measure
from desirepath.exports.page.markup import Markup, element, joined, prose, said, table
from desirepath.exports.sides import other_side, say_same_age, this_side
from desirepath.exports.summary import say_passage
from desirepath.measures.catalogue import all_measures
from desirepath.measures.measured_map import MeasuredMap, StepMeasures
from desirepath.model.journey_map import Step

MOST_DETOURS = 10
SHOWN = ("reach", "conversion", "drop_off", "dwell", "late_rate", "feeling", "standing")


def numbers(measured: MeasuredMap) -> Markup:
    """All tables of numbers."""
    parts = [_overall(measured), _steps(measured)]
    if measured.detours:
        parts.append(_detours(measured))
    return joined(parts)


def cell(estimate: Estimate | None) -> Markup:
    """An estimate in a table: its value, its interval and n small below; or why there is none."""
    if estimate is None:
        return element("span", "not measured", class_="quiet")
    if estimate.value is None:
        return element("span", estimate.reason or MISSING, class_="quiet")
    notes = []
    interval = say_interval(estimate)
    if interval:
        notes.append(interval)
    if estimate.n and estimate.unit != "count":
        notes.append(f"n {say_count(estimate.n)}" + (", few" if estimate.is_small else ""))
    if estimate.censored and estimate.unit != "count":
        notes.append(f"{say_count(estimate.censored)} under way")
    value = element("span", say_value(estimate), class_="value")
    return joined((value, element("small", "; ".join(notes)))) if notes else value


def _overall(measured: MeasuredMap) -> Markup:
    rows = [(say_measure(key), (cell(estimate),)) for key, estimate in measured.overall.items()]
    counts = measured.passages
    how = [
        ("Passages started", counts.started),
        ("succeeded", counts.succeeded),
        ("failed", counts.failed),
        ("expired", counts.expired),
        ("still under way", counts.open),
        ("Interactions inside them", measured.interactions),
    ]
    if measured.log_interactions is not None:
        how.append(("Interactions in the log", measured.log_interactions))
    counted = [(name, (element("span", say_count(number), class_="value"),)) for name, number in how]
    whole = table("The whole journey", ("Number", "Value"), [*counted, *rows], name="overall")
    return joined((element("p", say_passage(measured.map), class_="quiet"), whole))


def _steps(measured: MeasuredMap) -> Markup:
    so_far = " so far" if measured.passages.open else ""
    heads = (
        "Step", f"Reach{so_far}", f"Conversion{so_far}", "Leave here", "Time at the step", "Expected",
        "Take longer", "Feeling believed", "Feeling lived", "Here now", "Owner",
    )  # fmt: skip
    by_id = {step.id: step for step in measured.steps}
    rows = [(said(step.name), _row(step, by_id.get(step.id))) for step in measured.map.steps()]
    return table("Each step, as lived and as believed", heads, rows, name="steps")


def _row(step: Step, measures: StepMeasures | None) -> tuple[Markup, ...]:
    def of(name: str) -> Markup:
        return cell(measures.estimates.get(name) if measures else None)

    believed = say_feeling(step.feeling.value) if step.feeling else "not said"
    expected = say_span_text(step.within) if step.within else "not said"
    owner = said(step.owner) if step.owner else element("span", "nobody", class_="quiet")
    return (
        of("reach"),
        of("conversion"),
        of("drop_off"),
        of("dwell"),
        element("span", expected),
        of("late_rate") if step.within else element("span", "no time expected", class_="quiet"),
        element("span", believed),
        of("feeling"),
        of("standing"),
        owner,
    )


def _detours(measured: MeasuredMap) -> Markup:
    names = {step.id: step.name for step in measured.map.steps()}
    ways = {"skip": "Skips ahead", "return": "Comes back"}
    rows = [
        (
            ways[detour.kind],
            (
                said(names[detour.from_step]) if detour.from_step else element("span", "the start"),
                said(names[detour.to_step]),
                cell(detour.share),
                element("span", say_count(detour.n)),
            ),
        )
        for detour in sorted(measured.detours, key=lambda d: -(d.share.value or 0.0))
    ]
    heads = ("Way", "From", "To", "Share of passages", "Times travelled")
    most = table("Detours: ways the map does not draw", heads, rows[:MOST_DETOURS], name="detours")
    rest = rows[MOST_DETOURS:]
    if not rest:
        return most
    summary = element("summary", count_of(len(rest), "smaller detour", "smaller detours"))
    others = table("Smaller detours", heads, rest, name="smaller-detours")
    return joined((most, element("details", summary, others)))


def differences(measured: MeasuredMap) -> Markup:
    """Both sides beside each other: who they are, then each number here and there, the surest first."""
    there = measured.there
    if there is None:
        return Markup("")
    names = {step.id: step.name for step in measured.map.steps()}

    def doubt(p: float | None) -> float:
        return 1.0 if p is None else p

    rows = []
    for found in sorted(measured.differences, key=lambda d: doubt(d.adjusted_p)):
        p = found.adjusted_p
        sure = "not tested" if p is None else "clear" if p < 0.05 else "may be chance"
        says = sure if p is None else f"{sure} (p {'< 0.001' if p < 0.001 else f'= {p:.3f}'})"
        where = (
            said(names.get(found.step, found.step)) if found.step else element("span", "the whole journey")
        )
        rows.append(
            (
                where,
                (
                    element("span", say_measure(found.measure)),
                    cell(found.here),
                    cell(found.there),
                    element("span", say_difference(found.difference)),
                    element("span", says),
                ),
            )
        )
    sentence = " ".join(
        part
        for part in (
            say_same_age(measured),
            "Here minus there. The p-values are corrected for the number of differences shown (Holm).",
        )
        if part
    )
    heads = ("Where", "Number", "Here", "There", "Difference", "How sure")
    compared = table("Each number, here and there", heads, rows, name="differences")
    note = element("p", sentence, class_="quiet")
    return joined((_two_sides(measured, there), compared, note) if rows else (_two_sides(measured, there),))


def _two_sides(here: MeasuredMap, there: MeasuredMap) -> Markup:
    """Who stands on each side, until when they were seen, and how far they have come."""

    def row(name: str, of: Callable[[MeasuredMap], str]) -> tuple[str, tuple[Markup, ...]]:
        return name, tuple(element("span", of(side)) for side in (here, there))

    rows = [
        ("Who", (said(this_side(here)), said(other_side(here)))),
        row("Passages started", lambda side: say_count(side.passages.started)),
        row("succeeded so far", lambda side: say_count(side.passages.succeeded)),
        row("still under way", lambda side: say_count(side.passages.open)),
        row("Log seen until", lambda side: say_date(side.as_of.date())),
    ]
    caption = f"{this_side(here)}, compared with {other_side(here)}"
    return table(caption, ("", "Here", "There"), rows, name="sides")


def definitions(measured: MeasuredMap) -> Markup:
    """What every number shown means: its question, formula, source, and when there is no value."""
    shown = {*SHOWN, *measured.overall, *(found.measure for found in measured.differences)}
    shown |= {name for step in measured.map.steps() for name in step.measures or ()}
    parts = []
    for measure in all_measures():
        if measure.id in shown:
            parts.append(element("dt", measure.name))
            parts.append(
                element(
                    "dd",
                    element("p", measure.question),
                    *(
                        element("p", element("b", f"{label}:"), Markup(" "), prose(text))
                        for label, text in (
                            ("Formula", measure.formula),
                            ("Source", measure.source),
                            ("No value where", measure.missing),
                        )
                    ),
                )
            )
    return element("dl", *parts, class_="definitions")
