"""Intervals that know whose numbers they are: laws, simulation with a fixed seed, a talkative customer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from desirepath.base.estimate import Estimate
from desirepath.log.interaction import Interaction
from desirepath.log.store import Log, create_log
from desirepath.measures.definitions.nps import net_promoters, net_promoters_of
from desirepath.measures.measure_map import measure_map
from desirepath.measures.measure_success import measure_success
from desirepath.measures.statistics.clustered_share import clustered_wilson
from desirepath.measures.statistics.ratio_of_means import Moments, moments_of
from desirepath.measures.statistics.sum_of_clusters import sum_interval
from desirepath.measures.statistics.wilson import wilson
from desirepath.model.map_file import read_map_text

pairs = st.lists(
    st.integers(1, 30).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))), min_size=1, max_size=30
)


def moments(told: Sequence[tuple[int, int]]) -> Moments:
    return moments_of((n for n, _ in told), (s for _, s in told))


class TestClusteredShare:
    @given(st.lists(st.booleans(), min_size=1, max_size=60))
    def test_where_everybody_has_one_unit_it_is_wilsons(self, told: list[bool]) -> None:
        assert clustered_wilson(moments([(1, int(yes)) for yes in told])) == wilson(sum(told), len(told))

    @given(pairs)
    def test_it_holds_the_value_and_is_never_narrower_than_wilsons(self, told: list[tuple[int, int]]) -> None:
        found = moments(told)
        low, high = clustered_wilson(found)
        plain_low, plain_high = wilson(found.s, found.n)
        assert 0 <= low <= plain_low + 1e-9 <= found.s / found.n + 2e-9
        assert found.s / found.n - 1e-9 <= plain_high <= high + 1e-9 <= 1 + 2e-9

    def test_ten_equal_answers_of_one_customer_are_one(self) -> None:
        assert clustered_wilson(moments([(10, 10)])) == wilson(1, 1)
        assert clustered_wilson(moments([(10, 10)] * 8)) == wilson(8, 8)

    def test_it_holds_the_truth_as_often_as_it_says(self) -> None:
        """Of 1,000 samples of 30 customers, who answer one to nine times, alike among themselves."""
        random = np.random.default_rng(4)
        held = plain = 0
        for _ in range(1000):
            n = random.integers(1, 10, 30)
            s = random.binomial(n, random.beta(1.4, 0.6, 30))
            found = moments(list(zip(n.tolist(), s.tolist(), strict=True)))
            low, high = clustered_wilson(found)
            held += low <= 0.7 <= high
            low, high = wilson(found.s, found.n)
            plain += low <= 0.7 <= high
        assert 0.93 <= held / 1000 <= 0.99
        assert plain / 1000 < 0.85  # what took every answer as somebody else's did not


class TestSumOfClusters:
    @pytest.mark.parametrize(
        "parts", [[100] * 25, [1, 2, 3, 500] * 6, [500] + [10] * 500, list(range(1, 60)), [7] * 1000]
    )
    def test_it_is_the_poisson_bootstrap_without_drawing(self, parts: list[int]) -> None:
        random = np.random.default_rng(1)
        sums = (random.poisson(1, (20_000, len(parts))) * parts).sum(axis=1)
        spread = float(np.sqrt(np.square(parts).sum()))
        assert sum_interval(parts) == pytest.approx(
            np.quantile(sums, [0.025, 0.975]).tolist(), abs=spread / 3
        )

    @given(st.lists(st.integers(0, 10**9), min_size=1, max_size=50), st.integers(1, 1000))
    def test_it_holds_the_sum_and_grows_with_the_unit(self, parts: list[int], times: int) -> None:
        assume(any(parts))
        low, high = sum_interval(parts)
        assert 0 <= low <= sum(parts) <= high
        assert sum_interval([part * times for part in parts]) == pytest.approx((low * times, high * times))

    @pytest.mark.parametrize("parts", [[], [0, 0], [5, -1]])
    def test_a_sum_of_nothing_has_none(self, parts: list[int]) -> None:
        with pytest.raises(ValueError, match="sum"):
            sum_interval(parts)


class TestNetPromoters:
    @given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
    def test_the_textbook_case_is_everybody_once(
        self, promoters: int, passives: int, detractors: int
    ) -> None:
        assume(promoters + passives + detractors)
        votes = [(1, 1)] * promoters + [(1, 0)] * passives + [(1, -1)] * detractors
        assert net_promoters_of(moments(votes)) == net_promoters(promoters, passives, detractors)

    def test_one_mixed_customer_has_no_interval(self) -> None:
        found = net_promoters_of(moments([(4, 2)]))
        assert (found.value, found.low, found.high, found.method) == (
            50,
            None,
            None,
            "one subject, no interval",
        )

    @given(
        st.lists(
            st.integers(1, 9).flatmap(lambda n: st.tuples(st.just(n), st.integers(-n, n))),
            min_size=2,
            max_size=20,
        )
    )
    def test_it_stays_on_its_scale(self, told: list[tuple[int, int]]) -> None:
        found = net_promoters_of(moments(told))
        assert found.value is not None
        assert found.low is not None
        assert found.high is not None
        assert -100 <= found.low <= found.value + 1e-9 <= found.high + 2e-9 <= 100 + 3e-9


MAP = """
format: desirepath/1
id: shop
title: Shop
travels: account
stages:
  - {id: all, name: All, steps: [{id: use, name: Uses, when: [{activity: use}]}]}
