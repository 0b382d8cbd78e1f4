"""Reserved activities that lack what measures need: kept, and said once per activity and field."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from desirepath.base.problem import Problem
from desirepath.log.activities import RESERVED
from desirepath.log.rows import FactTable
from desirepath.sources.kinds import RESERVED_INCOMPLETE


def lacking(facts: FactTable) -> Iterator[tuple[str, str, int]]:
    """(activity, what it lacks, in how many rows) for the reserved activities of a table of
    interactions."""
    if facts.kind != "interactions":
        return
    activities = facts.table.column("activity")
    for name in pc.unique(activities).to_pylist():
        if name not in RESERVED or not RESERVED[name].needs:
            continue
        needs = RESERVED[name].needs
        columns = sorted({need.partition(".")[0] for need in needs})
        mine = facts.table.select(columns).filter(pc.equal(activities, name))
        for need in needs:
            count = mine.num_rows - pc.sum(_has(mine, need)).as_py()
            if count:
                yield name, need, count


def say_lacking(activity: str, need: str, count: int, file: str) -> Problem:
    """The warning that ``count`` facts lack something, and what cannot be said for it."""
    what, so = _WITHOUT.get(need, (f'its "{need}"', "measures that need it leave it out"))
    times = "once" if count == 1 else f"{count:,} times"
    return RESERVED_INCOMPLETE.at(
        says=f'"{activity}" came {times} without {what}: {so}', fix=_FIX.format(need), file=file
    )


_FIX = 'where the tool knows it, add "{}" to the export or to the mapping'
_WITHOUT = {
    "properties.template": ("saying which e-mail it was", "the e-mails cannot be told apart"),
    "properties.survey": ("saying which survey it was", "the surveys cannot be told apart"),
    "properties.plan": ("the plan", "nobody can compare the plans"),
    "properties.content": ("saying what was viewed", "nobody can tell which content helps"),
    "properties.feature": ("saying which part of the product", "nobody can tell which part helps"),
    "score": ("a score", "it does not count in satisfaction (NPS, CSAT, CES)"),
    "scale": ("the scale of its score", "nobody can tell how good the score is, so it does not count"),
    "objects.ticket": ("saying which ticket it was", "it cannot be told how long a ticket took"),
    "objects.order": ("saying which order it was", "an order cannot be followed"),
    "direction": ("saying who wrote, the customer or you", "nobody can tell how long customers waited"),
    "amount": ("the amount", "this money is missing in every sum"),
    "currency": ("the currency", "its amount cannot be added to others"),
    "text": ("words", "there is nothing to read"),
    "properties.pulse": ("the pulse", "nobody can tell how the customer was"),
    "properties.map": ("saying on which map", "the customer stays where the data say"),
    "properties.step": ("saying at which step", "the customer stays where the data say"),
    "properties.name": ("a name", "nobody can tell what was reached"),
    "properties.key": ("saying which entry", "nothing is taken back by it"),
}


def _has(table: pa.Table, need: str) -> pa.ChunkedArray:
    field, _, name = need.partition(".")
    if field == "objects":
        found = pc.map_lookup(table.column("objects").combine_chunks(), pa.scalar(name), "first")
        return pc.is_valid(found)
    if field == "properties":
        return pc.fill_null(pc.match_substring(table.column("properties"), f'"{name}":'), False)
    return pc.is_valid(table.column(field))
