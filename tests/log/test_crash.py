"""A writer that dies, killed for real or by a failing disk, loses nothing it had said was stored."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.store import create_log, open_log
from tests.log.test_store import visit

_WRITER = """
import sys
from datetime import UTC, datetime
from desirepath.log.interaction import Interaction
from desirepath.log.store import create_log

now = datetime(2026, 1, 1, tzinfo=UTC)
with create_log(sys.argv[1]) as log:
    for batch in range(1000):
        keys = [f"{batch}-{n}" for n in range(7)]
        log.append(Interaction({"customer": "u1"}, now, "visit", source="app", key=key) for key in keys)
        print(batch, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_a_killed_writer_leaves_whole_appends_and_the_next_one_finishes(tmp_path: Path, seed: int) -> None:
    stop_at = random.Random(seed).randrange(1, 40)
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    said = 0
    for line in writer.stdout:
        said = int(line) + 1
        if said >= stop_at:
            break
    writer.kill()  # it is somewhere inside the next append, or the one after
    said = max([said, *(int(line) + 1 for line in writer.stdout)])
    writer.wait()
    writer.stdout.close()
    stored = open_log(tmp_path).interactions(["key"]).column("key").to_pylist()
    assert len(stored) == len(set(stored))
    assert len(stored) % 7 == 0
    assert said <= len(stored) // 7 <= said + 1
    with create_log(tmp_path) as log:
        everything = [visit(f"{batch}-{n}") for batch in range(said + 2) for n in range(7)]
        result = log.append(everything)
        assert result.duplicates == len(stored)
        assert log.interactions().num_rows == len(everything)
        live = {segment.name for segment in log.segments}
        assert {path.name for path in (tmp_path / "log" / "segments").iterdir()} == live


@pytest.mark.parametrize("call", range(8))
@pytest.mark.parametrize(
    "step", ["os.fsync", "pathlib.Path.replace", "pyarrow.parquet.ParquetWriter.write_table"]
)
def test_a_disk_that_fails_at_any_step_is_an_error_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, call: int
) -> None:
    real = resolve_name(step)
    calls = itertools.count()

    def failing(*args: Any, **options: Any) -> Any:
        if next(calls) == call:
            raise OSError(28, "No space left on device")
        return real(*args, **options)

    with create_log(tmp_path) as log:
        log.append([visit("before")])
        monkeypatch.setattr(step, failing)
        try:
            log.append([visit("during")])
            code = ""
        except DesirepathError as error:
            code = error.code
        monkeypatch.undo()
        assert (code == "DP-LOG-006") == (next(calls) > call)
        keys = log.interactions(["key"]).column("key").to_pylist()
        assert keys == (["before"] if code else ["before", "during"])
    with create_log(tmp_path) as log:
        log.append([visit("before"), visit("during")])
        assert sorted(log.interactions(["key"]).column("key").to_pylist()) == ["before", "during"]


_LARGE = """
import sys
from datetime import UTC, datetime
from desirepath.log import writer
from desirepath.log.interaction import Interaction
from desirepath.log.store import _tables, create_log

writer._SEGMENT_ROWS, writer._MOST_KEYS_WAITING = 5, 12
now = datetime(2026, 1, 1, tzinfo=UTC)
with create_log(sys.argv[1]) as log:
    for batch in range(1000):
        with log.transaction() as transaction:
            for part in range(6):
                keys = [f"{batch}-{part}-{n}" for n in range(5)]
                facts = [Interaction({"customer": "u"}, now, "v", "app", key) for key in keys]
                for table in _tables(facts):
                    transaction.add(table)
        print(batch, flush=True)
"""


@pytest.mark.parametrize("seed", range(3))
def test_an_append_of_many_segments_is_stored_wholly_or_not(tmp_path: Path, seed: int) -> None:
    stop_at = random.Random(seed).randrange(1, 12)
    writer = subprocess.Popen(
        [sys.executable, "-c", _LARGE, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert writer.stdout is not None
    said = 0
    for line in writer.stdout:
        said = int(line) + 1
        if said >= stop_at:
            break
    writer.kill()
    said = max([said, *(int(line) + 1 for line in writer.stdout)])
    writer.wait()
    writer.stdout.close()
    stored = open_log(tmp_path).interactions(["key"]).column("key").to_pylist()
    wanted = [f"{batch}-{part}-{n}" for batch in range(said + 1) for part in range(6) for n in range(5)]
    assert stored in (wanted, wanted[: 30 * said])
    with create_log(tmp_path) as log:
        assert log.append(visit(key) for key in wanted).duplicates == len(stored)
        assert sorted(log.interactions(["key"]).column("key").to_pylist()) == sorted(wanted)
        live = {segment.name for segment in log.segments}
        assert {path.name for path in (tmp_path / "log" / "segments").iterdir()} == live


@pytest.mark.parametrize("call", range(0, 24, 3))
@pytest.mark.parametrize("step", ["os.fsync", "pyarrow.parquet.ParquetWriter.write_table"])
def test_a_disk_that_fails_while_a_segment_is_written_beside_is_an_error_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, call: int
) -> None:
    real = resolve_name(step)
    calls = itertools.count()

    def failing(*args: Any, **options: Any) -> Any:
        if next(calls) == call:
            raise OSError(28, "No space left on device")
        return real(*args, **options)

    facts = [visit(f"{number}") for number in range(40)]
    with create_log(tmp_path) as log:
        log.append([visit("before")])
        with monkeypatch.context() as patch:
            patch.setattr("desirepath.log.writer._SEGMENT_ROWS", 5)
            patch.setattr("desirepath.log.store._BATCH", 5)
            patch.setattr(step, failing)
            try:
                log.append(facts)
                code = ""
            except DesirepathError as error:
                code = error.code
        assert (
            code == "DP-LOG-006" if call < 8 else code in ("DP-LOG-006", "")
        )  # later ones put files together
        assert log.interactions(["key"]).num_rows == (1 if code else 41)
        assert log.append(facts).added == (40 if code else 0)
        assert log.interactions(["key"]).column("key").to_pylist() == ["before", *map(str, range(40))]


def test_a_list_that_took_its_place_unconfirmed_and_a_second_fault_do_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm = resolve_name("desirepath.log.durable.flush_folder")

    def refuse(*_: object) -> None:
        raise OSError(5, "Input/output error")

    def refuse_to_confirm(folder: Path) -> None:
        if folder.name == "log":
            refuse()
        confirm(folder)

    with create_log(tmp_path) as log:
        log.append([visit("before")])
        with monkeypatch.context() as failing:
            failing.setattr("desirepath.log.durable.flush_folder", refuse_to_confirm)
            with pytest.raises(DesirepathError, match="DP-LOG-006"):
                log.append([visit("unconfirmed")])
        with monkeypatch.context() as failing:
            failing.setattr("desirepath.log.keys.write_durably", refuse)
            with pytest.raises(OSError, match="Input/output"):
                log.append([visit("never")])
        keys = open_log(tmp_path).interactions(["key"]).column("key").to_pylist()
        assert keys == log.interactions(["key"]).column("key").to_pylist() == ["before"]
        assert log.append([visit("unconfirmed"), visit("before")]).added == 1
    with create_log(tmp_path) as log:
        assert log.append([visit("before"), visit("unconfirmed"), visit("new")]).added == 1
