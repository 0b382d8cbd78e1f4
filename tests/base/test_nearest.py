"""What may have been meant is offered; what merely looks alike is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.nearest import edits_between, nearest

WORDS = st.text(alphabet="abcde._1", min_size=0, max_size=9)


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("titel", "title"),
        ("custmer", "customer"),
        ("call_held", "call.held"),
        ("kick-off", "kickoff"),
        ("email.open", "email.opened"),
        ("Owner", "owner"),
        ("first-projct", "first-project"),
    ],
)
def test_slips_are_known(word: str, known: str) -> None:
    assert nearest(word, ["something.else", known, "quite.other"]) == known


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("plan", "lane"),
        ("churn", "turn_on"),
        ("goal", "oval"),
        ("user", "customer"),
        ("order.placed", "order.paid"),
        ("account.created", "account.closed"),
        ("trial.started", "trial.ended"),
        ("step-1", "step-2"),
        ("2025", "2026"),
    ],
)
def test_another_word_is_not_offered(word: str, known: str) -> None:
    assert nearest(word, [known]) is None


@given(WORDS, WORDS, WORDS)
def test_edits_are_counted_alike_from_both_sides(one: str, other: str, third: str) -> None:
    assert edits_between(one, other) == edits_between(other, one)
    assert (edits_between(one, other) == 0) == (one == other)
    assert edits_between(one, other) >= abs(len(one) - len(other))
    assert edits_between(one + third, other + third) <= edits_between(one, other)


@given(WORDS, st.lists(WORDS, max_size=6))
def test_what_is_known_is_nearest_to_itself(word: str, known: list[str]) -> None:
    found = nearest(word, [*known, word])
    assert found is not None
    assert found.casefold() == word.casefold() or edits_between(found, word) > 0
