"""What is to be done for an account, as rooms above this one know it: each adds itself to the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from desirepath.server.people.models import Person
from desirepath.success.today import ToDo

ToDosOf = Callable[[Person, str, str], Sequence[ToDo]]
"""What is to be done for an account (its type and id), as far as a person may see it."""

TO_DOS: Final[list[ToDosOf]] = []


def all_to_dos(person: Person, of: str, account: str) -> list[ToDo]:
    """All of it."""
    return [one for known in TO_DOS for one in known(person, of, account)]
