"""Laws of setting text: nothing is lost, no line is too wide, nothing that must stay whole is torn."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.exports.text import balance, clean, clusters, language_direction, width_of, wrap
from desirepath.exports.tokens import BODY, STYLES, TITLE, Style
from tests.exports.random_maps import texts

widths = st.floats(60, 400)
styles = st.sampled_from(STYLES)


def letters(text: str) -> str:
    return "".join(char for char in text if not char.isspace() and char not in "\u00ad\u200b")


@given(texts, styles, widths)
def test_no_line_is_wider_than_its_room(text: str, style: Style, width: float) -> None:
    for line in wrap(text, style, width):
        assert width_of(line, style) <= width or len(clusters(line.rstrip("-"))) == 1


@given(texts, styles, widths)
def test_no_letter_is_lost(text: str, style: Style, width: float) -> None:
    lines = wrap(text, style, width)
    assert letters("".join(lines)).replace("-", "") == letters(clean(text)).replace("-", "")


@given(texts, styles, widths)
def test_balanced_lines_are_as_few_and_hold_the_same(text: str, style: Style, width: float) -> None:
    plain, balanced = wrap(text, style, width), balance(text, style, width)
    assert len(balanced) <= len(plain)
    assert letters("".join(balanced)).replace("-", "") == letters("".join(plain)).replace("-", "")


@given(texts)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(texts)
def test_clusters_are_the_text(text: str) -> None:
    assert "".join(clusters(text)) == text


def test_japanese_breaks_between_characters_but_not_before_a_full_stop() -> None:
    size = TITLE.size
    assert wrap("お客様が署名。", TITLE, size * 6 + 1) == ("お客様が署", "名。")


def test_a_soft_hyphen_shows_only_where_the_line_breaks_there() -> None:
    word = "Donau\u00addampf\u00adschiff"
    assert wrap(word, BODY, 400) == ("Donaudampfschiff",)
    assert wrap(word, BODY, width_of("Donaudampf-", BODY) + 0.1) == ("Donaudampf-", "schiff")


def test_a_word_too_long_is_torn_with_a_hyphen() -> None:
    lines = wrap("Rindfleischetikettierungsgesetz", BODY, 90)
    assert len(lines) > 1
    assert all(line.endswith("-") for line in lines[:-1])


def test_an_emoji_with_its_modifiers_stays_whole() -> None:
    assert all(line == "👩\u200d🔬" for line in wrap("👩\u200d🔬👩\u200d🔬", BODY, 20))


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr"), ("ja", "ltr")],
)
def test_the_direction_of_a_language(language: str, direction: str) -> None:
    assert language_direction(language) == direction
