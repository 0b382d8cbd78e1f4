"""What can go wrong with what people say and prove."""

from typing import Final

from desirepath.base.problem import Kind

NOT_ATTACHABLE: Final = Kind(
    "DP-TLK-001",
    "error",
    "a file of this type cannot be attached",
    "what a file is, its content says; only types that can do no harm to who opens them are kept",
    "attach a picture (PNG, JPEG, GIF, WebP), a PDF, a CSV or text file, or an Excel workbook (.xlsx)",
)
PICTURE_TOO_LARGE: Final = Kind(
    "DP-TLK-002",
    "error",
    "the picture has too many pixels",
    "a small file can hold a picture that fills the memory when it is opened",
    "make it smaller",
)
NO_SUCH_CLAIM: Final = Kind(
    "DP-TLK-003",
    "error",
    "there is no claim here",
    "evidence is attached to something the map says: a card, or a goal, a success or a feeling",
    "say first what you believe, then attach what shows it",
)
NO_SUCH_INTERACTION: Final = Kind(
    "DP-TLK-004",
    "error",
    "there is no such interaction in the log",
    "evidence names an interaction by its source and its key",
    "look it up: desirepath log, or ask in SQL for source and key",
)
NOT_A_LINK: Final = Kind(
    "DP-TLK-005",
    "error",
    "that is not a link to a page",
    "only http and https addresses are kept, so that following one can do nothing but open a page",
    "write it out: https://...",
)
NO_ESTIMATE: Final = Kind(
    "DP-TLK-006",
    "error",
    "this measure gives no number here",
    "evidence is a number with its interval, as it is today",
    "look at the measured map why it has none; choose another measure, step or period",
)

KINDS: Final[tuple[Kind, ...]] = (
    NOT_ATTACHABLE,
    PICTURE_TOO_LARGE,
    NO_SUCH_CLAIM,
    NO_SUCH_INTERACTION,
    NOT_A_LINK,
    NO_ESTIMATE,
)
