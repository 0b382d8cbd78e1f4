"""Two people and a folder: one draws in the workspace, the other in files. Nothing of either is ever lost."""

import itertools
import json
import re
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from desirepath.cli import folder as folders
from desirepath.cli.client import Client
from desirepath.cli.folder import Folder, Origin, is_id
from desirepath.log.durable import write_durably
from tests.cli.conftest import Run
from tests.server.running import Server, serving

MAP = """\
format: desirepath/1
id: coffee
title: A coffee before work   # the working title
persona: olga
stages:
  - id: counter
    name: At the counter
    steps:
      - id: order
        name: Orders
        goal: Be out in three minutes
        within: 5 min
        doing: [ Reads the board,  Waits ]
      - {id: pay, name: Pays}
"""
PERSONA = "format: desirepath/1\nid: olga\nname: Olga   # hers\ngoals: [A date]\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("served") / "ws") as running:
        yield running


@pytest.fixture(scope="module")
def tokens(server: Server) -> dict[str, str]:
    roles = {"ana@example.com": "editor", "ben@example.com": "editor", "vi@example.com": "viewer"}
    return server.people(roles, scope="write")


class World:
    """A map of its own in the workspace, Ana's folder, and Ben, who draws in the browser."""

    def __init__(self, server: Server, tokens: dict[str, str], folder: Path, name: str, run: Run) -> None:
        self.server, self.folder, self.name, self._run = server, folder, name, run
        self.ben = Client(server.url, tokens["ben@example.com"])
        self.file = folder / f"{name}.journey.yaml"
        self.ben.post("maps", body={"text": MAP.replace("coffee\n", f"{name}\n", 1)})

    def run(self, *words: object) -> tuple[int, list[str]]:
        ran = self._run(*words, self.folder, "--server", self.server.url)
        lines = (ran.out + ran.err).splitlines()
        shown = [line for line in lines if self.name in line or line.startswith(" ")]
        return ran.code, shown

    def theirs(self) -> str:
        return self.ben.get("maps", self.name, "text").text()

    def ben_writes(self, old: str, new: str) -> None:
        answer = self.ben.get("maps", self.name, "text")
        assert old in answer.text()
        revision = int(answer.headers["x-revision"])
        text = answer.text().replace(old, new)
        self.ben.put(
            "maps", self.name, "text", body={"id": f"ben-{revision}", "text": text, "base": revision}
        )

    def ana_writes(self, old: str, new: str) -> None:
        text = self.file.read_text()
        assert old in text
        self.file.write_text(text.replace(old, new))


_numbers = itertools.count(1)


