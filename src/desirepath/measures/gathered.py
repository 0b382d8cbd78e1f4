"""Gathering: what the house defines, then what installed packages add under an entry point group."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import entry_points
from typing import Protocol, TypeVar

from desirepath.base.problem import Kind


class Named(Protocol):
    """Something with a stable id."""

    @property
    def id(self) -> str:
        """What reports call it."""


Thing = TypeVar("Thing", bound=Named)


def gather(
    group: str, house: Sequence[Thing], of: type[Thing], *, none_of_it: Kind, twice: Kind, called: str
) -> tuple[Thing, ...]:
    """The house's own, in order, then those that packages announce in ``group``.

    Raises ``none_of_it`` where a package announces something that is not one ``of`` them, ``twice`` where two
    have one id; ``called`` is what they are called in that sentence.
    """
    found = list(house)
    for point in entry_points(group=group):
        one = point.load()
        if not isinstance(one, of):
            raise none_of_it.error(point.value)
        if one.id in {known.id for known in found}:
            raise twice.error(point.value, says=f'two {called} have the id "{one.id}"')
        found.append(one)
    return tuple(found)
