"""Two letters side by side, held against published numbers; and no winner where chance would do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desirepath.log.interaction import Interaction
from desirepath.measures.emails.compared import Compared
from desirepath.measures.emails.measured import measure_emails
from desirepath.measures.statistics.needed import needed_each
from tests.measures.emails.world import end, letter, log_of, told


def half(move: str, clicked: int, sent: int, *, day: float = 0, replied: int = 0) -> Iterator[Interaction]:
    for number in range(sent):
        who = f"{move}-{number}"
        yield letter(who, day, move=move)
        if number < clicked:
            yield told("clicked", who, day + 1, mail=f"{who}-{day}-{move}@x")
        if number < replied:
            yield told("replied", who, day + 1, in_reply_to=f"<{who}-{day}-{move}@x>")


def compared(folder: Path, *facts: Interaction) -> Compared:
    found = measure_emails(log_of(folder, [*facts, end(60)]), sides=("quiet/a", "quiet/b")).compared
    assert found is not None
    return found


def test_newcombes_first_example(tmp_path: Path) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, table II: 56/70 - 48/80, method 10."""
    found = compared(tmp_path, *half("a", 56, 70), *half("b", 48, 80))
    clicked = next(one for one in found.differences if one.measure == "clicked")
    assert clicked.difference is not None
    assert clicked.difference.value == pytest.approx(0.2)
    assert clicked.difference.low == pytest.approx(0.0524, abs=5e-5)
    assert clicked.difference.high == pytest.approx(0.3339, abs=5e-5)
    # Unsubscribed and clicked are both known: Holm counts two looks.
    assert clicked.adjusted_p == pytest.approx(2 * 0.0078, abs=5e-4)
    assert clicked.verdict == "differs"
    assert clicked.says.startswith(
        "The first is clicked more often: +20 points (+5 to +33), which is better. Chance alone: once in "
    )
    assert found.says == clicked.says


def test_wilsons_example_is_the_interval_of_a_share(tmp_path: Path) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I: 81/263, Wilson's score."""
    (row,) = measure_emails(log_of(tmp_path, [*half("a", 81, 263), end(60)])).rows
    clicked = row.estimates["clicked"]
    assert clicked.low == pytest.approx(0.2553, abs=5e-5)
    assert clicked.high == pytest.approx(0.3662, abs=5e-5)


@pytest.mark.parametrize(
    ("shares", "power", "each"), [((0.50, 0.75), 0.90, 76.7), ((0.50, 0.60), 0.80, 387.3)]
)
def test_rs_power_prop_test(shares: tuple[float, float], power: float, each: float) -> None:
    """R's own example, power.prop.test(p1 = .50, p2 = .75, power = .90): n = 76.7; and the classic of tests
    of two letters, 50 against 60 %: 388 each."""
    assert needed_each(*shares, power=power) == pytest.approx(each, abs=0.05)


def test_nobody_wins_by_chance(tmp_path: Path) -> None:
    found = compared(tmp_path, *half("a", 10, 50), *half("b", 13, 50))
    clicked = next(one for one in found.differences if one.measure == "clicked")
    assert clicked.verdict == "not sure"
    assert "that can be chance alone" in clicked.says
    # Fleiss, Levin and Paik: 0.20 against 0.26 needs 772 each (formula of their section 4.2).
    assert clicked.more_each == 772 - 50
    assert found.says == "So far no difference is larger than chance alone makes."


def test_of_many_looks_one_shows_something_by_chance(tmp_path: Path) -> None:
    """Alone the difference of clicks would be sure (p 0.04); it is one of three looks."""
    found = compared(tmp_path, *half("a", 30, 100, replied=3), *half("b", 18, 100, replied=3))
    by = {one.measure: one for one in found.differences}
    assert by["clicked"].difference is not None
    assert (by["clicked"].difference.low or 0) > 0
    assert by["clicked"].verdict == "perhaps"
    assert "of 3 looks one can show that by chance alone" in by["clicked"].says
    assert by["opened"].verdict == "not known"


def test_letters_of_different_times_are_not_compared(tmp_path: Path) -> None:
    found = compared(tmp_path, *half("a", 90, 100), *half("b", 10, 100, day=20))
    assert found.since is None
    assert {one.verdict for one in found.differences} == {"not sure", "not known"}
    assert found.says.startswith("They never went out on the same days")
    assert found.cautions == (
        "One went out until 1 January 2026, the other from 21 January 2026 on: they cannot be compared. Let "
        "both go out at the same time.",
    )


def test_only_the_days_of_both_are_compared(tmp_path: Path) -> None:
    first = [*half("a", 10, 20)]
    log = [letter("old", -9, move="a"), *first, *half("b", 5, 20), letter("new", 9, move="b")]
    found = compared(tmp_path, *log)
    assert (found.here.sent, found.there.sent) == (20, 20)
    assert "2 others are left out" in found.cautions[0]


def test_one_person_with_many_mails_is_one_person(tmp_path: Path) -> None:
    """Ten people with ten mails each, all or none clicked: as sure as ten people, not as a hundred."""
    facts = []
    for move, clickers in (("a", 6), ("b", 4)):
        for number in range(10):
            for day in range(10):
                facts.append(letter(f"{move}{number}", day * 2, move=move))
                if number < clickers:
                    mail = f"{move}{number}-{day * 2}-{move}@x"
                    facts.append(told("clicked", f"{move}{number}", day * 2 + 0.5, mail=mail))
    found = compared(tmp_path, *facts)
    clicked = next(one for one in found.differences if one.measure == "clicked")
    assert clicked.verdict == "not sure"
    assert clicked.here.method == "wilson, clustered by subject"
