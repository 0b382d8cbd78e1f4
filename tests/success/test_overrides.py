"""A score set by hand is a fact of the log: it ends by itself, is replaced, and can be taken back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desirepath.log.by_hand import pulse, withdrawal
from desirepath.log.interaction import Interaction
from desirepath.replay.index import open_index
from desirepath.replay.tally import LEVELS
from desirepath.success.explaining import Explained
from desirepath.success.measure_health import measure_health
from desirepath.success.overrides import override_fact
from desirepath.success.scorecard_file import read_scorecard_text
from tests.success.test_card_segments import CARD
from tests.success.world import did, log_of, on

SIMPLE = read_scorecard_text(CARD[: CARD.index("segments:")].replace("    when_missing: block\n", ""))


def by_hand(day: float, points: float, until: str | None, **more: object) -> Interaction:
    """A score of account a, set by Mia on a day."""
    fact = override_fact(
        {"account": "a"}, SIMPLE, points, "why", at=on(day), until=on(99), by="Mia", key=f"set{day}"
    )
    return replace(fact, properties={**fact.properties, "until": until, **more})


def told(folder: Path, facts: list[Interaction], day: float) -> Explained:
    calls = [did("a", 0, "call.held"), did("a", 15, "call.held"), did("a", 30, "noted")]
    log = log_of(folder / "log", [*calls, *facts])
    return measure_health(log, SIMPLE, as_of=on(day)).explained("a")


def test_it_holds_until_its_end_and_the_other_stays_to_be_seen(tmp_path: Path) -> None:
    fact = by_hand(18, 90, on(21).isoformat())
    found = told(tmp_path, [fact], 20)
    assert (found.score, found.level, found.worked_out) == (90, "good", 20)
    assert found.override is not None
    assert (found.override.by, found.override.reason, found.override.until) == ("Mia", "why", on(21))


@pytest.mark.parametrize("day", [17.9, 21.0])
def test_not_before_and_not_after(tmp_path: Path, day: float) -> None:
    found = told(tmp_path, [by_hand(18, 90, on(21).isoformat())], day)
    assert (found.score, found.override) == (20, None)


@pytest.mark.parametrize(
    ("second", "score"),
    [
        (by_hand(19, 70, "2026-01-25"), 70),
        (withdrawal("set18", {"account": "a"}, at=on(19), by="Mia"), 20),
        # Of somebody else's tool it is no entry by hand.
        (replace(by_hand(19, 70, "2026-01-25"), source="crm"), 90),
        # Without an end, or of another scorecard, it is none and ends nothing.
        (by_hand(19, 70, None), 90),
        (by_hand(19, 70, "someday"), 90),
        (by_hand(19, 70, "2026-01-25", scorecard="other"), 90),
        (by_hand(19, 70, "2026-01-25", score=101), 90),
    ],
)
def test_the_next_one_takes_its_place(tmp_path: Path, second: Interaction, score: float) -> None:
    assert told(tmp_path, [by_hand(18, 90, on(25).isoformat()), second], 20).score == score


def test_what_was_replaced_still_held_before(tmp_path: Path) -> None:
    facts = [by_hand(18, 90, on(25).isoformat()), by_hand(19, 30, on(25).isoformat())]
    assert told(tmp_path, facts, 18.5).score == 90


def test_one_off_the_scale_cannot_be_set() -> None:
    with pytest.raises(ValueError, match="not within 0 to 100"):
        by_hand(18, 101, None)


def test_a_score_of_ours_is_nothing_that_the_customer_felt(tmp_path: Path) -> None:
    # As older logs have them, and as anybody may send one: with the score in the column of answers.
    ours = [
        replace(by_hand(18, 90, on(21).isoformat()), score=1.0, scale="1..5"),
        replace(pulse({"account": "a"}, 1, at=on(19), by="Mia", key="p"), score=1.0, scale="1..5"),
    ]
    log = log_of(tmp_path, [did("a", 16, "survey.answered", score=5), *ours])
    levels = [level for bucket in open_index(log, "account").buckets for level in bucket.level.tolist()]
    assert sorted(levels) == [-1, -1, LEVELS - 1]
