"""Merging a text that two people changed at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.model.text_merge import cut, difference, merge_text

texts = st.text(alphabet="ab c-é面", max_size=16)


@given(texts, texts)
def test_when_one_side_changed_nothing_the_other_side_stands(base: str, changed: str) -> None:
    assert merge_text(base, changed, base).text == changed
    assert merge_text(base, base, changed).text == changed
    assert merge_text(base, changed, base).is_clean
    assert merge_text(base, changed, changed) == merge_text(base, changed, base)


@given(texts, texts, texts)
def test_a_clean_merge_does_not_depend_on_who_is_who(base: str, mine: str, theirs: str) -> None:
    one, other = merge_text(base, mine, theirs), merge_text(base, theirs, mine)
    assert one.is_clean == other.is_clean
    assert one.text == (other.text if one.is_clean else mine)


@given(texts, st.integers(0, 40), st.integers(0, 40), st.sampled_from("xyz"), st.sampled_from("uvw"))
def test_both_insertions_are_kept(base: str, here: int, there: int, my_word: str, their_word: str) -> None:
    tokens = cut(base)
    here, there = here % (len(tokens) + 1), there % (len(tokens) + 1)
    mine = "".join((*tokens[:here], f" {my_word} ", *tokens[here:]))
    theirs = "".join((*tokens[:there], f" {their_word} ", *tokens[there:]))
    merged = merge_text(base, mine, theirs)
    assert merged.is_clean
    assert my_word in merged.text
    assert their_word in merged.text
    assert sorted(merged.text) == sorted(base + f" {my_word} " + f" {their_word} ")


@given(texts, texts)
def test_the_difference_makes_one_text_of_the_other(base: str, changed: str) -> None:
    tokens = list(cut(base))
    for start, end, replacement in reversed(difference(cut(base), cut(changed))):
        tokens[start:end] = replacement
    assert "".join(tokens) == changed


def test_two_long_texts_with_nothing_in_common_are_one_replacement() -> None:
    long, other = "a " * 3000, "b-" * 3000
    assert len(difference(cut(long), cut(other))) == 1


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged", "is_clean"),
    [
        ("one two three", "ONE two three", "one two THREE", "ONE two THREE", True),
        ("one two three", "one three", "one two three four", "one three four", True),
        ("one two three", "one TWO three", "one zwei three", "one TWO three", False),
        ("one", "one b", "one a", "one a b", True),
        ("", "mine", "theirs", "minetheirs", True),
        ("面談する", "面談しない", "初回面談する", "初回面談しない", True),
    ],
)
def test_cases_read_by_hand(base: str, mine: str, theirs: str, merged: str, is_clean: bool) -> None:
    assert merge_text(base, mine, theirs) == (type(merge_text("", "", "")))(merged, is_clean)
