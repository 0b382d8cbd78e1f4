"""A YAML file as people keep it: its data, where each thing stands, its comments, and how it takes a change.

A change touches what changed. All else keeps its very characters: comments, quotes, order, blank lines, long
lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from desirepath.base.problem import DesirepathError
from desirepath.model.fields import Path, address
from desirepath.model.yaml_comments import Comment as Comment
from desirepath.model.yaml_comments import read_comments
from desirepath.model.yaml_match import is_same
from desirepath.model.yaml_patch import Patch
from desirepath.model.yaml_text import block_text
from desirepath.model.yaml_tree import Collection, Plain, TreeFile, read_tree


@dataclass(frozen=True)
class Document:
    """A read file. ``data`` is what it says, as JSON would say it (a day is a text like ``2026-09-30``)."""

    text: str
    data: dict[str, Plain]
    file: str | None = None
    _tree: TreeFile = field(repr=False, kw_only=True)

    @classmethod
    def read(cls, source: str | bytes, file: str | None = None) -> Document:
        """Read a YAML text. Raises DP-MAP-002 to -013, each with line and column.

        >>> document = Document.read("id: a  # ours\\nstages: []\\n")
        >>> document.data, document.locate("stages[0].steps"), document.comments()
        ({'id': 'a', 'stages': []}, (2, 1), {'id': {'beside': '# ours'}})
        """
        tree = read_tree(source, file=file)
        text = source.decode("utf-8") if isinstance(source, bytes) else source
        return cls(text, tree.root.data, file, _tree=tree)

    def locate(self, where: str) -> tuple[int, int] | None:
        """Line and column (from 1) of an address; of one that is not there, those of the nearest thing above
        it."""
        while where and where not in self._places:
            where = where[: max(where.rfind("."), where.rfind("["), 0)]
        return self._tree.position(self._places[where] if where else self._tree.root.start)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where each address begins: a key where it is written, an item of a list at its first letter."""
        found: dict[str, int] = {}
        waiting: list[tuple[Path, Collection]] = [((), self._tree.root)]
        while waiting:
            path, collection = waiting.pop()
            for entry in collection.entries:
                here = (*path, entry.key)
                found.setdefault(address(here), entry.start if collection.is_mapping else entry.value.start)
                if isinstance(entry.value, Collection):
                    waiting.append((here, entry.value))
        return found

    def comments(self) -> dict[str, Comment]:
        """The comments by the address of what they are about; those at the end of the file are after
        ``""``."""
        found: dict[str, Comment] = {}
        for path, comment in read_comments(self._tree):
            found[address(path)] = comment
        return found

    def save(self, data: Mapping[str, Plain], comments: Mapping[str, Comment] | None = None) -> str:
        """The text that says ``data``. With ``comments``: exactly those; without: each stays with its thing.

        Items of lists are told by their ``id``, else by their ``text``, else by being equal, else by their
        position. Saving what the file says already gives its very text.

        >>> document = Document.read("# ours\\nid: a  # short\\ntags: [ x,  y ]\\n")
        >>> print(document.save({"id": "b", "tags": ["x", "y"]}), end="")
        # ours
        id: b  # short
        tags: [ x,  y ]
        """
        wanted = dict(data)
        if is_same(wanted, self.data) and (comments is None or dict(comments) == self.comments()):
            return self.text
        new = Patch(self._tree, comments).save(wanted)
        if not _says(new, wanted):
            new = block_text(wanted)
        return self._with_line_ends(new)

    def _with_line_ends(self, text: str) -> str:
        mark = "\ufeff" if self.text.startswith("\ufeff") else ""
        return mark + (text.replace("\n", "\r\n") if "\r\n" in self.text else text)


def _says(text: str, data: dict[str, Plain]) -> bool:
    try:
        return is_same(read_tree(text).root.data, data)
    except DesirepathError:
        return False
