"""Ranges part the line: every value is in exactly one, or a problem says which is not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.success.kinds import RANGE_EMPTY, RANGE_TWO_EDGES, RANGES_LEAVE_GAP, RANGES_OVERLAP
from desirepath.success.ranges import check_ranges, is_in, points_of, say_range
from desirepath.success.scorecard import Range

values = st.integers(-4, 4).map(float)
edges = st.fixed_dictionaries(
    {"points": st.just(1.0)},
    optional=dict.fromkeys(("at_least", "more_than", "at_most", "less_than"), values),
)


@given(st.lists(edges.map(lambda given: Range.model_validate(given)), max_size=4))
def test_ranges_are_right_exactly_where_every_value_is_in_one(ranges: list[Range]) -> None:
    problems = list(check_ranges(ranges, "scores"))
    # Halves and the values beyond the outermost edges stand for all values between and beyond.
    probes = np.arange(-5, 5.5, 0.5)
    hits = sum((is_in(one, probes).astype(int) for one in ranges), np.zeros(len(probes), int))
    says_edges_once = all(
        None in (one.at_least, one.more_than) and None in (one.at_most, one.less_than) for one in ranges
    )
    no_empty_range = all(is_in(one, probes).any() for one in ranges)
    assert (not problems) == (says_edges_once and no_empty_range and bool((hits == 1).all()))


@pytest.mark.parametrize(
    ("ranges", "kind", "says"),
    [
        # Gainsight's own example, 0-50 and 51-75, with scores that are not whole numbers.
        (
            [Range(at_most=50.0, points=0.0), Range(at_least=51.0, points=1.0)],
            RANGES_LEAVE_GAP,
            "nothing is said of values above 50 and below 51",
        ),
        # Sourcegraph's published score: "2-5" beside ">= 5".
        (
            [
                Range(less_than=2.0, points=2.0),
                Range(at_least=2.0, at_most=5.0, points=1.0),
                Range(at_least=5.0, points=0.0),
            ],
            RANGES_OVERLAP,
            "the value 5 is in two ranges",
        ),
        (
            [Range(less_than=2.0, points=0.0), Range(more_than=2.0, points=1.0)],
            RANGES_LEAVE_GAP,
            "nothing is said of the value 2",
        ),
        ([Range(at_least=0.0, points=0.0)], RANGES_LEAVE_GAP, "nothing is said of values below 0"),
        ([Range(at_most=3.0, points=0.0)], RANGES_LEAVE_GAP, "nothing is said of values above 3 on"),
        ([Range(at_least=3.0, at_most=2.0, points=0.0)], RANGE_EMPTY, "no value can fall into this range"),
        (
            [Range(at_least=3.0, more_than=2.0, points=0.0)],
            RANGE_TWO_EDGES,
            "at_least and more_than both say where it begins",
        ),
        ([Range(points=0.0), Range(points=0.0)], RANGES_OVERLAP, "every value is in two ranges"),
    ],
)
def test_what_is_wrong_is_said_with_the_values(ranges: list[Range], kind: object, says: str) -> None:
    (problem,) = check_ranges(ranges, "scores")
    assert (problem.kind, problem.says) == (kind, says)


def test_an_edge_belongs_to_the_range_that_includes_it() -> None:
    ranges = [
        Range(at_most=50.0, points=0.0),
        Range(more_than=50.0, less_than=75.0, points=50.0),
        Range(at_least=75.0, points=100.0),
    ]
    assert not list(check_ranges(ranges, "scores"))
    found = points_of(ranges, np.array([50.0, 50.01, 74.99, 75.0, np.nan]))
    assert found.tolist()[:4] == [0.0, 50.0, 50.0, 100.0]
    assert np.isnan(found[4])
    assert [say_range(one) for one in ranges] == ["50 or less", "above 50 to below 75", "75 or more"]
