"""Says where both sides changed the same: the place, both values, and who did it over there, when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from desirepath.base.problem import visible
from desirepath.cli.client import RefusedError
from desirepath.cli.folder import Kind
from desirepath.cli.remote import Remote
from desirepath.model.merge_files import Clash
from desirepath.model.nodes import ABSENT

_LONGEST: Final = 200


def say_clashes(
    remote: Remote, kind: Kind, name: str, clashes: Sequence[Clash], *, since: int
) -> tuple[str, ...]:
    """Three lines a clash: the place, what stands here, what stands in the workspace and who wrote it."""
    lines = []
    writers = _Writers(remote, name, since) if kind == "map" else None
    for clash in clashes:
        who = writers.of(clash) if writers else ""
        lines += [
            visible(clash.place),
            f"  here:      {_say(clash.mine)}",
            f"  workspace: {_say(clash.theirs)}" + (f"  ({visible(who)})" if who else ""),
        ]
    return tuple(lines)


class _Writers:
    """Who wrote what, as far as the workspace tells."""

    def __init__(self, remote: Remote, name: str, since: int) -> None:
        try:
            self._nodes, self._by_revision = remote.nodes(name), remote.writers(name, since)
        except RefusedError:
            self._nodes, self._by_revision = {}, {}

    def of(self, clash: Clash) -> str:
        """Who wrote the other side of a clash, and when; empty where nobody knows."""
        node = self._nodes.get(clash.node) or self._card(clash)
        if node is None:
            return ""
        written = node.get("removed") or (node.get("written") or {}).get(clash.property) or {}
        return self._by_revision.get(written.get("revision", -1), "")

    def _card(self, clash: Clash) -> Mapping[str, Any] | None:
        """A card of the workspace's own naming, known by what it says."""
        found = [
            node
            for node in self._nodes.values()
            if node["kind"] == "card" and node["properties"].get(clash.property) == clash.theirs
        ]
        return found[0] if len(found) == 1 and clash.node.startswith("card:") else None


def _say(value: Any) -> str:
    if value is ABSENT:
        return "(taken away)"
    text = value if isinstance(value, str) else str(value)
    return visible(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}...").replace("\n", "\\n")
