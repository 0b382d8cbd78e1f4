"""``serve --check`` says all that is wrong, and touches nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desirepath.server.serving.checking import check as check_here
from tests.server.running import free_port, serving


def check(folder: Path, *options: str, port: int | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desirepath", "serve", "--workspace", str(folder), "--check"]
    return subprocess.run(
        [*command, "--port", str(port or free_port()), *options], capture_output=True, text=True, check=False
    )


def test_a_folder_that_is_not_there_can_be_served_and_is_not_made(tmp_path: Path) -> None:
    done = check(tmp_path / "ws")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ws").exists()


def test_a_server_that_runs_is_named_with_its_port(tmp_path: Path) -> None:
    with serving(tmp_path / "ws") as server:
        done = check(server.folder, port=server.port)
        assert done.returncode == 1
        assert "DP-SRV-008" in done.stderr
        assert "DP-SRV-011" in done.stderr
    assert check(server.folder).returncode == 0


@pytest.mark.parametrize(
    ("settings", "code", "says"),
    [
        ("[server]\nport = 1", "DP-SRV-009", '"port" is not a setting'),
        ("[server]\nworker = 1", "DP-SRV-009", 'did you mean "workers"?'),
        ("[server]\nworkers = 99", "DP-SRV-009", "from 0 to 16"),
        ('[server]\nurl = "maps.example.com"', "DP-SRV-009", "https://"),
        ('[server]\nemail = "maps.example.com"', "DP-SRV-009", "smtp"),
        ('[server]\nemail = "postmrk"', "DP-SRV-009", 'did you mean "postmark"?'),
        ('[server]\nemail = "postmark"', "DP-SRV-009", "cannot be sent by this provider"),
        ('[server]\ndatabase = "mysql://x"', "DP-SRV-009", "postgresql://"),
        ("[server]\nbackups_kept = 0", "DP-SRV-009", "at least 1"),
        ('[server.oidc.company]\nurl = "https://x"', "DP-SRV-009", "client_id, secret is missing"),
        ('time_zone = "Mars"', "DP-LOG-008", "Mars"),
        ("[server\n", "DP-SRV-009", "it cannot be read"),
        ('[server]\ndatabase = "postgresql://nobody@127.0.0.1:1/none"', "DP-OPS-004", "cannot be used"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, settings: str, code: str, says: str) -> None:
    (tmp_path / "log" / "segments").mkdir(parents=True)
    (tmp_path / "log" / "keys").mkdir()
    (tmp_path / "desirepath.toml").write_text(f"format = 1\n{settings}\n")
    (tmp_path / "log" / "manifest.json").write_text(
        '{"format": 2, "next_arrival": 0, "segments": [], "keys": [], "commits": [[0, "empty"]]}'
    )
    done = check(tmp_path)
    assert done.returncode == 1, done.stdout
    assert code in done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_what_others_can_read_is_warned_of(tmp_path: Path) -> None:
    done = check(tmp_path / "ws", "--host", "0.0.0.0")
    assert done.returncode == 0, "a warning keeps nobody from it"
    assert "DP-OPS-001" in done.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)  # root may write anywhere
    found = check_here(tmp_path / "ws", host="127.0.0.1", port=free_port())
    assert [problem.code for problem in found] == ["DP-OPS-005"]
