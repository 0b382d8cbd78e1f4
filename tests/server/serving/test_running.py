"""The server as a process: what it says, how it stops, what a kill leaves."""

from __future__ import annotations

from pathlib import Path

from tests.server.running import serving


def test_a_server_starts_knows_people_and_survives_a_kill(tmp_path: Path) -> None:
    with serving(tmp_path / "ws") as server:
        tokens = server.people({"ana@example.com": "editor", "ben@example.com": "viewer"})
        assert server.get("/api/v1/me", token=tokens["ana@example.com"]).json()["role"] == "editor"
        server.kill()
        server.start()
        assert server.get("/api/v1/me", token=tokens["ben@example.com"]).json()["role"] == "viewer"
