"""What the log holds: interactions, and the three other kinds of facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

Direction = Literal["by_customer", "by_us"]


@dataclass(frozen=True, slots=True)
class Interaction:
    """One thing that happened between a customer and us.

    ``objects`` holds one id per object type (``customer``, ``account``, ``ticket``, ``order``, ...). The
    instants are aware UTC; ``sequence`` orders interactions of one source at one instant (None where the
    source has no order). ``score`` is on its own ``scale`` (``0..10``, ``1..5``, ...), never converted
    here. ``amount`` is in ``currency``. ``key`` is the source's own id of this interaction, or a hash of
    its content: (source, key) is stored once for ever. None means missing everywhere; missing is never
    zero.
    """

    objects: Mapping[str, str]
    occurred_at: datetime
    activity: str
    source: str
    key: str
    received_at: datetime | None = None
    sequence: int | None = None
    channel: str | None = None
    direction: Direction | None = None
    actor: str | None = None
    solicited: bool | None = None
    score: float | None = None
    scale: str | None = None
    text: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    schema: int = 1


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of one object from a moment on: ``{"plan": "pro"}`` since ``occurred_at``."""

    object_type: str
    object_id: str
    occurred_at: datetime
    traits: Mapping[str, Any]
    source: str
    key: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Two ids that are one and the same object, from now on and for all that came before.

    ``alias`` is the id that is also known as ``object_id`` (anonymous "a1" is customer "u1"; customer "u1"
    belongs to account "acme" is said with ``belongs_to``: the other object's type and id).
    """

    object_type: str
    alias: str
    object_id: str
    occurred_at: datetime
    source: str
    key: str
    belongs_to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """Something dated without a subject: a release, a campaign, a price change, a competitor's move."""

    kind: str
    title: str
    occurred_at: datetime
    source: str
    key: str
    until: datetime | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


Fact = Interaction | Traits | Identity | Context
