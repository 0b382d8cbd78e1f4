"""The problems the drawing finds: what will not fit."""

from __future__ import annotations

from desirepath.base.problem import Kind

WORD_TOO_LONG = Kind(
    "DP-EXP-001",
    "warning",
    "a word is wider than its column can become",
    "The drawing breaks it over several lines, which is hard to read.",
    "shorten it, or put spaces or soft hyphens where it may break",
)
TOO_WIDE_FOR_A3 = Kind(
    "DP-EXP-002",
    "warning",
    "the map is too wide for one sheet",
    "Printed on one A3 sheet its smallest text would be under 8 points.",
    "print the HTML page, which breaks at stages, or move steps into a detailed map of their own",
)
STAGE_TOO_WIDE_FOR_A3 = Kind(
    "DP-EXP-003",
    "warning",
    "one stage is too wide for a sheet",
    "The printed page breaks between stages; a stage this wide is shrunk until its text is under 8 points.",
    "split the stage, or move steps into a detailed map of their own",
)
TOO_TALL_FOR_A3 = Kind(
    "DP-EXP-004",
    "warning",
    "a lane is too tall for one sheet",
    "The printed page breaks between lanes; one that is taller than the sheet is cut in two.",
    "hide a lane that is not needed on paper, or shorten the longest cell",
)
IMAGE_NOT_EMBEDDED = Kind(
    "DP-EXP-005",
    "warning",
    "an image cannot be embedded",
    "Exports look nothing up, so the drawing shows the image's description in its place.",
    "give the drawing a PNG, JPEG, GIF or WebP file's bytes",
)
UNKNOWN_THEME = Kind(
    "DP-EXP-006",
    "error",
    "there is no such theme",
    "A drawing is light, dark, or follows the reader's system.",
    "use light, dark or auto",
)
NOTHING_TO_EXPORT = Kind(
    "DP-EXP-007",
    "error",
    "there is nothing to export",
    "A trace is one subject's interactions, and the log has none of a subject of that type.",
    "name a type that is in the log with --subject",
)
KINDS = (
    WORD_TOO_LONG,
    TOO_WIDE_FOR_A3,
    STAGE_TOO_WIDE_FOR_A3,
    TOO_TALL_FOR_A3,
    IMAGE_NOT_EMBEDDED,
    UNKNOWN_THEME,
    NOTHING_TO_EXPORT,
)
