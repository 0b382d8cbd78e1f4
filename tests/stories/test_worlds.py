"""What holds of every world: it repeats to the byte, obeys the log's contract, gives no reason away."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.activities import RESERVED
from desirepath.log.rows import read_rows
from desirepath.stories import WORLDS
from tests.stories.written import Row, Written, days

NAMES = sorted(WORLDS)
# Of size 25, seed 1. They change when a story changes: then say so in the changelog, for numbers people know.
DIGESTS = {"style-icon": "7d1ee899799b15d1", "techcorp": "d0a2f62db9249ee2"}
PROPERTIES = {
    "techcorp": {
        *(
            "plan",
            "seats",
            "campaign",
            "kind",
            "minutes",
            "content",
            "first_in_account",
            "feature",
            "first_by_person",
        ),
        *(
            "distinct_users",
            "experiment",
            "arm",
            "active_people",
            "active_weeks_in_a_row",
            "template",
            "message",
        ),
        *("machine", "survey", "about", "topic", "change", "why", "reason", "term_days"),
    },
    "style-icon": {
        *("query", "results", "piece", "pieces", "size", "content", "kind", "empty", "with", "came_by"),
        *(
            "waited_minutes",
            "experiment",
            "arm",
            "template",
            "message",
            "campaign",
            "machine",
            "survey",
            "about",
        ),
        *("topic", "order_number", "state", "note", "coupon", "reason", "why"),
    },
}
TRAITS = {
    "techcorp": {
        "name",
        "first_name",
        "last_name",
        "plan",
        "seats",
        "segment",
        "industry",
        "region",
        "term_days",
        "role",
    },
    "style-icon": {"region", "age_band", "size_known", "came_from", "may_write"},
}


@pytest.fixture(params=NAMES)
def any_world(request: pytest.FixtureRequest, written: Callable[[str], Written]) -> Written:
    return written(str(request.param))


def digest(files: tuple[Path, ...]) -> str:
    return hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()[:16]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_bytes(name: str, tmp_path: Path) -> None:
    first = WORLDS[name].write_world(tmp_path / "first", size=25)
    again = WORLDS[name].write_world(tmp_path / "again", size=25)
    other = WORLDS[name].write_world(tmp_path / "other", size=25, seed=2)
    assert digest(first.files) == digest(again.files) == DIGESTS[name]
    assert digest(other.files) != digest(first.files)


def without_keys(world_files: tuple[Path, ...], subjects: int) -> list[str]:
    found = []
    for path in world_files:
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            number = re.search(r"(?:A|U|C|visitor)-(\d{5})", line)
            if number and int(number[1]) <= subjects:
                del row["key"]
                found.append(json.dumps(row))
    return sorted(found)


@pytest.mark.parametrize("name", NAMES)
def test_one_more_subject_changes_nobody_elses_story(name: str, tmp_path: Path) -> None:
    small = WORLDS[name].write_world(tmp_path / "small", size=8)
    large = WORLDS[name].write_world(tmp_path / "large", size=13)
    assert without_keys(small.files, 8) == without_keys(large.files, 8)


@pytest.mark.parametrize("name", NAMES)
def test_progress_ends_where_the_world_does(name: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    WORLDS[name].write_world(tmp_path, size=7, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (7, 7)


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_world_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(DesirepathError, match="DP-STO-001"):
        WORLDS[name].write_world(tmp_path, size=0)


def test_every_line_obeys_the_contract_of_the_log(any_world: Written) -> None:
    for source, rows in any_world.lines.items():
        assert read_rows(rows, source=source).refused == ()
        assert {row["source"] for row in rows} == {source}
        assert len({row["key"] for row in rows}) == len(rows)


def test_reserved_activities_have_what_they_need(any_world: Written) -> None:
    for row in any_world.of_type("interaction"):
        for need in RESERVED[row["activity"]].needs if row["activity"] in RESERVED else ():
            value: Any = row
            for part in need.split("."):
                value = value[part]
            assert value is not None, (need, row)


def test_it_says_what_it_wrote(any_world: Written) -> None:
    world = any_world.world
    assert world.facts == dict(Counter(row.get("type", "interaction") for row in any_world.rows))
    activities = Counter(row["activity"] for row in any_world.of_type("interaction"))
    assert world.activities == dict(activities)
    assert world.interactions == sum(activities.values())


def test_nothing_is_known_of_the_future_and_lines_stand_as_received(any_world: Written) -> None:
    for rows in any_world.lines.values():
        received: list[str] = [
            row["received_at"] if "received_at" in row else row["occurred_at"] for row in rows
        ]
        assert received == sorted(received)
        assert max(received) < any_world.world.today.isoformat().replace("+00:00", "Z")
        assert all("until" not in row or row["until"] < "2026-09-30" for row in rows)


def test_some_arrive_late_and_some_tie(any_world: Written) -> None:
    late = [row for row in any_world.rows if "received_at" in row]
    assert 20 < len(late) < 0.05 * any_world.world.interactions
    assert all(days(row, "received_at") > days(row) for row in late)
    ties = Counter(
        (row["source"], row["customer"], row["occurred_at"]) for row in any_world.rows if "sequence" in row
    )
    assert sum(count == 2 for count in ties.values()) > 20
    assert set(ties.values()) == {2}


def test_no_reason_is_given_away(any_world: Written) -> None:
    name = any_world.world.name
    properties = {key for row in any_world.of_type("interaction") for key in row.get("properties", {})}
    assert properties == PROPERTIES[name]
    assert {key for row in any_world.of_type("traits") for key in row["traits"]} == TRAITS[name]
    for row in any_world.rows:
        words = set(re.findall(r"[a-z]+", json.dumps({**row, "text": ""}).lower()))
        assert not words & {"mood", "fit", "hesitates", "taste", "warmth", "hazard", "keen", "willing"}, row


def test_texts_are_filled_in_and_many(any_world: Written) -> None:
    texts = [row["text"] for row in any_world.rows if "text" in row]
    assert all("{" not in text and text.strip() == text for text in texts)
    assert len(set(texts)) > 60


def is_anonymous(customer: object) -> bool:
    return str(customer).startswith(("visitor-", "guest-"))


def test_visitors_become_customers(any_world: Written) -> None:
    known = any_world.customers
    visitors = {row["customer"] for row in any_world.rows if is_anonymous(row.get("customer"))}
    assert len(visitors & known.keys()) > 50
    for visitor in visitors & known.keys():
        assert not is_anonymous(known[visitor])


def test_machines_open_mail_too_and_say_so(any_world: Written) -> None:
    opened = list(any_world.of("email.opened"))
    by_machine = [row for row in opened if row["properties"].get("machine")]
    assert 0.1 < len(by_machine) / len(opened) < 0.6
    sent, delivered, bounced = (
        any_world.world.activities[f"email.{what}"] for what in ("sent", "delivered", "bounced")
    )
    assert 0 <= sent - delivered - bounced <= 0.02 * sent  # a few are on their way when the story ends


def test_conversations_are_in_order(any_world: Written) -> None:
    tickets: dict[str, list[Row]] = {}
    for row in any_world.of("ticket.opened", "ticket.replied", "ticket.solved", "ticket.reopened"):
        tickets.setdefault(row["objects"]["ticket"], []).append(row)
    for rows in tickets.values():
        names = [row["activity"] for row in sorted(rows, key=days)]
        assert names[0] == "ticket.opened"
        assert "ticket.reopened" not in names or names.index("ticket.solved") < names.index("ticket.reopened")


def test_moods_are_asked_on_three_scales(any_world: Written) -> None:
    assert {row["scale"] for row in any_world.of("survey.answered")} == {"1..5", "1..7", "0..10"}


def test_amounts_are_decimal_texts(any_world: Written) -> None:
    amounts = [(row["amount"], row["currency"]) for row in any_world.rows if "amount" in row]
    assert amounts
    for amount, currency in amounts:
        assert re.fullmatch(r"\d+" if currency == "JPY" else r"\d+\.\d\d", amount), amount
