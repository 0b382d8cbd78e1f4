"""A folder of maps and personas that belongs to a workspace, and what it remembers: which version of the
workspace's each file was made from.

The memory lies in ``.desirepath/workspace.json``; it holds no secrets, and belongs into git beside the files.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final, Literal

from desirepath.cli.workspace_kinds import BAD_SYNC_STATE
from desirepath.log.durable import write_durably

Kind = Literal["map", "persona"]
ENDINGS: Final[Mapping[Kind, str]] = {"map": ".journey.yaml", "persona": ".persona.yaml"}
_STATE: Final = ".desirepath/workspace.json"
_FORMAT: Final = 1
_ID: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a file was made from: the workspace's text of ``revision``, whose hash is ``sha256``.

    ``era`` names the stretch of history that the revision counts in.
    """

    path: str
    revision: int
    era: str
    sha256: str


@dataclass(slots=True)
class Folder:
    """The folder and its memory. ``origins`` are by kind and id."""

    path: Path
    server: str = ""
    origins: dict[tuple[Kind, str], Origin] = field(default_factory=dict)

    @classmethod
    def open(cls, path: Path) -> Folder:
        """What the folder remembers; nothing, where it never met a workspace. Raises DP-CLI-025."""
        state = path / _STATE
        if not state.exists():
            return cls(path)
        try:
            found = json.loads(state.read_text("utf-8"))
            if found["format"] != _FORMAT:
                raise ValueError(f"it is of format {found['format']}")
            origins = {_key(name): _origin(one) for name, one in found["files"].items()}
            return cls(path, str(found["server"]), origins)
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise BAD_SYNC_STATE.error(says=f"it cannot be read: {error}", file=str(state)) from error

    def remember(self, kind: Kind, name: str, origin: Origin) -> None:
        """Keep what a file was made from, on the disk."""
        if self.origins.get((kind, name)) == origin:
            return
        self.origins[kind, name] = origin
        self.save()

    def save(self) -> None:
        """Write the memory, one line a file, so that git can merge it."""
        files = {f"{kind}:{name}": asdict(one) for (kind, name), one in self.origins.items()}
        lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(files[name])}" for name in sorted(files))
        inner = f"\n{lines}\n " if lines else ""
        text = (
            f'{{\n "format": {_FORMAT},\n "server": {json.dumps(self.server)},\n "files": {{{inner}}}\n}}\n'
        )
        write_file(self.path / _STATE, text.encode())

    def file_of(self, kind: Kind, name: str) -> Path:
        """Where a map or persona lies, or would lie."""
        origin = self.origins.get((kind, name))
        if origin is not None:
            return self.path / origin.path
        below = "personas/" if kind == "persona" else ""
        return self.path / f"{below}{name}{ENDINGS[kind]}"

    def relative(self, path: Path) -> str:
        """A file's path as it is remembered and shown."""
        return path.relative_to(self.path).as_posix()

    def files(self, kind: Kind) -> Iterator[Path]:
        """The files of a kind in the folder and below it, but for hidden folders."""
        for path in sorted(self.path.rglob(f"*{ENDINGS[kind]}")):
            inside = path.relative_to(self.path).parts
            if path.is_file() and not any(part.startswith(".") for part in inside):
                yield path


def is_id(name: str) -> bool:
    """Whether a name can be an id, and so the name of a file.

    >>> is_id("relay-onboarding"), is_id("../passwd"), is_id(".ssh")
    (True, False, False)
    """
    return _ID.fullmatch(name) is not None


def write_file(path: Path, content: bytes) -> None:
    """Write a file, wholly or not at all; its folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_durably(path, lambda file: file.write(content))


def digest(content: bytes) -> str:
    """The hash by which a file is known to be as it came."""
    return hashlib.sha256(content).hexdigest()


def _key(name: str) -> tuple[Kind, str]:
    kind, _, own = name.partition(":")
    if kind not in ENDINGS or not is_id(own):
        raise ValueError(f"{name!r} is neither a map nor a persona")
    return ("map" if kind == "map" else "persona"), own


def _origin(found: Mapping[str, Any]) -> Origin:
    path = PurePosixPath(str(found["path"]))
    if path.is_absolute() or ".." in path.parts or not path.name.endswith(tuple(ENDINGS.values())):
        raise ValueError(f"{path} is no file of this folder")
    return Origin(str(path), int(found["revision"]), str(found["era"]), str(found["sha256"]))
