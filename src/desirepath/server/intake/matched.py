"""What came in, as people see it: with the steps of their maps that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desirepath.log.row_checks import Row
from desirepath.model.expression import Expression, Name, Value, evaluate
from desirepath.model.rule import any_rule
from desirepath.server.intake.api_shapes import CameOut, StepMatched
from desirepath.server.intake.tail import Came, main_row
from desirepath.server.lived.reading import read_journey
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.access import visible_maps
from desirepath.server.people.models import Person


@dataclass(frozen=True, slots=True)
class StepRule:
    """A step with a rule, on a map that somebody may see."""

    step: StepMatched
    rule: Expression


def steps_for(person: Person) -> Sequence[StepRule]:
    """The steps with rules of all maps that a person may see."""
    visible = visible_maps(person)
    maps = MapRecord.objects.all() if visible is None else MapRecord.objects.filter(visible)
    found = []
    for record in maps.order_by("id"):
        journey = read_journey(record)
        for step in journey.steps():
            if step.when:
                shown = StepMatched(map=record.id, map_title=journey.title, step=step.id, step_name=step.name)
                found.append(StepRule(shown, any_rule(step.when)))
    return found


def came_out(one: Came, steps: Sequence[StepRule]) -> CameOut:
    """What is shown of a record that came in."""
    outcome = one.outcome
    row = main_row(outcome.rows) or {}
    kind = row.get("type", "interaction") if row else ""
    is_interaction = kind == "interaction"
    return CameOut(
        number=one.number,
        at=one.at,
        connection=one.connection,
        source=one.source,
        status=outcome.status,
        what=kind,
        activity=_text(row.get("activity")),
        customer=_text(row.get("customer") or row.get("object_id")),
        account=_text(row.get("account")),
        occurred_at=_text(row.get("occurred_at")),
        channel=_text(row.get("channel")),
        problem=None if outcome.problem is None else outcome.problem.to_json(),
        matched=[one.step for one in steps if evaluate(one.rule, _lookup(row))] if is_interaction else [],
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _lookup(row: Row) -> Any:
    def value_of(name: Name) -> Value:
        bag = row if name.scope == "field" else row.get(_BAGS.get(name.scope, name.scope))
        found = bag.get(name.key) if isinstance(bag, dict) else None
        return found if isinstance(found, str | int | float | bool) else None

    return value_of


_BAGS = {"property": "properties", "object": "objects"}
