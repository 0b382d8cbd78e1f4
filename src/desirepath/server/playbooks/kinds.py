"""What can go wrong with playbooks in the workspace."""

from typing import Final

from desirepath.base.problem import Kind

OTHER_ID: Final = Kind(
    "DP-PLY-001",
    "error",
    "the file says another id than its playbook has",
    "A playbook is kept by its id: its versions, its runs, and what it sent.",
    "write the id back; for another playbook make a new one",
)
NOT_READY: Final = Kind(
    "DP-PLY-002",
    "error",
    "this playbook cannot be turned on as it is",
    "It would do nothing, or not what it says.",
    "mend what is wrong, and save it",
)
CANNOT_DO: Final = Kind(
    "DP-PLY-003",
    "error",
    "this playbook has moves that the workspace cannot do yet",
    "They would stand in the outbox as not done.",
    "take them out, or turn it on all the same: everything else is done",
)
NOT_ON: Final = Kind(
    "DP-PLY-004",
    "error",
    "the playbook does not stand so that this can be done",
    "What is off cannot be paused, and only what is paused goes on.",
    "look how it stands now",
)

NOT_UNKNOWN: Final = Kind(
    "DP-PLY-021",
    "error",
    "what became of it is known",
    "Only where nobody knows whether it arrived has somebody to look.",
    "look what the outbox says of it now",
)
TOO_OLD: Final = Kind(
    "DP-PLY-022",
    "error",
    "it should have gone out more than three days ago",
    "What was meant for another day is not sent any more.",
    "write to them yourself, and say that it arrived or leave it",
)
NO_MOVE: Final = Kind(
    "DP-PLY-023",
    "error",
    "the playbook has no such move, or it says nothing",
    "Only moves with words can be looked at.",
    "name a move that is a task or a message",
)
NO_TEST: Final = Kind(
    "DP-PLY-024",
    "error",
    "this letter cannot be sent to you as a test",
    "A test goes by the workspace's mail server, to your own address and to no other.",
    "read it in its preview",
)

KINDS: Final[tuple[Kind, ...]] = (
    OTHER_ID,
    NOT_READY,
    CANNOT_DO,
    NOT_ON,
    NOT_UNKNOWN,
    TOO_OLD,
    NO_MOVE,
    NO_TEST,
)
