"""Writes changed data back into a YAML file: what did not change keeps its very characters."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from desirepath.model.fields import Path, address, field_order
from desirepath.model.journey_map import JourneyMap
from desirepath.model.persona import Persona
from desirepath.model.yaml_comments import Comment, behind_value, beside_of, comment_lines
from desirepath.model.yaml_lines import Lines, column_of, line_end, line_start, split
from desirepath.model.yaml_match import id_of, is_same, match_items, merged_order
from desirepath.model.yaml_text import (
    block_text,
    entry_text,
    flow_text,
    item_text,
    key_text,
    literal_text,
    scalar_text,
)
from desirepath.model.yaml_tree import FORBIDDEN, Collection, Entry, Plain, Scalar, Tree, TreeFile

Piece = tuple[str, str]
"""Lines to stand above an entry, and its own text, whose first line comes without its indentation."""


class Patch:
    """One saving of new data (and comments, where given) into one file."""

    def __init__(self, file: TreeFile, comments: Mapping[str, Comment] | None) -> None:
        self._file = file
        self._text = file.text
        self._comments = comments
        self._movable: dict[tuple[str, str, int], Lines] = {}
        self._root_class = JourneyMap if "stages" in file.root.data else Persona

    def save(self, data: dict[str, Plain]) -> str:
        """The whole new text."""
        root, text = self._file.root, self._text
        if root.flow or not data or not root.entries:
            body = self._flow(root, data) if root.flow else block_text(data) if data else "{}\n"
            return text[: root.start] + body + text[root.end :]
        start = line_start(text, root.start)
        head, lead = text[: self._file.body_start], text[self._file.body_start : start]
        self._collect_movable(root, lead, self._file.body_end, "")
        column = column_of(self._file, root)
        first_lead, body = self._block(root, data, (), lead, self._file.body_end)
        if self._comments is not None:
            body += self._new_tail((), 0)
        if not text.endswith("\n") and self._file.body_end == len(text) and self._comments is None:
            body = body.removesuffix("\n")
        return head + first_lead + " " * column + body + text[self._file.body_end :]

    def _collect_movable(self, collection: Collection, lead: str, end: int, field: str) -> None:
        """Remembers the items that have an id, so that one that moves to another list takes its comments
        along."""
        column = column_of(self._file, collection)
        for lines in split(self._file, collection, lead, end)[0]:
            value = lines.entry.value
            if isinstance(name := id_of(value.data), str) and isinstance(lines.entry.key, int):
                self._movable.setdefault((field, name, column), lines)
            if isinstance(value, Collection) and not value.flow and value.entries:
                inner = field if isinstance(lines.entry.key, int) else lines.entry.key
                self._collect_movable(value, lines.inner_lead, lines.end, inner)

    # Collections in lines

    def _block(self, old: Collection, new: Any, path: Path, lead: str, end: int) -> Piece:
        """What stands above the first entry, and the text from there on to the end of the collection."""
        parts, tail = split(self._file, old, lead, end)
        column = column_of(self._file, old)
        pieces = (
            self._mapping_pieces(parts, new, path, column)
            if old.is_mapping
            else self._list_pieces(parts, new, path, column)
        )
        if self._comments is not None:
            tail = ""
        body = pieces[0][1]
        for above, text in pieces[1:]:
            body += above + " " * column + text
        return pieces[0][0], body + _ended(tail)

    def _mapping_pieces(
        self, parts: list[Lines], new: dict[str, Plain], path: Path, column: int
    ) -> list[Piece]:
        by_key = {lines.entry.key: lines for lines in parts}
        kept = [str(lines.entry.key) for lines in parts if lines.entry.key in new]
        order = merged_order(kept, list(new), field_order(self._root_class, path))
        return [self._entry(by_key.get(key), new[key], (*path, key), column) for key in order]

    def _list_pieces(self, parts: list[Lines], new: list[Plain], path: Path, column: int) -> list[Piece]:
        field = next((part for part in reversed(path) if isinstance(part, str)), "")
        matched = match_items([lines.entry.value.data for lines in parts], new)
        pieces = []
        for index, (item, found) in enumerate(zip(new, matched, strict=True)):
            lines = parts[found] if found is not None else None
            if lines is None and isinstance(name := id_of(item), str):
                lines = self._movable.get((field, name, column))
            pieces.append(self._entry(lines, item, (*path, index), column))
        return pieces

    def _entry(self, lines: Lines | None, new: Plain, path: Path, column: int) -> Piece:
        if lines is None:
            piece = ("", self._fresh(new, path, column))
        elif self._comments is None and is_same(lines.entry.value.data, new):
            piece = (lines.lead, _ended(self._text[lines.entry.start : lines.end]))
        else:
            piece = self._changed(lines, new, path, column)
        return piece if self._comments is None else self._with_comments(piece, lines, path, column)

    def _fresh(self, new: Plain, path: Path, column: int) -> str:
        field = next((part for part in reversed(path) if isinstance(part, str)), "")
        if (
            self._comments is not None
            and isinstance(new, dict | list)
            and new
            and self._has_comments_below(path)
        ):
            return self._fresh_with_comments(new, path, column, field)
        if isinstance(path[-1], int):
            return item_text(new, column=column, field=field)
        return entry_text(key_text(path[-1]), new, column=column, field=field)

    def _fresh_with_comments(
        self, new: dict[str, Plain] | list[Plain], path: Path, column: int, field: str
    ) -> str:
        children: Sequence[tuple[str | int, Plain]]
        children = list(new.items()) if isinstance(new, dict) else list(enumerate(new))
        inner = column + 2
        pieces = [self._entry(None, value, (*path, key), inner) for key, value in children]
        head = "-\n" if isinstance(path[-1], int) else f"{key_text(path[-1])}:\n"
        if head == "-\n" and not pieces[0][0]:
            first, rest = pieces[0][1], pieces[1:]
            return f"- {first}" + "".join(above + " " * inner + text for above, text in rest)
        return head + "".join(above + " " * inner + text for above, text in pieces)

    def _has_comments_below(self, path: Path) -> bool:
        where = address(path)
        return any(key.startswith((f"{where}.", f"{where}[")) for key in self._comments or ())

    def _changed(self, lines: Lines, new: Plain, path: Path, column: int) -> Piece:
        entry, value = lines.entry, lines.entry.value
        behind = self._behind(lines)
        if isinstance(value, Collection) and not value.flow:
            if _is_alike(value, new) and value.entries:
                first_lead, body = self._block(value, new, path, lines.inner_lead, lines.end)
                indent = " " * column_of(self._file, value)
                if not lines.head.endswith("\n") and (first_lead == "" or self._comments is None):
                    return lines.lead + first_lead, lines.head + body
                if not lines.head.endswith("\n"):
                    return lines.lead, lines.head.rstrip(" ") + "\n" + first_lead + indent + body
                return lines.lead, lines.head + first_lead + indent + body
            beside = beside_of(self._file, lines)
            return lines.lead, _beside(self._fresh(new, path, column), f"  {beside}" if beside else "")
        before_value = self._text[entry.start : value.start]
        if isinstance(value, Collection) and _is_alike(value, new) and self._text[value.start] in "{[":
            inner = _flow_comments(self._text[value.start : value.end])
            hoisted = "".join(f"{' ' * column}{comment}\n" for comment in inner)
            if hoisted:
                return lines.lead + hoisted, before_value + flow_text(new) + behind
            return lines.lead, before_value + self._flow(value, new) + behind
        is_bare = isinstance(value, Scalar) and value.end > value.start and not isinstance(new, dict | list)
        if (
            isinstance(value, Scalar)
            and is_bare
            and not before_value.startswith("?")
            and "\n" not in before_value
        ):
            return lines.lead, before_value + self._scalar(value, new, column + 2) + behind
        fresh = self._fresh(new, path, column)
        beside = self._text[value.end : line_end(self._text, value.end)].rstrip("\n")
        if "\n" in self._text[value.end - 1 : value.end]:
            beside = ""
        return lines.lead, _beside(fresh, beside) + _ended(behind_value(self._file, lines))

    def _behind(self, lines: Lines) -> str:
        """Everything from the end of a bare value to the end of its entry, beginning with its line's own
        end."""
        end = lines.entry.value.end
        if self._text[end - 1 : end] == "\n":
            return "\n" + self._text[end : lines.end]
        return _ended(self._text[end : lines.end]) or "\n"

    def _scalar(self, old: Scalar, new: Plain, column: int) -> str:
        assert not isinstance(new, dict | list)
        if isinstance(new, str):
            if old.style in ("|", ">") and (literal := literal_text(new, column=column)):
                return literal
            if old.style in ("'", '"'):
                return scalar_text(new, quote=old.style)
            if literal := literal_text(new, column=column):
                return literal
        return scalar_text(new)

    # Collections in brackets

    def _flow(self, old: Tree, new: Plain) -> str:
        """The text of a value in brackets, changed as little as may be."""
        text = self._text[old.start : old.end]
        if is_same(old.data, new):
            return text
        if isinstance(old, Scalar):
            quote = old.style if old.style in ("'", '"') else ""
            return (
                scalar_text(new, flow=True, quote=quote)
                if not isinstance(new, dict | list)
                else flow_text(new)
            )
        if not _is_alike(old, new) or text[:1] not in "{[" or _flow_comments(text):
            return flow_text(new)
        if old.is_mapping:
            return self._flow_mapping(old, new)
        return self._flow_list(old, new)

    def _flow_mapping(self, old: Collection, new: Any) -> str:
        by_key = {entry.key: entry for entry in old.entries}
        kept = [str(entry.key) for entry in old.entries if entry.key in new]
        if len(kept) == len(new) == len(old.entries) and all(_is_written(entry) for entry in old.entries):
            return self._spliced(old, [(entry.value, new[entry.key]) for entry in old.entries])
        parts = []
        for key in merged_order(kept, list(new), ()):
            entry = by_key.get(key)
            if entry is None or not _is_written(entry):
                parts.append(flow_text({key: new[key]})[1:-1])
            else:
                parts.append(self._text[entry.start : entry.value.start] + self._flow(entry.value, new[key]))
        return self._bracketed(old, parts)

    def _flow_list(self, old: Collection, new: Any) -> str:
        matched = match_items(old.data, new)
        if matched == list(range(len(old.entries))):
            return self._spliced(old, [(e.value, item) for e, item in zip(old.entries, new, strict=True)])
        parts = [
            flow_text(item) if found is None else self._flow(old.entries[found].value, item)
            for item, found in zip(new, matched, strict=True)
        ]
        return self._bracketed(old, parts)

    def _spliced(self, old: Collection, changes: list[tuple[Tree, Plain]]) -> str:
        written, position = "", old.start
        for value, new in changes:
            written += self._text[position : value.start] + self._flow(value, new)
            position = value.end
        return written + self._text[position : old.end]

    def _bracketed(self, old: Collection, parts: list[str]) -> str:
        left, right = self._text[old.start], self._text[old.end - 1]
        pad = " " if parts and self._text[old.start + 1] == " " and old.entries else ""
        return f"{left}{pad}{', '.join(parts)}{pad}{right}"

    # Comments that are given

    def _with_comments(self, piece: Piece, lines: Lines | None, path: Path, column: int) -> Piece:
        comment = (self._comments or {}).get(address(path), {})
        lead, text = piece
        if comment_lines(lead) != comment.get("before", []):
            blank = lead[: len(lead) - len(lead.lstrip("\n"))] if lines else ""
            lead = blank + "".join(
                f"{' ' * column}{line}\n" for line in _as_comments(comment.get("before", []))
            )
        if lines is not None:
            text = self._mended(text, lines, comment)
        elif beside := "".join(_as_comments([comment.get("beside", "")])):
            text = _beside(text, f"  {beside}")
        return lead, text + self._new_tail(path, column + 2)

    def _mended(self, text: str, lines: Lines, comment: Comment) -> str:
        """The entry's text with its old comments, beside and behind, replaced by the wanted one beside."""
        old, wanted = beside_of(self._file, lines), "".join(_as_comments([comment.get("beside", "")]))
        if not _is_in_lines(lines.entry.value) and (behind := behind_value(self._file, lines)):
            text = text.removesuffix(_ended(behind))
        if old == wanted:
            return text
        first, newline, rest = text.partition("\n")
        last, _, only = text.rstrip("\n").rpartition("\n")
        if old and first.endswith(old):
            return first.removesuffix(old).rstrip() + (f"  {wanted}" if wanted else "") + newline + rest
        if old and only.endswith(old):
            ending = only.removesuffix(old).rstrip() + (f"  {wanted}" if wanted else "")
            return (f"{last}\n" if last else "") + ending + "\n"
        return _beside(text, f"  {wanted}")

    def _new_tail(self, path: Path, column: int) -> str:
        after = _as_comments((self._comments or {}).get(address(path), {}).get("after", []))
        return "".join(f"{' ' * column}{line}\n" for line in after)


