"""A real server killed in the middle of an import, and two files brought at once: each row is stored once."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from desirepath.log.store import open_log
from desirepath.replay.index import build_index, open_index
from tests.server.data.test_erasing import Desk
from tests.server.running import serving

ROWS = 60_000
"""So many that an import takes long enough to be killed in, on any machine."""


def lines(first: int, last: int) -> bytes:
    fact = {"occurred_at": "2026-03-01T09:00:00Z", "activity": "looked"}
    return b"".join(
        json.dumps({**fact, "customer": f"u{number % 500}", "key": f"k{number}"}).encode() + b"\n"
        for number in range(first, last)
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An owner with a real server."""
    with serving(tmp_path_factory.mktemp("killed") / "ws") as server:
        yield Desk(server)


def begin(desk: Desk, name: str, content: bytes) -> Any:
    """Upload a file and begin to import it: the import, as it stands then."""
    upload = desk.bring(name, content, is_imported=False)["upload"]["id"]
    return desk.call("POST", f"/data/uploads/{upload}/import", {"source": "app"}, wanted=202)


def must_be_stored_once(desk: Desk, first: int, last: int) -> None:
    log = open_log(desk.server.folder)
    found = [str(key) for key in log.interactions(["key"]).column("key").to_pylist()]
    assert len(found) == len(set(found)), "stored twice"
    numbers = {int(key.removeprefix("k")) for key in found}
    assert {number for number in numbers if first <= number < last} == set(range(first, last))
    grown, anew = open_index(log, "customer"), build_index(log, "customer")
    assert (grown.subject_ids, grown.interactions) == (anew.subject_ids, anew.interactions)


def test_an_import_goes_on_after_its_server_was_killed(desk: Desk) -> None:
    record = begin(desk, "first.jsonl", lines(0, ROWS))
    until = time.monotonic() + 60
    while desk.call("GET", f"/data/imports/{record['id']}")["state"] == "waiting":
        assert time.monotonic() < until
    desk.server.kill()
    desk.server.start()
    done = desk.wait(f"/data/imports/{record['id']}")
    assert done["state"] == "done", done
    counts = done["counts"]
    assert counts["rows"] == ROWS
    assert (counts["added"], counts["duplicates"]) == (ROWS, 0), "stored before it was killed, or after"
    must_be_stored_once(desk, 0, ROWS)


def test_two_imports_at_once_bring_what_both_have_once(desk: Desk) -> None:
    parts = {"left.jsonl": (ROWS, ROWS + 3000), "right.jsonl": (ROWS + 1000, ROWS + 4000)}
    begun: dict[str, Any] = {}
    threads = [
        threading.Thread(
            target=lambda name=name: begun.update({name: begin(desk, name, lines(*parts[name]))})
        )
        for name in parts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    done = [desk.wait(f"/data/imports/{record['id']}") for record in begun.values()]
    assert [one["state"] for one in done] == ["done", "done"], done
    assert sum(one["counts"]["added"] for one in done) == 4000
    assert sum(one["counts"]["duplicates"] for one in done) == 2000
    must_be_stored_once(desk, ROWS, ROWS + 4000)
