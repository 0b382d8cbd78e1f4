"""Small logs in memory, and random ones full of ties, repeats, overlaps and ends."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from desirepath.base.spans import Period, from_microseconds
from desirepath.log.schema import IDENTITIES, INTERACTIONS, TRAITS, FactKind
from desirepath.model.expression import Expression
from desirepath.model.expression_parser import parse_expression
from desirepath.model.journey_map import JourneyMap, Passage, Stage, Step
from desirepath.model.rule import Comparison, Rule
from tests.replay.reference import Event

DAY = 86_400_000_000


@dataclass(frozen=True)
class Learned:
    """A trait fact: what is known of a subject from ``at`` on."""

    at: int
    subject: str
    traits: Mapping[str, Any]


@dataclass(frozen=True)
class MemoryLog:
    """Events in total order, as a log gives them."""

    events: Sequence[Event]
    learned: Sequence[Learned] = ()
    travels: str = "customer"
    path: Path = Path("nowhere")
    generation: str = "1"

    def interactions(self, columns: Sequence[str] | None = None) -> pa.Table:
        table = pa.Table.from_pylist(
            [self._row(place, event) for place, event in enumerate(self.events)], INTERACTIONS
        )
        return table if columns is None else table.select(columns)

    def _row(self, place: int, event: Event) -> dict[str, Any]:
        who: dict[str, Any] = {"objects": []}
        if event.subject is not None:
            in_column = self.travels in ("customer", "account")
            who = {self.travels: event.subject} if in_column else {"objects": [(self.travels, event.subject)]}
        return {
            **who,
            "occurred_at": event.at,
            "received_at": event.at,
            "arrival": place,
            "activity": event.activity,
            "channel": event.channel,
            "score": event.score,
            "scale": event.scale,
            "properties": json.dumps(event.properties) if event.properties else None,
            "source": event.source,
            "key": str(place),
            "schema": 1,
        }

    def arrivals_at(self, generation: str) -> int | None:
        return None

    def since(self, generation: str, kind: FactKind) -> pa.Table | None:
        return None

    def identities(self) -> pa.Table:
        return IDENTITIES.empty_table()

    def traits(self) -> pa.Table:
        return pa.Table.from_pylist(
            [
                {
                    "object_type": self.travels,
                    "object_id": fact.subject,
                    "occurred_at": fact.at,
                    "arrival": place,
                    "traits": json.dumps(fact.traits),
                    "source": "test",
                    "key": f"trait {place}",
                }
                for place, fact in enumerate(self.learned)
            ],
            TRAITS,
        )


def map_of(*steps: Step, **passage: Any) -> JourneyMap:
    """A map of one stage with these steps."""
    return JourneyMap(
        format="desirepath/1",
        id="tested",
        title="Tested",
        passage=Passage(**passage),
        stages=(Stage(id="all", name="All", steps=steps),),
    )


def step(name: str, *rules: Rule, **fields: Any) -> Step:
    """A step, by default that of the activity it is named after; ``when=None`` is one not measured."""
    fields.setdefault("when", rules or (Rule(activity=name),))
    return Step(id=name, name=name, **fields)


@dataclass(frozen=True)
class Question:
    """What is asked of a world; ``is_in_segment`` says the segment in plain Python."""

    period: Period = field(default_factory=Period)
    as_of: int | None = None
    segment: str | None = None

    @property
    def expression(self) -> Expression | None:
        return parse_expression(self.segment) if self.segment else None

    def is_asked_for(self, learned: Sequence[Learned], event: Event) -> bool:
        if from_microseconds(event.at) not in self.period:
            return False
        if self.segment is None:
            return True
        plan = None
        for fact in sorted(learned, key=lambda fact: fact.at):
            if fact.subject == event.subject and fact.at <= event.at:
                plan = fact.traits.get("plan", plan)
        return plan == "pro" or event.properties.get("kind") == 1


SEGMENT = 'traits.plan == "pro" or properties.kind == 1'


@dataclass(frozen=True)
class World:
    """A map, a log and a question."""

    journey: JourneyMap
    log: MemoryLog
    question: Question = field(default_factory=Question)


def _asked(event: Event, chance: random.Random) -> Event:
    """The same as something that a playbook asked at a step of the map, or as an answer to it."""
    said = {"map": chance.choice(["tested", "another"]), "step": f"s{chance.randint(0, 3)}"}
    return replace(
        event,
        activity=chance.choice(["survey.sent", "survey.answered"]),
        source=chance.choice(["playbooks", "playbooks", "test"]),
        properties={**event.properties, **said},
    )


def random_world(seed: int) -> World:
    """A world of few subjects, few instants and overlapping rules, so that every edge is met often."""
    chance = random.Random(seed)
    activities = ["a", "b", "c", "d", "e"][: chance.randint(2, 5)]

    def rule() -> Rule:
        kind = chance.random()
        if kind < 0.6:
            return Rule(activity=chance.choice(activities))
        if kind < 0.7:
            return Rule(channel=chance.choice(["web", "phone"]))
        if kind < 0.8:
            return Rule(activity=chance.choice(activities), channel="web")
        wanted: Any = chance.choice(
            [
                1,
                (1, 2),
                Comparison(at_least=2),
                Comparison(is_not=1),
                Comparison(exists=False),
                Comparison(exists=True),
            ]
        )
        where = {chance.choice(["kind", "score"]): wanted}
        return Rule(activity=chance.choice(activities) if chance.random() < 0.7 else None, where=where)

    def rules(most: int) -> tuple[Rule, ...]:
        return tuple(rule() for _ in range(chance.randint(1, most)))

    journey = map_of(
        *(
            step(
                f"s{number}",
                when=rules(2) if chance.random() < 0.9 else None,
                optional=chance.random() < 0.25,
                within=chance.choice([None, "0s", "1d", "3d", "2.5h"]),
            )
            for number in range(chance.choice([1, 2, 3, 4, 5, 5, 70 if chance.random() < 0.05 else 6]))
        ),
        starts=rules(2) if chance.random() < 0.6 else None,
        succeeds=rules(2) if chance.random() < 0.6 else None,
        fails=rules(1) if chance.random() < 0.4 else None,
        horizon=chance.choice([None, None, "1d", "3d", "5d", "36h"]),
        again=chance.random() < 0.5,
    )
    days = chance.choice([2, 6, 20])
    unit = chance.choice([DAY, DAY // 2, 997_000_003, 1])
    instants = sorted(chance.randint(0, days) * unit for _ in range(chance.randint(0, 40)))
    subjects = [None, "u1", "u2", "ü3", "u4"][: chance.randint(2, 5)]
    events = [
        Event(
            at=at,
            activity=chance.choice(activities),
            subject=chance.choice(subjects),
            channel=chance.choice([None, "web", "phone", "mail"]),
            score=(score := chance.choice([None, None, 0.0, 1.0, 2.0, 3.5, 5.0, 11.0])),
            scale=chance.choice(["1..5", "0..10", "5..1", "thumbs", "words"]) if score is not None else None,
            properties=chance.choice(
                [{}, {"kind": 1}, {"kind": 2}, {"kind": 3, "other": [1, 2]}, {"kind": None}]
            ),
        )
        for at in instants
    ]
    if seed % 4 == 3:  # playbooks ask, too: by chance of their own, so that all else stays as it is
        asking = random.Random(-seed)
        events = [_asked(event, asking) if asking.random() < 0.3 else event for event in events]
    learned = [
        Learned(
            at=chance.randint(-1, days) * unit,
            subject=chance.choice(subjects) or "nobody",
            traits=chance.choice([{"plan": "pro"}, {"plan": "free"}, {"plan": None}, {"seats": 3}]),
        )
        for _ in range(chance.randint(0, 6))
    ]

    def instant() -> int | None:
        return chance.randint(0, days) * unit if chance.random() < 0.3 else None

    since, until = sorted(((instant() or 0), (instant() or (days + 1) * unit)))
    question = Question(
        period=Period(from_microseconds(since), from_microseconds(until))
        if chance.random() < 0.4
        else Period(),
        as_of=instant(),
        segment=SEGMENT if chance.random() < 0.3 else None,
    )
    return World(
        journey, MemoryLog(events, learned, chance.choice(["customer", "account", "ticket"])), question
    )
