"""What happens to a map, told over the wire by a real server: who missed something is told it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.maps.world import TEXT
from tests.server.running import Server, Told, serving

_numbers = itertools.count()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("streams")
    with serving(folder / "ws") as server:
        yield server


@pytest.fixture(scope="module")
def tokens(server: Server) -> dict[str, str]:
    found = server.people(
        {"ana@example.com": "editor", "ben@example.com": "owner", "vera@example.com": "viewer"}
    )
    return {email.partition("@")[0]: token for email, token in found.items()}


@pytest.fixture
def coffee(server: Server, tokens: dict[str, str]) -> str:
    map_id = f"coffee-{next(_numbers)}"
    text = TEXT.replace("id: coffee", f"id: {map_id}")
    assert server.post("/api/v1/maps", {"text": text}, token=tokens["ana"]).status == 201
    return map_id


def edit(server: Server, map_id: str, token: str, value: str, name: str = "title", based_on: int = 0) -> Any:
    change = {"do": "set", "node": "map", "property": name, "value": value, "based_on": based_on}
    body = {"edits": [{"id": f"e{next(_numbers)}", "changes": [change]}]}
    return server.post(f"/api/v1/maps/{map_id}/edits", body, token=token).json()["edits"][0]


def until(told: Iterator[Told], name: str) -> Told:
    return next(one for one in told if one.name == name)


def test_an_edit_reaches_another_with_all_one_needs_to_apply_it(
    server: Server, tokens: dict[str, str], coffee: str
) -> None:
    with server.stream(f"/api/v1/maps/{coffee}/events", token=tokens["vera"]) as told:
        sent = edit(server, coffee, tokens["ana"], "Coffee")
        arrived = until(told, "edit")
    assert arrived.id == "1"
    assert arrived.data["id"] == sent["id"]
    assert arrived.data["changes"][0]["value"] == "Coffee"
    assert arrived.data["name"] == "ana"
    assert arrived.data["what"] == "edit"


def test_who_comes_back_is_told_what_they_missed_and_then_what_happens(
    server: Server, tokens: dict[str, str], coffee: str
) -> None:
    for number in range(4):
        edit(server, coffee, tokens["ana"], f"Title {number}", based_on=number)
    path = f"/api/v1/maps/{coffee}/events"
    with server.stream(path, token=tokens["vera"], last_id="2") as told:
        edit(server, coffee, tokens["ana"], "Title 4", based_on=4)
        places = [one.id for one in itertools.islice((one for one in told if one.name == "edit"), 3)]
    assert places == ["3", "4", "5"]
    with server.stream(f"{path}?after=3", token=tokens["vera"]) as told:
        assert next(told).data["revision"] == 4


@pytest.mark.parametrize("query", ["after=7", "after=-3", "era=another", "after=0"])
def test_who_knows_too_little_or_something_else_loads_the_map_again(
    server: Server, tokens: dict[str, str], coffee: str, query: str
) -> None:
    if query == "after=0":
        changes = [{"do": "set", "node": "map", "property": "x-n", "value": "n", "based_on": 0}]
        for part in range(2):
            edits = [{"id": f"{coffee}-{part}-{n}", "changes": changes} for n in range(300)]
            server.post(f"/api/v1/maps/{coffee}/edits", {"edits": edits}, token=tokens["ana"])
    now = server.get(f"/api/v1/maps/{coffee}", token=tokens["ana"]).json()
    with server.stream(f"/api/v1/maps/{coffee}/events?{query}", token=tokens["vera"]) as told:
        reset = next(told)
        edit(server, coffee, tokens["ana"], "Coffee", based_on=now["revision"])
        arrived = until(told, "edit")
    assert (reset.name, reset.data) == ("reset", {"revision": now["revision"], "era": now["era"]})
    assert arrived.id == str(now["revision"] + 1)


def test_who_lost_words_is_told_wherever_they_are(
    server: Server, tokens: dict[str, str], coffee: str
) -> None:
    with server.stream(f"/api/v1/maps/{coffee}/events", token=tokens["ana"]) as told:
        edit(server, coffee, tokens["ana"], "A")
        answer = edit(server, coffee, tokens["ben"], "B")
        lost = until(told, "overwritten")
    assert answer["lost"][0]["value"] == "A"
    assert lost.data["map"] == coffee
    assert lost.data["revision"] == 2
    assert lost.data["lost"][0]["value"] == "A"


def test_one_sees_who_is_here_in_which_cell_and_who_leaves(
    server: Server, tokens: dict[str, str], coffee: str
) -> None:
    path = f"/api/v1/maps/{coffee}"
    with server.stream(f"{path}/events", token=tokens["vera"]) as told:
        assert until(told, "here").data == {"here": []}
        with server.stream(f"{path}/events?session=tab-1", token=tokens["ana"]) as hers:
            came = until(told, "presence").data
            assert (came["session"], came["name"], came["is_here"]) == ("tab-1", "ana", True)
            assert [one["session"] for one in until(hers, "here").data["here"]] == ["tab-1"]
            body = {"session": "tab-1", "node": "step:wake", "property": "name", "typing": "Get u"}
            here = server.post(f"{path}/presence", body, token=tokens["ana"]).json()
            assert [(one["node"], one["property"]) for one in here] == [("step:wake", "name")]
            moved = until(told, "presence").data
            assert (moved["node"], moved["typing"]) == ("step:wake", "Get u")
        gone = until(told, "presence").data
    assert (gone["session"], gone["is_here"]) == ("tab-1", False)


def test_a_stream_of_a_map_that_is_deleted_ends(server: Server, tokens: dict[str, str], coffee: str) -> None:
    with server.stream(f"/api/v1/maps/{coffee}/events", token=tokens["ana"]) as told:
        assert server.call("DELETE", f"/api/v1/maps/{coffee}", token=tokens["ben"]).status == 204
        assert [one.name for one in told] == ["here", "deleted"]
    assert server.get(f"/api/v1/maps/{coffee}/events", token=tokens["ana"]).status == 404


def test_who_may_not_see_the_map_hears_nothing(server: Server, tokens: dict[str, str], coffee: str) -> None:
    assert server.get(f"/api/v1/maps/{coffee}/events").status == 401
    assert server.get("/api/v1/maps/never/events", token=tokens["ana"]).status == 404
    bad = f"/api/v1/maps/{coffee}/events?session=%20"
    assert server.get(bad, token=tokens["ana"]).status == 422
