"""Two people, each a program of their own, build a map together, measure it, discuss it, bring it back."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from desirepath.cli.import_ import run_import
from desirepath.model.map_file import read_map_text
from desirepath.stories import techcorp
from tests.server.running import Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("two")
    made = techcorp.write_world(folder / "exports", size=80)
    run_import(list(made.files), folder / "workspace")
    with serving(folder / "workspace") as running:
        yield running


class Client:
    """One person's program: a token, and the last revision it knows."""

    def __init__(self, server: Server, token: str) -> None:
        self.server, self.token = server, token

    def get(self, path: str) -> Any:
        answer = self.server.get(f"/api/v1{path}", token=self.token)
        assert answer.status in (200, 202), answer.text
        return answer.json()

    def post(self, path: str, body: Any, *, status: int = 200) -> Any:
        answer = self.server.post(f"/api/v1{path}", body, token=self.token)
        assert answer.status == status, answer.text
        return answer.json() if answer.text else None

    def edit(self, map_id: str, *changes: dict[str, Any]) -> Any:
        edit = {"id": uuid.uuid4().hex, "changes": list(changes)}
        return self.post(f"/maps/{map_id}/edits", {"edits": [edit]})["edits"][0]

    def text(self, map_id: str) -> str:
        return self.server.get(f"/api/v1/maps/{map_id}/text", token=self.token).text


def test_two_people_build_measure_discuss_and_restore(server: Server) -> None:
    tokens = server.people({"ana@example.com": "editor", "ben@example.com": "editor"})
    ana, ben = (Client(server, token) for token in tokens.values())

    # Ana brings the team's map; it comes out as it went in.
    text = techcorp.MAP_PATH.read_text("utf-8")
    ana.post("/maps", {"text": text}, status=201)
    assert ben.text("techcorp") == text

    # Both write into one sentence at once: both are kept. Both choose an owner: the later stands, and knows.
    nodes = ana.get("/maps/techcorp/nodes")
    start = nodes["revision"]
    title = next(node for node in nodes["nodes"] if node["id"] == "map")["properties"]["title"]
    for client, value in ((ana, f"{title}, and the next"), (ben, f"At last: {title}")):
        change = {
            "do": "set",
            "node": "map",
            "property": "title",
            "value": value,
            "based_on": start,
            "was": title,
        }
        assert client.edit("techcorp", change)["lost"] == []
    assert read_map_text(ben.text("techcorp")).title == f"At last: {title}, and the next"
    owner = {
        "do": "set",
        "node": "step:kickoff",
        "property": "owner",
        "based_on": start + 2,
        "was": "customer-success",
    }
    assert ana.edit("techcorp", {**owner, "value": "sales"})["lost"] == []
    lost = ben.edit("techcorp", {**owner, "value": "product"})["lost"]
    assert [(one["property"], one["value"]) for one in lost] == [("owner", "sales")]

    # They measure it; the answer is kept, and an edit of words does not make it stale.
    answer = wait_for(lambda: ana.get("/maps/techcorp/lived"), lambda seen: seen["fresh"])
    reach = {step["id"]: step["reach"]["value"] for step in answer["answer"]["steps"]}
    assert reach["kickoff"] > 0.5
    ben.edit("techcorp", {**owner, "property": "goal", "value": "Be known by name"})
    assert ben.get("/maps/techcorp/lived")["fresh"]

    # They talk about a step, and settle it.
    asked = {"client_id": uuid.uuid4().hex, "node": "step:kickoff", "property": "", "text": "Who calls them?"}
    thread = ana.post("/maps/techcorp/comments", asked, status=201)
    reply = {"client_id": uuid.uuid4().hex, "text": "I do."}
    ben.post(f"/maps/techcorp/comments/{thread['id']}/replies", reply, status=201)
    ana.post(f"/maps/techcorp/comments/{thread['id']}/resolve", None)
    seen = ben.get("/maps/techcorp/comments?node=step%3Akickoff&state=resolved")["items"]
    assert [[one["text"] for one in [item, *item["replies"]]] for item in seen] == [
        ["Who calls them?", "I do."]
    ]

    # Ben takes a stage away; Ana brings the map back as it came, and the history keeps both.
    ben.edit("techcorp", {"do": "remove", "node": "stage:handed-over"})
    assert "handed-over" not in ana.text("techcorp")
    ana.post("/maps/techcorp/restore", {"id": uuid.uuid4().hex, "revision": start})
    assert read_map_text(ben.text("techcorp")) == read_map_text(text)
    history = ben.get("/maps/techcorp/history")["items"]
    assert [entry["what"] for entry in history][:2] == ["restore", "edit"]
    assert len(history) == 7


def wait_for(ask: Any, is_done: Any) -> Any:
    until = time.monotonic() + 60
    while True:
        seen = ask()
        if is_done(seen):
            return seen
        assert time.monotonic() < until, seen
        time.sleep(0.1)
