"""A store of any earlier version opens, holds what it held, and grows; a newer one is refused kindly."""

from __future__ import annotations

import shutil
from pathlib import Path

import orjson
import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.migrations import CURRENT, MIGRATIONS
from desirepath.log.store import create_log, open_log
from desirepath.log.writer import AppendResult
from tests.log.test_store import visit

VERSION_1 = Path(__file__).parent / "version_1"
GENERATION_OF_VERSION_1 = "c9980a0f1a2cc6e9430db082"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    shutil.copytree(VERSION_1, folder)
    return folder


def test_each_version_but_the_last_has_its_migration() -> None:
    assert len(MIGRATIONS) == CURRENT - 1


def test_a_store_of_version_1_is_read_as_it_lies(store: Path) -> None:
    before = (store / "log" / "manifest.json").read_bytes()
    log = open_log(store)
    assert log.generation == GENERATION_OF_VERSION_1  # what was cached of it is still fresh
    rows = log.interactions(["customer", "account", "activity"]).to_pylist()
    assert [(row["customer"], row["account"], row["activity"]) for row in rows] == [
        ("ada", None, "visit"),
        ("ada", "acme", "ticket.opened"),
        ("ben", None, "survey.answered"),
        (None, "acme", "payment.succeeded"),
        ("ben", None, "visit"),
    ]
    assert log.info().facts == {"interactions": 5, "traits": 1, "identities": 1, "contexts": 1}
    assert [(s.first_arrival, s.last_arrival) for s in log.segments if s.kind == "interactions"] == [
        (0, 1), (2, 3), (7, 7),
    ]  # fmt: skip
    assert (store / "log" / "manifest.json").read_bytes() == before


def test_a_store_of_version_1_grows_and_knows_its_keys(store: Path) -> None:
    with create_log(store) as log:
        assert log.append([visit("1", source="web"), visit("new", source="web")]) == AppendResult(1, 1)
        since = log.since(GENERATION_OF_VERSION_1, "interactions")
        assert since is not None
        assert since.column("key").to_pylist() == ["new"]
    assert orjson.loads((store / "log" / "manifest.json").read_bytes())["format"] == CURRENT


def test_a_newer_store_is_refused_and_left_alone(store: Path) -> None:
    path = store / "log" / "manifest.json"
    newer = orjson.dumps({**orjson.loads(path.read_bytes()), "format": CURRENT + 1})
    path.write_bytes(newer)
    before = sorted(file.name for file in store.rglob("*") if file.name != "writer.lock")
    for way_in in (open_log, create_log):
        with pytest.raises(DesirepathError, match=r"DP-LOG-004: .*install the newer version"):
            way_in(store)
    assert path.read_bytes() == newer
    assert sorted(file.name for file in store.rglob("*") if file.name != "writer.lock") == before


@pytest.mark.parametrize("version", ["1", 0, -1, 1.5, None, True])
def test_a_version_that_is_none_is_an_error_in_words(store: Path, version: object) -> None:
    path = store / "log" / "manifest.json"
    path.write_bytes(orjson.dumps({**orjson.loads(path.read_bytes()), "format": version}))
    with pytest.raises(DesirepathError, match="DP-LOG-005"):
        open_log(store)


@pytest.mark.parametrize(
    ("written", "code"), [("2", "DP-LOG-004"), ("0", "DP-LOG-008"), ('"1"', "DP-LOG-008")]
)
def test_settings_of_another_version_are_refused(store: Path, written: str, code: str) -> None:
    (store / "desirepath.toml").write_text(f"format = {written}\n", encoding="utf-8")
    with pytest.raises(DesirepathError, match=code):
        create_log(store)
