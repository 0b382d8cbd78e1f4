"""What can go wrong with what is written by hand."""

from typing import Final

from desirepath.base.problem import Kind

NOT_AN_ENTRY: Final = Kind(
    "DP-ACC-001",
    "error",
    "what is written by hand lacks something",
    "whoever reads it later, a person or a measure, looks for it there",
    "add what is missing",
)

KINDS: Final[tuple[Kind, ...]] = (NOT_AN_ENTRY,)
