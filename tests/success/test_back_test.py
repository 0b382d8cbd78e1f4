"""The area against its definition, and a back-test of a past that is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import to_microseconds
from desirepath.log import by_hand
from desirepath.measures.book.records import Records
from desirepath.measures.statistics.clustered_auc import clustered_auc, difference
from desirepath.success.back_test import BackTest, back_test
from desirepath.success.scorecard_file import read_scorecard_text
from desirepath.success.signals import SignalReader, read_signals
from tests.success.world import did, log_of, on

units = st.lists(
    st.tuples(st.integers(0, 3).map(float), st.booleans(), st.integers(0, 5)), min_size=2, max_size=20
).filter(lambda them: 0 < sum(one[1] for one in them) < len(them))


@given(units)
def test_the_area_is_the_share_of_pairs_ranked_right(them: list[tuple[float, bool, int]]) -> None:
    risk, had, cluster = (np.array(column) for column in zip(*them, strict=True))
    pairs = [(a > b) + (a == b) / 2 for a in risk[had] for b in risk[~had]]
    found = clustered_auc(risk, had, cluster)
    assert found.value == pytest.approx(float(np.mean(pairs)))
    if found.low is not None and found.high is not None:
        assert 0 <= found.low <= found.value <= found.high <= 1


@given(units)
def test_with_one_unit_a_cluster_it_is_delong(them: list[tuple[float, bool, int]]) -> None:
    risk, had, _ = (np.array(column) for column in zip(*them, strict=True))
    found = clustered_auc(risk, had, np.arange(len(risk)))
    m, n = int(had.sum()), int((~had).sum())
    if m < 2 or n < 2:
        assert found.variance is None
        return
    wins = np.array([[(a > b) + (a == b) / 2 for b in risk[~had]] for a in risk[had]])
    delong = wins.mean(axis=1).var(ddof=1) / m + wins.mean(axis=0).var(ddof=1) / n
    assert found.variance == pytest.approx(delong)


def test_units_that_only_repeat_others_add_no_certainty() -> None:
    chance = np.random.default_rng(1)
    had = chance.random(80) < 0.4
    risk = chance.normal(had.astype(float), 1)
    once = clustered_auc(risk, had, np.arange(80))
    thrice = clustered_auc(np.tile(risk, 3), np.tile(had, 3), np.tile(np.arange(80), 3))
    assert thrice.value == pytest.approx(once.value)
    assert thrice.variance == pytest.approx(once.variance)


def test_the_interval_covers_the_truth() -> None:
    # Two judgements of each of 60 subjects, which are alike; the true area of N(1,1) over N(0,1) is 0.7602.
    chance = np.random.default_rng(7)
    inside, runs = 0, 400
    for _run in range(runs):
        had = np.repeat(np.arange(60) < 25, 2)
        own = np.repeat(chance.normal(0, np.sqrt(0.6), 60), 2)
        risk = had + own + chance.normal(0, np.sqrt(0.4), 120)
        found = clustered_auc(risk, had, np.repeat(np.arange(60), 2))
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= 0.7602 <= found.high
    assert 0.91 <= inside / runs <= 0.985


def test_a_ranking_is_no_better_than_itself() -> None:
    chance = np.random.default_rng(3)
    had = chance.random(60) < 0.5
    area = clustered_auc(chance.normal(had, 1), had, np.arange(60))
    found = difference(area, area)
    assert found is not None
    assert found == pytest.approx((0, 0, 0), abs=1e-6)


def test_nobody_with_the_event_is_refused() -> None:
    with pytest.raises(ValueError, match="units that had the event"):
        clustered_auc(np.array([1.0]), np.array([False]), np.array([0]))


CARD = """\
format: desirepath/1
id: small
name: Small
levels: [{name: poor}, {name: good, at_least: 50}]
signals:
  - id: use
    name: Use in 10 days
    takes: count
    of: [{activity: used}]
    within: 10d
    scores: [{less_than: 1, points: 0}, {at_least: 1, points: 100}]
