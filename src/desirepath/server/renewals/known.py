"""An answer that is known already: whose a number is can only be said of a number that is there."""

from __future__ import annotations

from typing import Any

from desirepath.base.problem import DesirepathError
from desirepath.server.lived.answering import Asked, look_up, text_of
from desirepath.server.people.models import Person
from desirepath.server.renewals.kinds import NOT_MEASURED_YET


def answer_of(asked: Asked, person: Person) -> dict[str, Any]:
    """The latest answer. Raises DP-REN-001 where there is none yet (it is being computed then)."""
    known = look_up(asked, person)
    if known.answer is None:
        raise NOT_MEASURED_YET.error() if not known.refused else _refused(known.refused)
    return text_of(asked, known.answer)


def _refused(problems: Any) -> DesirepathError:
    return NOT_MEASURED_YET.error(says=str(problems[0].get("message", "it cannot be measured")))
