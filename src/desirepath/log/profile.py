"""What is known of one object: now, or as it was known on a day, with nothing from after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.compute as pc

from desirepath.log.identity import Identities, resolve_interactions
from desirepath.log.ids import is_one_of, names_one_of
from desirepath.log.order import in_total_order
from desirepath.log.schema import INSTANT
from desirepath.log.subject_ids import Subject

INTERACTION_COLUMNS = ("customer", "account", "objects", "occurred_at", "sequence", "arrival", "activity")


@dataclass(frozen=True, slots=True)
class Trait:
    """One thing that is known: its value, since when, and who says so."""

    value: Any
    since: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of one object under all its ids.

    ``traits`` are the latest of each name, ``account`` the one a customer belongs to (None where it is not
    known). ``first_seen`` and ``last_seen`` are its first and last interaction, None where it has none;
    ``activities`` counts them by name, most frequent first. ``as_of`` is the instant up to which facts were
    looked at (included); None is all of them.
    """

    object_type: str
    object_id: str
    ids: tuple[str, ...]
    account: str | None
    traits: Mapping[str, Trait]
    first_seen: datetime | None
    last_seen: datetime | None
    activities: Mapping[str, int]
    as_of: datetime | None

    @property
    def interactions(self) -> int:
        """How many interactions it has."""
        return sum(self.activities.values())

    def to_json(self) -> dict[str, Any]:
        """The published JSON shape."""
        traits = {
            name: {"value": trait.value, "since": trait.since.isoformat(), "source": trait.source}
            for name, trait in self.traits.items()
        }
        return {
            "object_type": self.object_type,
            "object_id": self.object_id,
            "ids": list(self.ids),
            "account": self.account,
            "traits": traits,
            "first_seen": self.first_seen and self.first_seen.isoformat(),
            "last_seen": self.last_seen and self.last_seen.isoformat(),
            "interactions": self.interactions,
            "activities": dict(self.activities),
            "as_of": self.as_of and self.as_of.isoformat(),
        }


def until(table: pa.Table, as_of: datetime | None) -> pa.Table:
    """The facts that had occurred by an instant, that instant included."""
    if as_of is None:
        return table
    return table.filter(pc.less_equal(table.column("occurred_at"), pa.scalar(as_of, INSTANT)))


def make_profile(
    subject: Subject,
    identities: Identities,
    interactions: pa.Table,
    traits: pa.Table,
    as_of: datetime | None,
) -> Profile | None:
    """The profile from facts that are not later than ``as_of``; None where they say nothing of the subject.

    ``interactions`` have the ``INTERACTION_COLUMNS``, as stored.
    """
    known = _latest_traits(subject, traits)
    mine = _interactions_of(subject, identities, interactions)
    is_known = subject.canonical in identities.accounts or len(subject.readable_ids) > 1
    if not known and not mine.num_rows and not is_known:
        return None
    seen = pc.min_max(mine.column("occurred_at")).as_py()
    counted = [(row["values"], row["counts"]) for row in pc.value_counts(mine.column("activity")).to_pylist()]
    return Profile(
        object_type=subject.object_type,
        object_id=subject.canonical,
        ids=subject.readable_ids,
        account=_account(subject, identities, mine),
        traits=known,
        first_seen=seen["min"],
        last_seen=seen["max"],
        activities=dict(sorted(counted, key=lambda entry: (-entry[1], entry[0]))),
        as_of=as_of,
    )


def _latest_traits(subject: Subject, traits: pa.Table) -> dict[str, Trait]:
    mine = is_one_of(traits.column("object_type"), [subject.object_type])
    mine &= is_one_of(traits.column("object_id"), subject.ids)
    latest: dict[str, Trait] = {}
    for row in in_total_order(traits.filter(pa.array(mine))).to_pylist():
        for name, value in orjson.loads(row["traits"]).items():
            latest[name] = Trait(value, row["occurred_at"], row["source"])
    return dict(sorted(latest.items()))


def _interactions_of(subject: Subject, identities: Identities, interactions: pa.Table) -> pa.Table:
    found = names_one_of("interactions", interactions, subject.object_type, subject.ids)
    if subject.object_type == "account" and identities.accounts:
        resolved = resolve_interactions(interactions, identities).column("account")
        found |= is_one_of(resolved, subject.ids)
    return in_total_order(interactions.filter(pa.array(found)))


def _account(subject: Subject, identities: Identities, mine: pa.Table) -> str | None:
    """The account that identities name, else the one that the latest interaction with one names."""
    if subject.object_type != "customer":
        return None
    spans = identities.accounts.get(subject.canonical)
    if spans:
        return spans[-1][1]
    named = mine.column("account").drop_null()
    if not len(named):
        return None
    latest: str = named[-1].as_py()
    return identities.resolve("account").get(latest, latest)
