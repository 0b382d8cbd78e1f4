"""Three-way merge of one property's value: what can be kept of both sides, or whose change stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desirepath.model.nodes import ABSENT, Json
from desirepath.model.text_merge import merge_text

PROSE: Final = frozenset({"title", "description", "scenario", "name", "text", "goal", "success", "note"})
"""Properties, and keys inside them, that people type sentences into. Ids, owners, spans are never mixed."""

LONGEST_TEXT: Final = 10_000


@dataclass(frozen=True, slots=True)
class MergedValue:
    """The value to keep; ``is_clean`` says whether it has both sides' changes. If not, what clashes is
    mine.
    """

    value: Json
    is_clean: bool


def merge_values(name: str, base: Json, mine: Json, theirs: Json) -> MergedValue:
    """Merge two changes of the property ``name``, ABSENT standing for a value that is not there.

    Prose merges word by word, a list of texts entry by entry, a mapping key by key; everything else is one
    piece.

    >>> merge_values("channels", ["email"], ["email", "chat"], ["video", "email"])
    MergedValue(value=['email', 'chat', 'video'], is_clean=True)
    >>> merge_values("handoff", {"to": "cs"}, {"to": "csm"}, {"to": "cs", "within": "1d"})
    MergedValue(value={'to': 'csm', 'within': '1d'}, is_clean=True)
    >>> merge_values("within", "2d", "1d", "3d")
    MergedValue(value='1d', is_clean=False)
    """
    if same(mine, theirs) or same(base, theirs):
        return MergedValue(mine, is_clean=True)
    if same(base, mine):
        return MergedValue(theirs, is_clean=True)
    if isinstance(base, str) and isinstance(mine, str) and isinstance(theirs, str) and name in PROSE:
        merged = merge_text(base, mine, theirs)
        if merged.is_clean and merged.text.strip() and len(merged.text) <= LONGEST_TEXT:
            return MergedValue(merged.text, is_clean=True)
    elif all(isinstance(value, dict) for value in (base, mine, theirs)):
        return _merge_mappings(base, mine, theirs)
    elif all(_is_list_of_texts(value) for value in (base, mine, theirs)):
        return _merge_lists(base, mine, theirs)
    return MergedValue(mine, is_clean=False)


def same(one: Json, other: Json) -> bool:
    """Whether two JSON values are the same: like ``==``, but true is not 1. Key order does not matter."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _merge_mappings(base: dict[str, Json], mine: dict[str, Json], theirs: dict[str, Json]) -> MergedValue:
    value: dict[str, Json] = {}
    is_clean = True
    for key in (*mine, *(key for key in theirs if key not in mine)):
        merged = merge_values(key, base.get(key, ABSENT), mine.get(key, ABSENT), theirs.get(key, ABSENT))
        is_clean = is_clean and merged.is_clean
        if merged.value is not ABSENT:
            value[key] = merged.value
    return MergedValue(value, is_clean)


def _merge_lists(base: list[str], mine: list[str], theirs: list[str]) -> MergedValue:
    """Everything both kept or either added; the order of the side that put old entries into another order."""
    if _kept(base, theirs) == _kept(theirs, base):
        frame, other = mine, theirs
    elif _kept(base, mine) == _kept(mine, base):
        frame, other = theirs, mine
    else:
        return MergedValue(mine, is_clean=False)
    value = [entry for entry in frame if entry in other or entry not in base]
    return MergedValue(
        value + [entry for entry in other if entry not in base and entry not in frame], is_clean=True
    )


def _kept(entries: list[str], among: list[str]) -> list[str]:
    return [entry for entry in entries if entry in among]


def _is_list_of_texts(value: Json) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
