"""Which files of a log are live: those that its manifest names. All of them are there, and no other stays."""

from __future__ import annotations

from pathlib import Path

from desirepath.log.durable import TEMPORARY
from desirepath.log.kinds import DAMAGED
from desirepath.log.manifest import Manifest, read_manifest
from desirepath.log.segments import remove_files


def how_to_rebuild(what: str) -> str:
    """What helps where a part of a log that nothing else can make again is lost."""
    return (
        f"restore {what} from a backup; without one, move the whole folder away and import the original "
        "files again"
    )


def manifest_path(folder: Path) -> Path:
    """Where the list of the live files of the workspace ``folder`` lies."""
    return folder / "log" / "manifest.json"


def read_complete(folder: Path) -> Manifest:
    """The list of live files, all of which are there. Raises DP-LOG-005.

    An answer without the facts of a lost file would be wrong, and a cache that still knows them would hide
    the loss.
    """
    manifest = read_manifest(manifest_path(folder))
    while missing := [name for name in manifest.names if not _lies_in(folder / "log", name)]:
        newest = read_manifest(manifest_path(folder))
        if newest.names == manifest.names:
            what = "list of known keys" if missing[0].endswith(".keys") else "segment"
            raise DAMAGED.error(
                says=f"the {what} {missing[0]} is missing",
                fix=how_to_rebuild("it"),
                file=str(folder / "log"),
            )
        manifest = newest
    return manifest


def _lies_in(folder: Path, name: str) -> bool:
    return (folder / ("keys" if name.endswith(".keys") else "segments") / name).exists()


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what a crashed writer left in the log's ``folder``: files that the manifest does not name."""
    for part in ("segments", "keys"):
        names = {path.name for path in (folder / part).iterdir()}
        remove_files(folder / part, names - manifest.names)
    remove_files(folder, [path.name for path in folder.glob(f"*{TEMPORARY}")])
