"""The maps and personas of a workspace, as files: which there are, their text at a revision, sending one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from desirepath.cli.client import Answer, Client
from desirepath.cli.folder import Kind, is_id
from desirepath.cli.workspace_kinds import WRONG_SERVER_ANSWER

_LISTS: Final[Mapping[Kind, str]] = {"map": "maps", "persona": "personas"}
_MOST_HISTORY: Final = 400


@dataclass(frozen=True, slots=True)
class Version:
    """A file's text at a revision of an era (personas have but one era)."""

    text: str
    revision: int
    era: str


@dataclass(frozen=True, slots=True)
class Remote:
    """The workspace as a shelf of files."""

    client: Client

    def ids(self, kind: Kind) -> Iterator[str]:
        """The ids of all one may see. Raises DP-CLI-023 for one that could be no file's name."""
        for one in self.client.pages(_LISTS[kind], **({"limit": 200} if kind == "map" else {})):
            name = str(one.get("id", "")) if isinstance(one, dict) else ""
            if not is_id(name):
                raise WRONG_SERVER_ANSWER.error(says=f"{name!r} is no id")
            yield name

    def now(self, kind: Kind, name: str) -> Version:
        """The text as it is."""
        return _version(self.client.get(_LISTS[kind], name, "text"))

    def at(self, kind: Kind, name: str, revision: int) -> Version:
        """The text as it was."""
        return _version(self.client.get(_LISTS[kind], name, "text", revision=revision))

    def send(self, kind: Kind, name: str, text: str, base: int) -> int:
        """Send a text that was made from revision ``base``; the revision that has it. Raises RefusedError."""
        body: dict[str, Any] = {"text": text, "base": base}
        if kind == "map":
            # The same text of the same base has the same id: sent again, it is done once.
            body["id"] = "push:" + hashlib.sha256(f"{name}\n{base}\n{text}".encode()).hexdigest()[:40]
        return _revision(self.client.put(_LISTS[kind], name, "text", body=body))

    def make(self, kind: Kind, name: str, text: str) -> int:
        """Make a new one; its revision. Raises RefusedError, with status 409 where there is one."""
        if kind == "persona":
            return self.send(kind, name, text, 0)
        return _revision(self.client.post("maps", body={"text": text}))

    def nodes(self, name: str) -> Mapping[str, Mapping[str, Any]]:
        """The nodes of a map by id, each with who wrote what last."""
        return {str(one["id"]): one for one in self.client.get("maps", name, "nodes").json()["nodes"]}

    def writers(self, name: str, since: int) -> Mapping[int, str]:
        """Who made the edits after a revision, and when, by revision: the latest few hundred."""
        found: dict[int, str] = {}
        for one in self.client.pages("maps", name, "history", limit=100):
            if one["revision"] <= since or len(found) >= _MOST_HISTORY:
                break
            who = one["who"]["name"] if one["who"] else "somebody"
            found[one["revision"]] = f"{who}, {str(one['at'])[:16].replace('T', ' ')}"
        return found

    def picture(self, name: str, file: str) -> bytes:
        """A file of a map."""
        return self.client.get("maps", name, "attachments", file).body


def _version(answer: Answer) -> Version:
    revision = answer.headers.get("x-revision", "")
    if not revision.isdigit():
        raise WRONG_SERVER_ANSWER.error(says="the answer does not say its revision")
    return Version(answer.text(), int(revision), answer.headers.get("x-era", ""))


def _revision(made: Any) -> int:
    try:
        return int(made["revision"])
    except (TypeError, KeyError, ValueError) as error:
        raise WRONG_SERVER_ANSWER.error(says="the answer does not say its revision") from error
