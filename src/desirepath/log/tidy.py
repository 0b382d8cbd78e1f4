"""Tidying: what waits is stored, what may not be kept goes, small files become larger ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from desirepath.log.rules import Rules
from desirepath.log.schema import SCHEMAS, FactKind
from desirepath.log.store import Log
from desirepath.log.subject import remove_caches


@dataclass(frozen=True, slots=True)
class Tidied:
    """What tidying does: facts from the inbox stored, facts too old taken out and facts with fields dropped
    or hashed (each by kind), and how many segments there are."""

    drained: int
    expired: Mapping[str, int]
    changed: Mapping[str, int]
    segments: int

    def to_json(self) -> dict[str, object]:
        """The published JSON shape."""
        return {
            "drained": self.drained,
            "expired": dict(self.expired),
            "changed": dict(self.changed),
            "segments": self.segments,
        }


def tidy(log: Log, *, now: datetime | None = None) -> Tidied:
    """Store what waits in the inbox, apply the rules of ``desirepath.toml`` to everything that is stored,
    and put small segments together.

    ``now`` is when ages end (None: the present). Killed at any point it has happened to all facts or to
    none; tidying again finishes. Raises DP-LOG-003, -005 and -006.
    """
    log.must_write()
    log.verify_keys()
    drained = log.inbox.drain().added
    tidier = _Tidier(log.rules, now or datetime.now(UTC))
    if log.rewrite(tidier.change):
        remove_caches(log.path)
    log.compact()
    return Tidied(drained, tidier.expired, tidier.changed, len(log.segments))


def preview_tidy(log: Log, *, now: datetime | None = None) -> Tidied:
    """What ``tidy`` would take out and change in the facts that are stored; nothing is touched."""
    tidier = _Tidier(log.rules, now or datetime.now(UTC))
    for segment in log.segments:
        tidier.change(segment.kind, segment.read().cast(SCHEMAS[segment.kind]))
    return Tidied(0, tidier.expired, tidier.changed, len(log.segments))


class _Tidier:
    """Applies the rules to one segment after another, and counts."""

    def __init__(self, rules: Rules, now: datetime) -> None:
        self._rules = rules
        self._now = now
        self.expired: dict[str, int] = dict.fromkeys(SCHEMAS, 0)
        self.changed: dict[str, int] = dict.fromkeys(SCHEMAS, 0)

    def change(self, kind: FactKind, table: pa.Table) -> pa.Table:
        """What stays of a segment, and how; the table itself where no rule touches it."""
        expired = self._rules.expired(kind, table, self._now)
        if expired.any():
            self.expired[kind] += int(expired.sum())
            table = table.filter(pa.array(~expired))
        after = self._rules.apply_to_fields(kind, table)
        if after is not table:
            before = table.to_pylist()
            self.changed[kind] += sum(a != b for a, b in zip(before, after.to_pylist(), strict=True))
        return after
