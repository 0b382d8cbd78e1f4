"""Brings a folder and a workspace together, file by file: what each side changed is kept, and where both
changed the same, nothing is overwritten and both are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from desirepath.base.problem import DesirepathError
from desirepath.cli.clash_words import say_clashes
from desirepath.cli.client import RefusedError
from desirepath.cli.folder import Folder, Kind, Origin, digest, write_file
from desirepath.cli.remote import Remote, Version
from desirepath.cli.workspace_kinds import BOTH_CHANGED, NOT_FROM_HERE
from desirepath.model.map_file import read_map_text
from desirepath.model.merge_files import (
    MergedFile,
    merge_maps,
    merge_maps_keeping_mine,
    merge_personas,
    merge_personas_keeping_mine,
)
from desirepath.model.persona_file import read_persona_text

KINDS: Final[tuple[Kind, ...]] = ("persona", "map")
"""Personas first: maps name them."""
Side = Literal["here", "workspace"]
_PICTURE: Final = re.compile(r"\battachments/([0-9a-f]{20}\.[a-z]{3,4})\b")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file, in words; ``details`` are lines below it. ``is_wrong``: somebody must act."""

    path: str
    says: str
    details: Sequence[str] = ()
    is_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Sync:
    """A folder and its workspace. ``is_rehearsal``: everything is found out, and nothing written.

    ``kept`` decides where both changed the same (None: nothing does, and it is shown).
    """

    folder: Folder
    remote: Remote
    is_rehearsal: bool = False
    kept: Side | None = None

    def pull(self) -> Iterator[Outcome]:
        """Bring what is new in the workspace into the folder."""
        for kind in KINDS:
            there = set()
            for name in sorted(self.remote.ids(kind)):
                there.add(name)
                yield self._guarded(kind, name, self._pull)
            for known, name in sorted(self.folder.origins):
                if known == kind and name not in there:
                    says = "is not in the workspace any more, or not for you to see; the file stays"
                    yield Outcome(self._shown(kind, name), says)

    def push(self) -> Iterator[Outcome]:
        """Send what was changed in the folder to the workspace."""
        for kind in KINDS:
            seen: dict[str, Path] = {}
            for path in self.folder.files(kind):
                yield self._push_file(kind, path, seen)
            for known, name in sorted(self.folder.origins):
                if known == kind and name not in seen and not self.folder.file_of(kind, name).exists():
                    says = "is gone here; the workspace keeps it (archive or delete it there)"
                    yield Outcome(self._shown(kind, name), says)

    def _guarded(self, kind: Kind, name: str, work: Callable[[Kind, str], Outcome]) -> Outcome:
        """One file's trouble is not the others'."""
        try:
            return work(kind, name)
        except RefusedError as error:
            return Outcome(self._shown(kind, name), "refused", tuple(map(str, error.problems)), is_wrong=True)

    def _shown(self, kind: Kind, name: str) -> str:
        return self.folder.relative(self.folder.file_of(kind, name))

    # Pulling

    def _pull(self, kind: Kind, name: str) -> Outcome:
        path, origin = self.folder.file_of(kind, name), self.folder.origins.get((kind, name))
        shown = self.folder.relative(path)
        now = self.remote.now(kind, name)
        if not path.exists():
            if origin is not None:
                return Outcome(shown, "was removed here; it is left so (take it back from git, then pull)")
            return self._take(kind, name, now, None, "new")
        here = path.read_bytes()
        if here == now.text.encode():
            self._remember(kind, name, now)
            return Outcome(shown, "is the same")
        if origin is None:
            return _wrong(shown, str(NOT_FROM_HERE.at(says=f"the workspace has another {name}")))
        if digest(here) == origin.sha256:
            return self._take(kind, name, now, here, "brought up to date")
        if (origin.revision, origin.era) == (now.revision, now.era):
            return Outcome(shown, "is changed here; push sends it")
        merged = self._merge(kind, name, origin, _text(here), now)
        if isinstance(merged, Outcome):
            return merged
        return self._take(kind, name, now, here, "merged with your changes", merged.text)

    def _take(
        self, kind: Kind, name: str, now: Version, here: bytes | None, says: str, text: str | None = None
    ) -> Outcome:
        """Write a file whose content was ``here`` (None: there was none), unless that changed just now."""
        path = self.folder.file_of(kind, name)
        if self.is_rehearsal:
            return Outcome(self.folder.relative(path), f"would be {says}")
        if (path.read_bytes() if path.exists() else None) != here:
            return _wrong(self.folder.relative(path), "was changed just now; pull again")
        write_file(path, (now.text if text is None else text).encode())
        self._remember(kind, name, now)
        pictures = self._fetch_pictures(name, path, now.text) if kind == "map" else ()
        return Outcome(self.folder.relative(path), says, pictures)

    def _fetch_pictures(self, name: str, path: Path, text: str) -> Sequence[str]:
        """The map's pictures, beside it, as far as they are not there; a picture's content never changes."""
        told = []
        for file in dict.fromkeys(_PICTURE.findall(text)):
            beside = path.parent / "attachments" / file
            if beside.exists():
                continue
            try:
                write_file(beside, self.remote.picture(name, file))
            except RefusedError:
                told.append(f"the picture attachments/{file} is not in the workspace any more")
        return told

    # Pushing

    def _push_file(self, kind: Kind, path: Path, seen: dict[str, Path]) -> Outcome:
        shown = self.folder.relative(path)
        here = path.read_bytes()
        try:
            read = read_map_text if kind == "map" else read_persona_text
            name = read(here, shown).id
        except DesirepathError as error:
            lines = tuple(f"{problem.place}: {problem}" for problem in error.problems)
            return Outcome(shown, "cannot be sent", lines, is_wrong=True)
        if name in seen:
            return _wrong(shown, f"has the id {name!r}, which {self.folder.relative(seen[name])} has too")
        seen[name] = path
        origin = self.folder.origins.get((kind, name))
        if origin is not None and self.folder.path / origin.path != path:
            # It was moved or renamed here.
            origin = Origin(shown, origin.revision, origin.era, origin.sha256)
            if not self.is_rehearsal:
                self.folder.remember(kind, name, origin)
        if origin is not None and digest(here) == origin.sha256:
            return Outcome(shown, "has nothing new")
        try:
            return self._send(kind, name, path, here, origin)
        except RefusedError as error:
            return Outcome(shown, "refused", tuple(map(str, error.problems)), is_wrong=True)

    def _send(self, kind: Kind, name: str, path: Path, here: bytes, origin: Origin | None) -> Outcome:
        shown, text = self.folder.relative(path), _text(here)
        if origin is None:
            return self._send_new(kind, name, path, here)
        now = self.remote.now(kind, name)
        base = origin.revision
        if now.text == text:
            self._remember(kind, name, now, path)
            return Outcome(shown, "is in the workspace already")
        if (now.revision, now.era) != (origin.revision, origin.era):
            merged = self._merge(kind, name, origin, text, now)
            if isinstance(merged, Outcome):
                return merged
            if kind == "persona":
                text, base = merged.text, now.revision
        if self.is_rehearsal:
            return Outcome(shown, "would be sent" + ("" if now.revision == base else ", and merged there"))
        return self._sent(kind, name, path, here, self.remote.send(kind, name, text, base))

    def _send_new(self, kind: Kind, name: str, path: Path, here: bytes) -> Outcome:
        shown = self.folder.relative(path)
        if self.is_rehearsal:
            return Outcome(shown, "would be sent as a new one")
        try:
            revision = self.remote.make(kind, name, _text(here))
        except RefusedError as error:
            if error.status != 409:
                raise
            now = self.remote.now(kind, name)  # 404: of this id there is one that is not for you to see
            if now.text.encode() == here:
                self._remember(kind, name, now, path)
                return Outcome(shown, "is in the workspace already")
            return _wrong(shown, str(NOT_FROM_HERE.at(says=f"the workspace has another {name}")))
        return self._sent(kind, name, path, here, revision, "sent as a new one")

    def _sent(
        self, kind: Kind, name: str, path: Path, here: bytes, revision: int, says: str = "sent"
    ) -> Outcome:
        """Remember what the workspace made of it. Where it kept others' changes beside ours, the file here
        gets them too: ours are in it."""
        shown = self.folder.relative(path)
        made = self.remote.at(kind, name, revision)
        if made.text.encode() == here:
            self._remember(kind, name, made, path)
            return Outcome(shown, says)
        if path.read_bytes() == here:
            write_file(path, made.text.encode())
        self._remember(kind, name, made, path)
        return Outcome(shown, f"{says}, and merged with what others did since")

    # Both

    def _merge(self, kind: Kind, name: str, origin: Origin, mine: str, now: Version) -> MergedFile | Outcome:
        """What both sides did, together; or, where they clash, the outcome that says where."""
        shown = self._shown(kind, name)
        base = self.remote.at(kind, name, origin.revision) if origin.revision <= now.revision else None
        if base is None or origin.era != now.era or digest(base.text.encode()) != origin.sha256:
            says = "the workspace's history was rewritten since this file was made"
            return _wrong(shown, str(NOT_FROM_HERE.at(says=says)))
        merge = merge_maps if kind == "map" else merge_personas
        try:
            merged = merge(base.text, mine, now.text)
        except DesirepathError as error:
            lines = tuple(f"{shown}:{problem.line or ''}: {problem}" for problem in error.problems)
            return Outcome(shown, "cannot be merged", lines, is_wrong=True)
        if merged.clashes and self.kept is not None:
            return MergedFile(_decided(kind, base.text, mine, now.text, self.kept))
        if merged.clashes:
            lines = say_clashes(self.remote, kind, name, merged.clashes, since=origin.revision)
            return Outcome(shown, str(BOTH_CHANGED.at()), lines, is_wrong=True)
        return merged

    def _remember(self, kind: Kind, name: str, made: Version, path: Path | None = None) -> None:
        if not self.is_rehearsal:
            shown = self.folder.relative(path or self.folder.file_of(kind, name))
            sha256 = digest(made.text.encode())
            self.folder.remember(kind, name, Origin(shown, made.revision, made.era, sha256))


def _decided(kind: Kind, base: str, mine: str, theirs: str, kept: Side) -> str:
    merge = merge_maps_keeping_mine if kind == "map" else merge_personas_keeping_mine
    return merge(base, mine, theirs) if kept == "here" else merge(base, theirs, mine)


def _wrong(path: str, says: str) -> Outcome:
    return Outcome(path, says, is_wrong=True)


def _text(content: bytes) -> str:
    """A file's text; of one that is not UTF-8, something that no reader takes for a map."""
    return content.decode("utf-8", errors="surrogateescape")