"""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    """Twelve accounts come and answer once; the last answers, and asks for help, thirty times as well."""

    def facts() -> Iterator[Interaction]:
        for number in range(12):
            often = 30 if number == 11 else 1
            for again in range(often):
                for what in ("use", "ticket.opened", "survey.answered"):
                    if what == "ticket.opened" and number % 4 != 3:
                        continue
                    at = datetime(2026, 1, 1 + number, tzinfo=UTC) + timedelta(minutes=again)
                    good = number % 3 == 2
                    is_answer = what == "survey.answered"
                    yield Interaction(
                        {"account": f"a{number}"}, at, what, source="s", key=f"{number} {what} {again}",
                        channel=("web", "mail")[number == 11],
                        score=(10.0 if good else 3.0) if is_answer else None,
                        scale="0..10" if is_answer else None,
                    )  # fmt: skip
                    yield Interaction(
                        {"account": f"a{number}"}, at, "survey.answered" if is_answer else "other",
                        source="s", key=f"{number} {what} {again} b",
                        score=(5.0 if good else 1.0) if is_answer else None,
                        scale="1..5" if is_answer else None,
                    )  # fmt: skip

    with create_log(tmp_path_factory.mktemp("talkative")) as log:
        log.append(facts())
        yield log


def width(estimate: Estimate) -> float:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.high - estimate.low


def test_one_talkative_account_makes_a_map_less_sure_not_more(log: Log) -> None:
    step = measure_map(read_map_text(MAP), log).step("use")
    nps, csat = step.estimates["nps"], step.estimates["csat"]
    assert (nps.n, csat.n) == (41, 41)
    assert width(nps) > 2 * width(net_promoters(33, 0, 8))
    assert csat.value == 33 / 41
    assert width(csat) > 2 * (wilson(33, 41)[1] - wilson(33, 41)[0])
    tickets = step.estimates["tickets_per_visit"]
    assert (tickets.value, tickets.method) == (32 / 12, "ratio of means, t")
    assert width(tickets) > 4
    assert step.channels["web"].method == "wilson"  # everybody came to the step once


def test_and_so_it_does_for_the_whole_log(log: Log) -> None:
    found = measure_success(log)
    assert (found["nps"].n, found["csat"].value) == (41, 33 / 41)
    assert width(found["nps"]) > 2 * width(net_promoters(33, 0, 8))
    assert found["csat"].method == "wilson, clustered by subject"


def test_shares_of_channels_know_who_came_back(tmp_path: Path) -> None:
    with create_log(tmp_path / "log") as log:
        log.append(
            Interaction(
                {"account": f"a{number}"},
                datetime(2026, 1, 1, again, tzinfo=UTC), ("use", "leave")[again % 2],
                source="s", key=f"{number} {again}", channel=("web", "mail")[number == 0],
            )
            for number in range(8)
            for again in range(20 if number == 0 else 2)
        )  # fmt: skip
        two = MAP.replace(
            "[{activity: use}]}]", "[{activity: use}]}, {id: leave, name: L, when: [{activity: leave}]}]"
        )
        channels = measure_map(read_map_text(two), log).step("use").channels
    assert (channels["mail"].value, channels["mail"].n) == (10 / 17, 17)
    assert channels["mail"].method == "wilson, clustered by subject"
    assert width(channels["mail"]) > wilson(10, 17)[1] - wilson(10, 17)[0]
