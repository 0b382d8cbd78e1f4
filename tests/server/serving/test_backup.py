"""A backup holds everything that was acknowledged, and nothing restores but what was saved."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.store import open_log
from desirepath.server.serving.archive import read_archive
from tests.server.postgres import Cluster
from tests.server.running import Server, serving

MAP = """\
format: desirepath/1
id: {0}
title: {0}
stages:
  - {{id: a, name: A, steps: [{{id: s, name: S}}]}}
"""
FACT = '{"customer": "c%d", "occurred_at": "2026-01-01T00:00:00Z", "activity": "used", "key": "%d"}'


def write_facts(path: Path, first: int, last: int) -> Path:
    path.write_text("\n".join(FACT % (number, number) for number in range(first, last)))
    return path


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Server, set[str], int]]:
    """A backup that was made while somebody made maps and somebody imported; what was there before it."""
    folder = tmp_path_factory.mktemp("saved")
    with serving(folder / "ws") as server:
        token = server.person("ana@example.com")
        server.run("import", str(write_facts(folder / "facts.jsonl", 0, 50)), "--log", str(server.folder))
        (server.folder / "attachments" / "ab").mkdir(parents=True, exist_ok=True)
        (server.folder / "attachments" / "ab" / "picture.png").write_bytes(b"\x89PNG not really")
        made: list[str] = []
        stop = threading.Event()

        def make_maps() -> None:
            while not stop.wait(0.02):
                name = f"m{len(made)}"
                assert server.post("/api/v1/maps", {"text": MAP.format(name)}, token=token).status == 201
                made.append(name)

        writing = threading.Thread(target=make_maps)
        writing.start()
        while len(made) < 5:
            pass
        before = set(made)
        backup = folder / "backup.zip"
        done = server.run("backup", "--workspace", str(server.folder), "-o", str(backup), "--verify")
        stop.set()
        writing.join()
        assert done.returncode == 0, done.stderr
        assert "it is whole" in done.stdout
        yield backup, server, before, len(made)


def map_ids(server: Server, token: str) -> set[str]:
    found: set[str] = set()
    following: str | None = ""
    while following is not None:
        page = server.get(f"/api/v1/maps?limit=200&cursor={following}", token=token).json()
        found |= {one["id"] for one in page["items"]}
        following = page["next"]
    return found


def restore(backup: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "desirepath", "restore", str(backup), "--workspace", str(folder)]
    return subprocess.run([*command, *options], capture_output=True, text=True, check=False)


def test_what_was_acknowledged_before_is_there_and_works(
    saved: tuple[Path, Server, set[str], int], tmp_path: Path
) -> None:
    backup, server, before, made = saved
    done = restore(backup, tmp_path / "back")
    assert done.returncode == 0, done.stderr
    assert open_log(tmp_path / "back").info().facts["interactions"] == 50
    assert (tmp_path / "back" / "attachments" / "ab" / "picture.png").read_bytes() == b"\x89PNG not really"
    for name in ("desirepath.toml", "secret.key"):
        assert (tmp_path / "back" / name).read_bytes() == (server.folder / name).read_bytes()
    assert (tmp_path / "back" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert backup.stat().st_mode & 0o777 == 0o600
    with serving(tmp_path / "back") as again:
        token = again.person("ben@example.com")
        names = map_ids(again, token)
        assert before <= names
        assert len(names) <= made
        assert again.post("/api/v1/maps", {"text": MAP.format("new")}, token=token).status == 201
        assert again.get(f"/api/v1/maps/{sorted(before)[0]}/text", token=token).text == MAP.format("m0")


def test_it_refuses_a_folder_with_something_in_it(
    saved: tuple[Path, Server, set[str], int], tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    refused = restore(saved[0], tmp_path)
    assert refused.returncode == 1
    assert "DP-OPS-007" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_it_overwrites_no_backup(saved: tuple[Path, Server, set[str], int]) -> None:
    backup, server, *_ = saved
    was = backup.read_bytes()
    refused = server.run("backup", "--workspace", str(server.folder), "-o", str(backup))
    assert (refused.returncode, "DP-OPS-007" in refused.stderr) == (1, True)
    assert backup.read_bytes() == was


def rewrite(backup: Path, into: Path, change: dict[str, bytes | None], *, listed: bool = False) -> Path:
    """The backup with entries changed, added or (None) taken out; with their new hashes where ``listed``."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        entries = {info.filename: old.read(info) for info in old.infolist()}
        manifest = json.loads(entries.pop("manifest.json"))
        entries |= {name: content for name, content in change.items() if content is not None}
        for name in [name for name, content in change.items() if content is None]:
            del entries[name]
        if listed:
            manifest["files"] = {
                name: {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
                for name, content in entries.items()
            }
        for name, content in entries.items():
            new.writestr(name, content)
        new.writestr("manifest.json", json.dumps(manifest))
    return into


def refuse(backup: Path, folder: Path) -> str:
    refused = restore(backup, folder / "out" / "ws")
    assert refused.returncode == 1
    assert "DP-OPS-006" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (folder / "out" / "ws").exists()
    assert not (folder / "out").exists() or not list((folder / "out").iterdir())
    return refused.stderr


def test_a_changed_file_is_noticed(saved: tuple[Path, Server, set[str], int], tmp_path: Path) -> None:
    changed = rewrite(saved[0], tmp_path / "bad.zip", {"secret.key": b"x" * 64})
    assert "secret.key is not what was saved" in refuse(changed, tmp_path)


def test_rows_that_are_none_are_noticed(saved: tuple[Path, Server, set[str], int], tmp_path: Path) -> None:
    header = zipfile.ZipFile(saved[0]).read("database.jsonl").split(b"\n")[0]
    bad = header + b'\n["people.person", {"id": 1, "colour": "blue"}]\n'
    changed = rewrite(saved[0], tmp_path / "bad.zip", {"database.jsonl": bad}, listed=True)
    refuse(changed, tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("log/../../evil", b"x"),
        ("/etc/evil", b"x"),
        ("log/segments/..\\evil", b"x"),
        ("log//evil", b"x"),
        ("log/./evil", b"x"),
        ("index/evil", b"x"),
        ("workspace.sqlite3", b"x"),
        ("attachments/bomb", b"\0" * 5_000_000),
        ("log/manifest.json", b"{}"),
    ],
)
def test_names_that_lead_out_bombs_and_odd_files_are_refused(
    saved: tuple[Path, Server, set[str], int], tmp_path: Path, name: str, content: bytes
) -> None:
    with pytest.raises(DesirepathError) as raised:
        read_archive(
            rewrite(saved[0], tmp_path / "bad.zip", {name: content}, listed=name != "log/manifest.json")
        )
    assert raised.value.code == "DP-OPS-006"


