"""What came in, as people see it: with the steps of their maps that it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from desirepath.log.row_checks import Row
from desirepath.log.rows import read_rows
from desirepath.log.rules import Rules
from desirepath.model.expression import Expression, Name, Value, evaluate
from desirepath.model.rule import any_rule
from desirepath.server.books.roster import ACCOUNT
from desirepath.server.books.seeing import Sight
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


def came_out(one: Came, steps: Sequence[StepRule], rules: Rules) -> CameOut:
    """What is shown of a record that came in: no more than what the workspace's ``rules`` let it keep."""
    outcome = one.outcome
    came = main_row(outcome.rows) or {}
    kind = came.get("type", "interaction") if came else ""
    is_interaction = kind == "interaction"
    row = as_stored(came, rules)
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
        occurred_at=_text(came.get("occurred_at")),
        channel=_text(row.get("channel")),
        problem=None if outcome.problem is None else outcome.problem.to_json(),
        matched=[one.step for one in steps if evaluate(one.rule, _lookup(came))] if is_interaction else [],
    )


def as_stored(row: Row, rules: Rules) -> Row:
    """The row as it is stored, with its fields dropped and hashed; one that is no fact is empty."""
    if not row or not (rules.settings.hash or rules.settings.drop):
        return row
    tables = read_rows([row], source="").tables
    stored = [rules.apply_to_fields(one.kind, one.table).to_pylist()[0] for one in tables]
    return stored[0] if stored else {}


def is_in_sight(one: Came, sight: Sight, rules: Rules) -> bool:
    """Whether somebody with a book of their own may see a record: all that it names is in the book. What was
    refused may name anybody anywhere, and is left out."""
    if one.outcome.problem is not None:
        return False
    came = main_row(one.outcome.rows) or {}
    row = as_stored(came, rules)
    if came.get("type", "interaction") == "interaction":
        return sight.has(_text(row.get("account")), _text(row.get("customer")))
    named = _text(row.get("object_id"))
    return named in (sight.accounts if came.get("object_type") == ACCOUNT else sight.customers)


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _lookup(row: Row) -> Any:
    def value_of(name: Name) -> Value:
        bag = row if name.scope == "field" else row.get(_BAGS.get(name.scope, name.scope))
        found = bag.get(name.key) if isinstance(bag, dict) else None
        return found if isinstance(found, str | int | float | bool) else None

    return value_of


_BAGS = {"property": "properties", "object": "objects"}
