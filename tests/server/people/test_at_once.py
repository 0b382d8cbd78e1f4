"""Whoever is shut out is out at once: what they have open ends while they look at it."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from tests.server.running import serving

MAP = "format: desirepath/1\nid: m\ntitle: M\nstages: []\n"


def test_open_streams_end_when_access_does(tmp_path: Path) -> None:
    with serving(tmp_path / "ws") as server:
        owner, *others = server.people(
            {"owner@example.com": "owner"} | {f"p{n}@example.com": "editor" for n in range(4)}
        ).values()
        server.post("/api/v1/maps", {"text": MAP}, token=owner)
        tried = product(("/api/v1/events", "/api/v1/maps/m/events"), ({"is_active": False}, {"role": "none"}))
        for theirs, (path, change) in zip(others, tried, strict=True):
            person_id = server.get("/api/v1/me", token=theirs).json()["id"]
            with server.stream(path, token=theirs, seconds=20) as told:
                answer = server.call("PATCH", f"/api/v1/people/{person_id}", change, token=owner)
                assert answer.status == 200
                for _ in told:  # it ends; silence would raise TimeoutError
                    pass
            assert server.get("/api/v1/maps/m", token=theirs).status in {401, 404}
