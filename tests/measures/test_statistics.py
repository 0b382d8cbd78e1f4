"""The statistics against published numbers, named; against SciPy; and by their laws."""

from __future__ import annotations

import csv
from math import inf, isfinite, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from desirepath.measures.statistics.aalen_johansen import aalen_johansen
from desirepath.measures.statistics.holm import holm
from desirepath.measures.statistics.kaplan_meier import kaplan_meier
from desirepath.measures.statistics.log_rank import log_rank
from desirepath.measures.statistics.mover import mover, p_of_difference
from desirepath.measures.statistics.normal import Z
from desirepath.measures.statistics.poisson import poisson
from desirepath.measures.statistics.ratio_of_means import Moments, ratio_of_means
from desirepath.measures.statistics.slope import slope
from desirepath.measures.statistics.student import student_t
from desirepath.measures.statistics.sum_of_chances import STEPS, sum_of_chances
from desirepath.measures.statistics.wilson import wilson

durations = st.lists(st.integers(0, 60), max_size=40).map(lambda xs: np.array(xs, np.int64))


class TestWilson:
    @pytest.mark.parametrize(
        ("k", "n", "low", "high"),
        [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
    )
    def test_newcombe_1998_table_1(self, k: int, n: int, low: float, high: float) -> None:
        assert wilson(k, n) == pytest.approx((low, high), abs=5e-5)

    @given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
    def test_it_holds_the_value_and_agrees_with_scipy(self, pair: tuple[int, int]) -> None:
        k, n = pair
        low, high = wilson(k, n)
        assert 0 <= low <= k / n <= high <= 1
        assert low < high
        theirs = stats.binomtest(k, n).proportion_ci(method="wilson")
        assert (low, high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)

    @pytest.mark.parametrize(("k", "n"), [(0, 0), (-1, 3), (4, 3)])
    def test_what_is_no_share_is_refused(self, k: int, n: int) -> None:
        with pytest.raises(ValueError, match="is not a share"):
            wilson(k, n)


class TestMover:
    @pytest.mark.parametrize(
        ("k1", "n1", "k2", "n2", "low", "high"),
        [
            (56, 70, 48, 80, 0.0524, 0.3339),
            (9, 10, 3, 10, 0.1705, 0.8090),
            (6, 7, 2, 7, 0.0582, 0.8062),
            (5, 56, 0, 29, -0.0381, 0.1926),
            (0, 10, 0, 20, -0.1611, 0.2775),
            (10, 10, 0, 10, 0.6075, 1.0),
        ],
    )
    def test_newcombe_1998_differences_method_10(
        self, k1: int, n1: int, k2: int, n2: int, low: float, high: float
    ) -> None:
        assert mover(k1 / n1, wilson(k1, n1), k2 / n2, wilson(k2, n2)) == pytest.approx((low, high), abs=5e-5)

    @given(
        st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
        st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    )
    def test_its_laws_on_shares(self, one: tuple[int, int], two: tuple[int, int]) -> None:
        p1, p2 = one[0] / one[1], two[0] / two[1]
        low, high = mover(p1, wilson(*one), p2, wilson(*two))
        assert low is not None
        assert high is not None
        assert -1 - 1e-12 <= low <= p1 - p2 <= high <= 1 + 1e-12
        assert mover(p2, wilson(*two), p1, wilson(*one)) == pytest.approx((-high, -low))
        p = p_of_difference(p1 - p2, (low, high))
        assert p is not None
        assert 0 <= p <= 1
        assert (p < 0.05) == (low > 0 or high < 0)

    def test_a_bound_that_is_not_known_leaves_its_side_unknown(self) -> None:
        low, high = mover(5.0, (3.0, None), 4.0, (1.0, 6.0))
        assert low == pytest.approx(1 - sqrt(8))
        assert high is None
        assert p_of_difference(1.0, (None, 4.0)) is None
        assert p_of_difference(0.0, (None, None)) == 1.0
        assert p_of_difference(1.0, (1.0, 1.0)) is None


class TestHolm:
    def test_a_textbook_case(self) -> None:
        assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
        assert holm([]) == []

    @given(st.lists(st.floats(0, 1), max_size=30))
    def test_its_laws(self, p_values: list[float]) -> None:
        corrected = holm(p_values)
        assert all(p <= q <= 1 for p, q in zip(p_values, corrected, strict=True))
        order = sorted(range(len(p_values)), key=p_values.__getitem__)
        ascending = [corrected[index] for index in order]
        assert ascending == sorted(ascending)
        if p_values:
            assert min(corrected) == min(1.0, len(p_values) * min(p_values))


class TestStudent:
    @pytest.mark.parametrize("degrees", [1, 2, 3, 4, 5, 6, 8, 9, 15, 29, 60, 200, 5000, 10**6])
    @pytest.mark.parametrize("confidence", [0.5, 0.8, 0.9, 0.95, 0.99, 0.999])
    def test_it_agrees_with_scipy(self, degrees: int, confidence: float) -> None:
        assert student_t(degrees, confidence) == pytest.approx(
            stats.t.ppf((1 + confidence) / 2, degrees), rel=2e-4 if degrees < 5 else 1e-5
        )

    def test_the_tables_of_every_textbook(self) -> None:
        assert [round(student_t(n), 3) for n in (1, 2, 5, 10, 30)] == [12.706, 4.303, 2.571, 2.228, 2.042]

    def test_no_degree_of_freedom_no_quantile(self) -> None:
        with pytest.raises(ValueError, match="degree of freedom"):
            student_t(0)


class TestPoisson:
    @given(st.integers(0, 10**6))
    def test_it_holds_the_count_and_solves_the_score_equation(self, k: int) -> None:
        low, high = poisson(k)
        assert 0 <= low <= k < high
        assert abs(k - high) == pytest.approx(Z * sqrt(high))
        assert abs(k - low) == pytest.approx(Z * sqrt(low))


class TestRatioOfMeans:
    def test_one_answer_each_is_the_t_interval_of_the_mean(self) -> None:
        answers = [4, 7, 7, 10, 2, 9]
        ours = ratio_of_means(moments([[answer] for answer in answers]))
        theirs = stats.t.interval(0.95, 5, np.mean(answers), stats.sem(answers))
        assert ours.half_width is not None
        assert (ours.mean - ours.half_width, ours.mean + ours.half_width) == pytest.approx(theirs)

    def test_the_same_answers_from_fewer_subjects_are_less_sure(self) -> None:
        alone = ratio_of_means(moments([[400], [400], [0], [0]])).half_width
        paired = ratio_of_means(moments([[400, 400], [0, 0]])).half_width
        assert alone is not None
        assert paired is not None
        assert alone < paired

    def test_one_subject_shows_no_spread(self) -> None:
        assert ratio_of_means(moments([[3, 5]])).half_width is None
        with pytest.raises(ValueError, match="no answers"):
            ratio_of_means(moments([]))

    @given(st.lists(st.lists(st.integers(0, 420), min_size=1, max_size=4), min_size=2, max_size=20))
    def test_it_equals_the_formula_over_subjects(self, answers: list[list[int]]) -> None:
        result = ratio_of_means(moments(answers))
        n, s = np.array([len(a) for a in answers]), np.array([sum(a) for a in answers])
        m, ratio = len(answers), s.sum() / n.sum()
        variance = m / (m - 1) * ((s - ratio * n) ** 2).sum() / n.sum() ** 2
        assert result.mean == pytest.approx(ratio)
        assert result.half_width == pytest.approx(student_t(m - 1) * sqrt(variance), abs=1e-6)


def moments(answers: list[list[int]]) -> Moments:
    pairs = [(len(a), sum(a)) for a in answers]
    return Moments(
        subjects=len(pairs),
        n=sum(n for n, _ in pairs),
        s=sum(s for _, s in pairs),
        nn=sum(n * n for n, _ in pairs),
        ns=sum(n * s for n, s in pairs),
        ss=sum(s * s for _, s in pairs),
    )


class TestKaplanMeier:
    # Freireich et al., Blood 21 (1963) 699-716, 6-MP arm, weeks in remission; as in Gehan (1965).
    RELAPSED = np.array([6, 6, 6, 7, 10, 13, 16, 22, 23])
    CENSORED = np.array([6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])

    def test_leukemia_remission_on_6_mp(self) -> None:
        """Kleinbaum and Klein, Survival Analysis, table 2.1: the estimates and the median."""
        curve = kaplan_meier(self.RELAPSED, self.CENSORED)
        assert curve.times.tolist() == [6, 7, 10, 13, 16, 22, 23]
        assert curve.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]
        assert curve.survival.round(4).tolist() == [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]
        assert curve.at(10) == pytest.approx(0.753, abs=5e-4)
        median = curve.median()
        assert (median.value, median.low, median.high) == (23, 13, None)

    def test_leukemia_remission_on_placebo(self) -> None:
        """The other arm, all relapsed: median 8 weeks, 95 % from 4 to 11 (R, log-log)."""
        weeks = np.array([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23])
        median = kaplan_meier(weeks, np.array([], int)).median()
        assert (median.value, median.low, median.high) == (8, 4, 11)

    def test_many_that_end_at_once_bound_their_median(self) -> None:
        at_once, few = (kaplan_meier(np.zeros(n, int), np.array([], int)).median() for n in (400, 2))
        assert (at_once.value, at_once.low, at_once.high) == (0, 0, 0)
        assert (few.value, few.high) == (0, None)

    @given(durations, durations)
    def test_it_agrees_with_scipy(self, ended: np.ndarray, under_way: np.ndarray) -> None:
        curve = kaplan_meier(ended, under_way)
        if len(ended) == 0:
            assert len(curve.times) == 0
            assert curve.median().value is None
            return
        data = stats.CensoredData(uncensored=ended, right=under_way)
        theirs = stats.ecdf(data).sf
        for time, survival in zip(curve.times, curve.survival, strict=True):
            assert survival == pytest.approx(float(theirs.evaluate(time)), abs=1e-12)

    def test_the_band_agrees_with_scipy(self) -> None:
        data = stats.CensoredData(uncensored=self.RELAPSED, right=self.CENSORED)
        band: Any = stats.ecdf(data).sf.confidence_interval(method="log-log")
        curve = kaplan_meier(self.RELAPSED, self.CENSORED)
        assert curve.low == pytest.approx([float(band.low.evaluate(time)) for time in curve.times])
        assert curve.high == pytest.approx([float(band.high.evaluate(time)) for time in curve.times])

    @given(durations.filter(len))
    def test_without_censoring_it_is_the_plain_share(self, ended: np.ndarray) -> None:
        curve = kaplan_meier(ended, np.array([], int))
        for time in range(-1, 62):
            assert curve.at(time) == pytest.approx(float(np.mean(ended > time)), abs=1e-12)
        assert curve.median().value == np.sort(ended)[(len(ended) - 1) // 2]

    @given(durations, durations)
    def test_its_laws(self, ended: np.ndarray, under_way: np.ndarray) -> None:
        curve = kaplan_meier(ended, under_way)
        assert np.all(np.diff(curve.survival) <= 0)
        assert np.all((curve.low >= 0) & (curve.low <= curve.survival + 1e-12))
        assert np.all((curve.high <= 1) & (curve.high >= curve.survival - 1e-12))
        median = curve.median()
        if median.value is not None:
            assert median.low is not None
            assert median.low <= median.value <= (inf if median.high is None else median.high)

    @pytest.mark.parametrize("seed", range(8))
    def test_the_median_of_many_is_the_first_time_at_which_the_band_holds_one_half(self, seed: int) -> None:
        """Of many times the band is worked out only where it may come down to one half."""
        chance = np.random.default_rng(seed)
        scale = (10**9, 50)[seed % 2]
        ended = (chance.exponential(scale, 6000) + chance.integers(0, 2) * scale).astype(int)
        under_way = (chance.exponential(scale, int(chance.choice([0, 500, 9000]))) / 2).astype(int)
        curve = kaplan_meier(ended, under_way)
        median = curve.median()
        for found, band in (
            (median.value, curve.survival),
            (median.low, curve.low),
            (median.high, curve.high),
        ):
            halved = np.flatnonzero(band <= 0.5 + 1e-12)
            assert found == (curve.times[halved[0]] if len(halved) else None)


@pytest.fixture(scope="module")
def customers(shared: Path) -> list[dict[str, str]]:
    path = shared / "data" / "churn" / "telco_ibm" / "Telco-Customer-Churn.csv"
    if not path.is_file():
        pytest.skip("the telecom data set is not beside the project")
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


@pytest.mark.shared
class TestTelco:
    """IBM's telecom customers: the shares and the curve that the data set's readme names."""

    def test_churn_shares(self, customers: list[dict[str, str]]) -> None:
        def churned(contract: str | None) -> float:
            group = [c for c in customers if contract is None or c["Contract"] == contract]
            k = sum(c["Churn"] == "Yes" for c in group)
            low, high = wilson(k, len(group))
            assert low < k / len(group) < high
            return round(k / len(group), 4)

        assert churned(None) == 0.2654
        assert churned("Month-to-month") == 0.4271
        assert churned("One year") == 0.1127
        assert churned("Two year") == 0.0283

    def test_kaplan_meier_of_tenure(self, customers: list[dict[str, str]]) -> None:
        months = np.array([int(c["tenure"]) for c in customers])
        left = np.array([c["Churn"] == "Yes" for c in customers])
        curve = kaplan_meier(months[left], months[~left])
        assert [round(curve.at(month), 4) for month in (12, 24, 72)] == [0.8432, 0.7887, 0.5928]
        incidence = aalen_johansen(months[left], np.array([], int), months[~left])
        assert [round(incidence.at(month), 4) for month in (12, 24, 72)] == [0.1568, 0.2113, 0.4072]
        assert curve.median().value is None


class TestAalenJohansen:
    def test_a_world_counted_by_hand(self) -> None:
        """Five: one comes at 1, one at 2; one is seen until 2 only; one leaves at 3; one comes at 4."""
        curve = aalen_johansen(np.array([1, 2, 4]), np.array([3]), np.array([2]))
        assert curve.times.tolist() == [1, 2, 3, 4]
        assert curve.incidence.tolist() == pytest.approx([1 / 5, 2 / 5, 2 / 5, 2 / 5 + 3 / 10])

    @given(durations, durations, durations)
    def test_both_ends_together_are_one_less_kaplan_meier(
        self, came: np.ndarray, left: np.ndarray, under_way: np.ndarray
    ) -> None:
        here, there = aalen_johansen(came, left, under_way), aalen_johansen(left, came, under_way)
        together = kaplan_meier(np.concatenate([came, left]), under_way)
        assert here.incidence + there.incidence == pytest.approx(1 - together.survival, abs=1e-9)

    @given(durations, durations, durations)
    def test_its_laws(self, came: np.ndarray, left: np.ndarray, under_way: np.ndarray) -> None:
        curve = aalen_johansen(came, left, under_way)
        assert np.all(np.diff(curve.incidence) >= 0)
        assert np.all((curve.low >= 0) & (curve.low <= curve.incidence + 1e-9))
        assert np.all((curve.high <= 1) & (curve.high >= curve.incidence - 1e-9))
        median = curve.median()
        assert (median.value is None) == (len(came) == 0)
        if median.value is not None:
            assert median.value in came
            if median.low is not None:
                assert median.high is not None
                assert median.low <= median.value <= median.high

    @given(durations.filter(len), durations)
    def test_with_nobody_under_way_it_counts(self, came: np.ndarray, left: np.ndarray) -> None:
        curve = aalen_johansen(came, left, np.array([], int))
        n = len(came) + len(left)
        for time in range(-1, 62):
            assert curve.at(time) == pytest.approx(np.count_nonzero(came <= time) / n, abs=1e-12)
        assert curve.median().value == np.sort(came)[(len(came) - 1) // 2]

    @given(durations.filter(len), durations)
    def test_with_nobody_under_way_its_variance_is_the_binomial_one(
        self, came: np.ndarray, left: np.ndarray
    ) -> None:
        curve = aalen_johansen(came, left, np.array([], int))
        n = len(came) + len(left)
        for p, low in zip(curve.incidence, curve.low, strict=True):
            if 1e-9 < p < 1 - 1e-9:
                se = sqrt(p * (1 - p) / n)
                assert low == pytest.approx(p ** np.exp(Z * se / (p * abs(np.log(p)))), abs=1e-6)

    def test_leaving_is_not_censoring(self) -> None:
        """Who has left will not come: the incidence stays below what censoring them would say."""
        came, left = np.array([1, 3]), np.array([2, 2])
        assert aalen_johansen(came, left, np.array([], int)).at(3) == pytest.approx(0.5)
        assert 1 - kaplan_meier(came, left).at(3) == 1.0

    @pytest.mark.parametrize("followed_all_the_way", [400, 60, 6])
    def test_the_interval_of_a_share_covers_it(self, followed_all_the_way: int) -> None:
        """However few were followed to the end: of 400 samples about 95 % hold the true share, or more."""
        random = np.random.default_rng(11)
        held = 0
        for _ in range(400):
            # Half come, evenly over 100 days; a fifth leave; the others would stay for ever.
            kind = random.choice(3, 400, p=(0.5, 0.2, 0.3))
            happens = np.where(kind == 2, 1000.0, random.uniform(0, 100, 400))
            seen = np.full(400, 100.0)
            seen[followed_all_the_way:] = random.uniform(0, 90, 400 - followed_all_the_way)
            came, left = (happens[(kind == end) & (happens < seen)] for end in (0, 1))
            curve = aalen_johansen(came, left, seen[happens >= seen])
            followed = int(np.count_nonzero(np.minimum(happens, seen) >= 100))
            _, low, high = curve.share_by(100, followed=followed)
            held += low <= 0.5 <= high
        assert held >= 0.92 * 400

    def test_few_who_were_followed_prove_little(self) -> None:
        """Of 1,000 a few came at once; all but five are younger than a day: what is to come is open."""
        curve = aalen_johansen(np.full(10, 0.5), np.array([]), np.full(985, 1.0))
        value, low, high = curve.share_by(30, followed=5)
        assert (value, low) == pytest.approx((10 / 995, 0.0055), abs=0.001)
        assert high > 0.4

    def test_all_of_few_is_not_all(self) -> None:
        """Three that all came say no more than three, however many were too young to be seen."""
        _, low, high = aalen_johansen(np.full(3, 5.0), np.array([]), np.full(1000, 1.0)).share_by(
            9, followed=0
        )
        assert (low, high) == pytest.approx((0.4385, 1.0), abs=0.001)

    def test_the_interval_of_the_median_covers_it(self) -> None:
        """Of 400 samples with censoring and a competing end about 95 % hold the true median."""
        random = np.random.default_rng(7)
        held = 0
        for _ in range(400):
            comes = random.random(120) < 0.6
            at = np.where(comes, random.exponential(10, 120), random.exponential(25, 120))
            seen = random.uniform(20, 60, 120)
            median = aalen_johansen(
                at[comes & (at <= seen)], at[~comes & (at <= seen)], seen[at > seen]
            ).median()
            assert median.low is not None
            assert median.high is not None
            held += median.low <= 10 * np.log(2) <= median.high
        assert 0.92 <= held / 400 <= 0.99


def test_no_band_is_ever_infinite() -> None:
    for size in (1, 2, 3):
        curve = kaplan_meier(np.arange(size), np.array([], int))
        assert all(isfinite(x) for x in (*curve.low, *curve.high, *curve.survival))


class TestSlope:
    @given(st.integers(0, 10**6))
    def test_it_agrees_with_scipy(self, seed: int) -> None:
        chance = np.random.default_rng(seed)
        n = int(chance.integers(3, 40))
        x, y = chance.normal(size=n), chance.normal(size=n)
        theirs = stats.linregress(x, y)
        b, half = slope(x.tolist(), y.tolist())
        assert b == pytest.approx(theirs.slope, rel=1e-9, abs=1e-12)
        assert half == pytest.approx(stats.t.ppf(0.975, n - 2) * theirs.stderr, rel=1e-4)

    @pytest.mark.parametrize("x", [[0.0, 1.0], [1.0, 1.0, 1.0]])
    def test_it_needs_three_points_at_two_places(self, x: list[float]) -> None:
        with pytest.raises(ValueError, match="three points"):
            slope(x, [1.0] * len(x))


class TestSumOfChances:
    """Amounts that come whole or not at all."""

    @given(
        st.lists(st.tuples(st.integers(1, 50), st.floats(0, 1)), min_size=1, max_size=9),
        st.floats(0.5, 0.99),
    )
    def test_it_holds_what_counting_every_case_says(
        self, terms: list[tuple[int, float]], confidence: float
    ) -> None:
        amounts, chances = [one for one, _ in terms], [chance for _, chance in terms]
        cases = [(0, 1.0)]
        for amount, chance in terms:
            cases = [
                (total + add, share * part)
                for total, share in cases
                for add, part in ((amount, chance), (0, 1 - chance))
            ]
        low, high = sum_of_chances(amounts, chances, chances, confidence=confidence)
        step = sum(amounts) / STEPS * len(amounts)
        inside = sum(share for total, share in cases if low - step <= total <= high + step)
        assert inside >= confidence - 1e-9
        below = sum(share for total, share in cases if total < low - step)
        above = sum(share for total, share in cases if total > high + step)
        assert max(below, above) <= (1 - confidence) / 2 + 1e-9

    def test_many_small_ones_are_a_bell(self) -> None:
        low, high = sum_of_chances([100] * 400, [0.8] * 400, [0.8] * 400)
        half = 1.96 * 100 * (400 * 0.8 * 0.2) ** 0.5
        assert low == pytest.approx(32_000 - half, abs=120)
        assert high == pytest.approx(32_000 + half, abs=120)

    @pytest.mark.parametrize(("amounts", "chances"), [([-1], [0.5]), ([1], [1.5])])
    def test_what_is_no_amount_and_no_chance_is_refused(
        self, amounts: list[int], chances: list[float]
    ) -> None:
        with pytest.raises(ValueError, match=r"amount|chance"):
            sum_of_chances(amounts, chances, chances)


class TestLogRank:
    """Two groups of things that last."""

    @given(durations, durations, durations, durations)
    def test_it_agrees_with_scipy(
        self, ended_1: np.ndarray, open_1: np.ndarray, ended_2: np.ndarray, open_2: np.ndarray
    ) -> None:
        lasted = np.concatenate([ended_1, open_1, ended_2, open_2])
        has_ended = np.repeat(
            [True, False, True, False], [len(x) for x in (ended_1, open_1, ended_2, open_2)]
        )
        is_first = np.arange(len(lasted)) < len(ended_1) + len(open_1)
        ours = log_rank(lasted, has_ended, is_first)
        if ours is None:
            return
        theirs = stats.logrank(
            stats.CensoredData(uncensored=ended_1, right=open_1),
            stats.CensoredData(uncensored=ended_2, right=open_2),
        )
        assert ours == pytest.approx(theirs.pvalue, abs=1e-9)

    def test_nothing_to_compare(self) -> None:
        assert log_rank(np.array([1, 2]), np.array([False, False]), np.array([True, False])) is None
        assert log_rank(np.array([1, 2]), np.array([True, True]), np.array([True, True])) is None


@given(durations, durations)
def test_the_quantile_of_one_half_is_the_median(ended: np.ndarray, under_way: np.ndarray) -> None:
    curve = kaplan_meier(ended, under_way)
    assert curve.quantile(0.5) == curve.median()