"""


def world(folder: Path) -> tuple[Records, SignalReader]:
    """Six accounts for 100 days. Three stop using on day 40 and leave on day 70; three go on."""
    facts = []
    for number, account in enumerate("abcdef"):
        leaves = number < 3
        facts.append(did(account, 0, "subscription.started", amount=10))
        for day in range(1, 40 if leaves else 100, 5):
            facts.append(did(account, day + number / 10, "used"))
        if leaves:
            facts.append(did(account, 70, "subscription.cancelled"))
    facts.append(did("f", 100, "used"))
    log = log_of(folder, facts)
    records = Records.read(log, of="account")
    return records, read_signals(read_scorecard_text(CARD), records.index)


def test_a_past_that_is_known(tmp_path: Path) -> None:
    records, reader = world(tmp_path / "log")
    found = back_test(reader, records, horizon_days=30, every_days=10)
    # Every ten days, the last 30 before the end. Left within 30 days: judged so on day 40, 50 and 60.
    assert [round((day.timestamp() - found.days[0].timestamp()) / 86400) for day in found.days] == [
        0, 10, 20, 30, 40, 50, 60,
    ]  # fmt: skip
    assert (found.customers, found.left) == (6, 3)
    poor, good = found.levels
    # No use in ten days: from day 50 on; the accounts that stay are never poor.
    assert (poor.judgements, poor.left, poor.customers) == (6, 6, 3)
    assert good.left == 3
    assert found.missed == 0
    assert found.lead_days == pytest.approx((20, 20, 20), abs=0.1)
    assert found.signals[0].precision == 1
    assert found.area is not None
    assert found.area.value > 0.8


def test_levels_of_earlier_days_are_held_against_later_ones(tmp_path: Path) -> None:
    records, reader = world(tmp_path / "log")
    found = back_test(reader, records, horizon_days=30, every_days=10)
    # The days are 10 to 30, then 40 to 70; three leave on day 70, poor on the days 50 and 60.
    poor, good = found.held
    assert (poor.promised, poor.came, poor.customers) == (None, 1, 3)
    # Good on the later days: three who stay, four times, and three on day 40 who leave within thirty days.
    assert (good.promised, good.customers) == (0, 6)
    assert good.came == pytest.approx(3 / 15)
    # Scores are 0 or 100: only the outer tenths of the scale have anybody.
    assert [band.judgements for band in found.bands if band.judgements] == [6, good_of(found)]
    assert (found.bands[0].name, found.bands[-1].name) == ("0 to 10", "90 to 100")


def good_of(found: BackTest) -> int:
    return found.levels[1].judgements


def test_a_log_shorter_than_the_horizon_is_refused(tmp_path: Path) -> None:
    records, reader = world(tmp_path / "log")
    with pytest.raises(DesirepathError, match="DP-SUC-010"):
        back_test(reader, records, horizon_days=300)
    with pytest.raises(DesirepathError, match="DP-SUC-012"):
        back_test(reader, records, horizon_days=0)


def test_what_we_send_breaks_no_silence(tmp_path: Path) -> None:
    written = by_hand.note({"account": "a"}, "They say nothing.", at=on(9), by="Mia", key="n1")
    sent = replace(did("a", 8, "email.sent"), direction="by_us")
    facts = [did("a", 0, "used"), did("a", 5, "used"), sent, written, did("b", 2, "email.opened")]
    log = log_of(tmp_path, [*facts, did("c", 12, "used")])
    reader = read_signals(read_scorecard_text(CARD), Records.read(log, of="account").index)
    seen = reader.last_seen_us(to_microseconds(on(10)))
    # Account b has only ever opened a mail: silent for as long as it is known.
    assert seen[:2].tolist() == [to_microseconds(on(5)), to_microseconds(on(2))]
