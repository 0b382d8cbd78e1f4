"""What was known of a subject at an instant: nothing that was learned later leaks in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.measures.kinds import SEGMENT_BEYOND_TRAITS
from desirepath.model.expression import (
    Expression,
    evaluate,
    names_of,
)
from desirepath.replay.index import Facts


@dataclass(slots=True)
class _History:
    since_us: list[int] = field(default_factory=list)
    values: list[Any] = field(default_factory=list)


class KnownTraits:
    """The traits of the subjects of one type, each from when on: of all, or of ``only`` one. ``told`` is the
    log, or its traits where somebody has read them already."""

    def __init__(self, told: Facts | pa.Table, of: str, only: str | None = None) -> None:
        self._histories: dict[str, dict[str, _History]] = {}
        table = told if isinstance(told, pa.Table) else told.traits()
        if only is not None:
            table = table.filter(pc.equal(table.column("object_id"), only))
        instants = table.column("occurred_at").cast(pa.int64()).to_pylist()
        types, ids, texts = (
            table.column(name).to_pylist() for name in ("object_type", "object_id", "traits")
        )
        for at_us, kind, subject, text in zip(instants, types, ids, texts, strict=True):
            if kind == of:
                histories = self._histories.setdefault(subject, {})
                for key, value in orjson.loads(text).items():
                    history = histories.setdefault(key, _History())
                    history.since_us.append(at_us)
                    history.values.append(value)

    def at(self, subject: str, key: str, at_us: int) -> Any:
        """The value of one trait at an instant, None where nothing was known then."""
        history = self._histories.get(subject, {}).get(key)
        if history is None:
            return None
        place = bisect_right(history.since_us, at_us)
        return history.values[place - 1] if place else None

    def all_at(self, subject: str, at_us: int) -> Mapping[str, Any]:
        """All traits at an instant."""
        return {key: self.at(subject, key, at_us) for key in self._histories.get(subject, {})}

    def values(self) -> Mapping[str, set[Any]]:
        """Every value that each trait has ever had; one that is a list or a mapping as its JSON text."""
        found: dict[str, set[Any]] = {}
        for histories in self._histories.values():
            for key, history in histories.items():
                found.setdefault(key, set()).update(_plain(value) for value in history.values)
        return found

    def is_in(self, segment: Expression, subject: str, at_us: int) -> bool:
        """Whether the subject was in the segment at an instant."""
        return evaluate(segment, lambda name: _plain(self.at(subject, name.key, at_us)))


def check_segment(segment: Expression, text: str) -> Expression:
    """The segment, where it asks for traits only. Raises DP-MSR-004 for anything else."""
    for name in names_of(segment):
        if name.scope != "traits":
            raise SEGMENT_BEYOND_TRAITS.error(text, says=f"the segment asks for {name}")
    return segment


def _plain(value: Any) -> Any:
    # As in a replay: a list or a mapping stands for its JSON text, so that "contains" can look into it.
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value
