"""A backup of a whole workspace while it runs: the database at one instant, then the log and the uploads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings

from desirepath import __version__
from desirepath.log.durable import TEMPORARY
from desirepath.log.manifest import read_manifest
from desirepath.log.workspace import SETTINGS_FILE
from desirepath.server.jobs.kind import Daily, JobKind, Work
from desirepath.server.serving.archive import ArchiveWriter
from desirepath.server.serving.kinds import BACKUP_FAILED, DATABASE_NOT_READY
from desirepath.server.serving.tables import dump_tables, has_tables

_TRIES: Final = 20
_PIECE: Final = 1 << 20
_PREFIX: Final = "desirepath-"


def back_up(folder: Path, output: Path, work: Work | None = None) -> dict[str, Any]:
    """Write a backup of the workspace ``folder`` (Django is set up for it) to ``output``; what is in it.

    An edit acknowledged before it begins is in it. Facts of the log may be a little newer than the database,
    never older. Raises DP-OPS-007 where ``output`` is there already, DP-OPS-008 where it cannot be written.
    """
    if not has_tables():
        raise DATABASE_NOT_READY.error(
            says=f"{folder} has no tables yet", fix="start the server once: it makes them"
        )
    counts: Counter[str] = Counter()
    with ArchiveWriter(output) as archive, ExitStack() as held:
        archive.add("database.jsonl", _stoppable(dump_tables(counts), work))
        generation, log = _hold_log(folder, held)
        for name, file in log.items():
            archive.add(f"log/{name}", _stoppable(_pieces(file), work))
        for name in (SETTINGS_FILE, "secret.key"):
            if (folder / name).exists():
                archive.add(name, [(folder / name).read_bytes()])
        for path in _uploads(folder):
            try:
                with path.open("rb") as file:
                    archive.add(str(path.relative_to(folder)), _stoppable(_pieces(file), work))
            except FileNotFoundError:
                continue  # deleted meanwhile
        about = {
            "version": __version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "rows": dict(counts),
            "generation": generation,
        }
        archive.finish(about)
    return {**about, "file": str(output), "bytes": output.stat().st_size}


def name_of_backup(now: datetime) -> str:
    """What a backup is called that nobody gave a name: by its instant, so that names sort by age.

    >>> name_of_backup(datetime(2026, 1, 31, 2, 30, tzinfo=UTC))
    'desirepath-20260131T023000Z.zip'
    """
    return f"{_PREFIX}{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.zip"


def back_up_daily(work: Work) -> dict[str, Any] | None:
    """The job: a backup into the folder that ``[server] backups`` names, and the oldest taken away."""
    configuration = settings.CONFIGURATION
    if not configuration.backups:
        return None
    place = Path(configuration.backups)
    place = place if place.is_absolute() else configuration.folder / place
    place.mkdir(parents=True, exist_ok=True)
    made = back_up(configuration.folder, place / name_of_backup(datetime.now(UTC)), work)
    for old in sorted(place.glob(f"{_PREFIX}*.zip"))[: -configuration.backups_kept]:
        old.unlink()
    return made


JOBS: Final = (JobKind("serving.backup", "Back up the workspace", back_up_daily, tries=3, every=Daily(2)),)


def _hold_log(folder: Path, held: ExitStack) -> tuple[str, dict[str, IO[bytes]]]:
    """All files of the log at one state of it, held open: what is removed meanwhile can still be read.

    The list of segments comes last, as it is written last.
    """
    log = folder / "log"
    for _ in range(_TRIES):
        before = read_manifest(log / "manifest.json")
        opened = ExitStack()
        try:
            files: dict[str, IO[bytes]] = {
                str(path.relative_to(log)): opened.enter_context(path.open("rb"))
                for path in sorted(log.rglob("*"))
                if path.is_file() and _belongs(path, before.names)
            }
            files["manifest.json"] = opened.enter_context((log / "manifest.json").open("rb"))
        except FileNotFoundError:
            opened.close()
            continue
        is_whole = before.names <= {Path(name).name for name in files}
        if is_whole and read_manifest(log / "manifest.json") == before:
            held.enter_context(opened)
            return before.generation, files
        opened.close()
    raise BACKUP_FAILED.error(says="the log changed again and again while it was read", file=str(log))


def _belongs(path: Path, named: frozenset[str]) -> bool:
    if path.name in ("writer.lock", "manifest.json") or path.name.endswith(TEMPORARY):
        return False
    return path.name in named if path.parent.name in ("segments", "keys") else True


def _uploads(folder: Path) -> Iterator[Path]:
    for part in ("attachments", "rejects"):
        if (folder / part).is_dir():
            yield from sorted(path for path in (folder / part).rglob("*") if path.is_file())


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _stoppable(pieces: Iterator[bytes], work: Work | None) -> Iterator[bytes]:
    for piece in pieces:
        if work is not None:
            work.stop_if_asked()
        yield piece