@pytest.mark.parametrize("cut", [0, 1, 100, 2000, -1, -30])
def test_a_file_cut_off_is_refused(
    saved: tuple[Path, Server, set[str], int], tmp_path: Path, cut: int
) -> None:
    (tmp_path / "bad.zip").write_bytes(saved[0].read_bytes()[:cut])
    with pytest.raises(DesirepathError):
        read_archive(tmp_path / "bad.zip")


def test_changed_bytes_anywhere_are_refused_or_change_nothing(
    saved: tuple[Path, Server, set[str], int], tmp_path: Path
) -> None:
    good = saved[0].read_bytes()
    whole = read_archive(saved[0])
    whole.unpack(tmp_path / "good")
    expected = {name: (tmp_path / "good" / name).read_bytes() for name in whole.files}
    for place in range(0, len(good), max(1, len(good) // 60)):
        (tmp_path / "bad.zip").write_bytes(good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :])
        shutil.rmtree(tmp_path / "bad", ignore_errors=True)
        with suppress(DesirepathError):
            archive = read_archive(tmp_path / "bad.zip")
            archive.unpack(tmp_path / "bad")
            assert {name: (tmp_path / "bad" / name).read_bytes() for name in archive.files} == expected


def test_killed_while_it_backs_up_it_leaves_no_file(tmp_path: Path) -> None:
    server = Server(tmp_path / "ws")
    with serving(server.folder):
        pass
    server.run("import", str(write_facts(tmp_path / "facts.jsonl", 0, 20_000)), "--log", str(server.folder))
    place = tmp_path / "backups"
    place.mkdir()
    command = [
        sys.executable,
        "-m",
        "desirepath",
        "backup",
        "--workspace",
        str(server.folder),
        "-o",
        str(place),
    ]
    for seconds in (0.4, 0.8, 1.0, 1.2):
        making = subprocess.Popen(command, env=server.environment, stdout=subprocess.DEVNULL)
        with suppress(subprocess.TimeoutExpired):
            making.wait(seconds)
        making.send_signal(signal.SIGKILL)
        making.wait(30)
        for path in place.iterdir():
            read_archive(path).unpack(tmp_path / path.name)


def test_from_sqlite_to_postgresql_and_back(
    saved: tuple[Path, Server, set[str], int], tmp_path: Path, postgres: Cluster
) -> None:
    database = postgres.new_database()
    there = restore(saved[0], tmp_path / "pg", "--database", database)
    assert there.returncode == 0, there.stderr
    assert database in (tmp_path / "pg" / "desirepath.toml").read_text()
    again = restore(saved[0], tmp_path / "pg2", "--database", database)
    assert "DP-OPS-007" in again.stderr, "its tables are somebody's"
    with serving(tmp_path / "pg") as server:
        token = server.person("ben@example.com")
        assert saved[2] <= map_ids(server, token)
        assert server.post("/api/v1/maps", {"text": MAP.format("new")}, token=token).status == 201
        done = server.run("backup", "--workspace", str(server.folder), "-o", str(tmp_path / "pg.zip"))
        assert done.returncode == 0, done.stderr
    back = restore(tmp_path / "pg.zip", tmp_path / "back", "--database", "sqlite")
    assert back.returncode == 0, back.stderr
    with serving(tmp_path / "back") as server:
        token = server.person("cy@example.com")
        assert "new" in map_ids(server, token)
