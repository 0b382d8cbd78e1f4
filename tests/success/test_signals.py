"""What signals read, counted by hand; nothing from later leaks in, and missing is not zero."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import to_microseconds
from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import Log, open_log
from desirepath.model.map_file import read_map_text
from desirepath.replay.index import open_index
from desirepath.success.scorecard import Range, Scorecard, Signal
from desirepath.success.signals import NEVER_TOLD, Input, read_signals
from tests.success.world import did, log_of, on, seats

EVERYTHING = (Range(points=50.0),)


def card_of(*signals: Signal, **more: object) -> Scorecard:
    """A scorecard of these signals."""
    return Scorecard.model_validate(
        {
            "format": "desirepath/1",
            "id": "s",
            "name": "S",
            "levels": [{"name": "all"}],
            "signals": [signal.model_dump(exclude_none=True) for signal in signals],
            **more,
        }
    )


def signal_of(takes: str, activity: str | None = "used", **more: object) -> Signal:
    """One signal."""
    of = {"of": [{"activity": activity}]} if activity else {}
    scores = [one.model_dump(exclude_none=True) for one in EVERYTHING]
    return Signal.model_validate({"id": "one", "name": "One", "takes": takes, "scores": scores, **of, **more})


FACTS: list[Interaction | Traits] = [
    seats("a", 0, 4),
    seats("a", 20, 8),
    did("a", 0, "signed", person="ann"),
    did("a", 1, "used", person="ann", hours=2),
    did("a", 25, "used", person="ann", hours=4),
    did("a", 25.2, "used", person="bob"),
    did("a", 28, "used", person="ann", hours=1),
    did("a", 29, "asked", person="ann", score=4),
    did("a", 29.5, "asked", person="bob", score=1),
    did("b", 0, "signed", person="eve"),
    did("b", 3, "used"),
    did("c", 27, "signed", person="joe"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("signals") / "log"
    log_of(place, FACTS)
    return place


def read(folder: Path, signal: Signal, day: float) -> dict[str, float | None]:
    """What the signal has of each account on a day, by account; NaN is None."""
    reader = read_signals(card_of(signal), open_index(_open(folder), "account"))
    (found,) = reader.at(to_microseconds(on(day)))
    assert isinstance(found, Input)
    return dict(zip(reader.subjects, (None if np.isnan(v) else v for v in found.value.tolist()), strict=True))


def _open(folder: Path) -> Log:
    return open_log(folder)


def test_counts_of_the_last_ten_days(folder: Path) -> None:
    # c has been known for three days only: its silence says nothing yet.
    assert read(folder, signal_of("count", within="10d"), 30) == {"a": 3, "b": 0, "c": None}
    assert read(folder, signal_of("people", within="10d"), 30) == {"a": 2, "b": 0, "c": None}
    assert read(folder, signal_of("days", within="10d"), 30) == {"a": 2, "b": 0, "c": None}
    assert read(folder, signal_of("count"), 30) == {"a": 4, "b": 1, "c": 0}


def test_a_window_ends_at_its_instant_and_begins_just_after_so_long_before(folder: Path) -> None:
    assert read(folder, signal_of("count", within="3d"), 28) == {"a": 2, "b": 0, "c": None}
    assert read(folder, signal_of("count", within="3d"), 27.99)["a"] == 2


def test_nothing_from_later_leaks_in(folder: Path) -> None:
    assert read(folder, signal_of("count"), 26) == {"a": 3, "b": 1, "c": None}
    assert read(folder, signal_of("trait", None, value="traits.seats"), 19) == {"a": 4, "b": None, "c": None}
    assert read(folder, signal_of("trait", None, value="traits.seats"), 21)["a"] == 8


def test_before_anything_like_it_was_told_there_is_no_zero(folder: Path) -> None:
    assert read(folder, signal_of("count", "asked", within="10d"), 28) == {"a": None, "b": None, "c": None}
    # Told since day 29: of the ten days before day 30 nobody knows.
    assert read(folder, signal_of("count", "asked", within="10d"), 30) == {"a": None, "b": None, "c": None}
    assert read(folder, signal_of("count", "never.seen"), 30) == {"a": None, "b": None, "c": None}


def test_values(folder: Path) -> None:
    assert read(folder, signal_of("mean", "asked", value="score"), 30) == {"a": 2.5, "b": None, "c": None}
    assert read(folder, signal_of("latest", "asked", value="score"), 30)["a"] == 1
    assert read(folder, signal_of("sum", value="properties.hours"), 30)["a"] == 7
    assert read(folder, signal_of("latest", value="properties.hours"), 26)["a"] == 4


def test_days_since_counts_at_least_so_many_where_it_never_happened(folder: Path) -> None:
    found = read(folder, signal_of("days_since"), 30)
    assert found == {"a": 2, "b": 27, "c": 3}


def test_growth_needs_something_to_grow_from(folder: Path) -> None:
    assert read(folder, signal_of("growth", within="14d"), 30) == {"a": None, "b": -1, "c": None}
    assert read(folder, signal_of("growth", within="15d"), 30) == {"a": 2, "b": -1, "c": None}


def test_what_is_divided_by_an_unknown_trait_is_unknown(folder: Path) -> None:
    found = read(folder, signal_of("people", within="10d", per="traits.seats"), 30)
    assert found == {"a": 0.25, "b": None, "c": None}


def test_n_and_the_latest_are_told(folder: Path) -> None:
    reader = read_signals(card_of(signal_of("count", within="10d")), open_index(_open(folder), "account"))
    (found,) = reader.at(to_microseconds(on(30)))
    assert found.n.tolist() == [3, 0, 0]
    assert found.at_us.tolist() == [to_microseconds(on(28)), NEVER_TOLD, NEVER_TOLD]


MAP = """\
format: desirepath/1
id: m
title: M
travels: account
stages:
  - id: s
    name: S
    steps:
      - {id: sign, name: Sign, when: [{activity: signed}], within: 10d}
      - {id: use, name: Use, when: [{activity: used}], within: 4d}
"""


def test_places_on_a_map(folder: Path) -> None:
    index = open_index(_open(folder), "account")
    journey = read_map_text(MAP)
    position = signal_of("position", None)
    pace = Signal.model_validate({**signal_of("pace", None).model_dump(exclude_none=True), "id": "two"})
    reader = read_signals(card_of(position, pace), index, journey)
    where, speed = reader.at(to_microseconds(on(30)))
    assert where.value.tolist() == [2, 2, 1]
    # a came to its last visit on day 1 and stays at "Use"; b on day 3; c signed on day 27 of ten days.
    assert speed.value.tolist()[2] == pytest.approx(0.3)
    assert where.at_us.tolist()[2] == to_microseconds(on(27))


def test_a_place_needs_a_map_of_the_same_travellers(folder: Path) -> None:
    index = open_index(_open(folder), "account")
    with pytest.raises(DesirepathError, match="DP-SUC-009"):
        read_signals(card_of(signal_of("pace", None)), index)
    with pytest.raises(DesirepathError, match="DP-SUC-011"):
        read_signals(
            card_of(signal_of("pace", None)),
            index,
            read_map_text(MAP.replace("travels: account", "travels: customer")),
        )
