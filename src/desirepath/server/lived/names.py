"""What the objects of the log are called, found once for each state of what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.server.books.belonging import KnownFacts, known_facts, traits_of_some
from desirepath.server.log_state import current_log

NAME_TRAITS = ("name", "company", "company_name", "full_name", "title")
"""The traits that say what an object is called, the first of them that it has."""
SEGMENT_TRAITS = ("segment", "tier", "plan")
"""The traits that say to which segment it belongs, as above."""


def names_of(kind: str) -> dict[str, str]:
    """What the objects of a type are called, by id; those nobody has named are not in it."""
    return _said(known_facts(current_log().generation), kind, NAME_TRAITS)


def segments_of(kind: str) -> dict[str, str]:
    """To which segment the objects of a type belong, by id; those of whom nobody has said are not in it."""
    return _said(known_facts(current_log().generation), kind, SEGMENT_TRAITS)


def names_of_some(kind: str, ids: Sequence[str]) -> dict[str, str]:
    """The same of some of them, at the price of what was said of these alone."""
    return _read(traits_of_some(kind, ids), NAME_TRAITS) if ids else {}


@lru_cache(maxsize=8)
def _said(facts: KnownFacts, kind: str, wanted: tuple[str, ...]) -> dict[str, str]:
    traits = current_log().traits()
    return _read(traits.filter(pc.equal(traits.column("object_type"), kind)), wanted)


def _read(traits: pa.Table, wanted: tuple[str, ...]) -> dict[str, str]:
    has_name = [pc.match_substring(traits.column("traits"), f'"{name}"') for name in wanted]
    named = traits.filter(_any(has_name))
    names: dict[str, dict[str, str]] = {}
    for one, text in zip(
        named.column("object_id").to_pylist(), named.column("traits").to_pylist(), strict=True
    ):
        said = orjson.loads(text)
        names.setdefault(one, {}).update(
            {name: said[name] for name in wanted if isinstance(said.get(name), str)}
        )
    firsts = ((one, [known[name] for name in wanted if name in known]) for one, known in names.items())
    return {one: first[0] for one, first in firsts if first}


def _any(masks: Sequence[Any]) -> Any:
    first, *rest = masks
    for mask in rest:
        first = pc.or_(first, mask)
    return first
