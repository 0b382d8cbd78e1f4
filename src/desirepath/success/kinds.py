"""The problems that the decisions know."""

from __future__ import annotations

from desirepath.base.problem import Kind

RANGES_LEAVE_GAP = Kind(
    "DP-SUC-001",
    "error",
    "a value falls between two ranges",
    "Somebody's value will be there one day, and nobody could say what it is worth.",
    "let each range begin where the one before it ends: at_least: 5 after less_than: 5",
)
RANGES_OVERLAP = Kind(
    "DP-SUC-002",
    "error",
    "a value falls into two ranges",
    "It would be worth two different things, and which one counts would be an accident.",
    "let one of the two include the edge and the other not: less_than: 5, then at_least: 5",
)
RANGE_EMPTY = Kind(
    "DP-SUC-003",
    "error",
    "no value can fall into this range",
    "Its beginning lies behind its end.",
    "swap the two edges, or delete the range",
)
RANGE_TWO_EDGES = Kind(
    "DP-SUC-004",
    "error",
    "a range says one of its edges twice",
    "at_least and more_than both say where a range begins, at_most and less_than both where it ends.",
    "keep one of the two",
)
SIGNAL_LACKS = Kind(
    "DP-SUC-005",
    "error",
    "a signal does not say what it is taken from",
    "Without that there is nothing to look for in the log.",
    "add what is missing",
)
SIGNAL_TWICE = Kind(
    "DP-SUC-006",
    "error",
    "two signals have the same id",
    "The history of a score is kept by the ids of its signals.",
    "rename one of the two",
)
POINTS_BEYOND = Kind(
    "DP-SUC-007",
    "error",
    "a range gives more points than the scale has",
    "The score would leave its scale.",
    "give points within lowest and highest",
)
NO_WEIGHT = Kind(
    "DP-SUC-008",
    "error",
    "no signal has any weight",
    "A weighted mean of nothing is no number.",
    "give at least one signal a weight above 0",
)
NEEDS_MAP = Kind(
    "DP-SUC-009",
    "error",
    "a signal asks where accounts stand on a map, and no map was given",
    "Position and pace are places on a map.",
    "name the map: --map ID.journey.yaml",
)
NOBODY_TO_JUDGE = Kind(
    "DP-SUC-010",
    "error",
    "nobody can be back-tested",
    "A back-test needs accounts that were customers on a day, and a log that goes on long enough after it to"
    " see who left.",
    "choose a shorter horizon, or import more of the past (subscription.started, subscription.cancelled)",
)
WRONG_TRAVELLER = Kind(
    "DP-SUC-011",
    "error",
    "the map follows somebody else than the scorecard",
    "A score of accounts cannot use where single customers stand.",
    "choose a map whose travellers are those of the scorecard",
)
BAD_HORIZON = Kind(
    "DP-SUC-012",
    "error",
    "this is no time to look ahead",
    "A back-test asks who left within some time after each score.",
    "give it as a length of time above zero, such as 90d",
)
HANDOFF_INCOMPLETE = Kind(
    "DP-SUC-013",
    "error",
    "the handoff is not complete",
    "What is not told now is asked of the customer again later.",
    "write what is missing, or send it back to who knows",
)
HANDOFF_OVER = Kind(
    "DP-SUC-014",
    "error",
    "the handoff is over",
    "Somebody has accepted it; the account is theirs.",
    "begin another handoff",
)
NO_RENEWALS = Kind(
    "DP-SUC-015",
    "error",
    "the log tells of no subscriptions",
    "What is never begun never comes up for renewal.",
    "import subscription.started and .renewed, with how long a term is (properties.term_days)",
)
NO_SUCH_SIGNAL = Kind(
    "DP-SUC-016",
    "error",
    "a segment speaks of a signal that the scorecard does not have",
    "What is different in a segment is said of a signal by its id.",
    "name one of the scorecard's signals, or delete the line",
)
KINDS = (
    RANGES_LEAVE_GAP,
    RANGES_OVERLAP,
    RANGE_EMPTY,
    RANGE_TWO_EDGES,
    SIGNAL_LACKS,
    SIGNAL_TWICE,
    POINTS_BEYOND,
    NO_WEIGHT,
    NEEDS_MAP,
    NOBODY_TO_JUDGE,
    WRONG_TRAVELLER,
    BAD_HORIZON,
    HANDOFF_INCOMPLETE,
    HANDOFF_OVER,
    NO_RENEWALS,
    NO_SUCH_SIGNAL,
)
