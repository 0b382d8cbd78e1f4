from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.spans import (
    SPAN_PATTERN,
    Period,
    from_microseconds,
    parse_instant,
    parse_span,
    say_span,
    to_microseconds,
)


@given(
    st.integers(-10_000, 10_000),
    st.sampled_from(["s", "m", "h", "d", "w", "month", "months", "years", " days"]),
)
def test_whatever_the_pattern_accepts_can_be_read(number: int, unit: str) -> None:
    text = f"{number}{unit}"
    assert re.match(SPAN_PATTERN, text)
    assert (parse_span(text) < timedelta(0)) == (number < 0)


@pytest.mark.parametrize("text", ["", "7", "d", "7 dyas", "7d ago", "1e3 d", "--2d", "٣d", "7d\n7d"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a length of time"):
        parse_span(text)


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_are_exact_both_ways(instant: datetime) -> None:
    assert from_microseconds(to_microseconds(instant)) == instant


def test_an_instant_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="no zone"):
        parse_instant("2026-01-31T12:00:00")


def test_a_period_holds_its_start_and_not_its_end() -> None:
    january = Period(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
    assert datetime(2026, 1, 1, tzinfo=UTC) in january
    assert datetime(2026, 2, 1, tzinfo=UTC) not in january
    with pytest.raises(ValueError, match="ends before"):
        Period(january.until, january.since)
    with pytest.raises(ValueError, match="aware"):
        Period(datetime(2026, 1, 1))  # noqa: DTZ001 - the mistake under test


@given(st.floats(0, 1e9))
def test_a_span_is_said_in_few_characters(seconds: float) -> None:
    assert len(say_span(seconds)) <= 10
