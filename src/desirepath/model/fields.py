"""What the map's classes say about a place in a map: which class stands there, in which order its fields
come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from desirepath.model.node import Node

Path = tuple[str | int, ...]


def address(path: Sequence[str | int]) -> str:
    """A path as people read it.

    >>> address(("stages", 0, "steps", 1, "feeling", "value"))
    'stages[0].steps[1].feeling.value'
    """
    written = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return written.removeprefix(".")


def node_class(root: type[Node], path: Sequence[str | int]) -> type[Node] | None:
    """The class of the mapping at ``path`` in a ``root``, or None where none of ours is meant there.

    >>> from desirepath.model.journey_map import JourneyMap
    >>> node_class(JourneyMap, ("stages", 0, "steps", 1, "pain_points", 0)).__name__
    'PainPoint'
    >>> node_class(JourneyMap, ("title",)) is None
    True
    """
    for kind in _alternatives(_annotation(root, path)):
        if isinstance(kind, type) and issubclass(kind, Node):
            return kind
    return None


def field_order(root: type[Node], path: Sequence[str | int]) -> tuple[str, ...]:
    """The stable order of the fields of the mapping at ``path``; empty where it has none."""
    kind = node_class(root, path)
    return kind.field_names() if kind else ()


def limits(root: type[Node], path: Sequence[str | int]) -> tuple[float | None, float | None]:
    """The smallest and the largest number that may stand at ``path``.

    >>> from desirepath.model.journey_map import JourneyMap
    >>> limits(JourneyMap, ("stages", 0, "steps", 1, "feeling", "value"))
    (-2, 2)
    """
    low = high = None
    parent = node_class(root, path[:-1]) if path else None
    for name, field in parent.model_fields.items() if parent else ():
        if (field.alias or name) == path[-1]:
            for rule in _metadata([*field.metadata, field.annotation]):
                low, high = getattr(rule, "ge", low), getattr(rule, "le", high)
    return low, high


def _annotation(root: type[Node], path: Sequence[str | int]) -> Any:
    annotation: Any = root
    for part in path:
        annotation = next((inner for kind in _alternatives(annotation) for inner in _inner(kind, part)), None)
    return annotation


def _inner(kind: Any, part: str | int) -> Iterator[Any]:
    if isinstance(part, int):
        if get_origin(kind) is tuple:
            yield get_args(kind)[0]
    elif get_origin(kind) is dict:
        yield get_args(kind)[1]
    elif isinstance(kind, type) and issubclass(kind, Node):
        for name, field in kind.model_fields.items():
            if (field.alias or name) == part:
                yield field.annotation


def _alternatives(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif get_origin(annotation) in (Union, UnionType):
        for kind in get_args(annotation):
            yield from _alternatives(kind)
    else:
        yield annotation


def _metadata(found: Sequence[Any]) -> Iterator[Any]:
    for item in found:
        if get_origin(item) in (Annotated, Union, UnionType):
            yield from _metadata(get_args(item))
        elif hasattr(item, "metadata"):
            yield from item.metadata
        else:
            yield item
