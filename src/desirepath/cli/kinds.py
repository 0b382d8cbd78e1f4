"""The problems the command line itself can have."""

from __future__ import annotations

from desirepath.base.problem import Kind

NO_SUCH_FILE = Kind(
    "DP-CLI-001",
    "error",
    "no such file",
    "A command was given the name of a file or folder that is not there.",
    "check the name",
)
WILL_NOT_OVERWRITE = Kind(
    "DP-CLI-002",
    "error",
    "the file is there already",
    "A command that creates something never replaces what you have.",
    "name another file, or add --force",
)
UNKNOWN_ENDING = Kind(
    "DP-CLI-003",
    "error",
    "the file's ending does not say what to write",
    "The ending of the output file chooses the format.",
    "end it in .svg or .html",
)
NOT_AN_INSTANT = Kind(
    "DP-CLI-004",
    "error",
    "not a date",
    "A period is bounded by days (midnight UTC) or by instants with a zone.",
    "write 2026-01-31 or 2026-01-31T12:00:00+01:00",
)
SYSTEM_REFUSED = Kind(
    "DP-CLI-005",
    "error",
    "the system refused to read or write",
    "A disk was full, a permission missing, a file in use.",
    "mend what the message names, and run the command again: nothing was half-written",
)
UNKNOWN_WORLD = Kind(
    "DP-CLI-006",
    "error",
    "no such demo world",
    "The demo lives in one of the worlds that come with the program.",
    "use techcorp or style-icon",
)
STEP_NEEDS_MAP = Kind(
    "DP-CLI-008",
    "error",
    "a step needs its map, and a map the step",
    "The first value can be a step of a map: both have to be named.",
    "give --map and --step together, or an expression with --value",
)
DOES_NOT_GO_TOGETHER = Kind(
    "DP-CLI-007",
    "error",
    "these options do not go together",
    "An option that would have no effect is refused, so that nobody waits for it.",
    "leave one of them out",
)
NOTHING_SAID = Kind(
    "DP-CLI-011",
    "error",
    "the note is empty",
    "A note without words or quotes teaches nobody anything.",
    "write what was learnt, or add --quote",
)
NOT_A_PROPERTY = Kind(
    "DP-CLI-012",
    "error",
    "not a property",
    "A property has a name and a value.",
    "write --property name=value",
)
NOT_A_SPAN = Kind(
    "DP-CLI-013",
    "error",
    "this is no length of time",
    "A length of time is a number and a unit, above zero.",
    "write it like 7d, 12 h or 3 months",
)
NOT_IN_LOG = Kind(
    "DP-CLI-014",
    "error",
    "the log does not know this one",
    "Nobody of that id has done anything in the log.",
    "look for the id with desirepath log tail or desirepath subject show",
)
OTHER_DEMO = Kind(
    "DP-CLI-015",
    "error",
    "this demo was made by another Desirepath",
    "What it keeps there cannot be read here. Nothing was changed in it.",
    "begin it again with --afresh, or make one elsewhere: desirepath demo --into other --serve",
)
KINDS = (
    NO_SUCH_FILE,
    WILL_NOT_OVERWRITE,
    UNKNOWN_ENDING,
    NOT_AN_INSTANT,
    SYSTEM_REFUSED,
    UNKNOWN_WORLD,
    STEP_NEEDS_MAP,
    DOES_NOT_GO_TOGETHER,
    NOTHING_SAID,
    NOT_A_PROPERTY,
    NOT_A_SPAN,
    NOT_IN_LOG,
    OTHER_DEMO,
)
