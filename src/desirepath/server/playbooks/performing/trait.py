"""A trait becomes something: a fact of the log, known there by the row's key, so however often it is written
it is kept once."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import from_microseconds
from desirepath.log.facts import row_of
from desirepath.log.interaction import Traits
from desirepath.server.intake.kinds import NOT_WRITTEN, OVERLOADED
from desirepath.server.intake.way_in import this_way_in
from desirepath.server.playbooks.models import OutboxRow, Outcome
from desirepath.server.playbooks.performing.rows import claim, end, try_again
from desirepath.success.playbooks.playbook import Move, Playbook
from desirepath.success.playbooks.wording import fill_line

SOURCE: Final = "desirepath/playbooks"
_MAY_PASS: Final = (NOT_WRITTEN.code, OVERLOADED.code)


def set_trait(row: OutboxRow, playbook: Playbook, move: Move, now: datetime) -> None:
    """Write it down, as of the instant at which it was decided: what a tool says later counts then."""
    trait = move.set_trait
    assert trait is not None
    if not claim(row, Outcome.SENDING):
        return
    value = fill_line(trait.value, row.values)
    at = from_microseconds(row.at_us)
    fact = Traits(row.of, row.subject, at, {trait.name: value}, SOURCE, row.key)
    try:
        outcome, _ = this_way_in().write_one({**row_of(fact), "occurred_at": at.isoformat()})
    except DesirepathError as error:
        if error.code in _MAY_PASS:
            try_again(row, error.problems[0].says)
        else:
            end(row, Outcome.FAILED, error.problems[0].says)
        return
    if outcome.problem is not None:
        end(row, Outcome.FAILED, outcome.problem.says)
    else:
        end(row, Outcome.DONE)
