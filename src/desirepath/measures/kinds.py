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
SEGMENT_BEYOND_TRAITS = Kind(
    "DP-MSR-004",
    "error",
    "a segment of the success measures asks for more than traits",
    "A segment says whom to count, as they were known when the period began. A single interaction has no "
    "place in that.",
    'ask for traits only, such as traits.plan == "pro"',
)
NO_SUBJECTS = Kind(
    "DP-MSR-005",
    "error",
    "the log has nobody to count",
    "Success measures count accounts (or customers, or any other type of object that interactions name).",
    "import interactions that name one, or count another type with --subject",
)
SUCCESS_MEASURE_TWICE = Kind(
    "DP-MSR-006",
    "error",
    "two success measures have the same id",
    "One number has one definition; with two, nobody could say which of them a report shows.",
    "rename the measure in the package that adds it, or uninstall that package",
)
NOT_A_SUCCESS_MEASURE = Kind(
    "DP-MSR-007",
    "error",
    "an installed package announces a success measure that is none",
    "What a package adds under the entry point group desirepath.success_measures must be a SuccessMeasure.",
    "let the entry point name a desirepath.measures.success_measure.SuccessMeasure object",
)
BAD_MARGIN = Kind(
    "DP-MSR-008",
    "error",
    "the gross margin is not a share",
    "Of what a customer pays the margin is what is left after serving it; it goes into the lifetime value.",
    "give it as a number above 0 and at most 1, such as 0.8",
)
NOT_A_VALUE_STEP = Kind(
    "DP-MSR-009",
    "error",
    "the step cannot be the first value",
    "A customer comes to its first value with an interaction that the step's rule names.",
    "name a step of the map that has a rule (when)",
)
NO_REVENUE = Kind(
    "DP-MSR-010",
    "error",
    "there is no revenue to measure",
    "Revenue is what subscriptions bring a month; without any there is nothing to add up.",
    "import subscription.started, .renewed, .changed and .cancelled, or write them by hand",
)
NOT_A_NUMBER_OF_REVENUE = Kind(
    "DP-MSR-011",
    "error",
    "revenue has no such number, or it has no such row",
    "Whose a number is can be asked of the numbers that a row of revenue has.",
    "ask for mrr_start, mrr_new, mrr_expansion, mrr_contraction, mrr_churn, mrr_reactivation, mrr_end, grr, "
    "nrr, logo_churn or excluded",
)
NO_SUCH_LETTER = Kind(
    "DP-MSR-012",
    "error",
    "no such letter was sent, or the two cannot be held side by side",
    "Two letters are compared by their keys: a playbook's move (playbook/move), a version of it "
    "(playbook/move@2), or another tool's template (template:name).",
    "take two keys from the list of what was sent",
)
KINDS = (
    MEASURE_TWICE,
    NOT_A_MEASURE,
    AS_OF_WITHOUT_ZONE,
    SEGMENT_BEYOND_TRAITS,
    NO_SUBJECTS,
    SUCCESS_MEASURE_TWICE,
    NOT_A_SUCCESS_MEASURE,
    BAD_MARGIN,
    NOT_A_VALUE_STEP,
    NO_REVENUE,
    NOT_A_NUMBER_OF_REVENUE,
    NO_SUCH_LETTER,
)
