"""The problems the measures know."""

from __future__ import annotations

from desirepath.base.problem import Kind

MEASURE_TWICE = Kind(
    "DP-MSR-001",
    "error",
    "two measures have the same id",
    "One number has one definition; with two, nobody could say which of them a report shows.",
    "rename the measure in the package that adds it, or uninstall that package",
)
NOT_A_MEASURE = Kind(
    "DP-MSR-002",
    "error",
    "an installed package announces a measure that is none",
    "What a package adds under the entry point group desirepath.measures must be a Measure.",
    "let the entry point name a desirepath.measures.measure.Measure object",
)
AS_OF_WITHOUT_ZONE = Kind(
    "DP-MSR-003",
    "error",
    "the instant to measure as of has no time zone",
    "Without a zone nobody can know which instant is meant, and what is still under way depends on it.",
    "give it a zone, such as datetime(2026, 1, 31, tzinfo=UTC)",
)
KINDS = (MEASURE_TWICE, NOT_A_MEASURE, AS_OF_WITHOUT_ZONE)
