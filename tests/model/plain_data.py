"""Strategies for plain data as a YAML file can say it, and edits of such data."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

HERE = Path(__file__).parent
RICH = HERE / "rich.journey.yaml"
SHARED = HERE.parents[2] / "shared" / "examples" / "onboarding.journey.yaml"

AWKWARD = [
    "", " ", "yes", "null", "~", "12", "1e3", "0x1f", ".5", "-", "- a", "? b", "a: b", "a #b",
    "#c", "a:", ":a", "it's",
    '"q"', "a\nb", "a\n\nb\n", "\na", " a", "a ", "a\tb", "\u2028", "\x85", "\ufeff", "\x00",
    "é", "着く", "שלום", "👩‍🔧",
    "[x", "{y", "x]", "x}", "a,b", "&a", "*a", "!t", "%d", "@h", "`k", "|", ">", "--- a", "...",
    "2026-09-30", "<<", "=",
    "True", ".inf", "a\n b\nc", "a \nb", "x" * 200, "a\\b", "\U0001f600", "kick-off\n",
    "http://x.y/z?a=b#c", "a\r\nb",
]  # fmt: skip

texts = st.sampled_from(AWKWARD) | st.text(max_size=12)
numbers = st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False)
scalars = texts | numbers | st.booleans() | st.none()
keys = st.sampled_from(["id", "text", "a", "b", "x-y", "stages", "name"]) | texts
data = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)
mappings = st.dictionaries(keys, data, max_size=5)


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """All paths into the data."""
    found = [path] if path else []
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in children:
        found += places(inner, (*path, key))
    return found


def get(value: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        value = value[part]
    return value


@st.composite
def edited(draw: st.DrawFn, value: dict[str, Any], *, edits: int = 4) -> dict[str, Any]:
    """The data after a few edits of every sort."""
    new = copy.deepcopy(value)
    for _ in range(draw(st.integers(1, edits))):
        paths = places(new)
        if not paths:
            break
        path = draw(st.sampled_from(paths))
        parent, last = get(new, path[:-1]), path[-1]
        match draw(st.sampled_from(["set", "delete", "add", "move", "copy", "shorten"])):
            case "set":
                parent[last] = draw(data)
            case "delete":
                del parent[last]
            case "add":
                if isinstance(parent, list):
                    parent.insert(draw(st.integers(0, len(parent))), draw(data))
                else:
                    parent[draw(keys)] = draw(data)
            case "move":
                if isinstance(parent, list):
                    elsewhere: bool = draw(st.booleans())
                    item = parent.pop(int(last))
                    lists = [p for p in places(new) if isinstance(get(new, p), list)]
                    target = get(new, draw(st.sampled_from(lists))) if lists and elsewhere else parent
                    target.insert(draw(st.integers(0, len(target))), item)
            case "copy":
                parent[last] = copy.deepcopy(get(new, draw(st.sampled_from(paths))))
            case _:
                item = parent[last]
                if isinstance(item, dict) and "text" in item:
                    parent[last] = item["text"]
    return new
