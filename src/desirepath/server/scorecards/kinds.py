"""What can go wrong with scorecards in the workspace."""

from typing import Final

from desirepath.base.problem import Kind

NOT_TESTED: Final = Kind(
    "DP-CRD-001",
    "error",
    "this scorecard was not held against the past",
    "Nobody knows yet whether low scores come before customers leave; people will act on them all the same.",
    "run the back-test first; or publish it anyway, which is written down",
)
NO_BETTER: Final = Kind(
    "DP-CRD-002",
    "error",
    "this scorecard tells less than the simplest way does",
    "To look at who has been silent longest would have found more of those who left.",
    "give more weight to signals that tell, less to those that do not; or publish it anyway, which is"
    " written down",
)
OTHER_ID: Final = Kind(
    "DP-CRD-003",
    "error",
    "the file says another id than its scorecard has",
    "A scorecard is kept by its id: its versions, and the file's name.",
    "write the id back; for another scorecard make a new one",
)
NOTHING_NEW: Final = Kind(
    "DP-CRD-004",
    "error",
    "there is nothing to publish",
    "The scorecard in force says the very same.",
    "change something first",
)

KINDS: Final[tuple[Kind, ...]] = (NOT_TESTED, NO_BETTER, OTHER_ID, NOTHING_NEW)
