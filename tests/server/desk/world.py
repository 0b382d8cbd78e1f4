"""One map of three steps, mornings made by hand, and a team of two: small enough to reckon with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from desirepath.model.journey_map import JourneyMap
from desirepath.model.map_file import read_map_text
from desirepath.server.books.models import Seat
from desirepath.server.desk.deciding import Seen, last_kept
from desirepath.server.desk.on_desk import MapsOf, Read
from desirepath.server.maps.making import make_map
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from desirepath.success.alerts import Condition, Severity
from desirepath.success.board import Card, Column, JourneyBoard
from desirepath.success.measure_morning import Morning, OnMap

MAP = """\
format: desirepath/1
id: start
title: A good start
travels: account
owner: csm
stages:
  - id: begin
    name: Begin
    owner: sales
    steps:
      - {id: sign, name: They sign, when: [{activity: signed}]}
      - id: meet
        name: We meet
        when: [{activity: met}]
        owner: csm
        handoff: {from: sales, to: csm, carries: [goals, risks], within: 2d}
      - {id: use, name: They use it, when: [{activity: used}], owner: nobody-yet}
"""
BEGIN = datetime(2026, 3, 1, 8, tzinfo=UTC)


def on(day: float) -> datetime:
    return BEGIN + timedelta(days=day)


def make_team() -> tuple[Person, Person]:
    """Ana sells, Ben looks after customers; the map is there."""
    ana = Person.objects.create_user("ana@example.com", name="Ana", role=Role.EDITOR)
    ben = Person.objects.create_user("ben@example.com", name="Ben", role=Role.EDITOR)
    Seat.objects.create(person=ana, roles=["sales"])
    Seat.objects.create(person=ben, roles=["csm"])
    make_map(MAP, Person.objects.create_user("owner@example.com", name="Olga", role=Role.OWNER))
    return ana, ben


def wrong(
    account: str, rule: str = "poor-answer", *, severity: Severity = "act", since: float = 0, says: str = "x"
) -> Condition:
    return Condition(account, rule, "why", says, on(since), severity)


def seen(
    day: float,
    conditions: Iterable[Condition] = (),
    standing: Mapping[str, tuple[str, float, int]] | None = None,
    *,
    stuck: Iterable[Condition] = (),
    cents: Mapping[str, int] | None = None,
    last: frozenset[datetime] | None = None,
) -> Seen:
    """A look at a morning made by hand. ``standing`` is step, since which day and passage by account;
    ``last`` the look that had been kept when it began (None: the one that was kept last)."""
    journey: JourneyMap = read_map_text(MAP)
    cards: dict[str, list[Card]] = {step.id: [] for step in journey.steps()}
    for account, (step, since, passage) in sorted((standing or {}).items()):
        stayed = round((day - since) * 86_400e6)
        cards[step].append(Card(account, step, on(since), stayed, "not known", passage, None))
    columns = tuple(Column(step, tuple(them), None) for step, them in cards.items())
    board = JourneyBoard(on(day), columns, {})
    morning = Morning(on(day), (OnMap(journey, board, tuple(stuck)),), tuple(conditions), cents or {})
    record = MapRecord.objects.get(id="start")
    maps = MapsOf("account", ((record, journey),))
    return Seen(f"g{day}", timezone.now(), last_kept() if last is None else last, (Read(maps, morning),))
