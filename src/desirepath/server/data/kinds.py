"""What can go wrong with files that people bring and with what they want erased."""

from typing import Final

from desirepath.base.problem import Kind

UPLOAD_REFUSED: Final = Kind(
    "DP-DAT-001",
    "error",
    "this file cannot be taken",
    "what is uploaded is looked at before it is kept",
    "export it again, or save it as CSV",
)
NOT_ALL_THERE: Final = Kind(
    "DP-DAT-002",
    "error",
    "the file has not arrived yet",
    "a file is looked at when all of it is here",
    "wait for the upload, or begin it again",
)
WRONG_PLACE: Final = Kind(
    "DP-DAT-003",
    "error",
    "this part does not fit behind what has arrived",
    "the parts of a file come one after the other",
    "ask how much has arrived, and go on from there",
)
NOT_DECIDED: Final = Kind(
    "DP-DAT-004",
    "error",
    "something has to be decided first",
    "what the rows do not prove is not guessed",
    "answer the open questions",
)
BAD_ARCHIVE: Final = Kind(
    "DP-DAT-005",
    "error",
    "this archive cannot be unpacked",
    "an archive can claim anything: a file outside of it, or one that fills the disk",
    "unpack it yourself, and drop the files",
)
NO_ROOM: Final = Kind(
    "DP-DAT-006",
    "error",
    "there is no room for this file",
    "the disk must keep some room for the log",
    "make room on the server's disk, or import the file there: desirepath import",
)
CANNOT_TAKE_BACK: Final = Kind(
    "DP-DAT-007",
    "error",
    "this import cannot be taken back",
    "only what an import brought, and is there still, can be taken out again",
    "look at the list of imports",
)
IS_RUNNING: Final = Kind(
    "DP-DAT-008",
    "error",
    "this is still under way",
    "one thing after the other keeps the log whole",
    "wait for it, or cancel it",
)
NOBODY_THERE: Final = Kind(
    "DP-DAT-009",
    "error",
    "nobody of this id is known here",
    "ids are compared letter by letter",
    "look for the customer on the page Customers",
)
BAD_RULE: Final = Kind(
    "DP-DAT-010",
    "error",
    "this rule cannot be kept",
    "a rule that cannot be read would protect nobody",
    "compare it with the guide to privacy",
)

KINDS: Final[tuple[Kind, ...]] = (
    UPLOAD_REFUSED,
    NOT_ALL_THERE,
    WRONG_PLACE,
    NOT_DECIDED,
    BAD_ARCHIVE,
    NO_ROOM,
    CANNOT_TAKE_BACK,
    IS_RUNNING,
    NOBODY_THERE,
    BAD_RULE,
)
