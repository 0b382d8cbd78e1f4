"""A real server, killed twice in the middle of what a playbook does: none twice, none lost in silence.
More of it: ``make soak``."""

from __future__ import annotations

from pathlib import Path

from tests.server.playbooks.killed import kill_again_and_again


def test_killed_in_the_middle_it_does_each_thing_once(tmp_path: Path) -> None:
    told = kill_again_and_again(tmp_path / "ws", seed=1, kills=1)
    assert told.kills == 2
    assert told.outcomes["webhook done"] == told.outcomes["task done"] == 24
