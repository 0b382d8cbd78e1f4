from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from importlib.metadata import EntryPoint
from pathlib import Path
from pkgutil import iter_modules

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.measures import gathered, success_definitions
from desirepath.measures.success_catalogue import SUCCESS_MEASURES, all_success_measures
from desirepath.measures.success_measure import GROUPS, SuccessMeasure
from desirepath.measures.success_reference import success_measures_page

ROOT = Path(__file__).parents[2]
GROUP = "desirepath.success_measures"


def test_every_file_of_definitions_is_in_the_list() -> None:
    files = {
        import_module(f"{success_definitions.__name__}.{m.name}").MEASURE.id
        for m in iter_modules(success_definitions.__path__)
    }
    assert files == {measure.id for measure in SUCCESS_MEASURES}
    assert len(files) == len(SUCCESS_MEASURES)


@pytest.mark.parametrize("measure", SUCCESS_MEASURES, ids=lambda measure: measure.id)
def test_every_measure_says_what_it_is(measure: SuccessMeasure) -> None:
    assert re.fullmatch(r"[a-z_]+", measure.id)
    assert measure.question.endswith("?")
    for text in (measure.name, measure.formula, measure.unit, measure.source, measure.missing):
        assert text.strip()


def test_groups_stand_together() -> None:
    groups = [measure.group for measure in SUCCESS_MEASURES]
    assert sorted(groups, key=list(GROUPS).index) == groups


def test_the_page_says_what_the_measures_say() -> None:
    page = ROOT / "docs" / "reference" / "success-measures.md"
    assert page.read_text(encoding="utf-8") == success_measures_page(), "run: make reference"


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    """Entry points as other packages would bring them."""
    points: list[EntryPoint] = []
    monkeypatch.setattr(gathered, "entry_points", lambda group: points if group == GROUP else [])
    all_success_measures.cache_clear()
    yield points
    all_success_measures.cache_clear()


def test_other_packages_can_add_one(announced: list[EntryPoint], monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = replace(SUCCESS_MEASURES[0], id="theirs")
    monkeypatch.setattr(success_definitions, "theirs", theirs, raising=False)
    announced.append(EntryPoint("theirs", "desirepath.measures.success_definitions:theirs", GROUP))
    assert all_success_measures() == (*SUCCESS_MEASURES, theirs)


def test_one_number_has_one_definition(announced: list[EntryPoint]) -> None:
    announced.append(EntryPoint("x", "desirepath.measures.success_definitions.grr:MEASURE", GROUP))
    with pytest.raises(DesirepathError, match='DP-MSR-006: two success measures have the id "grr"'):
        all_success_measures()


def test_what_is_no_measure_is_refused(announced: list[EntryPoint]) -> None:
    announced.append(EntryPoint("x", "desirepath.measures.definitions.reach:MEASURE", GROUP))
    with pytest.raises(DesirepathError, match="DP-MSR-007"):
        all_success_measures()
