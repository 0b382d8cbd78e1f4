"""The law of every way in: whatever is sent, one answer in words, and what is accepted can be stored."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server.intake.ways_in import ODD_VALUES, UNSIGNED, Way, check, ways, with_odd_value
from tests.sources.readers import edited
from tests.sources.test_any_bytes import EDITS

ODD = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(ODD_VALUES)), max_size=3)


@pytest.mark.parametrize("way", ways().values(), ids=ways())
def test_a_good_request_is_kept(way: Way) -> None:
    assert check(way, way.seeds[0]) == "all kept"
    said = [check(way, one) for one in way.seeds if not one.startswith(UNSIGNED)]
    assert set(said) <= {"all kept", "some rejected"}


@pytest.mark.parametrize("way", ways().values(), ids=ways())
def test_whatever_becomes_of_a_good_request(way: Way) -> None:
    @settings(max_examples=40)
    @given(st.sampled_from(way.seeds), ODD, EDITS)
    def law(content: bytes, odd: list[tuple[int, object]], edits: list[tuple[int, int, bytes]]) -> None:
        for place, value in odd:
            content = with_odd_value(content, place, value)
        check(way, edited(content, edits))

    law()
