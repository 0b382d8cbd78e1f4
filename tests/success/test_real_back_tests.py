"""Back-tests on other houses' data say what docs/guide/back-tests.md says they do."""

from __future__ import annotations

from pathlib import Path

from desirepath.exports.health import say_area
from desirepath.log.store import Log
from desirepath.measures.book.records import Records
from desirepath.success.back_test import BackTest, back_test
from desirepath.success.scorecard_file import read_scorecard_text
from desirepath.success.signals import read_signals
from tests.success.real import SAAS_CARD, TELCO_CARD, saas_log, telco_log

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "back-tests.md"


def judged(log: Log, card: str, horizon_days: float, every_days: float) -> BackTest:
    records = Records.read(log, of="account")
    reader = read_signals(read_scorecard_text(card), records.index)
    return back_test(reader, records, horizon_days=horizon_days, every_days=every_days)


def assert_said(found: BackTest, part: str) -> None:
    """The page's part says these numbers."""
    levels = [
        f"| {one.name} | {one.share or 0:.0%} ({(one.low or 0) * 100:.0f} to {(one.high or 0) * 100:.0f}) |"
        for one in found.levels
    ]
    signals = [
        f"| {one.name} | {say_area(one.area)} | {one.flagged:,} | {one.precision:.0%} | "
        f"{one.lift:.1f} times |"
        for one in found.signals
    ]
    whole = f"{found.judgements:,} of {found.customers:,}; {found.left:,}"
    told = [whole, say_area(found.area), *levels, *signals]
    missing = [one for one in told if one not in part.replace(" %", "%")]
    assert missing == []


def test_saasguard(shared: Path, tmp_path: Path) -> None:
    found = judged(saas_log(shared, tmp_path / "log"), SAAS_CARD, 90, 30)
    part = PAGE.read_text("utf-8").split("## ")[1]
    assert_said(found, part)
    assert found.gain is not None
    by, low, high = found.gain
    assert f"| {by:+.2f} ({low:+.2f} to {high:+.2f}) |" in part
    assert say_area(found.baseline) in part
    lead = sorted(found.lead_days)
    assert f"{len(lead)} of {found.left}, half of them {lead[len(lead) // 2]:.0f} days" in part
    for one in found.held:
        assert f"{one.promised:.0%} | {one.came:.0%} ({(one.low or 0) * 100:.0f}" in part.replace(" %", "%")


def test_telco_is_a_snapshot(shared: Path, tmp_path: Path) -> None:
    # Days so far apart that one alone is judged: of earlier ones only who stayed is known.
    found = judged(telco_log(shared, tmp_path / "log"), TELCO_CARD, 28, 100_000)
    assert_said(found, PAGE.read_text("utf-8").split("## ")[2])
    assert (len(found.days), found.held, round(found.left / found.customers, 4)) == (1, (), 0.2654)
    assert found.baseline is not None
    assert round(found.baseline.value, 2) == 0.26
