"""Two processes on one PostgreSQL: what happens in one is told in the other, in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.server.maps.world import TEXT
from tests.server.postgres import cluster
from tests.server.running import Server, Told, serving

EVENTS = "/api/v1/maps/coffee/events"


def edit(server: Server, token: str, number: int, text: str) -> None:
    change = {"do": "set", "node": "map", "property": "scenario", "value": text, "based_on": number}
    body = {"edits": [{"id": f"e{number}", "changes": [change]}]}
    answer = server.post("/api/v1/maps/coffee/edits", body, token=token)
    assert answer.json()["edits"][0]["revision"] == number + 1, answer.body


def test_two_processes_tell_each_other(tmp_path: Path) -> None:
    with cluster() as postgres:
        database = postgres.new_database()
        with (
            serving(tmp_path / "one", database=database) as one,
            serving(tmp_path / "two", database=database) as two,
        ):
            token = one.person("ana@example.com", role="editor")
            assert one.post("/api/v1/maps", {"text": TEXT}, token=token).status == 201
            with one.stream(EVENTS, token=token) as here, two.stream(EVENTS, token=token) as there:
                long = "a scenario that does not fit into one notification " * 180
                for number in range(10):
                    edit((one, two)[number % 2], token, number, f"{number} {long}")
                body = {"session": "tab-1", "node": "step:wake"}
                two.post("/api/v1/maps/coffee/presence", body, token=token)
                for told in (here, there):
                    events = [event for event in told_until(told, "presence") if event.name != "here"]
                    assert [event.id for event in events[:-1]] == [str(n + 1) for n in range(10)]
                    assert events[-1].data["session"] == "tab-1"
            seen = one.post("/api/v1/maps/coffee/presence", {"session": "tab-2"}, token=token).json()
            assert seen[0]["session"] == "tab-1"


def told_until(told: Iterator[Told], name: str) -> list[Told]:
    """What is told, up to the first event of this name."""
    found: list[Told] = []
    while not found or found[-1].name != name:
        found.append(next(told))
    return found
