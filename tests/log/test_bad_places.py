"""A folder in place of a file, a file in place of a folder, no permission: one error in words, nothing
half-done."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.sql import ask
from desirepath.log.store import create_log, open_log
from desirepath.log.subject import erase_subject, export_subject
from desirepath.log.tidy import tidy
from tests.log.test_store import visit

FILES = ["log/manifest.json", "log/secret", "log/suppressed.json", "desirepath.toml", "log/writer.lock"]
FOLDERS = ["log", "log/segments", "log/keys", "log/inbox", "rejects"]


def everything(folder: Path) -> None:
    """Whatever one can do with a log."""
    log = open_log(folder)
    log.interactions()
    log.info()
    ask(log, "select count(*) from interactions")
    export_subject(log, "customer", "u2")
    with create_log(folder) as writer:
        writer.inbox.accept([visit("waiting")])
        writer.append([visit("new")])
        tidy(writer)
        erase_subject(writer, "customer", "u2")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    with create_log(folder) as log:
        log.append([visit("1"), visit("2", customer="u2")])
    (folder / "rejects").mkdir()
    return folder


def put_folder(path: Path) -> None:
    if path.is_file():
        path.unlink()
    path.mkdir(parents=True)


def put_file(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.write_text("I am a file", encoding="utf-8")


CASES: list[tuple[str, Callable[[Path], None]]] = [
    *((name, put_folder) for name in FILES), *((name, put_file) for name in FOLDERS),
]  # fmt: skip


@pytest.mark.parametrize(("name", "put"), CASES, ids=[name for name, _ in CASES])
def test_the_wrong_thing_in_a_place_is_an_error_in_words(
    workspace: Path, name: str, put: Callable[[Path], None]
) -> None:
    everything(workspace)
    put(workspace / name)
    if name == "rejects":
        everything(workspace)  # nobody's folder of rejects: it is left alone
        return
    with pytest.raises(DesirepathError, match=r"DP-LOG-0\d\d: "):
        everything(workspace)


@pytest.mark.parametrize("content", [None, b"", b"cut off"])
def test_a_lost_secret_is_never_replaced_in_silence(workspace: Path, content: bytes | None) -> None:
    """With another one, everything that is imported again would be stored again."""
    secret = workspace / "log" / "secret"
    secret.unlink()
    if content is not None:
        secret.write_bytes(content)
    with pytest.raises(DesirepathError, match="DP-LOG-005: the log's secret is missing"):
        create_log(workspace)
    assert secret.exists() == (content is not None)


def test_a_lost_list_of_segments_does_not_cost_the_segments(workspace: Path) -> None:
    (workspace / "log" / "manifest.json").unlink()
    with pytest.raises(DesirepathError, match="DP-LOG-005: the list of segments is missing"):
        create_log(workspace)
    assert list((workspace / "log" / "segments").iterdir())


@pytest.mark.parametrize("kind", ["segments", "keys"])
def test_a_file_that_is_missing_is_named_to_readers_and_to_the_writer(workspace: Path, kind: str) -> None:
    reader = open_log(workspace)
    lost = next((workspace / "log" / kind).iterdir())
    lost.unlink()
    for use in (open_log, create_log, lambda _: reader.refresh()):
        with pytest.raises(DesirepathError, match=f"DP-LOG-005: .*{lost.name} is missing; restore it from a"):
            use(workspace)


@pytest.mark.parametrize("kind", ["segments", "keys"])
def test_a_segment_or_key_file_that_is_a_folder_is_an_error_in_words(workspace: Path, kind: str) -> None:
    put_folder(next((workspace / "log" / kind).iterdir()))
    with pytest.raises(DesirepathError, match="DP-LOG-005"):
        everything(workspace)


@pytest.mark.parametrize("step", ["os.open", "os.unlink", "os.mkdir", "os.replace"])
def test_without_permission_there_is_one_error_in_words_and_nothing_changes(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = open_log(workspace).interactions()
    with monkeypatch.context() as refusing:
        refusing.setattr(step, refuse)
        with pytest.raises(DesirepathError, match=r"DP-LOG-006: .*Permission denied"):
            everything(workspace)
    after = open_log(workspace).interactions()
    assert after.slice(0, before.num_rows).equals(before)
    everything(workspace)


def test_a_log_in_a_file_and_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(DesirepathError, match="DP-LOG-006"):
            create_log(folder)
        with pytest.raises(DesirepathError, match="DP-LOG-001"):
            open_log(folder)
