"""Which new thing is which old one: the pairing that lets comments follow what they are about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desirepath.model.yaml_tree import Plain


def is_same(one: Plain, other: Plain) -> bool:
    """Whether two plain values say the same. 1 and true differ, and so do 1 and 1.0; the order of keys says
    nothing.

    >>> is_same({"a": 1, "b": [True]}, {"b": [True], "a": 1}), is_same([1], [True]), is_same(1, 1.0)
    (True, False, False)
    """
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(is_same(a, b) for a, b in zip(one, other, strict=True))
    return type(one) is type(other) and one == other


def match_items(old: Sequence[Plain], new: Sequence[Plain]) -> list[int | None]:
    """For each new item the old one it is (an index), or None: by id, by being equal, by text, by position.

    >>> match_items([{"id": "a"}, "x", "y", "z"], ["y", {"id": "a", "name": "A"}, "new", "zz"])
    [2, 0, None, 3]
    """
    matched: list[int | None] = [None] * len(new)
    free = dict(enumerate(old))

    def pair(fits: Callable[[int, Plain, int, Plain], bool]) -> None:
        for index, item in enumerate(new):
            if matched[index] is None:
                found = next(
                    (number for number, other in free.items() if fits(index, item, number, other)), None
                )
                if found is not None:
                    matched[index] = found
                    del free[found]

    pair(lambda _, item, __, other: id_of(item) is not None and id_of(item) == id_of(other))
    pair(lambda _, item, __, other: id_of(item) is None and is_same(item, other))
    pair(
        lambda _, item, __, other: _has_text(item) and _has_text(other) and _text_of(item) == _text_of(other)
    )
    pair(lambda index, item, number, other: index == number and _form(item) == _form(other))
    return matched


def merged_order(kept: list[str], new: list[str], stable: Sequence[str]) -> list[str]:
    """The kept keys in their order, with each new one behind the nearest that comes before it in the stable
    order."""
    order = list(kept)
    ranks = {name: rank for rank, name in enumerate(stable)}
    for key in new:
        if key in order:
            continue
        if key not in ranks:
            order.append(key)
            continue
        before = [index for index, other in enumerate(order) if ranks.get(other, len(ranks)) < ranks[key]]
        order.insert(before[-1] + 1 if before else 0, key)
    return order


def id_of(item: Plain) -> str | None:
    """The id of a mapping that has one."""
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) else None


def _has_text(item: Plain) -> bool:
    return id_of(item) is None and _text_of(item) is not None


def _text_of(item: Plain) -> str | None:
    text = item.get("text") if isinstance(item, dict) else item
    return text if isinstance(text, str) else None


def _form(item: Plain) -> str:
    return "mapping" if isinstance(item, dict) else "list" if isinstance(item, list) else "bare"
