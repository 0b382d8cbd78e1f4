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
from desirepath.measures import definitions, gathered
from desirepath.measures.catalogue import MEASURES, all_measures
from desirepath.measures.measure import Measure
from desirepath.measures.reference import measures_page

ROOT = Path(__file__).parents[2]


def test_every_file_of_definitions_is_in_the_list() -> None:
    files = {
        import_module(f"{definitions.__name__}.{m.name}").MEASURE.id
        for m in iter_modules(definitions.__path__)
    }
    assert files == {measure.id for measure in MEASURES}
    assert len(files) == len(MEASURES)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.id)
def test_every_measure_says_what_it_is(measure: Measure) -> None:
    assert re.fullmatch(r"[a-z_]+", measure.id)
    assert measure.question.endswith("?")
    for text in (measure.name, measure.formula, measure.unit, measure.source, measure.missing):
        assert text.strip()
    assert measure.at


def test_the_page_says_what_the_measures_say() -> None:
    page = ROOT / "docs" / "reference" / "measures.md"
    assert page.read_text(encoding="utf-8") == measures_page(), "run: make reference"


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    """Entry points as other packages would bring them."""
    points: list[EntryPoint] = []
    monkeypatch.setattr(gathered, "entry_points", lambda group: points)
    all_measures.cache_clear()
    yield points
    all_measures.cache_clear()


def test_other_packages_can_add_one(announced: list[EntryPoint], monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = replace(MEASURES[0], id="theirs")
    monkeypatch.setattr(definitions, "theirs", theirs, raising=False)
    announced.append(EntryPoint("theirs", "desirepath.measures.definitions:theirs", "desirepath.measures"))
    assert all_measures() == (*MEASURES, theirs)


def test_one_number_has_one_definition(announced: list[EntryPoint]) -> None:
    announced.append(EntryPoint("x", "desirepath.measures.definitions.reach:MEASURE", "desirepath.measures"))
    with pytest.raises(DesirepathError, match='DP-MSR-001: two measures have the id "reach"'):
        all_measures()


def test_what_is_no_measure_is_refused(announced: list[EntryPoint]) -> None:
    announced.append(EntryPoint("x", "desirepath.measures.definitions.reach:share", "desirepath.measures"))
    with pytest.raises(DesirepathError, match="DP-MSR-002"):
        all_measures()
