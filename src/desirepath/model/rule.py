"""Step rules: which interactions count as being at a step, as starting a passage, as ending it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from desirepath.model.node import Node
from desirepath.model.words import Many, Text

Scalar = bool | int | float | Annotated[str, Field(max_length=10_000)]
Bound = int | float | Annotated[str, Field(max_length=10_000)]


class Comparison(Node):
    """How a property must compare; several bounds must all hold. A missing property satisfies none of them.

    ``exists: true`` asks only that the property is there, ``exists: false`` that it is not.
    """

    at_least: Bound | None = None
    at_most: Bound | None = None
    more_than: Bound | None = None
    less_than: Bound | None = None
    is_not: Scalar | None = None
    one_of: Many[Scalar] | None = None
    contains: Text | None = None
    exists: bool | None = None


Where = dict[Text, Scalar | Many[Scalar] | Comparison]


class Rule(Node):
    """One way for an interaction to count: everything the rule names must hold.

    ``where`` compares properties of the interaction (``score``, ``amount``, ``direction`` and ``actor`` are the
    interaction's own fields): a bare value must be equal, a list is any of, a mapping is a :class:`Comparison`.
    """

    activity: Text | None = None
    channel: Text | None = None
    source: Text | None = None
    where: Where | None = None
