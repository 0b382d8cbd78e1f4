"""A log in memory, for tests that make thousands: what the measures ask of one, and no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import orjson
import pyarrow as pa

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.schema import INTERACTIONS, TRAITS
from desirepath.log.store import Log
from desirepath.log.workspace import Settings

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def on(day: float) -> datetime:
    """So many days after New Year's Day 2026."""
    return NEW_YEAR + timedelta(days=day)


class PlainLog:
    """The facts in their total order: by instant, then as given."""

    path = Path("/dev/null/nowhere")  # nothing can be kept there
    generation = "one"

    def __init__(self, facts: Iterable[Interaction | Traits], settings: Settings) -> None:
        self.settings = settings
        listed = sorted(facts, key=lambda fact: fact.occurred_at)
        rows = [row_of(fact, n) for n, fact in enumerate(listed) if isinstance(fact, Interaction)]
        traits = [
            {
                "object_type": fact.object_type,
                "object_id": fact.object_id,
                "occurred_at": fact.occurred_at,
                "arrival": n,
                "traits": orjson.dumps(fact.traits).decode(),
                "source": fact.source,
                "key": fact.key,
            }
            for n, fact in enumerate(listed)
            if isinstance(fact, Traits)
        ]
        self._interactions = pa.Table.from_pylist(rows, INTERACTIONS)
        self._traits = pa.Table.from_pylist(traits, TRAITS)

    def interactions(self, columns: Sequence[str] | None = None) -> pa.Table:
        return self._interactions.select(list(columns)) if columns is not None else self._interactions

    def traits(self) -> pa.Table:
        return self._traits


def row_of(fact: Interaction, arrival: int) -> dict[str, Any]:
    others = [(kind, name) for kind, name in fact.objects.items() if kind not in ("customer", "account")]
    return {
        "customer": fact.objects.get("customer"),
        "account": fact.objects.get("account"),
        "objects": others,
        "occurred_at": fact.occurred_at,
        "received_at": fact.occurred_at,
        "arrival": arrival,
        "activity": fact.activity,
        "direction": fact.direction,
        "score": fact.score,
        "scale": fact.scale,
        "text": fact.text,
        "amount": fact.amount,
        "currency": fact.currency,
        "properties": orjson.dumps(fact.properties).decode() if fact.properties else None,
        "source": fact.source,
        "key": fact.key,
        "schema": 1,
    }


def plain_log(facts: Iterable[Interaction | Traits], **settings: Any) -> Log:
    """The facts as a log; ``settings`` are those of the workspace."""
    return cast("Log", PlainLog(facts, Settings(**settings)))


def happened(account: str | None, day: float, activity: str, **more: Any) -> Interaction:
    """Something that happened to an account so many days after New Year."""
    objects = {} if account is None else {"account": account}
    objects |= more.pop("objects", {})
    return Interaction(objects, on(day), activity, source="test", key=f"{account}-{day}-{activity}", **more)


def paid(account: str, day: float, what: str, amount: float | None = None, **more: Any) -> Interaction:
    """A ``subscription.*`` interaction in euros: a month's amount unless ``properties`` say otherwise."""
    properties = {"interval": "month"} | more.pop("properties", {})
    if amount is not None:
        more["amount"] = Decimal(str(amount))
        more.setdefault("currency", "EUR")
    return happened(account, day, f"subscription.{what}", properties=properties, **more)
