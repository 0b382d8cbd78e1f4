"""Laws of the picture: well formed, nothing overflows, nothing overlaps, ids are unique, texts are data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings

from desirepath.base.problem import DesirepathError
from desirepath.exports.drawing.board import NARROWEST_TABLE, draw_board, lay_out_board
from desirepath.exports.drawing.legend import EVERY, entries_of
from desirepath.exports.drawing.scene import Box, Circle, Group, Path, Rect, Scene, Text, flat, names_in
from desirepath.exports.drawing.sheet import lay_out_lived
from desirepath.exports.drawing.title import facts_of
from desirepath.exports.lived_svg import draw_lived_svg
from desirepath.exports.svg import draw_svg
from desirepath.exports.tokens import RAIL
from desirepath.measures.measured_map import MeasuredMap, PassageCounts
from desirepath.model.journey_map import JourneyMap
from tests.exports.random_maps import maps, measured_maps
from tests.exports.worlds import TODAY, bank, measured_bank, unruled

SVG = "{http://www.w3.org/2000/svg}"
slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def scene_of(journey: JourneyMap, measured: MeasuredMap | None = None) -> Scene:
    sheet = lay_out_board(journey, measured, today=TODAY)
    return draw_board(sheet, TODAY, facts_of(sheet, TODAY))


def texts_of(scene: Scene) -> list[Text]:
    return [shape for shape in flat(scene.shapes) if isinstance(shape, Text)]


def overflows(scene: Scene) -> Iterator[Text]:
    for text in texts_of(scene):
        box, room = text.bounds, text.room or Box(0, 0, scene.width, scene.height)
        is_one_cluster = all(len(line) <= 4 for line in text.lines)
        if box.x < room.x - 0.5 or box.right > room.right + 0.5:
            if not is_one_cluster:
                yield text
        elif box.y < room.y - 1 or box.bottom > room.bottom + 2:
            yield text


def overlaps(scene: Scene) -> Iterator[tuple[Text, Text]]:
    boxes = sorted(((text.bounds, text) for text in texts_of(scene)), key=lambda pair: pair[0].y)
    for index, (one, first) in enumerate(boxes):
        for other, second in boxes[index + 1 :]:
            if other.y > one.bottom - 3:
                break
            if min(one.right, other.right) - max(one.x, other.x) > 1:
                yield first, second


def check(scene: Scene, svg: str) -> None:
    root = ET.fromstring(svg)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    allowed = {"svg", "title", "desc", "style", "g", "rect", "circle", "path", "text", "tspan", "image"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    for element in root.iter():
        assert not any(name.lower().startswith("on") for name in element.attrib)
    assert root.find(f"{SVG}title") is not None
    assert root.get("role") == "img"
    assert not list(overflows(scene))
    assert not list(overlaps(scene))
    for shape in flat(scene.shapes):
        if isinstance(shape, Rect):
            assert shape.x >= -0.5
            assert shape.x + shape.width <= scene.width + 0.5
        elif isinstance(shape, Circle):
            assert 0 <= shape.x <= scene.width
        elif isinstance(shape, Path):
            assert all(-0.5 <= x <= scene.width + 0.5 for part in shape.segments for x, _ in part.points)


@slow
@given(maps())
def test_every_map_can_be_drawn(journey: JourneyMap) -> None:
    check(scene_of(journey), draw_svg(journey, today=TODAY))


@slow
@given(measured_maps())
def test_every_measured_map_can_be_drawn(measured: MeasuredMap) -> None:
    check(scene_of(measured.map, measured), draw_svg(measured.map, measured, today=TODAY, theme="auto"))


def test_a_map_drawn_twice_is_the_same_picture() -> None:
    assert draw_svg(bank(), measured_bank(), today=TODAY) == draw_svg(bank(), measured_bank(), today=TODAY)


def test_texts_are_data() -> None:
    evil = '</text><script>alert(1)</script><style>*{display:none}</style>" onload="alert(1)'
    journey = JourneyMap.model_validate(
        {
            "format": "desirepath/1", "id": "evil", "title": evil, "scenario": evil, "owner": evil,
            "stages": [{"id": "s", "name": evil, "steps": [{"id": "a", "name": evil, "doing": [evil]}]}],
        }
    )  # fmt: skip
    svg = draw_svg(journey, today=TODAY)
    assert "<script" not in svg
    assert svg.count("<style>") == 1
    ET.fromstring(svg)


def test_nothing_is_fetched() -> None:
    svg = draw_svg(bank(), measured_bank(), today=TODAY)
    addresses = set(re.findall(r"https?://[^\"' )<]+", svg))
    assert addresses == {"http://www.w3.org/2000/svg"}
    assert all(uri.startswith("data:") for uri in re.findall(r"url\(([^)]*)\)", svg))


def test_every_word_of_the_map_is_in_the_picture() -> None:
    journey = bank()
    shown = re.sub(r"\s|-", "", "".join("".join(text.lines) for text in texts_of(scene_of(journey))))
    for step in journey.steps():
        said = [step.name, *(claim.text for claim in (*(step.doing or ()), *(step.pain_points or ())))]
        for text in said:
            assert re.sub(r"\s|-", "", text) in shown, text


def test_a_map_without_stages_says_so() -> None:
    journey = JourneyMap(format="desirepath/1", id="empty", title="Empty", stages=())
    assert "no stages yet" in draw_svg(journey, today=TODAY)


def test_a_stage_without_steps_keeps_its_place() -> None:
    journey = JourneyMap.model_validate(
        {
            "format": "desirepath/1",
            "id": "m",
            "title": "M",
            "stages": [{"id": "s", "name": "Later", "steps": []}],
        }
    )
    assert "No steps yet" in draw_svg(journey, today=TODAY)


def test_sixty_steps_are_drawn() -> None:
    steps = [{"id": f"s{i}", "name": f"Step {i}", "feeling": (i % 5) - 2} for i in range(60)]
    journey = JourneyMap.model_validate(
        {
            "format": "desirepath/1",
            "id": "m",
            "title": "M",
            "stages": [{"id": "s", "name": "All", "steps": steps}],
        }
    )
    check(scene_of(journey), draw_svg(journey, today=TODAY))


def test_a_map_in_arabic_runs_from_right_to_left() -> None:
    step = {"id": "a", "name": "مكالمة البداية", "doing": ["يتصل بنا العميل"]}
    journey = JourneyMap.model_validate(
        {"format": "desirepath/1", "id": "m", "title": "رحلة العميل", "language": "ar",
         "stages": [{"id": "s", "name": "البداية", "steps": [step, {**step, "id": "b"}]}]}
    )  # fmt: skip
    scene = scene_of(journey)
    check(scene, draw_svg(journey, today=TODAY))
    title = texts_of(scene)[0]
    assert title.direction == "rtl"
    assert title.align == "right"
    assert title.x > scene.width / 2
    assert 'direction="rtl"' in draw_svg(journey, today=TODAY)


def test_the_curve_has_a_gap_where_nobody_answered() -> None:
    scene = scene_of(bank(), measured_bank())
    strokes = [
        s for s in flat(scene.shapes) if isinstance(s, Path) and s.stroke == "accent" and s.line == 2.25
    ]
    lived = [s for s in strokes if s.segments[0].verb == "M" and len(s.segments) > 1 and not s.dash]
    spans = sorted((s.segments[0].points[0][0], s.segments[-1].points[-1][0]) for s in lived)
    in_lane = [span for span in spans if span[1] - span[0] > 100]
    assert len(in_lane) == 2
    assert in_lane[0][1] < in_lane[1][0]


def test_a_theme_there_is_none_of_is_refused() -> None:
    with pytest.raises(DesirepathError) as refused:
        draw_svg(bank(), theme="sepia", today=date(2026, 1, 1))  # type: ignore[arg-type]  # that is the test
    assert refused.value.code == "DP-EXP-006"


def lived_scene(measured: MeasuredMap, most_ways: int | None = None) -> Scene:
    sheet = lay_out_lived(measured, most_ways=most_ways, at_least=NARROWEST_TABLE - RAIL)
    return draw_board(sheet, TODAY, facts_of(sheet, TODAY))


@slow
@given(measured_maps())
def test_every_map_can_be_drawn_as_lived(measured: MeasuredMap) -> None:
    check(lived_scene(measured), draw_lived_svg(measured, today=TODAY, theme="auto"))


def test_the_picture_of_what_was_lived_says_how_the_journeys_stand_and_what_the_numbers_mean() -> None:
    said = [" ".join(text.lines) for text in texts_of(lived_scene(measured_bank()))]
    for words in (
        "Set out",
        "3,120",
        "Arrived so far",
        "1,092",
        "Ran out of time",
        "1,890",
        "Still under way",
    ):
        assert words in said
    for words in ("35 % (33 to 37)", "from 1 March 2026 on", "23 November 2026", 'traits.country != "GB"'):
        assert any(words in text.replace("\u00a0", " ") for text in said), words
    assert any("Reach: Of all who set out" in text for text in said)
    assert not any("Doing" in text or "Owner" in text for text in said), "the plan stays out of it"


def test_so_many_ways_are_drawn_as_were_asked_for() -> None:
    arcs = [name for name in names_in(lived_scene(measured_bank(), 2).shapes) if name in ("skip", "return")]
    assert len(arcs) == 2


def test_a_map_without_numbers_says_so_once() -> None:
    measured = measured_bank()
    nothing = replace(
        measured,
        passages=PassageCounts(0, 0, 0, 0, 0, 0),
        steps=tuple(unruled(step.id) for step in measured.map.steps()),
        detours=(),
        notes=("Nothing in the log is a visit.",),
    )
    said = [" ".join(text.lines) for text in texts_of(lived_scene(nothing))]
    assert sum("Nothing is measured yet" in text for text in said) == 1
    assert "Nothing in the log is a visit." in said
    assert not any("not measured" in text or "Reach" in text for text in said)


@pytest.mark.parametrize("measured", [None, measured_bank()], ids=["planned", "lived"])
def test_the_legend_has_what_is_in_the_picture_and_nothing_else(measured: MeasuredMap | None) -> None:
    scene = scene_of(bank(), measured)
    parts = {part.name: part for part in scene.shapes if isinstance(part, Group)}
    drawn, said_below = (
        parts["table"].shapes,
        {" ".join(shape.lines) for shape in flat(parts["legend"].shapes) if isinstance(shape, Text)},
    )
    named = {entry.says for entry in entries_of(drawn)}
    assert named <= said_below
    assert not any(entry.says in said_below - named for entry in EVERY)
    assert any("as measured" in says for says in named) == (measured is not None)
    bare = JourneyMap.model_validate(
        {"format": "desirepath/1", "id": "m", "title": "M",
         "stages": [{"id": "s", "name": "S", "steps": [{"id": "a", "name": "A"}]}]}
    )  # fmt: skip
    said = [" ".join(text.lines) for text in texts_of(scene_of(bare))]
    assert not any(words in said for words in ("evidence", "assumption", "Nobody owns this"))
    assert "Nothing is said about these steps yet." in said
