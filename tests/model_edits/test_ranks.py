"""Ranks: always room, always in order, always short."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.model.ranks import first_ranks, is_rank, rank_between


@given(st.lists(st.integers(min_value=0, max_value=1000), max_size=120))
def test_inserting_anywhere_keeps_the_order(places: list[int]) -> None:
    ranks: list[str] = []
    for place in places:
        at = place % (len(ranks) + 1)
        before = ranks[at - 1] if at else None
        after = ranks[at] if at < len(ranks) else None
        ranks.insert(at, rank_between(before, after))
    assert ranks == sorted(set(ranks))
    assert all(is_rank(rank) for rank in ranks)


@given(
    st.from_regex(r"\A[0-9a-z]{4}([0-9a-z]{0,6}[1-9a-z])?\Z"),
    st.from_regex(r"\A[0-9a-z]{4}([0-9a-z]{0,6}[1-9a-z])?\Z"),
)
def test_between_any_two_ranks_there_is_another(one: str, other: str) -> None:
    low, high = sorted((one, other))
    if low == high:
        with pytest.raises(ValueError, match="no rank fits"):
            rank_between(low, high)
        return
    middle = rank_between(low, high)
    assert low < middle < high
    assert is_rank(middle)


@given(st.from_regex(r"\A[0-9a-z]{4}([0-9a-z]{0,6}[1-9a-z])?\Z").filter(lambda rank: rank != "0000"))
def test_there_is_room_before_and_after_any_rank(rank: str) -> None:
    assert rank_between(None, rank) < rank < rank_between(rank, None)


def test_a_list_that_grows_at_its_ends_keeps_ranks_of_four_characters() -> None:
    last = first = rank_between(None, None)
    for _ in range(20_000):
        last, first = rank_between(last, None), rank_between(None, first)
    assert len(last) == len(first) == 4


def test_always_inserting_in_the_same_gap_costs_a_character_per_five_insertions() -> None:
    low, high = first_ranks(2)
    for _ in range(200):
        high = rank_between(low, high)
    assert len(high) <= 4 + 200 / 5 + 1


@pytest.mark.parametrize("text", ["", "i", "I000", "i0000", "i000.", "i000 "])
def test_what_is_no_rank_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a rank"):
        rank_between(text, None)
