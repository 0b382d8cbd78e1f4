"""From a backup to a workspace: checked first, then all of it or nothing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.db import DatabaseError, connection

from desirepath.log.durable import flush_folder
from desirepath.log.store import open_log
from desirepath.log.workspace import SETTINGS_FILE
from desirepath.server.configuration import DATABASE_VARIABLE
from desirepath.server.serving.archive import Archive, must_have_room, read_archive
from desirepath.server.serving.kinds import BACKUP_BAD, DATABASE_NOT_READY, NOT_EMPTY
from desirepath.server.serving.starting import set_up
from desirepath.server.serving.tables import has_tables, load_tables

SQLITE: Final = "sqlite"
_DATABASE_LINE = re.compile(r"(?m)^\s*database\s*=.*\n?")
_SERVER_SECTION = re.compile(r"(?m)^\s*\[server\]\s*(#.*)?$")


def restore(backup: Path, folder: Path, *, database: str | None = None) -> dict[str, Any]:
    """Make ``folder`` the workspace that was saved; what came back.

    ``database`` says where its tables go (a ``postgresql://`` address, or ``sqlite``); None: where its
    settings say. Killed half-way, nothing has the name ``folder`` yet, and restoring again begins anew.
    Raises DP-OPS-006 for a backup that is not whole, -007 where there is something already, -009 for one of a
    newer version.
    """
    folder = folder.resolve()
    if folder.exists() and any(folder.iterdir()):
        raise NOT_EMPTY.error(says=f"{folder} is not empty", file=str(folder))
    archive = read_archive(backup)
    folder.parent.mkdir(parents=True, exist_ok=True)
    must_have_room(archive, folder.parent)
    scratch = folder.with_name(f".{folder.name}.restoring")
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    try:
        archive.unpack(scratch)
        if database is not None:
            _point_to(scratch / SETTINGS_FILE, database)
            os.environ.pop(DATABASE_VARIABLE, None)
        rows = _fill_tables(archive, scratch)
        facts = open_log(scratch).info().facts
        (scratch / "database.jsonl").unlink()
        if folder.exists():
            folder.rmdir()
        scratch.rename(folder)
        flush_folder(folder.parent)
    except BaseException:
        shutil.rmtree(scratch, ignore_errors=True)
        raise
    return {"rows": sum(rows.values()), "facts": dict(facts), "made_at": archive.about.get("made_at")}


def verify(backup: Path) -> None:
    """Restore a backup into a scratch folder, in another process, and take it away again.

    Raises DP-OPS-006 with what that process said where it could not.
    """
    with TemporaryDirectory(prefix="desirepath-verify-", dir=backup.resolve().parent) as scratch:
        command = [sys.executable, "-m", "desirepath", "restore", str(backup), "--database", SQLITE]
        done = subprocess.run(  # noqa: S603 - our own program, and no shell
            [*command, "--workspace", f"{scratch}/workspace"], capture_output=True, text=True, check=False
        )
        if done.returncode:
            says = f"it cannot be restored: {done.stderr.strip()[-1500:]}"
            raise BACKUP_BAD.error(says=says, file=str(backup))


def _fill_tables(archive: Archive, scratch: Path) -> dict[str, int]:
    set_up(scratch)
    try:
        if has_tables():
            raise NOT_EMPTY.error(
                says="the database that its settings name has tables already",
                fix="name an empty one with --database postgresql://..., or --database sqlite",
            )
        with (scratch / "database.jsonl").open("rb") as lines:
            rows = load_tables(lines)
    except DatabaseError as error:
        raise DATABASE_NOT_READY.error(says=f"the database cannot be filled: {error}".strip()) from error
    except (ValueError, TypeError, KeyError, StopIteration) as error:
        raise BACKUP_BAD.error(says=f"its tables cannot be read: {error}", file=str(archive.path)) from error
    finally:
        connection.close()
    if rows != archive.about.get("rows"):
        raise BACKUP_BAD.error(says="its tables do not have the rows that were saved", file=str(archive.path))
    return dict(rows)


def _point_to(path: Path, database: str) -> None:
    """Let ``[server]`` in the settings name this database, all else as it is."""
    text = _DATABASE_LINE.sub("", path.read_text("utf-8")) if path.exists() else ""
    if database != SQLITE:
        line = f'database = "{database}"'
        if _SERVER_SECTION.search(text):
            text = _SERVER_SECTION.sub(lambda found: f"{found[0]}\n{line}", text, count=1)
        else:
            text += f"\n[server]\n{line}\n"
    path.write_text(text, "utf-8")
