"""What can go wrong at the desk."""

from typing import Final

from desirepath.base.problem import Kind

NOT_YOUR_TURN: Final = Kind(
    "DP-DSK-001",
    "error",
    "it is not your turn",
    "who receives an account says whether they know enough; who gives it says what they must know",
    "ask whoever it is waiting for, or hand it to somebody else first",
)
NO_SUCH_COLLEAGUE: Final = Kind(
    "DP-DSK-002",
    "error",
    "nobody of this number can have it",
    "a task belongs to somebody who can see and do it",
    "choose an active colleague who may edit",
)
PAST_DAY: Final = Kind(
    "DP-DSK-003",
    "error",
    "that is over already",
    "what is put off comes back when its time has come",
    "choose a later moment, or do it now",
)
NOT_CARRIED: Final = Kind(
    "DP-DSK-004",
    "error",
    "the handoff carries nothing of this name",
    "what a handoff carries is said by the map's step",
    "tell what is on its list, or change the step on the map",
)
NOT_NOBODYS: Final = Kind(
    "DP-DSK-005",
    "error",
    "this is not nobody's",
    "only what nobody has can be taken; what somebody has, they give",
    "look whose it is now",
)
KINDS: Final[tuple[Kind, ...]] = (NOT_YOUR_TURN, NO_SUCH_COLLEAGUE, PAST_DAY, NOT_CARRIED, NOT_NOBODYS)