@pytest.fixture
def world(
    server: Server,
    tokens: dict[str, str],
    tmp_path: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> World:
    monkeypatch.setenv("DESIREPATH_TOKEN", tokens["ana@example.com"])
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    words = re.sub(r"[^a-z0-9]+", "-", request.node.name.removeprefix("test_"))
    name = f"{words[:40].strip('-')}-{next(_numbers)}"
    folder = tmp_path / "folder"
    folder.mkdir()
    return World(server, tokens, folder, name, run)


def test_a_map_goes_out_and_in_to_the_byte(world: World) -> None:
    assert world.run("pull") == (0, [f"{world.name}.journey.yaml: new"])
    assert world.file.read_bytes() == world.theirs().encode()
    assert world.run("pull") == (0, [f"{world.name}.journey.yaml: is the same"])
    assert world.run("push") == (0, [f"{world.name}.journey.yaml: has nothing new"])
    world.ana_writes("Pays", "Pays by card")
    sent = world.file.read_bytes()
    assert world.run("push") == (0, [f"{world.name}.journey.yaml: sent"])
    assert world.file.read_bytes() == sent == world.theirs().encode()


def test_what_both_changed_apart_is_kept_of_both_by_pull_and_by_push(world: World) -> None:
    world.run("pull")
    world.ana_writes("Pays", "Pays by card")
    world.ben_writes("5 min", "10 min")
    assert world.run("pull") == (0, [f"{world.name}.journey.yaml: merged with your changes"])
    assert "Pays by card" in world.file.read_text()
    assert "10 min" in world.file.read_text()
    assert "# the working title" in world.file.read_text()
    world.ben_writes("Reads the board", "Reads the big board")
    code, lines = world.run("push")
    assert (code, lines) == (0, [f"{world.name}.journey.yaml: sent, and merged with what others did since"])
    for words in ("Pays by card", "10 min", "Reads the big board"):
        assert words in world.theirs()
    assert world.file.read_bytes() == world.theirs().encode()
    assert world.run("push")[1] == [f"{world.name}.journey.yaml: has nothing new"]


@pytest.mark.parametrize("command", ["pull", "push"])
def test_where_both_changed_the_same_both_are_shown_and_nothing_is_overwritten(
    world: World, command: str
) -> None:
    world.run("pull")
    world.ana_writes("three minutes", "an hour")
    world.ben_writes("three minutes", "two days")
    here, there = world.file.read_bytes(), world.theirs()
    code, lines = world.run(command)
    assert code == 1
    assert "DP-CLI-026" in lines[0]
    assert lines[1] == '  step "Orders", goal'
    assert lines[2] == "    here:      Be out in an hour"
    assert lines[3].startswith("    workspace: Be out in two days  (ben, 20")
    assert (world.file.read_bytes(), world.theirs()) == (here, there)
    world.ana_writes("an hour", "two days")  # she gives in
    world.ana_writes("Pays", "Pays by card")
    assert world.run("pull")[0] == 0
    assert world.run("push")[0] == 0
    assert "two days" in world.theirs()
    assert "Pays by card" in world.theirs()


@pytest.mark.parametrize("side", ["here", "workspace"])
def test_one_decides_and_what_else_both_did_is_kept(world: World, side: str) -> None:
    world.run("pull")
    world.ana_writes("three minutes", "an hour")
    world.ana_writes("Pays", "Pays by card")
    world.ben_writes("three minutes", "two days")
    world.ben_writes("5 min", "10 min")
    assert world.run("pull")[0] == 1
    assert world.run("pull", "--keep", side) == (0, [f"{world.name}.journey.yaml: merged with your changes"])
    assert world.run("push")[0] == 0
    stands, gone = ("an hour", "two days") if side == "here" else ("two days", "an hour")
    for text in (world.file.read_text(), world.theirs()):
        assert all(words in text for words in (stands, "Pays by card", "10 min"))
        assert gone not in text


def test_a_clash_on_a_card_says_who(world: World) -> None:
    world.run("pull")
    world.ana_writes("Reads the board", "Reads the menu")
    world.ben_writes("Reads the board", "Reads the wall")
    code, lines = world.run("push")
    assert code == 1
    assert lines[1] == '  step "Orders", doing'
    assert "Reads the wall  (ben," in lines[3]


def test_a_new_file_becomes_a_new_map(world: World) -> None:
    name = f"{world.name}-2"
    (world.folder / "deep").mkdir()
    file = world.folder / "deep" / "any-name.journey.yaml"
    file.write_text(MAP.replace("coffee\n", f"{name}\n", 1))
    persona = world.folder / "personas" / f"{name}.persona.yaml"
    persona.parent.mkdir()
    persona.write_text(PERSONA.replace("olga", name))
    ran = world._run("push", world.folder, "--server", world.server.url)
    assert (ran.code, "deep/any-name.journey.yaml: sent as a new one" in ran.out) == (0, True)
    assert f"personas/{name}.persona.yaml: sent as a new one" in ran.out
    assert world.ben.get("maps", name, "text").body == file.read_bytes()
    world.ben.put(
        "personas", name, "text", body={"text": PERSONA.replace("olga", name) + "role: Ops\n", "base": 1}
    )
    persona.write_text(persona.read_text().replace("[A date]", "[A date that holds]"))
    ran = world._run("push", world.folder)
    assert ran.code == 0, ran.out
    both = world.ben.get("personas", name, "text").text()
    assert "role: Ops" in both
    assert "[A date that holds]" in both
    assert persona.read_text() == both


def test_a_file_that_never_came_from_there_is_not_sent_over_it(world: World) -> None:
    world.file.write_text(MAP.replace("coffee\n", f"{world.name}\n", 1).replace("Pays", "Leaves"))
    here, there = world.file.read_bytes(), world.theirs()
    for command in ("push", "pull"):
        code, lines = world.run(command)
        assert code == 1
        assert "DP-CLI-028" in lines[0]
        assert (world.file.read_bytes(), world.theirs()) == (here, there)


def test_a_rehearsal_writes_nothing_anywhere(world: World) -> None:
    assert world.run("pull", "--dry-run")[1] == [f"{world.name}.journey.yaml: would be new"]
    assert list(world.folder.rglob("*")) == []
    world.run("pull")
    world.ana_writes("Pays", "Pays by card")
    there = world.theirs()
    state = (world.folder / ".desirepath/workspace.json").read_bytes()
    assert world.run("push", "--dry-run") == (0, [f"{world.name}.journey.yaml: would be sent"])
    world.ben_writes("three minutes", "an hour")
    world.ana_writes("three minutes", "two days")
    assert world.run("push", "--dry-run")[0] == 1
    assert world.theirs() == there.replace("three minutes", "an hour")
    assert (world.folder / ".desirepath/workspace.json").read_bytes() == state


def test_a_file_with_a_mistake_is_not_sent_and_the_mistake_has_its_line(world: World) -> None:
    world.run("pull")
    world.ana_writes("5 min", "soon")
    code, lines = world.run("push")
    assert code == 1
    assert lines[0] == f"{world.name}.journey.yaml: cannot be sent"
    assert f"{world.name}.journey.yaml:12:" in lines[1]


def test_who_may_only_look_cannot_push(
    world: World, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.run("pull")
    world.ana_writes("Pays", "Pays by card")
    monkeypatch.setenv("DESIREPATH_TOKEN", tokens["vi@example.com"])
    code, lines = world.run("push")
    assert code == 1
    assert "DP-SRV-002" in lines[1]
    assert "Pays by card" not in world.theirs()


def test_moved_removed_and_doubled_files_are_said(world: World) -> None:
    world.run("pull")
    moved = world.folder / "archive" / "old.journey.yaml"
    moved.parent.mkdir()
    world.file.rename(moved)
    assert world._run("push", world.folder).out.count("archive/old.journey.yaml: has nothing new") == 1
    world.ben_writes("Pays", "Pays by card")
    assert "archive/old.journey.yaml: brought up to date" in world._run("pull", world.folder).out
    (world.folder / "copy.journey.yaml").write_bytes(moved.read_bytes())
    ran = world._run("push", world.folder)
    assert ran.code == 1
    assert f"has the id '{world.name}'" in ran.out
    (world.folder / "copy.journey.yaml").unlink()
    moved.unlink()
    assert "is gone here" in world._run("push", world.folder).out
    assert "was removed here" in world._run("pull", world.folder).out
    assert not moved.exists()


def test_pictures_come_beside_the_map_once(world: World, tokens: dict[str, str]) -> None:
    boundary = "x"
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef"
        "0000000049454e44ae426082"
    )
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    form = head.encode() + png + f"\r\n--{boundary}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    path = f"/api/v1/maps/{world.name}/attachments"
    kept = world.server.call("POST", path, form, token=tokens["ben@example.com"], headers=kind)
    assert kept.status == 201, kept.text
    src = kept.json()["src"]
    world.ben_writes("within: 5 min", f"within: 5 min\n        images: [{{text: The board, src: {src}}}]")
    world.run("pull")
    assert (world.folder / src).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("at", range(1, 4))
def test_interrupted_at_any_write_nothing_is_lost_and_the_next_run_ends_it(
    world: World, at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power goes before the at-th write; then the command is run again."""
    world.run("pull")
    world.ana_writes("Pays", "Pays by card")
    world.ben_writes("5 min", "10 min")
    writes = 0

    def cut(path: Path, write: Callable[[Any], object], **more: Any) -> None:
        nonlocal writes
        writes += 1
        if writes == at:
            raise KeyboardInterrupt
        whole(path, write, **more)

    whole = write_durably
    with monkeypatch.context() as patched:
        patched.setattr(folders, "write_durably", cut)
        for command in ("pull", "push"):
            world._run(command, world.folder)
            assert "Pays by card" in world.file.read_text()
    assert writes >= at
    for command in ("pull", "push"):
        assert world.run(command)[0] == 0
    for text in (world.file.read_text(), world.theirs()):
        assert "Pays by card" in text
        assert "10 min" in text
    assert not list(world.folder.rglob("*.tmp"))


# Signing in


def test_login_keeps_the_token_for_oneself_only(
    server: Server, tokens: dict[str, str], tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("DESIREPATH_TOKEN", raising=False)
    token_file = tmp_path / "token"
    token_file.write_text(tokens["ana@example.com"] + "\n")
    ran = run("login", "--server", server.url, "--token-file", token_file)
    assert (ran.code, "signed in as ana@example.com (editor)" in ran.out) == (0, True)
    kept = tmp_path / "config" / "desirepath" / "tokens.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert run("pull", tmp_path / "folder", "--server", server.url + "/").code == 0
    assert tokens["ana@example.com"] not in (tmp_path / "folder/.desirepath/workspace.json").read_text()
    assert run("login", "--server", server.url, "--forget").code == 0
    ran = run("pull", tmp_path / "folder")
    assert (ran.code, "DP-CLI-024" in ran.err) == (1, True)


@pytest.mark.parametrize("token", ["", "two words", "not-a-token", "tökén", "a\nb"])
def test_a_wrong_token_is_said(
    token: str, server: Server, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("DESIREPATH_TOKEN", raising=False)
    (tmp_path / "token").write_text(token)
    ran = run("login", "--server", server.url, "--token-file", tmp_path / "token")
    assert ran.code == 1
    assert "DP-CLI-024" in ran.err or "DP-SRV-001" in ran.err
    assert not (tmp_path / "config").exists()


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://maps.example.com", "DP-CLI-020"),
        ("ftp://maps.example.com", "DP-CLI-020"),
        ("https://ana:secret@maps.example.com", "DP-CLI-020"),
        ("maps.example.com", "DP-CLI-020"),
        ("http://[::1", "DP-CLI-020"),
        ("http://127.0.0.1:1", "DP-CLI-021"),
    ],
)
def test_an_address_that_will_not_do_is_said(
    address: str, code: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESIREPATH_TOKEN", "token")
    monkeypatch.setattr("desirepath.cli.client.time.sleep", lambda seconds: None)
    ran = run("pull", tmp_path, "--server", address)
    assert (ran.code, code in ran.err) == (1, True)


def test_asked_wrongly_is_exit_code_two(tmp_path: Path, run: Run) -> None:
    ran = run("pull", tmp_path)
    assert (ran.code, "say which" in ran.err) == (2, True)
    assert run("push", "--token", "x").code == 2


def test_a_folder_stays_with_its_workspace(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIREPATH_TOKEN", "token")
    folder = Folder(tmp_path, "https://maps.example.com")
    folder.save()
    ran = run("push", tmp_path, "--server", "https://other.example.com")
    assert (ran.code, "DP-CLI-027" in ran.err) == (1, True)


# What a folder remembers


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        '{"format": 2, "server": "x", "files": {}}',
        '{"format": 1, "files": {}}',
        '{"format": 1, "server": "x", "files": {"map:../x": {}}}',
        '{"format": 1, "server": "x", "files": {"map:x": {"path": "../../x.journey.yaml", "revision": 1, '
        '"era": "", "sha256": ""}}}',
        '{"format": 1, "server": "x", "files": {"map:x": {"path": "/etc/x.journey.yaml", "revision": 1, '
        '"era": "", "sha256": ""}}}',
        '{"format": 1, "server": "x", "files": {"map:x": {"path": ".bashrc", "revision": 1, "era": "", '
        '"sha256": ""}}}',
        "\x00\xff",
    ],
)
def test_a_damaged_memory_is_said_and_leads_nowhere(damage: str, tmp_path: Path, run: Run) -> None:
    (tmp_path / ".desirepath").mkdir()
    (tmp_path / ".desirepath/workspace.json").write_text(damage, "utf-16" if "\x00" in damage else "utf-8")
    ran = run("pull", tmp_path)
    assert (ran.code, "DP-CLI-025" in ran.err) == (1, True)


def test_the_memory_is_one_line_a_file_and_comes_back(tmp_path: Path) -> None:
    folder = Folder(tmp_path, "https://maps.example.com")
    for name in ("b", "a"):
        folder.remember("map", name, Origin(f"{name}.journey.yaml", 3, "e", "0" * 64))
    text = (tmp_path / ".desirepath/workspace.json").read_text()
    assert [line.split('"')[1] for line in text.splitlines() if "map:" in line] == ["map:a", "map:b"]
    assert json.loads(text)["format"] == 1
    again = Folder.open(tmp_path)
    assert (again.server, again.origins) == (folder.server, folder.origins)


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "a\\b", ".git", "A", "a\n", "a" * 101])
def test_only_ids_become_file_names(name: str) -> None:
    assert not is_id(name)


# A server that is none, or means ill


class Wrong(BaseHTTPRequestHandler):
    answer: Callable[["Wrong"], None]
    seen: list[str]

    def do_GET(self) -> None:
        self.seen.append(self.headers.get("Authorization", ""))
        type(self).answer(self)

    def log_message(self, *_: object) -> None:
        pass

    def say(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ONE = b'{"items": [{"id": "coffee"}], "next": null}'


def hang_up(it: Wrong) -> None:
    it.connection.close()


def ill_id(it: Wrong) -> None:
    it.say(200, b'[{"id": "../../escaped"}]' if "personas" in it.path else b'{"items": [], "next": null}')


def no_revision(it: Wrong) -> None:
    it.say(200, b"[]" if "personas" in it.path else MAP.encode() if "text" in it.path else ONE)


WRONG: dict[str, tuple[Callable[[Wrong], None], str]] = {
    "a page": (lambda it: it.say(200, b"<html>"), "DP-CLI-023"),
    "a redirection": (lambda it: it.say(302, b"", Location="https://other.example.com/"), "DP-CLI-022"),
    "an error of a proxy": (lambda it: it.say(502, b"<html>"), "DP-CLI-022"),
    "an answer of another shape": (lambda it: it.say(200, b"[1]"), "DP-CLI-023"),
    "numbers": (lambda it: it.say(200, b"7"), "DP-CLI-023"),
    "problems of another shape": (lambda it: it.say(400, b'{"problems": [7]}'), "DP-CLI-022"),
    "silence": (hang_up, "DP-CLI-021"),
    "an id that is a path": (ill_id, "DP-CLI-023"),
    "no revision": (no_revision, "DP-CLI-023"),
    "bytes that are no text": (lambda it: it.say(200, b"\xff\xfe"), "DP-CLI-023"),
    "commands for the terminal": (
        lambda it: it.say(
            403, b'{"problems": [{"code": "X", "message": "\\u001b[31m", "address": "", "fix": ""}]}'
        ),
        "X: \\x1b[31m",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_answer_is_said_and_nothing_is_written(
    case: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, code = WRONG[case]
    monkeypatch.setenv("DESIREPATH_TOKEN", "token")
    monkeypatch.setattr("desirepath.cli.client.time.sleep", lambda seconds: None)
    handler = type("Handler", (Wrong,), {"answer": staticmethod(answer), "seen": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        ran = run("pull", tmp_path, "--server", f"http://127.0.0.1:{listening.server_address[1]}")
        listening.shutdown()
    assert ran.code == 1
    assert code in ran.err, ran.out + ran.err
    assert list(tmp_path.rglob("*.yaml")) == []
    assert "Traceback" not in ran.err


def test_a_busy_server_is_asked_again(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESIREPATH_TOKEN", "token")
    slept: list[float] = []
    monkeypatch.setattr("desirepath.cli.client.time.sleep", slept.append)

    def busy(it: Wrong) -> None:
        if len(it.seen) <= 2:
            it.say(429, b"", Retry_After="7")
        else:
            it.say(200, b"[]" if "personas" in it.path else b'{"items": [], "next": null}')

    handler = type("Handler", (Wrong,), {"answer": staticmethod(busy), "seen": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        ran = run("pull", tmp_path, "--server", f"http://127.0.0.1:{listening.server_address[1]}")
        listening.shutdown()
    assert (ran.code, slept) == (0, [7.0, 7.0])


def test_killed_while_it_pulls_no_file_is_half_there(
    server: Server, tokens: dict[str, str], tmp_path: Path
) -> None:
    """kill -9 at different moments; each file is wholly there or not at all, and a last run ends it."""
    ben = Client(server.url, tokens["ben@example.com"])
    texts = {}
    for number in range(6):
        name = f"killed-{number}"
        texts[name] = MAP.replace("coffee\n", f"{name}\n", 1) + "# " + "x" * 100_000 + "\n"
        ben.post("maps", body={"text": texts[name]})
    command = [sys.executable, "-m", "desirepath", "pull", str(tmp_path), "--server", server.url]
    environment = server.environment | {"DESIREPATH_TOKEN": tokens["ana@example.com"]}
    for milliseconds in (400, 600, 0):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            process.wait(milliseconds / 1000 or 60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for name, text in texts.items():
            file = tmp_path / f"{name}.journey.yaml"
            assert not file.exists() or file.read_text() == text
    assert process.returncode == 0
    assert all((tmp_path / f"{name}.journey.yaml").exists() for name in texts)
