"""The journey board on a map of two steps, counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from desirepath.model.map_file import read_map_text
from desirepath.replay.index import open_index
from desirepath.replay.replay import Replay, replay
from desirepath.success.board import Milestone, lay_out_board
from desirepath.success.pace import expected_stays
from tests.success.world import did, log_of, on

MAP = """\
format: desirepath/1
id: m
title: M
travels: account
passage: {succeeds: [{activity: renewed}]}
stages:
  - id: s
    name: S
    steps:
      - {id: sign, name: Sign, when: [{activity: signed}], within: 10d}
      - {id: use, name: Use, when: [{activity: used}]}
      - {id: call, name: Call, when: [{activity: call.held}]}
"""

FACTS = [
    did("a", 0, "signed"),
    did("b", 15, "signed"),
    did("c", 25, "signed"),
    did("d", 1, "signed"),
    did("d", 2, "used"),
    did("e", 3, "signed"),
    did("e", 4, "renewed"),
    did("f", 5, "asked"),
    did("f", 30, "asked"),
]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    log = log_of(tmp_path_factory.mktemp("board") / "log", FACTS)
    return replay(read_map_text(MAP), open_index(log, "account"), as_of=on(30))


def cards(told: Replay, *milestones: Milestone) -> dict[str, tuple[str | None, str]]:
    return {card.subject: (card.step, card.pace) for card in lay_out_board(told, milestones).cards()}


def test_a_promise_of_the_map_is_what_is_expected(told: Replay) -> None:
    # Ten days are promised: c has been there for 5, b for 15, a for 30.
    found = cards(told)
    assert found["a"] == ("sign", "stuck")
    assert found["b"] == ("sign", "behind")
    assert found["c"] == ("sign", "on track")
    assert found["d"] == ("use", "not known")


def test_columns_are_in_the_order_of_the_map_and_the_longest_first(told: Replay) -> None:
    board = lay_out_board(told)
    assert [column.step for column in board.columns] == [None, "sign", "use", "call"]
    assert [card.subject for card in board.columns[1].cards] == ["a", "b", "c"]
    assert board.columns[1].count("stuck") == 1
    assert dict(board.ended) == {"succeeded": 1}
    assert [card.subject for card in lay_out_board(told, only=frozenset({"b", "e"})).cards()] == ["b"]


def test_a_card_moved_by_hand_stays_until_the_log_says_more(told: Replay) -> None:
    later = Milestone("b", "call", on(20), "Mia", "we spoke at the fair")
    assert cards(told, later)["b"] == ("call", "not known")
    (card,) = [one for one in lay_out_board(told, [later]).cards() if one.subject == "b"]
    assert (card.since, card.moved) == (on(20), later)
    # Before the account came to where the log has it, or on a step that is gone, it moves nothing.
    assert cards(told, Milestone("b", "call", on(14), "Mia", "x"))["b"][0] == "sign"
    assert cards(told, Milestone("b", "gone", on(20), "Mia", "x"))["b"][0] == "sign"
    assert cards(told, Milestone("b", "call", on(31), "Mia", "x"))["b"][0] == "sign"
    # Of several the latest.
    again = Milestone("b", "use", on(22), "Ben", "not yet")
    assert cards(told, again, later)["b"][0] == "use"


def test_where_the_map_promises_nothing_the_data_say(tmp_path: Path) -> None:
    # Forty accounts leave the first step after 1 to 40 days; ten more have been there for 200.
    facts = []
    for number in range(40):
        facts += [did(f"n{number}", 0, "used"), did(f"n{number}", number + 1, "call.held")]
    facts += [did(f"w{number}", 0, "used") for number in range(10)] + [did("w0", 200, "asked")]
    log = log_of(tmp_path / "log", facts)
    told = replay(read_map_text(MAP), open_index(log, "account"), as_of=on(200))
    found = expected_stays(told)["use"]
    assert found.basis == "data"
    # Three quarters of fifty are over after the 38th; 19 of 20 are never over: nobody is called stuck.
    assert found.behind_us == 38 * 86_400_000_000
    assert found.stuck_us is None
    assert found.pace(200 * 86_400_000_000) == "behind"
