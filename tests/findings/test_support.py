"""Support moments on worlds small enough to count by hand, and on thirteen thousand real questions."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import Period
from desirepath.findings.masking import mask
from desirepath.findings.support import SupportMoments, find_support_moments
from desirepath.findings.topics import find_topics
from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log
from desirepath.model.map_file import read_map_text

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
HOUR, DAY = 3600.0, 86_400.0
MAP = read_map_text("""
format: desirepath/1
id: small
title: Small
travels: account
stages:
  - id: only
    name: Only
    steps:
      - {id: start, name: Start, when: [{activity: started}]}
      - {id: connect, name: Connect, when: [{activity: connected}], repeatable: true}
      - {id: use, name: Use, when: [{activity: used}]}
""")
Facts = list[Interaction | Traits]


def on(day: float) -> datetime:
    return BEGIN + timedelta(days=day)


def did(account: str | None, day: float, activity: str, **more: Any) -> Interaction:
    objects = {"account": account} if account else {}
    objects |= {"ticket": more.pop("ticket")} if "ticket" in more else {}
    return Interaction(
        objects, on(day), activity, source="test", key=f"{account} {day} {activity} {objects}", **more
    )


def ticket(
    name: str,
    account: str | None,
    day: float,
    text: str | None = None,
    *,
    channel: str | None = "chat",
    answered: float | None = None,
    solved: float | None = None,
    reopened: float | None = None,
) -> Facts:
    """A ticket and what became of it, so many days after it was opened."""
    facts: Facts = [did(account, day, "ticket.opened", ticket=name, channel=channel, text=text)]
    if answered is not None:
        facts.append(did(account, day + answered, "ticket.replied", ticket=name, direction="by_us"))
    if solved is not None:
        facts.append(did(account, day + solved, "ticket.solved", ticket=name))
    if reopened is not None:
        facts.append(did(account, day + reopened, "ticket.reopened", ticket=name))
    return facts


def moments(folder: Path, facts: Facts, **more: Any) -> SupportMoments:
    with create_log(folder / "log") as log:
        log.append(facts)
        return find_support_moments(log, **more)


def small_world() -> Facts:
    """Ten accounts start and connect; five of them ask six times while connecting, one asks after it began to
    use it. Of the six three were solved, one of which came back; one waits for an answer since two days."""
    facts: Facts = []
    for number in range(10):
        facts += [did(f"a{number}", 0, "started"), did(f"a{number}", 1, "connected")]
    facts += [did("a0", 5, "used"), did("a1", 5, "used")]
    facts += ticket("1", "a2", 2, answered=0.1, solved=0.5)
    facts += ticket("2", "a2", 3, answered=0.2, solved=1, reopened=2)
    facts += ticket("3", "a3", 2, answered=2, solved=3)
    facts += ticket("4", "a4", 6)
    facts += ticket("5", "a5", 7.5, answered=0.25)
    facts += ticket("6", "a6", 7.9)
    facts += ticket("7", "a0", 6, answered=0.1, solved=0.2)
    facts += ticket("8", None, 4)
    facts.append(did("a3", 5, "survey.answered", score=1.0, scale="1..5", properties={"survey": "ticket"}))
    facts.append(did("a2", 5, "survey.answered", score=5.0, scale="1..5", properties={"survey": "ticket"}))
    facts.append(did("a9", 8, "nothing"))
    return facts


def test_where_they_need_us_counted_by_hand(tmp_path: Path) -> None:
    found = moments(tmp_path, small_world(), journey=MAP)
    assert (found.tickets, found.nobodys, found.nowhere) == (8, 1, 1)
    assert [(one.step, one.tickets, one.subjects) for one in found.places] == [
        ("connect", 6, 5),
        ("use", 1, 1),
        ("start", 0, 0),
    ]
    connect = found.places[0]
    assert connect.per_visits.value == pytest.approx(60)
    # Elsewhere ten visits to the start and two to the use, with one ticket.
    assert connect.elsewhere.value == pytest.approx(100 / 12)
    assert connect.reach.value == 1
    assert connect.reopened.value == pytest.approx(1 / 3)
    assert connect.reopened.n == 3
    # Known to have waited a day or not: tickets 1, 2, 5 not; 3 and 4 did; of 6 it is too early to say.
    assert connect.slow.value == pytest.approx(2 / 5)
    assert connect.slow.n == 5
    assert (connect.poor.value, connect.poor.n) == (0.5, 2)
    bad = (1 / 3 + 2 / 5 + 1 / 2) / 3
    assert connect.badness.value == pytest.approx(bad)
    assert connect.need.value == pytest.approx(60 * bad)
    assert (connect.need.low or 0) < 60 * bad < (connect.need.high or 0)
    assert found.places[1].need.reason == "fewer than 5 tickets came from here"
    assert connect.say("account") == (
        "“Connect”: 6 tickets from 5 accounts; every 100 visits to this step bring 60 (10 to 110). "
        "33\xa0% of the solved ones come back (1 of 3), "
        "40\xa0% wait longer than a day for an answer (2 of 5), "
        "50\xa0% of the answers we asked for here are poor (1 of 2)."
    )


def asked_while_connecting(*, solved: tuple[float | None, ...], numbered: bool = True) -> Facts:
    """An account each starts, connects and asks; the ticket is solved so many days later, nobody answers."""
    facts: Facts = []
    for number, after in enumerate(solved):
        name, more = f"a{number}", {"ticket": str(number)} if numbered else {}
        facts += [did(name, 0, "started"), did(name, 1, "connected"), did(name, 2, "ticket.opened", **more)]
        if after is not None:
            facts.append(did(name, 2 + after, "ticket.solved", **more))
    return [*facts, did("a0", 9, "nothing")]


def test_of_tickets_without_a_number_nothing_is_known_of_how_long_they_took(tmp_path: Path) -> None:
    facts = asked_while_connecting(solved=(0.5, 0.5, 0.5, 0.5, 0.5, 0.5), numbered=False)
    found = moments(tmp_path, facts, journey=MAP)
    connect, whole = found.places[0], found.whole
    assert (connect.step, connect.tickets, connect.slow.value) == ("connect", 6, None)
    assert connect.need.reason == "nothing is known of how they were served here"
    assert (whole.tickets, whole.followed, whole.open) == (6, 0, None)
    assert [one.value for one in (*whole.response, *whole.resolution, whole.reopened)] == [None] * 7
    assert [line for line in found.say() if "day" in line or "Half" in line] == []
    assert found.say()[-1].startswith("How long it took is known of 0 of 6 tickets: ")


def test_without_answers_in_the_data_only_the_end_of_a_ticket_is_spoken_of(tmp_path: Path) -> None:
    facts = asked_while_connecting(solved=(0.5, 1, 3, 4, None, 2))
    unnumbered = [did("a0", 3, "ticket.opened"), did("a1", 3, "ticket.opened")]
    found = moments(tmp_path, [*facts, *unnumbered], journey=MAP)
    connect, whole = found.places[0], found.whole
    assert (connect.tickets, connect.slow_until) == (8, "solved")
    # Two of the six with a number were solved within a day; the one still open is older than a day.
    assert connect.slow.value == pytest.approx(4 / 6)
    assert connect.slow.n == 6
    assert "67\xa0% wait longer than a day until they are solved (4 of 6)" in connect.say("account")
    assert (whole.response[0].value, whole.response[0].reason) == (
        None,
        "the data hold no answers to tickets",
    )
    assert (whole.tickets, whole.followed, whole.open) == (8, 6, 1)
    assert whole.resolution[0].value == pytest.approx(2 * DAY)
    # That none came back is not told either: no nought is made of it.
    assert (connect.reopened.value, whole.reopened.value) == (None, None)
    assert any(line.startswith("How long it took is known of 6 of 8 tickets") for line in found.say())


def test_open_tickets_are_censored_and_never_left_out(tmp_path: Path) -> None:
    found = moments(tmp_path, small_world(), journey=MAP)
    # Answered after 2.4, 2.4, 4.8, 6 hours and 2 days; three wait since 0.1, 2 and 4 days.
    half = found.whole.response[0]
    assert half.value == pytest.approx(6 * HOUR)
    assert (half.n, half.censored) == (8, 3)
    # Solved for good after 0.2, 0.5 and 3 days; the one that came back is open, and so are four others.
    assert (found.whole.open, found.whole.resolution[0].censored) == (5, 5)
    assert found.whole.resolution[0].value == pytest.approx(3 * DAY)
    assert (
        found.whole.resolution[2].reason == "too many are still waiting to say when 90% of them will be over"
    )
    assert (found.whole.reopened.value, found.whole.reopened.n) == (0.25, 4)


def test_two_channels_are_one_comparison(tmp_path: Path) -> None:
    facts: Facts = []
    for number in range(40):
        is_chat = number % 2 == 0
        facts += ticket(
            str(number),
            f"a{number}",
            number / 10,
            channel="chat" if is_chat else "email",
            answered=0.01,
            solved=(0.1 if is_chat else 1) + number / 1000,
        )
    found = moments(tmp_path, facts)
    chat, mail = found.channels
    assert (chat.channel, mail.channel) == ("chat", "email")
    assert chat.p == mail.p
    assert (chat.stands_out, chat.is_faster, mail.is_faster) == (True, True, False)
    assert "Chat solves faster than email, by more than chance." in found.say()


def test_one_channel_is_compared_with_nothing(tmp_path: Path) -> None:
    (only,) = moments(tmp_path, small_world()).channels
    assert (only.p, only.is_faster, only.stands_out) == (None, None, False)


def test_whose_and_when(tmp_path: Path) -> None:
    with create_log(tmp_path / "log") as log:
        log.append(small_world())
        mine = find_support_moments(log, MAP, only=frozenset({"a2", "a3"}))
        assert (mine.tickets, mine.nobodys) == (3, 0)
        assert mine.places[0].per_visits.value == pytest.approx(150)
        early = find_support_moments(log, MAP, period=Period(until=on(3)))
        assert (early.tickets, early.places) == (2, ())


def test_a_log_without_tickets_says_so(tmp_path: Path) -> None:
    with pytest.raises(DesirepathError, match="DP-FND-004"):
        moments(tmp_path, [did("a", 0, "used")])


ASKED = {
    "export": [
        "How do I export my report?",
        "The export of a report fails",
        "Exporting the report gives nothing",
    ],
    "password": [
        "I forgot the password",
        "Forgot my password, please reset it",
        "Reset a forgotten password",
    ],
    "vacation": [
        "Ich habe Urlaub eingetragen",
        "Wo wird Urlaub eingetragen?",
        "Urlaub eingetragen, und er fehlt",
    ],
}


def asking_world() -> Facts:
    facts: Facts = []
    for number, (texts, day) in enumerate((texts, day) for day in (20, 30) for texts in ASKED.values()):
        for place, text in enumerate(texts):
            account = f"acct-{number}-{place}"
            facts += ticket(f"{number}-{place}", account, day + place / 10, text, answered=0.1, solved=0.2)
    reads = {"content": "reset-your-password", "title": "Reset your password"}
    other = {"content": "exporting", "title": "Export a report"}
    for account in ("acct-1-0", "acct-1-1", "acct-4-0"):
        facts.append(did(account, 15, "content.viewed", properties=reads))
    facts.append(did("somebody", 15, "content.viewed", properties=other))
    facts.append(did("acct-0-0", 31, "content.viewed", properties=other))  # after it had asked
    return facts


def test_what_repeats_and_what_nobody_wrote_yet(tmp_path: Path) -> None:
    found = moments(tmp_path, asking_world())
    assert (found.with_words, found.in_topics) == (18, 18)
    assert any(line.startswith("18 of 18 tickets with words ask something that") for line in found.say())
    told = {word: one for one in found.topics for word in one.words}
    export, password, vacation = told["export"], told["password"], told["urlaub"]
    assert len(found.topics) == 3
    assert (export.knowledge, export.articles, export.read_before.value) == ("not read", ("exporting",), 0)
    assert (password.knowledge, password.read_before.value) == ("does not help", 0.5)
    assert (vacation.knowledge, vacation.articles) == ("missing", ())
    assert vacation.title == vacation.examples[0]
    assert "Urlaub" in vacation.title
    assert {one.tickets for one in found.topics} == {6}
    assert all(one.lately == 6 and one.before == 0 for one in found.topics)
    assert any(
        line.startswith("Nothing to read was found about") and vacation.title in line for line in found.say()
    )


def test_what_repeats_is_said_of_those_that_have_words(tmp_path: Path) -> None:
    silent = [fact for number in range(34) for fact in ticket(f"s{number}", f"s{number}", 20, answered=0.1)]
    found = moments(tmp_path, [*asking_world(), *silent])
    assert any(
        line.startswith("18 of 18 tickets with words (52 tickets in all) ask something that repeats; ")
        for line in found.say()
    )


def test_without_content_nothing_is_known_of_articles(tmp_path: Path) -> None:
    facts = [
        fact
        for fact in asking_world()
        if not isinstance(fact, Interaction) or fact.activity != "content.viewed"
    ]
    assert {one.knowledge for one in moments(tmp_path, facts).topics} == {"not known"}


def test_examples_do_not_name_who_wrote_them(tmp_path: Path) -> None:
    facts: Facts = [
        Traits(
            "account", f"acct-{n}", on(0), {"name": f"Lovelace{n} Works", "plan": "export"}, "crm", f"t{n}"
        )
        for n in range(6)
    ]
    for n in range(6):
        text = (
            f"The export fails, says Lovelace{n} of acct-{n}. Mail ada{n}@acme.test, call +49 171 555012{n}."
        )
        facts += ticket(str(n), f"acct-{n}", n, text)
    (topic,) = moments(tmp_path, facts).topics
    told = json.dumps(topic.to_json())
    assert "[name]" in told
    assert "[e-mail]" in told
    assert "[number]" in told
    for secret in ("Lovelace", "acct-", "acme.test", "5550"):
        assert secret not in told
    # A word that one customer alone used names nobody, and is no word of a topic.
    assert not any(word.startswith("lovelace") for word in topic.words)


def test_the_document_is_published_and_can_be_written(tmp_path: Path) -> None:
    told = moments(tmp_path, small_world(), journey=MAP).to_json()
    assert told["format"] == "desirepath-support/1"
    json.dumps(told, allow_nan=False)


@given(st.permutations([text for texts in ASKED.values() for text in texts]))
def test_topics_do_not_depend_on_the_order(texts: list[str]) -> None:
    found = find_topics(texts, least=3)
    groups = {
        frozenset(np.array(texts, object)[found.members(number)].tolist()) for number in range(len(found))
    }
    assert groups == {frozenset(mine) for mine in ASKED.values()}


@given(st.lists(st.text(max_size=30), max_size=30))
def test_any_texts_have_topics_or_none(texts: list[str]) -> None:
    found = find_topics(texts, least=2)
    counted = Counter(found.of.tolist())
    assert len(found.of) == len(texts)
    assert all(counted[number] >= 2 for number in range(len(found)))
    assert set(counted) <= {-1, *range(len(found))}


@given(st.text(max_size=80), st.lists(st.text(min_size=3, max_size=8), max_size=3))
def test_masking_twice_is_masking_once(text: str, names: list[str]) -> None:
    allowed = [name for name in names if not set(name.casefold()) & set("[]nameilkubr")]
    once = mask(text, allowed)
    assert mask(once, allowed) == once


@pytest.mark.shared
def test_thirteen_thousand_real_questions(shared: Path) -> None:
    """BANKING77: seventy-seven topics that people told apart; of ours most must be mostly one of theirs."""
    rows = []
    for name in ("train.csv", "test.csv"):
        with (shared / "data/tickets/banking77" / name).open(encoding="utf-8", newline="") as lines:
            rows += list(csv.DictReader(lines))
    found = find_topics([row["text"] for row in rows])
    assert len(rows) == 13_083
    assert len(found) == 60
    inside = found.of >= 0
    assert inside.mean() > 0.6
    pairs = Counter(
        (int(mine), row["category"]) for mine, row in zip(found.of, rows, strict=True) if mine >= 0
    )
    purity = (
        sum(max(n for (mine, _), n in pairs.items() if mine == topic) for topic in range(60)) / inside.sum()
    )
    assert purity > 0.47
    assert again(rows) == found.of.tolist()


def again(rows: list[dict[str, str]]) -> list[int]:
    of: list[int] = find_topics([row["text"] for row in rows]).of.tolist()
    return of


def test_tickets_of_somebody_who_never_set_out_are_said_and_left_out(tmp_path: Path) -> None:
    own = moments(tmp_path / "own", small_world(), journey=MAP)
    other = [
        Interaction(
            {"customer": f"shopper-{n}", "ticket": f"shop-{n}"},
            on(n),
            "ticket.opened",
            source="shop",
            key=f"shop-{n}",
            text="Where is my dress?",
            channel="post",
        )
        for n in range(5)
    ]
    mixed = moments(tmp_path / "mixed", [*small_world(), *other], journey=MAP)
    assert (mixed.strangers, mixed.tickets, mixed.nobodys) == (5, own.tickets, own.nobodys)
    assert [one.channel for one in mixed.channels] == [one.channel for one in own.channels]
    assert any(said.startswith("5 more tickets are of somebody") for said in mixed.say())
