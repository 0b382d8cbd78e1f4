"""The law of every reader: whatever the bytes, one coded error or rejects, and nothing half-written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.readers import ODDITIES, Edit, Reader, check, edited, readers

WHAT = st.one_of(st.sampled_from(ODDITIES), st.binary(max_size=6))
EDITS: st.SearchStrategy[list[Edit]] = st.lists(
    st.tuples(st.integers(0, 400), st.sampled_from([-1, 0, 1, 40, 400]), WHAT), max_size=5
)


@pytest.mark.parametrize("reader", readers().values(), ids=readers())
def test_a_good_file_holds_facts(reader: Reader) -> None:
    assert all(check(reader, seed) in ("all kept", "some rejected") for seed in reader.seeds)


@pytest.mark.parametrize("reader", readers().values(), ids=readers())
def test_whatever_becomes_of_a_good_file(reader: Reader) -> None:
    @settings(max_examples=30)
    @given(st.sampled_from(reader.seeds), EDITS)
    def law(seed: bytes, edits: list[Edit]) -> None:
        check(reader, edited(seed, edits))

    law()


@pytest.mark.parametrize("reader", readers().values(), ids=readers())
def test_whatever_it_is(reader: Reader) -> None:
    @settings(max_examples=15)
    @given(st.binary(min_size=1, max_size=200))
    def law(content: bytes) -> None:
        check(reader, content)

    law()
