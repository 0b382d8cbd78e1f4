"""What becomes of letters, counted by hand: to the day of sending; the young and machines apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import Period, parse_instant
from desirepath.measures.emails.measured import Emails, measure_emails
from tests.measures.emails.world import end, letter, log_of, told


def rates(found: Emails, key: str) -> dict[str, tuple[float | None, int]]:
    row = next(one for one in found.rows if one.key == key)
    return {name: (one.value, one.n) for name, one in row.estimates.items()}


def test_what_came_is_credited_to_the_day_it_was_sent(tmp_path: Path) -> None:
    log = log_of(
        tmp_path,
        [
            letter("ann", 0),
            letter("ben", 0),
            letter("cat", 1),
            # The click of Friday is of New Year's mail, by its id and whoever the provider says it is.
            told("clicked", "ann@example.com", 4, mail="ann-0-ask@x", url="https://a"),
            told("clicked", "ann@example.com", 4.1, mail="ann-0-ask@x", url="https://b"),
            told("opened", "ben", 0.5, mail="ben-0-ask@x"),
            told("opened", "cat", 1.001, mail="cat-1-ask@x", machine=True),
            end(30),
        ],
    )
    found = measure_emails(log)
    (row,) = found.rows
    assert (row.key, [one.key for one in row.versions]) == ("quiet/ask", ["quiet/ask@1"])
    by_day = {day.on: (day.counts.sent, day.counts.opened, day.counts.clicks) for day in row.days}
    assert by_day == {date(2026, 1, 1): (2, 2, 2), date(2026, 1, 2): (1, 0, 0)}
    told_rates = rates(found, "quiet/ask")
    assert told_rates["opened"] == (2 / 3, 3)  # who clicks has opened
    assert told_rates["machine_only"] == (1 / 3, 3)
    assert told_rates["clicked"] == (1 / 3, 3)
    assert (row.counts.clicks, row.counts.clicked, row.counts.clickers) == (2, 1, 1)


def test_what_nobody_tells_is_missing_and_not_zero(tmp_path: Path) -> None:
    log = log_of(
        tmp_path,
        [
            letter("ann", 0),
            told("sent", "ben", 0, mail="m1", template="news"),
            told("opened", "ben", 1),
            end(9),
        ],
    )
    found = measure_emails(log)
    ours, theirs = rates(found, "quiet/ask"), rates(found, "template:news")
    assert ours["opened"] == ours["clicked"] == ours["delivered"] == (None, 0)
    assert ours["unsubscribed"] == (0.0, 1)  # how to leave stands in every letter of a playbook
    assert theirs["opened"] == (1.0, 1)
    assert theirs["clicked"][0] is None
    (row, _) = sorted(found.rows, key=lambda one: one.key)
    assert "connect your mail provider" in (row.estimates["opened"].reason or "")


def test_the_young_are_said_and_in_no_share(tmp_path: Path) -> None:
    log = log_of(
        tmp_path, [letter("ann", 0), letter("ben", 8), letter("cat", 9), told("clicked", "ben", 8.5), end(10)]
    )
    (row,) = measure_emails(log).rows
    clicked = row.estimates["clicked"]
    assert (clicked.value, clicked.n, clicked.censored) == (0.0, 1, 2)
    assert (row.counts.sent, row.counts.young, row.counts.clicked) == (3, 2, 1)
    assert measure_emails(log, within_days=1).rows[0].estimates["clicked"].value == 1 / 3
    only_young = measure_emails(log, period=Period(since=parse_instant("2026-01-08"))).rows[0]
    assert only_young.estimates["clicked"].reason == "2 too young to tell"


def test_what_comes_after_its_days_counts_for_nothing_and_is_said(tmp_path: Path) -> None:
    log = log_of(tmp_path, [letter("ann", 0), told("clicked", "ann", 8, mail="ann-0-ask@x"), end(30)])
    found = measure_emails(log)
    assert found.rows[0].estimates["clicked"].value == 0.0
    assert next(found.notes()).startswith("1 thing that came of a mail more than 7 days after")
    assert measure_emails(log, within_days=14).rows[0].estimates["clicked"].value == 1.0


def test_without_an_id_it_is_the_last_mail_before(tmp_path: Path) -> None:
    log = log_of(
        tmp_path,
        [
            letter("ann", 0, subject="Is something in the way?"),
            letter("ann", 2, move="again", subject="Once more"),
            told(
                "replied",
                "ann",
                3,
                template="Re: Is something in the way?",
                subject="Re: Is something in the way?",
            ),
            told("unsubscribed", "ann", 4),
            told("opened", "dan", 4),  # nobody wrote to Dan
            end(30),
        ],
    )
    found = measure_emails(log)
    answered = {row.letter.move: row.counts.replied for row in found.rows}
    assert answered == {"ask": 1, "again": 0}
    assert {row.letter.move: row.counts.unsubscribed for row in found.rows} == {"ask": 0, "again": 1}
    assert found.nobodys == {"opened": 1}
    assert list(found.notes()) == ["1 fact belongs to no mail that is known (opened 1)."]


@pytest.mark.parametrize("known_as", ["<ann-0-ask@x>", "ann-0-ask@x", " <ann-0-ask@x>\r\n"])
def test_a_reply_answers_the_mail_that_it_names(tmp_path: Path, known_as: str) -> None:
    """Ann got two of one subject, and answers the older one from another address of hers."""
    log = log_of(
        tmp_path,
        [
            letter("ann", 0, subject="Is something in the way?"),
            letter("ann", 2, move="again", subject="Is something in the way?"),
            told("replied", "ann@home.example", 3, in_reply_to=known_as, subject="Re: Holidays"),
            end(30),
        ],
    )
    found = measure_emails(log)
    assert {row.letter.move: row.counts.replied for row in found.rows} == {"ask": 1, "again": 0}
    assert found.nobodys == {}


def test_a_reply_names_a_mail_as_its_provider_has_sent_it(tmp_path: Path) -> None:
    """Amazon and Postmark put an id of their own and a host of theirs into the mail, and tell us the id."""
    mine: dict[str, Any] = {"playbook": "quiet", "version": 1, "template": "x"}
    log = log_of(
        tmp_path,
        [
            told("sent", "ann", 0, mail="0102-77", move="ask", **mine),
            told("sent", "ann", 1, mail="0102-78", move="again", **mine),
            told("replied", "ann", 3, in_reply_to="<0102-77@eu-west-1.amazonses.com>"),
            end(30),
        ],
    )
    found = measure_emails(log)
    assert {row.letter.move: row.counts.replied for row in found.rows} == {"ask": 1, "again": 0}


def test_a_mail_told_by_two_is_one(tmp_path: Path) -> None:
    log = log_of(
        tmp_path,
        [
            letter("ann", 0),
            told("sent", "ann@example.com", 0.0001, mail="ann-0-ask@x"),
            told("sent", "ben@example.com", 0.9999, mail="ben-1-ask@x"),
            letter("ben", 1),
            told("delivered", "ann@example.com", 0.001, mail="ann-0-ask@x"),
            told("delivered", "eve", 1, mail="m9", template="news"),
            end(9),
        ],
    )
    found = measure_emails(log)
    assert {row.key: row.counts.sent for row in found.rows} == {"quiet/ask": 2, "template:news": 1}
    assert found.unsent == 1


def test_what_came_back_is_below_no_line(tmp_path: Path) -> None:
    log = log_of(
        tmp_path,
        [
            *(told("sent", who, 0, mail=f"m-{who}", template="news") for who in ("ann", "ben", "cat", "dan")),
            told("bounced", "ann", 0.01, mail="m-ann"),
            told("bounced", "ben", 0.01, mail="m-ben"),
            told("delivered", "ben", 0.2, mail="m-ben"),  # the second try
            told("delivered", "cat", 0.01, mail="m-cat"),
            told("dropped", "dan", 0.01, mail="m-dan"),
            told("clicked", "cat", 0.3, mail="m-cat"),
            end(9),
        ],
    )
    found = rates(measure_emails(log), "template:news")
    assert found["bounced"] == (0.5, 4)
    assert found["delivered"] == (0.5, 4)
    assert found["clicked"] == (0.5, 2)


def test_messages_in_the_product_are_counted_too(tmp_path: Path) -> None:
    mine: dict[str, Any] = {"playbook": "quiet", "move": "hint", "version": 2, "source": "playbooks"}
    log = log_of(
        tmp_path,
        [
            *(told("in_app.sent", who, 0, message_id=f"k{who}", **mine) for who in "abcd"),
            *(told("in_app.seen", who, 1, message_id=f"k{who}", **mine) for who in "abc"),
            told("in_app.dismissed", "a", 1, message_id="ka", **mine),
            told("in_app.clicked", "b", 1, message_id="kb", **mine),
            end(9),
        ],
    )
    found = rates(measure_emails(log), "quiet/hint")
    assert found == {"seen": (0.75, 4), "in_app_clicked": (1 / 3, 3), "dismissed": (1 / 3, 3)}


def test_only_some_peoples_mails(tmp_path: Path) -> None:
    log = log_of(tmp_path, [letter("ann", 0), letter("ben", 0), told("opened", "dan", 3), end(9)])
    found = measure_emails(log, only=frozenset({"ben"}))
    assert (found.sent, found.nobodys) == (1, {})


def test_an_empty_log_has_no_letters(tmp_path: Path) -> None:
    assert measure_emails(log_of(tmp_path, [end(1)])).rows == ()


@pytest.mark.parametrize(
    "sides", [("quiet/ask", "quiet/nothing"), ("quiet/ask", "quiet/ask@1"), ("quiet/ask", "quiet/ask")]
)
def test_only_two_letters_can_be_held_side_by_side(tmp_path: Path, sides: tuple[str, str]) -> None:
    log = log_of(tmp_path, [letter("ann", 0), end(9)])
    with pytest.raises(DesirepathError, match="DP-MSR-012"):
        measure_emails(log, sides=sides)
