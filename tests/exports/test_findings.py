"""What will not fit is found, with its address."""

from __future__ import annotations

from typing import Any

from desirepath.exports import kinds
from desirepath.exports.findings import drawing_findings
from desirepath.exports.svg import draw_svg
from desirepath.model.journey_map import JourneyMap
from tests.exports.worlds import TODAY, bank


def a_map(*steps: dict[str, Any]) -> JourneyMap:
    named = [{"id": f"s{index}", "name": "Step", **step} for index, step in enumerate(steps)]
    stage = {"id": "only", "name": "Only", "steps": named}
    return JourneyMap.model_validate({"format": "desirepath/1", "id": "m", "title": "M", "stages": [stage]})


def test_a_word_wider_than_any_column_has_an_address() -> None:
    (found,) = drawing_findings(a_map({}, {"doing": ["short", "x" * 300]}))
    assert found.kind is kinds.WORD_TOO_LONG
    assert found.address == "stages[0].steps[1].doing[1]"
    assert len(found.says) < 120


def test_a_soft_hyphen_lets_a_long_word_break() -> None:
    word = "Donau\u00addampf\u00adschifffahrts\u00adgesellschafts\u00adkapitäns\u00admütze" * 2
    assert drawing_findings(a_map({"doing": [word.replace("\u00ad", "")]}))
    assert not drawing_findings(a_map({"doing": [word]}))


def test_many_steps_do_not_fit_one_sheet() -> None:
    found = drawing_findings(a_map(*({} for _ in range(12))))
    assert [problem.kind for problem in found] == [kinds.TOO_WIDE_FOR_A3, kinds.STAGE_TOO_WIDE_FOR_A3]
    assert found[1].address == "stages[0]"


def test_a_long_cell_does_not_fit_one_sheet() -> None:
    found = drawing_findings(a_map({"doing": ["a word or two"] * 120}))
    assert kinds.TOO_TALL_FOR_A3 in [problem.kind for problem in found]


def test_the_bank_fits_a_sheet() -> None:
    assert drawing_findings(bank()) == ()


PIXEL = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x02\x00\x00\x00\x01\x08\x06\x00\x00\x00"


def test_an_image_is_embedded_only_when_its_bytes_are_given() -> None:
    journey = a_map({"images": [{"src": "desk.png", "text": "A desk by the window"}]})
    assert "A desk by the window" in draw_svg(journey, today=TODAY)
    assert "<image" not in draw_svg(journey, today=TODAY)
    assert 'href="data:image/png;base64,' in draw_svg(journey, today=TODAY, images={"desk.png": PIXEL})


def test_an_svg_is_not_embedded_because_it_can_carry_scripts() -> None:
    journey = a_map({"images": [{"src": "desk.svg", "text": "A desk"}]})
    images = {"desk.svg": b"<svg onload='alert(1)'/>"}
    (found,) = drawing_findings(journey, images=images)
    assert found.kind is kinds.IMAGE_NOT_EMBEDDED
    assert found.address == "stages[0].steps[0].images[0].src"
    assert "<image" not in draw_svg(journey, today=TODAY, images=images)


def test_kinds_have_their_own_codes() -> None:
    codes = [kind.code for kind in kinds.KINDS]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("DP-EXP-") for code in codes)