def _as_comments(lines: Sequence[str]) -> list[str]:
    """The lines as comments, whatever they hold: what is no comment must not become data."""
    clean = (" ".join(FORBIDDEN.sub(" ", line).splitlines()).strip() for line in lines)
    return [line if line.startswith("#") else f"# {line}" for line in clean if line]


def _is_alike(old: Collection, new: Plain) -> bool:
    return isinstance(new, dict if old.is_mapping else list) and bool(new)


def _is_in_lines(value: Tree) -> bool:
    return isinstance(value, Collection) and not value.flow


def _is_written(entry: Entry) -> bool:
    return entry.value.end > entry.value.start


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else f"{text}\n"


def _beside(text: str, comment: str) -> str:
    """The text with a comment behind its first line; of a text in several lines that is the line of its
    key."""
    if not comment.strip():
        return text
    first, newline, rest = text.partition("\n")
    if rest.strip() and not first.endswith((":", "|", "|-", "-")):
        return text
    return f"{first}{comment}{newline}{rest}"


_IN_BRACKETS = re.compile(
    r"""(?P<quoted>(?<=[{\[,:\s])(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'))|(?P<comment>(?<=\s)\#[^\n]*)""",
    re.DOTALL,
)


def _flow_comments(text: str) -> list[str]:
    """The comments inside brackets: a # behind a blank, outside of quotes."""
    return [match.group() for match in _IN_BRACKETS.finditer(text) if match.lastgroup == "comment"]
