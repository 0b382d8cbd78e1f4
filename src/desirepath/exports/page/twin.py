"""The table twin: everything the picture says, as a table that a screen reader walks and a phone shows as
cards.

Each row is a step, each column a lane; the stage stands above its steps.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from desirepath.base.words import say_due, say_feeling, say_span_text
from desirepath.exports.drawing.cell import say_known
from desirepath.exports.drawing.lane_rows import LaneRow, lane_rows
from desirepath.exports.drawing.sheet import Column, Sheet
from desirepath.exports.page.markup import Markup, element, joined, said, scrolling
from desirepath.model.claim import Claim, Opportunity, PainPoint, Quote, TaskPlan, Touchpoint
from desirepath.model.journey_map import Step


def twin(sheet: Sheet) -> Markup:
    """The table."""
    lanes = [
        lane for lane in lane_rows(sheet.map) if any(c.step and _cell(c.step, lane) for c in sheet.columns)
    ]
    heads = element(
        "tr",
        element("th", "Step", scope="col", role="columnheader"),
        *(said(lane.name, "th", scope="col", role="columnheader") for lane in lanes),
        role="row",
    )
    bodies = []
    for _, group in groupby(sheet.columns, key=lambda column: column.stage_index):
        columns = list(group)
        stage = columns[0].stage
        words = f"Stage {columns[0].stage_index + 1}: {stage.name}"
        goal = f" ({stage.goal.text})" if stage.goal else ""
        title = said(words + goal, "th", scope="rowgroup", colspan=str(len(lanes) + 1), role="rowheader")
        rows = [
            element("tr", title, role="row", class_="stage"),
            *(_row(column, lanes) for column in columns),
        ]
        bodies.append(element("tbody", *rows, role="rowgroup"))
    whole = element(
        "table",
        element("caption", "The whole map, step by step", id="twin-caption"),
        element("thead", heads, role="rowgroup"),
        *bodies,
        role="table",
        class_="twin",
    )
    return scrolling(whole, label="twin-caption")


def _row(column: Column, lanes: list[LaneRow]) -> Markup:
    step = column.step
    if step is None:
        empty = element("th", "No steps yet", scope="row", colspan=str(len(lanes) + 1), role="rowheader")
        return element("tr", empty, role="row")
    notes = [word for word, holds in (("moment of truth", step.moment_of_truth), ("optional", step.optional),
                                      ("may repeat", step.repeatable)) if holds]  # fmt: skip
    if step.within:
        notes.append(f"expected within {say_span_text(step.within)}")
    if step.detail:
        notes.append(f"in detail: {step.detail}")
    head = element(
        "th",
        element("span", column.number, class_="number"),
        said(step.name),
        *((element("small", ", ".join(notes)),) if notes else ()),
        scope="row",
        role="rowheader",
    )
    cells = [
        element(
            "td",
            _cell(step, lane) or element("span", "nothing said", class_="none"),
            role="cell",
            data_lane=lane.name,
        )
        for lane in lanes
    ]
    return element("tr", head, *cells, role="row")


def _cell(step: Step, lane: LaneRow) -> Markup | None:
    special = _SPECIAL.get(lane.id)
    if special:
        return special(step)
    own = (step.cells or {}).get(lane.id)
    claims: object = (
        own if own is not None else getattr(step, lane.id) if lane.id in Step.model_fields else None
    )
    if isinstance(claims, Claim):
        claims = (claims,)
    if not isinstance(claims, tuple) or not claims:
        return None
    return element("ul", *(element("li", _claim(claim)) for claim in claims))


def _claim(claim: object) -> Markup:
    if not isinstance(claim, Claim):
        return said(str(claim))
    notes = list(_notes(claim))
    notes.append(say_known(claim))
    tag = "q" if isinstance(claim, Quote) else "span"
    return joined((said(claim.text, tag), element("small", ". ".join(notes))))


def _notes(claim: Claim) -> list[str]:
    found: list[str | None]
    match claim:
        case PainPoint():
            found = [
                f"severity {claim.severity} of 5" if claim.severity else None,
                f"matters {claim.importance} of 5" if claim.importance else None,
            ]
        case Opportunity():
            found = [
                f"impact {claim.impact} of 5" if claim.impact else None,
                f"effort {claim.effort} of 5" if claim.effort else None,
                claim.owner,
            ]
        case Touchpoint():
            found = [f"by {claim.channel}" if claim.channel else None]
        case Quote():
            found = [claim.source]
        case TaskPlan():
            found = [claim.owner, say_due(claim.due) if claim.due else None]
        case _:
            found = []
    return [note for note in found if note]


def _feeling(step: Step) -> Markup | None:
    if step.feeling is None:
        return None
    return joined(
        (f"{say_feeling(step.feeling.value)} of −2 to +2", element("small", say_known(step.feeling)))
    )


def _owner(step: Step) -> Markup | None:
    return said(step.owner) if step.owner else element("span", "nobody owns this")


def _handoff(step: Step) -> Markup | None:
    handoff = step.handoff
    if handoff is None:
        return None
    parts = [f"from {handoff.from_ or 'somebody'} to {handoff.to or 'nobody named'}"]
    if handoff.carries:
        parts.append(f"carries {', '.join(handoff.carries)}")
    if handoff.within:
        parts.append(f"within {say_span_text(handoff.within)}")
    return said("; ".join(parts))


def _images(step: Step) -> Markup | None:
    if not step.images:
        return None
    return element("ul", *(said(f"Image: {image.text}", "li") for image in step.images))


_SPECIAL: dict[str, Callable[[Step], Markup | None]] = {
    "feeling": _feeling,
    "owner": _owner,
    "handoff": _handoff,
    "images": _images,
}
