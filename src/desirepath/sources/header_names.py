"""What the names in a table's header mean, and which headers mean nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desirepath.base.nearest import nearest
from desirepath.log.row_checks import INTERACTION
from desirepath.sources.kinds import BAD_TABLE, UNKNOWN_SHAPE
from desirepath.sources.mapped_rows import RowMapper
from desirepath.sources.mapping import FactMapping, Mapping, Value
from desirepath.sources.mappings import fitting
from desirepath.sources.opening import ExportedFile

_MOST_COLUMNS = 2_000


def needed_names(mapping: Mapping) -> frozenset[str]:
    """The columns by which the header of a table is known from the titles above it: those that the mapping
    needs; without one, those that every interaction has."""
    return mapping.needed if mapping.facts else frozenset(("occurred_at", "activity"))


def check_names(header: Sequence[str], file: str) -> None:
    """Raise DP-SRC-008 where there are too many columns, one without a name, or two of one name."""
    if len(header) > _MOST_COLUMNS:
        raise BAD_TABLE.error(
            says=f"the table has {len(header):,} columns, and at most {_MOST_COLUMNS:,} can be read",
            fix="export those that say who did what, and when; or say what its delimiter is in a mapping",
            file=file,
        )
    seen: set[str] = set()
    for place, name in enumerate(header, 1):
        if not name or name in seen:
            says = f'two columns are called "{name}"' if name else f"column {place} has no name"
            ready = " or ".join(fitting(tuple(header)))
            fix = f"it looks like one that is known: --mapping {ready}" if ready else ""
            raise BAD_TABLE.error(says=says, fix=fix, file=file)
        seen.add(name)


def check_columns(header: tuple[str, ...], mapper: RowMapper, file: ExportedFile) -> None:
    """Raise DP-SRC-005 where the mapping needs a column that the table lacks."""
    if lacking := mapper.missing_columns(header):
        near = nearest(lacking[0], header)
        fix = f'did you mean "{near}"?' if near else "its columns are: " + ", ".join(header[:30])
        raise UNKNOWN_SHAPE.error(
            says=f'the table has no column "{lacking[0]}"', fix=fix, file=str(file.path)
        )


def mapping_of_own_names(header: tuple[str, ...], mapping: Mapping, file: ExportedFile) -> Mapping:
    """The mapping that a header with the facts' own names, ``objects.x`` and ``properties.x`` amounts
    to."""
    fields, objects, bag = {}, {}, {}
    unfold: tuple[str, ...] = ()
    for name in header:
        scope, _, rest = name.partition(".")
        if scope == "objects" and rest:
            objects[rest] = Value(column=name)
        elif scope == "properties" and rest:
            bag[rest] = name
        elif name == "properties":
            bag[name], unfold = name, (name,)
        elif name in INTERACTION and name not in ("objects", "schema"):
            fields[name] = Value(column=name)
        else:
            near = nearest(name, INTERACTION)
            fix = f'did you mean "{near}"? ' if near else ""
            fix += f'Write a mapping (--mapping), or call it "properties.{name[:80]}"'
            if ready := fitting(header):
                fix = "it looks like one that is known: --mapping " + " or ".join(ready)
            raise UNKNOWN_SHAPE.error(
                says=f'the column "{name[:80]}" has no meaning yet',
                fix=fix,
                file=str(file.path),
            )
    for name in ("occurred_at", "activity"):
        if name not in fields:
            raise UNKNOWN_SHAPE.error(says=f'the table has no column "{name}"', file=str(file.path))
    key = ("key",) if fields.pop("key", None) else ()
    fact = FactMapping(fields=fields, objects=objects, key=key, bag=bag)
    return replace(mapping, unfold=unfold, facts=(fact,))
