"""Four accounts with a person each, small enough to count by hand, in a workspace of its own.

Acme and Birch are in the north, Cedar and Dune in the south; dora@dune belongs to Dune by identity, the
others by what they did. Somebody without an account looked around too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from desirepath.log.interaction import Fact, Identity, Interaction, Traits
from desirepath.log.store import create_log

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ACCOUNTS = {"acme": "north", "birch": "north", "cedar": "south", "dune": "south"}


def did(what: str, hour: int, *, text: str | None = None, **objects: str) -> Interaction:
    at = NOON + timedelta(hours=hour)
    key = f"{what}{hour}{sorted(objects.values())}"
    return Interaction(objects, at, what, source="shop", key=key, text=text)


def knows(of: str, subject: str, **traits: str) -> Traits:
    return Traits(of, subject, NOON, traits, source="crm", key=f"{of} {subject} {sorted(traits)}")


FACTS: list[Fact] = [
    *(knows("account", name, region=region, name=f"{name.title()} Ltd") for name, region in ACCOUNTS.items()),
    did("looked", 1, account="acme", customer="ada@acme"),
    did("looked", 2, account="birch", customer="bea@birch"),
    did("looked", 3, account="cedar", customer="cia@cedar"),
    did("looked", 4, account="dune"),
    did("looked", 5, customer="dora@dune"),
    did("looked", 6, customer="nobody"),
    did("ordered", 7, customer="bea@birch", order="o-7"),
    did("ordered", 8, account="cedar", order="o-8"),
    Identity(
        "customer", "dora@dune", "dora@dune", NOON, source="crm", key="i", belongs_to=("account", "dune")
    ),
]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, folder=tmp_path)
    with create_log(tmp_path) as log:
        log.append(FACTS)
    return tmp_path
