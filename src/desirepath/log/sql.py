"""Questions in SQL over a log: one SELECT at a time, answered by DuckDB, which sees only four views."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from desirepath.base.problem import DesirepathError
from desirepath.base.slow import load
from desirepath.log.answer import Answer
from desirepath.log.kinds import BAD_QUESTION
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.store import Log

_SETTINGS = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",  # what does not fit into memory is not written elsewhere: it may be about people
    "TimeZone": "UTC",
}
_TRIES = 10
_LOCKS = ("SET enable_external_access = false", "SET lock_configuration = true")


def ask(log: Log, question: str) -> Answer:
    """The answer to one SELECT over the views ``interactions``, ``traits``, ``identities`` and ``contexts``.

    Interactions and traits come with canonical ids and accounts, as measures see them. Files, the network,
    settings and everything that would change anything are out of its reach. Instants are UTC.

    Raises DP-LOG-019 for a question that cannot be answered.
    """
    for _ in range(_TRIES):
        asked = log.segments
        try:
            return _ask(log, question)
        except (DesirepathError, FileNotFoundError):
            # Files may have gone while they were read: compaction, or an erasure. Then there are others now.
            if log.segments == asked:
                if all(segment.path.exists() for segment in asked):
                    raise
                log.refresh()
    return _ask(log, question)


def _ask(log: Log, question: str) -> Answer:
    duckdb: Any = load("duckdb")
    try:
        question.encode()
        connection = duckdb.connect(":memory:")
        for name, value in _SETTINGS.items():
            connection.execute(f"SET {name} = '{value}'")
        for kind in SCHEMAS:
            connection.register(kind, _view(log, kind))
        for lock in _LOCKS:
            connection.execute(lock)
        statements = connection.extract_statements(question)
        if len(statements) != 1:
            says = "there is no question" if not statements else f"there are {len(statements)} statements"
            raise BAD_QUESTION.error(says=says, fix="ask one SELECT at a time")
        if statements[0].type != duckdb.StatementType.SELECT:
            says = f"{statements[0].type.name} is not answered, only SELECT is"
            raise BAD_QUESTION.error(says=says, fix="ask a SELECT over " + ", ".join(SCHEMAS))
        relation = connection.sql(statements[0].query)
        if relation is None:
            raise BAD_QUESTION.error(says="that is not a SELECT", fix="ask a SELECT")
        return _answer(relation.to_arrow_table())
    except (duckdb.Error, pa.ArrowException, RuntimeError, UnicodeError) as error:
        raise BAD_QUESTION.error(says=str(error).strip(), fix="mend the question") from error


def _view(log: Log, kind: FactKind) -> Any:
    """What a view shows: the segments themselves where no identity changes anything, so that only the columns
    that are asked for are read."""
    segments = [segment for segment in log.segments if segment.kind == kind]
    identities = log.identities_resolved()
    is_plain = not identities.canonical and not identities.accounts
    if segments and (is_plain or kind in ("identities", "contexts")):
        paths = [str(segment.path) for segment in segments]
        return load("pyarrow.dataset").dataset(paths, schema=SCHEMAS[kind], format="parquet")
    if kind == "interactions":
        return log.interactions()
    return {"traits": log.traits, "identities": log.identities, "contexts": log.contexts}[kind]()


def _answer(table: pa.Table) -> Answer:
    columns = [_values(column) for column in table.columns]
    return Answer(tuple(table.column_names), tuple(zip(*columns, strict=True)))


def _values(column: pa.ChunkedArray) -> list[Any]:
    if pa.types.is_timestamp(column.type):
        return [None if value is None else _instant(value.value, column.type) for value in column]
    if pa.types.is_map(column.type):
        return [None if value is None else dict(value) for value in column.to_pylist()]
    return column.to_pylist()  # type: ignore[no-any-return]  # pyarrow has no types


def _instant(number: int | None, kind: Any) -> datetime | str | None:
    """An instant, or as a text where no calendar of Python's reaches it."""
    if number is None:
        return None
    per_second = {"s": 1, "ms": 1000, "us": 10**6, "ns": 10**9}[kind.unit]
    try:
        whole, rest = divmod(number, per_second)
        moment = datetime.fromtimestamp(whole, UTC).replace(microsecond=rest * 10**6 // per_second)
    except (OverflowError, ValueError, OSError):
        return f"{number} {kind.unit} after 1970"
    return moment if kind.tz else moment.replace(tzinfo=None)


_LATEST = """
select occurred_at, customer, account, activity, channel, score, scale, text, amount, currency, source
from interactions order by interactions.occurred_at desc, sequence desc nulls first, arrival desc limit {}
"""


def latest_interactions(log: Log, number: int) -> Answer:
    """The last interactions in total order, the very last one at the end."""
    answer = ask(log, _LATEST.format(int(number)))
    return Answer(answer.columns, answer.rows[::-1])
