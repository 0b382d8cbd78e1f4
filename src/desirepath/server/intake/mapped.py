"""Any tool's JSON, with a mapping as imports have it: what stands deep inside is a column with dots."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import orjson

from desirepath.base.problem import DesirepathError, Problem
from desirepath.log.row_checks import Row
from desirepath.server.intake.kinds import NOT_AN_EVENT
from desirepath.server.intake.known import Sender
from desirepath.sources.mapped_rows import RowMapper
from desirepath.sources.mapping import Mapping, read_mapping_text

_MOST_COLUMNS: Final = 500


def read_mapped(sender: Sender, found: Any) -> tuple[Sequence[Any], Callable[[Any], Sequence[Row]]]:
    """The records of a request (one, or a list), and what the connection's mapping makes of each.

    Raises DP-SRC- for a mapping that cannot be read.
    """
    mapper = _mapper(sender.mapping)
    records = found if isinstance(found, list) else [found]

    def rows(record: Any) -> Sequence[Row]:
        columns = flatten(record)
        absent = dict.fromkeys(mapper.missing_columns(tuple(columns)), "")
        made = mapper.map_record({**absent, **columns})
        problems = [one for one in made if isinstance(one, Problem)]
        if problems:
            raise DesirepathError(problems)
        return [one for one in made if not isinstance(one, Problem)]

    return records, rows


def flatten(record: Any) -> dict[str, str]:
    """A record as the cells of one row: an object inside is columns with dots, a list is JSON.

    >>> flatten({"user": {"id": 7, "vip": True}, "tags": ["a"], "note": None})
    {'user.id': '7', 'user.vip': 'true', 'tags': '["a"]', 'note': ''}
    """
    cells: dict[str, str] = {}
    for name, value in _leaves("", record):
        if len(cells) >= _MOST_COLUMNS:
            raise NOT_AN_EVENT.error(says=f"the event has more than {_MOST_COLUMNS} values")
        cells[name] = value
    return cells


def _leaves(prefix: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and (value or not prefix):
        for name, inner in value.items():
            yield from _leaves(f"{prefix}.{name}" if prefix else name, inner)
    elif value is None:
        yield prefix, ""
    elif isinstance(value, str):
        yield prefix, value
    else:
        yield prefix, orjson.dumps(value).decode()


@lru_cache(maxsize=64)
def _mapper(text: str) -> RowMapper:
    return RowMapper(read_mapping_text(text) if text else Mapping())
