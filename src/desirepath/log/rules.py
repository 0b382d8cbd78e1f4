"""What a workspace does not want to keep: rules of ``desirepath.toml``, applied when storing and by ``tidy``.

``[retention]`` says per source how long its interactions and traits are kept, counted from when they
occurred; ``"*"`` stands for every source that is not named. ``[fields]`` names what is never stored
(``drop``) and what is stored as a keyed hash (``hash``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.ids import Mask, change_ids, is_one_of, none_of
from desirepath.log.marks import hashed
from desirepath.log.schema import INSTANT, FactKind
from desirepath.log.workspace import EVERY_SOURCE, Settings

_JSON_COLUMNS = {"interactions": "properties", "traits": "traits", "contexts": "properties"}
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a workspace, with the key of its hashes."""

    settings: Settings
    secret: bytes

    def expired(self, kind: FactKind, table: pa.Table, now: datetime) -> Mask:
        """Which interactions and traits are older than their source's are kept; never another fact."""
        found = none_of(table)
        retention = self.settings.retention
        if not retention or kind not in ("interactions", "traits"):
            return found
        sources = table.column("source")
        occurred = table.column("occurred_at")
        for source in pc.unique(sources).to_pylist():
            kept = retention.get(source, retention.get(EVERY_SOURCE))
            if kept is None:
                continue
            old = pc.less(occurred, pa.scalar(_before(now, kept), INSTANT))
            found |= is_one_of(sources, [source]) & old.to_numpy(zero_copy_only=False)
        return found

    def apply_to_fields(self, kind: FactKind, table: pa.Table) -> pa.Table:
        """The facts with fields dropped and hashed; the same table where there is nothing to do."""
        for field in self.settings.drop:
            table = self._drop(kind, table, field)
        for field in self.settings.hash:
            table = self._hash(kind, table, field)
        return table

    def _drop(self, kind: FactKind, table: pa.Table, field: str) -> pa.Table:
        column, _, name = field.partition(".")
        if name:
            return _change_json(kind, table, column, name, lambda _: _MISSING)
        if kind != "interactions" or table.column(column).null_count == table.num_rows:
            return table
        place = table.schema.get_field_index(column)
        described = table.schema.field(place)
        return table.set_column(place, described, pa.nulls(table.num_rows, described.type))

    def _hash(self, kind: FactKind, table: pa.Table, field: str) -> pa.Table:
        column, _, name = field.partition(".")
        if column in ("customer", "account", "objects"):
            object_type = name or column
            return change_ids(kind, table, object_type, lambda old: hashed(self.secret, object_type, old))
        if column == "actor":
            return _change_actors(kind, table, lambda old: hashed(self.secret, "actor", old))
        return _change_json(kind, table, column, name, lambda old: self._hashed_value(field, old))

    def _hashed_value(self, field: str, value: Any) -> Any:
        if value is None:
            return None
        text = value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
        return hashed(self.secret, field, text)


def _before(now: datetime, kept: timedelta) -> datetime:
    try:
        return now - kept
    except OverflowError:
        return datetime.min.replace(tzinfo=now.tzinfo)


def _change_actors(kind: FactKind, table: pa.Table, change: Callable[[str], str]) -> pa.Table:
    if kind != "interactions":
        return table
    actors = table.column("actor").to_pylist()
    changed = [actor if actor is None else change(actor) for actor in actors]
    if changed == actors:
        return table
    place = table.schema.get_field_index("actor")
    return table.set_column(place, table.schema.field(place), pa.array(changed, pa.string()))


def _change_json(
    kind: FactKind, table: pa.Table, column: str, name: str, change: Callable[[Any], Any]
) -> pa.Table:
    """The facts with one value in a column of JSON objects changed; ``_MISSING`` takes it away."""
    if _JSON_COLUMNS.get(kind) != column:
        return table
    packed_name = orjson.dumps(name).decode()
    packed = table.column(column)
    suspects = pc.fill_null(pc.match_substring(packed, packed_name), False).to_numpy(zero_copy_only=False)
    if not suspects.any():
        return table
    values = packed.to_pylist()
    any_changed = False
    for row in suspects.nonzero()[0].tolist():
        found = orjson.loads(values[row])
        if name not in found:
            continue
        new = change(found[name])
        if new is _MISSING:
            del found[name]
        elif new == found[name]:
            continue
        else:
            found[name] = new
        any_changed = True
        empty = "{}" if column == "traits" else None
        values[row] = orjson.dumps(found, option=orjson.OPT_SORT_KEYS).decode() if found else empty
    if not any_changed:
        return table
    place = table.schema.get_field_index(column)
    return table.set_column(place, table.schema.field(place), pa.array(values, pa.string()))
