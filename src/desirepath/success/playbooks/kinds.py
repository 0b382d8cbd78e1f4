"""The problems that playbooks know."""

from __future__ import annotations

from desirepath.base.problem import Kind

TRIGGER_NOT_ONE = Kind(
    "DP-PBK-001",
    "error",
    "a trigger does not name exactly one thing",
    "Of none nobody could say when a run begins; of two, whether either or both.",
    "name one thing; further triggers are further items of the list",
)
MOVE_NOT_ONE = Kind(
    "DP-PBK-002",
    "error",
    "a move does not do exactly one thing",
    "What is done is kept, and shown, move by move.",
    "make it one thing; another thing is another item of the list",
)
MOVE_TWICE = Kind(
    "DP-PBK-003",
    "error",
    "two moves have the same id",
    "That something is done once, and how it went, is known by the ids of the moves.",
    "rename one of the two",
)
MOVE_NAMELESS = Kind(
    "DP-PBK-004",
    "error",
    "a move that does something has no id",
    "That it is done once, and how it went, is known by its id.",
    "give it an id, such as id: first-mail",
)
NAMES_NO_MAP = Kind(
    "DP-PBK-005",
    "error",
    "a trigger names a step, and the playbook names no map",
    "Steps are steps of a map.",
    "add map: and the id of the map",
)
UNKNOWN_STEP = Kind(
    "DP-PBK-006",
    "error",
    "the map has no such step",
    "The playbook would never begin.",
    "write the id of a step of the map",
)
UNKNOWN_LEVEL = Kind(
    "DP-PBK-007",
    "error",
    "the scorecard has no such level, or there is none",
    "The playbook would never begin.",
    "name the scorecard, and one of its levels",
)
UNKNOWN_VARIABLE = Kind(
    "DP-PBK-008",
    "error",
    "a message shows something that is not declared",
    "Messages can show only what the playbook declares: whoever reads the file sees what leaves the house.",
    "declare it under variables, with where it is from and what stands there otherwise",
)
BAD_CLOCK = Kind(
    "DP-PBK-009",
    "error",
    "this is no time of the day, or no time zone",
    "Nobody could say when it is.",
    "write 09:00, and a zone such as Europe/Berlin",
)
DOES_NOT_FIT = Kind(
    "DP-PBK-010",
    "error",
    "two things that a playbook says do not go together",
    "Nobody could say what should happen.",
    "leave one of them out",
)
UNKNOWN_PLAYBOOK = Kind(
    "DP-PBK-011",
    "error",
    "there is no such playbook",
    "It can be neither started nor stopped.",
    "write the id of another playbook",
)
EMPTY = Kind(
    "DP-PBK-012",
    "error",
    "a playbook without triggers, or without moves",
    "It would never begin, or never do anything.",
    "add what is missing",
)
WRONG_TRAVELLER = Kind(
    "DP-PBK-013",
    "error",
    "the map or the scorecard is about somebody else than the playbook",
    "Where accounts stand says nothing of a single customer.",
    "choose a map and a scorecard whose travellers are those of the playbook",
)
NEEDS_FILE = Kind(
    "DP-PBK-014",
    "error",
    "the playbook names a map or a scorecard that was not given",
    "Without it nobody knows who stands where, or how they are.",
    "bring it in first; on the command line: --map ID.journey.yaml, --scorecard ID.scorecard.yaml",
)
NO_HISTORY = Kind(
    "DP-PBK-015",
    "error",
    "there is nothing to simulate on",
    "A simulation walks through what has happened.",
    "choose a time that the log knows of",
)
SAME_TWICE = Kind(
    "DP-PBK-016",
    "error",
    "two playbooks have the same id",
    "What was done for whom is known by the ids of the playbooks.",
    "rename one of the two",
)
KINDS = (
    TRIGGER_NOT_ONE,
    MOVE_NOT_ONE,
    MOVE_TWICE,
    MOVE_NAMELESS,
    NAMES_NO_MAP,
    UNKNOWN_STEP,
    UNKNOWN_LEVEL,
    UNKNOWN_VARIABLE,
    BAD_CLOCK,
    DOES_NOT_FIT,
    UNKNOWN_PLAYBOOK,
    EMPTY,
    WRONG_TRAVELLER,
    NEEDS_FILE,
    NO_HISTORY,
    SAME_TWICE,
)
