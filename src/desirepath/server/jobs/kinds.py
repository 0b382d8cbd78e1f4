"""What can go wrong with work in the background."""

from typing import Final

from desirepath.base.problem import Kind

JOB_LOST: Final = Kind(
    "DP-JOB-001",
    "error",
    "the job's worker ended again and again",
    "a job that ends its worker each time would never let another one through",
    "look into the server's log (too little memory is usual), then ask for it again",
)
JOB_BROKE: Final = Kind(
    "DP-JOB-002",
    "error",
    "the job broke",
    "this is a mistake in Desirepath, or the machine refused something",
    "the server's log says what; ask for it again",
)
JOB_IS_OVER: Final = Kind(
    "DP-JOB-003",
    "error",
    "the job is over",
    "what has ended cannot be cancelled",
    "look at its result",
)

KINDS: Final[tuple[Kind, ...]] = (JOB_LOST, JOB_BROKE, JOB_IS_OVER)
