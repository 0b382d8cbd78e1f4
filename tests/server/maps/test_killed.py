"""kill -9 while twenty people edit: what was acknowledged is there, once."""

from __future__ import annotations

import http.client
import json
import random
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from tests.server.maps.world import TEXT
from tests.server.running import Server, serving

CLIENTS = 20


class Typist(threading.Thread):
    """Sends one edit after the other until the server is gone."""

    def __init__(self, server: Server, token: str, number: int) -> None:
        super().__init__()
        self.server, self.token, self.number = server, token, number
        self.acknowledged: dict[str, int] = {}
        self.sent: list[dict[str, Any]] = []

    def run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            while True:
                self._one(connection)
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()

    def _one(self, connection: http.client.HTTPConnection) -> None:
        edit_id = f"{self.number}-{len(self.sent)}"
        card = {"lane": "doing", "text": f"Types {edit_id}"}
        create = {
            "do": "create",
            "node": f"card:{edit_id}",
            "kind": "card",
            "parent": "step:wake",
            "rank": "i000",
            "properties": card,
        }
        edit = {"id": edit_id, "changes": [create]}
        self.sent.append(edit)
        head = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        connection.request("POST", "/api/v1/maps/coffee/edits", json.dumps({"edits": [edit]}), head)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        self.acknowledged[edit_id] = json.loads(body)["edits"][0]["revision"]


def history(server: Server, token: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    places: dict[str, int] = {}
    page: dict[str, Any] = {"next": ""}
    while page["next"] is not None:
        path = f"/api/v1/maps/coffee/history?limit=200&cursor={page['next']}"
        page = server.get(path, token=token).json()
        for one in page["items"]:
            found[one["id"]] += 1
            places[one["id"]] = one["revision"]
    assert set(found.values()) <= {1}, "an edit twice"
    assert sorted(places.values()) == list(range(1, len(places) + 1)), "a hole in the order"
    return places


def test_killed_while_twenty_edit_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    chance = random.Random(7)
    with serving(tmp_path / "ws") as server:
        tokens = list(server.people({f"p{n}@example.com": "editor" for n in range(CLIENTS)}).values())
        assert server.post("/api/v1/maps", {"text": TEXT}, token=tokens[0]).status == 201
        for turn in range(2):
            typists = [Typist(server, token, turn * CLIENTS + n) for n, token in enumerate(tokens)]
            for typist in typists:
                typist.start()
            enough = chance.randrange(100, 200)
            while sum(len(one.acknowledged) for one in typists) < enough:
                assert any(one.is_alive() for one in typists)
                threading.Event().wait(0.01)
            server.kill()
            for typist in typists:
                typist.join()
            server.start()
            places = history(server, tokens[0])
            for typist in typists:
                assert typist.acknowledged.items() <= places.items()
            # What nobody knows of is sent again, and is there once however it was.
            for typist in typists:
                body = {"edits": typist.sent[-2:]}
                answers = server.post("/api/v1/maps/coffee/edits", body, token=typist.token).json()["edits"]
                for answer in answers:
                    assert answer["revision"] == places.get(answer["id"], answer["revision"])
        nodes = server.get("/api/v1/maps/coffee/nodes", token=tokens[0]).json()
        cards = {node["id"] for node in nodes["nodes"] if node["id"].startswith("card:")}
        assert {f"card:{edit_id}" for edit_id in history(server, tokens[0])} <= cards
