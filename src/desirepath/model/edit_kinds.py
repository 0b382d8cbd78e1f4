"""The ways in which an edit can be refused, as the documentation lists them."""

from __future__ import annotations

from desirepath.base.problem import Kind

ID_TWICE = Kind(
    "DP-EDT-001",
    "error",
    "two things on the map have one id",
    "An edit says what it changes by its id.",
    "give one of them another id",
)
NO_SUCH_NODE = Kind(
    "DP-EDT-002",
    "error",
    "the edit names something that was never on the map",
    "Nobody could tell what it was meant to change.",
    "load the map again and repeat the change",
)
ID_IN_USE = Kind(
    "DP-EDT-003",
    "error",
    "the id is or was used for something else",
    "Ids stay with what they were given to, even when it is gone: its history and numbers hang on them.",
    "give the new thing another id",
)
WRONG_PLACE = Kind(
    "DP-EDT-004",
    "error",
    "that cannot be there",
    "Stages belong to the map, steps to a stage, cards to a step.",
    "put it under a parent of the right kind",
)
UNDER_ITSELF = Kind(
    "DP-EDT-005",
    "error",
    "nothing can be moved under itself",
    "It would hang in the air, with nothing above it.",
    "move it somewhere else",
)
WRONG_RANK = Kind(
    "DP-EDT-006",
    "error",
    "that is not a rank",
    "Ranks order siblings; a text that is none would order them differently for different readers.",
    "use rank_between",
)
WRONG_VALUE = Kind(
    "DP-EDT-007",
    "error",
    "the value does not fit the property",
    "The map's file could not be read with it.",
    "use a value that the map format allows",
)
NOT_FOR_EDITS = Kind(
    "DP-EDT-008",
    "error",
    "this is not changed by setting a property",
    "Ids are for good, and what has an id of its own (stage, step, card) is created, moved and removed.",
    "create, move or remove it instead",
)
NOT_AN_EDIT = Kind(
    "DP-EDT-009",
    "error",
    "that is not an edit",
    "An edit has an id and a list of changes: create, set, move, remove.",
    "see the guide's page on edits",
)
KINDS = (
    ID_TWICE,
    NO_SUCH_NODE,
    ID_IN_USE,
    WRONG_PLACE,
    UNDER_ITSELF,
    WRONG_RANK,
    WRONG_VALUE,
    NOT_FOR_EDITS,
    NOT_AN_EDIT,
)
