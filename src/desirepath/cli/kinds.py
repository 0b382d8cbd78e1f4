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
KINDS = (NO_SUCH_FILE, WILL_NOT_OVERWRITE, UNKNOWN_ENDING, NOT_AN_INSTANT, SYSTEM_REFUSED, UNKNOWN_WORLD)
