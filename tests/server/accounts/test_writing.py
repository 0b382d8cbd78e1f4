"""What is written by hand is in the log before the answer, once, and can be taken back."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from desirepath.log import by_hand
from desirepath.log.inbox import waiting_rows
from desirepath.log.store import create_log, open_log
from desirepath.log.subject import erase_subject, export_subject
from desirepath.model.map_file import read_map_text
from desirepath.replay.entries import entries_of
from desirepath.replay.index import open_index
from desirepath.replay.replay import replay
from desirepath.server.intake.way_in import WayIn
from desirepath.success.measure_board import measure_board
from tests.server.accounts.conftest import MAP
from tests.success.world import on

ACME = "/api/v1/accounts/account/acme"


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, body, content_type="application/json")


def entries(folder: Path, *activities: str) -> list[tuple[str, str, str | None, bool]]:
    index = open_index(open_log(folder), "account")
    found = entries_of(index, activities or index.names.activities)
    return [(one.subject, one.by, one.text, one.withdrawn_at is not None) for one in found]


def test_a_note_is_in_the_log_before_the_answer_and_once(ana: Client, folder: Path) -> None:
    note = {"id": "note-0001", "text": "They want the audit log by May."}
    assert post(ana, f"{ACME}/notes", note).json() == {"id": "note-0001", "is_new": True, "is_seen": True}
    assert post(ana, f"{ACME}/notes", note).json()["is_new"] is False
    assert entries(folder) == [("acme", "Ana", "They want the audit log by May.", False)]


def test_an_id_stands_for_one_entry(ana: Client, ben: Client, folder: Path) -> None:
    assert post(ana, f"{ACME}/notes", {"id": "note-0001", "text": "One"}).status_code == 200
    for client, text in ((ana, "Another"), (ben, "One")):
        answer = post(client, f"{ACME}/notes", {"id": "note-0001", "text": text})
        assert (answer.status_code, answer.json()["problems"][0]["code"]) == (409, "DP-SRV-006")
    assert [text for _, _, text, _ in entries(folder)] == ["One"]


def test_a_call_a_promise_and_a_pulse(ana: Client, folder: Path) -> None:
    assert post(ana, f"{ACME}/notes", {"id": "call-0001", "kind": "call", "text": "Spoke"}).status_code == 200
    promise = {"id": "note-0002", "kind": "promise", "text": "Audit log", "due_on": "2026-05-01"}
    assert post(ana, f"{ACME}/notes", promise).status_code == 200
    pulse = {"id": "pulse-001", "pulse": 2, "reasons": ["sponsor", "price", "sponsor"], "text": "Lea left"}
    assert post(ana, f"{ACME}/pulse", pulse).status_code == 200
    with open_log(folder) as log:
        rows = log.interactions().to_pylist()[-3:]
    assert [row["activity"] for row in rows] == ["call.held", "note.written", "pulse.given"]
    assert all(row["direction"] == "by_us" and row["score"] is None for row in rows)
    assert '"reasons":["sponsor","price"]' in rows[-1]["properties"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("notes", {"id": "note-0001", "text": " "}, 422),
        ("notes", {"id": "short", "text": "x"}, 422),
        ("notes", {"id": "note-0001", "text": "x", "due_on": "2026-05-01"}, 400),
        ("notes", {"id": "note-0001", "text": "x", "kind": "oracle"}, 422),
        ("pulse", {"id": "pulse-001", "pulse": 7}, 422),
        ("pulse", {"id": "pulse-001", "pulse": 3, "reasons": ["moon"]}, 400),
        ("pulse", {"id": "pulse-001", "pulse": 3, "reasons": ["price", "value", "usage", "budget"]}, 422),
    ],
)
def test_what_is_no_entry_is_refused(
    ana: Client, folder: Path, path: str, body: dict[str, Any], status: int
) -> None:
    answer = post(ana, f"{ACME}/{path}", body)
    assert answer.status_code == status
    assert answer.json()["problems"][0]["code"]
    assert entries(folder) == []


def test_nobody_writes_about_whom_the_log_does_not_know(ana: Client) -> None:
    answer = post(ana, "/api/v1/accounts/account/nobody/notes", {"id": "note-0001", "text": "x"})
    assert answer.status_code == 404
    body = {"id": "mile-0001", "subject": "acme", "step": "nowhere", "name": "x", "reason": "x"}
    assert post(ana, "/api/v1/maps/care/milestones", body).status_code == 404


def test_who_wrote_it_takes_it_back_and_an_owner_what_anybody_wrote(
    ana: Client, ben: Client, owner: Client, folder: Path
) -> None:
    for number in (1, 2):
        post(ana, f"{ACME}/notes", {"id": f"note-000{number}", "text": f"{number}"})
    assert ben.delete(f"{ACME}/entries/note-0001").status_code == 403
    assert ana.delete(f"{ACME}/entries/note-0001").json()["is_new"] is True
    assert ana.delete(f"{ACME}/entries/note-0001").json()["is_new"] is False
    assert owner.delete(f"{ACME}/entries/note-0002").status_code == 200
    assert [gone for *_, gone in entries(folder)] == [True, True]
    assert ana.delete(f"{ACME}/entries/note-0009").status_code == 404
    # It is another account's: it is not found by way of this one.
    assert ana.delete("/api/v1/accounts/account/birch/entries/note-0001").status_code == 404


def stands(folder: Path, account: str) -> tuple[str | None, str | None]:
    index = open_index(open_log(folder), "account")
    board = measure_board(open_log(folder), replay(read_map_text(MAP), index)).board
    (card,) = [card for card in board.cards() if card.subject == account]
    return card.step, card.moved.by if card.moved else None


def test_a_card_moved_by_hand_stands_there_until_it_is_taken_back(ana: Client, folder: Path) -> None:
    assert stands(folder, "birch") == ("sign", None)
    body = {
        "id": "mile-0001",
        "subject": "birch",
        "step": "grow",
        "name": "Rolled out",
        "reason": "They said so",
    }
    assert post(ana, "/api/v1/maps/care/milestones", body).json()["is_seen"] is True
    assert stands(folder, "birch") == ("grow", "Ana")
    assert ana.delete("/api/v1/accounts/account/birch/entries/mile-0001").status_code == 200
    assert stands(folder, "birch") == ("sign", None)


def test_it_is_exported_and_erased_with_the_account(ana: Client, folder: Path) -> None:
    post(ana, f"{ACME}/notes", {"id": "note-0001", "text": "A secret"})
    with create_log(folder) as log:
        assert "A secret" in str(export_subject(log, "account", "acme"))
        erase_subject(log, "account", "acme")
    assert entries(folder) == []
    assert post(ana, f"{ACME}/notes", {"id": "note-0002", "text": "x"}).status_code == 404


def test_an_import_under_way_does_not_lose_it(
    ana: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desirepath.server.intake.way_in._PATIENCE_SECONDS", 0.0)
    with create_log(folder):
        answer = post(ana, f"{ACME}/notes", {"id": "note-0001", "text": "x"}).json()
        assert answer == {"id": "note-0001", "is_new": True, "is_seen": False}
        assert [row["key"] for row in waiting_rows(folder)] == ["note-0001"]
    assert post(ana, f"{ACME}/notes", {"id": "note-0001", "text": "x"}).json()["is_seen"] is True
    assert len(entries(folder)) == 1


def test_two_who_send_the_same_at_once_write_it_once(ana: Client, folder: Path) -> None:
    way_in, told = WayIn(folder), []
    row = {"account": "acme", "activity": "note.written", "occurred_at": on(3), "source": by_hand.SOURCE}

    def send() -> None:
        told.append(way_in.write_one({**row, "key": "same", "text": "x"})[0].status)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    way_in.close()
    assert sorted(told) == ["accepted", *["duplicate"] * 7]
    assert len(entries(folder)) == 1


def test_outside_the_demo_it_is_written_now(ana: Client, folder: Path, settings: Settings) -> None:
    settings.IS_DEMO = False
    post(ana, f"{ACME}/notes", {"id": "note-0001", "text": "x"})
    (entry,) = entries_of(open_index(open_log(folder), "account"), [by_hand.NOTE])
    assert abs((datetime.now(UTC) - entry.at).total_seconds()) < 60
