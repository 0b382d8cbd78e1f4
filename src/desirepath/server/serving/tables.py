"""The database as lines of JSON, and back: the same from SQLite and from PostgreSQL, into either.

The first line says which migrations the tables had; each other line is one row: its table's model and its
values. What the server can make again (sessions, jobs, answers) is left out.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from typing import Any, Final

import orjson
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import BinaryField, Model

from desirepath.server.serving.kinds import BACKUP_BAD, NEWER_BACKUP

LEFT_OUT: Final = frozenset(
    {
        "sessions.session",
        "usersessions.usersession",
        "contenttypes.contenttype",
        "auth.permission",
        "jobs.job",
        "jobs.turn",
        "lived.answer",
    }
)
_BATCH: Final = 500
_ALIAS: Final = "backup"


def dump_tables(counts: Counter[str]) -> Iterator[bytes]:
    """The database as it is at one instant, line by line; ``counts`` counts the rows of each model.

    Whoever writes meanwhile is not kept waiting, and not seen.
    """
    with _still() as alias:
        applied = MigrationRecorder(connections[alias]).applied_migrations()
        yield orjson.dumps({"migrations": sorted(list(one) for one in applied)}) + b"\n"
        for model in apps.get_models(include_auto_created=True):
            label = model._meta.label_lower
            if label in LEFT_OUT or model._meta.proxy or not model._meta.managed:
                continue
            fields = model._meta.concrete_fields
            rows = model._default_manager.using(alias).order_by("pk").iterator(_BATCH)
            for row in rows:
                counts[label] += 1
                values = {field.attname: _plain(field, getattr(row, field.attname)) for field in fields}
                yield orjson.dumps([label, values], default=_text, option=orjson.OPT_NON_STR_KEYS) + b"\n"


def load_tables(lines: Iterable[bytes]) -> Counter[str]:
    """Make the tables as they were and fill them, then bring them up to date; how many rows of each model.

    The database has no tables yet. Raises DP-OPS-006 for lines that are none of ours, DP-OPS-009 for tables
    of a newer version.
    """
    rest = iter(lines)
    targets = _targets(orjson.loads(next(rest))["migrations"])
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    executor = MigrationExecutor(connection)
    then = executor.loader.project_state(targets).apps
    models = {model._meta.label_lower: model for model in then.get_models(include_auto_created=True)}
    counts: Counter[str] = Counter()
    with transaction.atomic():
        for label in models.keys() - LEFT_OUT:
            models[label]._default_manager.all().delete()  # what a migration put there is among the rows
        while batch := [orjson.loads(line) for line in islice(rest, _BATCH)]:
            _insert(batch, models, counts)
    _continue_counting(list(models.values()))
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    return counts


def has_tables() -> bool:
    """Whether the database has any table."""
    return bool(connection.introspection.table_names())


@contextmanager
def _still() -> Iterator[str]:
    """A connection of its own that sees the database as it is now until it is closed, and blocks nobody."""
    settings = connections.settings["default"]
    options = dict(settings.get("OPTIONS", {}))
    if "transaction_mode" in options:
        options["transaction_mode"] = "DEFERRED"  # SQLite: it reads only, so it takes no turn to write
    connections.settings[_ALIAS] = {**settings, "OPTIONS": options}
    still = connections[_ALIAS]
    try:
        with transaction.atomic(using=_ALIAS):
            if still.vendor == "postgresql":
                with still.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield _ALIAS
    finally:
        still.close()
        del connections[_ALIAS], connections.settings[_ALIAS]


def _targets(applied: Sequence[Sequence[str]]) -> list[tuple[str, str]]:
    """The last migration of each app. Raises DP-OPS-009 for one that is not known here."""
    graph = MigrationExecutor(connection).loader.graph
    names = {(app, name) for app, name in applied}
    unknown = sorted(names - set(graph.nodes))
    if unknown:
        raise NEWER_BACKUP.error(says=f"its tables have {unknown[0][0]} {unknown[0][1]}, unknown here")
    return [
        node
        for node in sorted(names)
        if not any(child.key in names and child.key[0] == node[0] for child in graph.node_map[node].children)
    ]


def _insert(batch: Iterable[Any], models: Mapping[str, type[Model]], counts: Counter[str]) -> None:
    by_model: dict[str, list[Model]] = {}
    for label, values in batch:
        model = models.get(label)
        if model is None or label in LEFT_OUT:
            raise BACKUP_BAD.error(says=f"it has rows of {label!r}, which are none of ours")
        fields = {field.attname: field for field in model._meta.concrete_fields}
        row = model(**{name: fields[name].to_python(value) for name, value in values.items()})
        by_model.setdefault(label, []).append(row)
    for label, rows in by_model.items():
        models[label]._default_manager.bulk_create(rows)
        counts[label] += len(rows)


def _continue_counting(models: Sequence[type[Model]]) -> None:
    """Let new rows have numbers after those that came in (PostgreSQL counts beside the table)."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _plain(field: Any, value: Any) -> Any:
    is_bytes = isinstance(field, BinaryField) and value is not None
    return b64encode(bytes(value)).decode() if is_bytes else value


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
