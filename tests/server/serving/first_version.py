"""Writes the workspace of the first version: ``python -m tests.server.serving.first_version``.

Until the first release it is written anew whenever a first migration changes; after it never again.
"""

from __future__ import annotations

import sqlite3
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.server.running import serving

HERE = Path(__file__).parent / "first_version"
MAP = """\
# A comment of ours
format: desirepath/1
id: shop
title: The shop
stages:
  - id: come
    name: Come
    steps:
      - {id: look, name: Looks around, when: [{activity: looked}]}
"""
FACT = '{"customer": "c1", "occurred_at": "2026-01-01T00:00:00Z", "activity": "looked", "key": "1"}'


def write() -> None:
    """Somebody makes a map, renames a step, imports a fact, measures."""
    HERE.mkdir(exist_ok=True)
    with TemporaryDirectory() as scratch, serving(Path(scratch) / "ws") as server:
        token = server.person("ana@example.com", role="owner")
        (Path(scratch) / "facts.jsonl").write_text(FACT)
        assert server.run("import", f"{scratch}/facts.jsonl", "--log", str(server.folder)).returncode == 0
        assert server.post("/api/v1/maps", {"text": MAP}, token=token).status == 201
        change = {"do": "set", "node": "step:look", "property": "name", "value": "Strolls", "based_on": 0}
        edit = {"edits": [{"id": "first-edit", "changes": [change]}]}
        answer = server.post("/api/v1/maps/shop/edits", edit, token=token)
        assert answer.status == 200, answer.text
        while server.get("/api/v1/maps/shop/lived", token=token).status == 202:
            pass
        server.stop()
        done = server.run("backup", "--workspace", str(server.folder), "-o", f"{scratch}/workspace.zip")
        assert done.returncode == 0, done.stderr
        (HERE / "workspace.zip").write_bytes((Path(scratch) / "workspace.zip").read_bytes())
        with sqlite3.connect(server.folder / "workspace.sqlite3") as database:
            (HERE / "workspace.sql").write_text("\n".join(database.iterdump()) + "\n")


def lay(folder: Path) -> None:
    """Lay the workspace as it was, in ``folder``."""
    with zipfile.ZipFile(HERE / "workspace.zip") as saved:
        names = [name for name in saved.namelist() if name not in ("manifest.json", "database.jsonl")]
        saved.extractall(folder, names)
    with sqlite3.connect(folder / "workspace.sqlite3") as database:
        database.executescript((HERE / "workspace.sql").read_text())


if __name__ == "__main__":
    write()
