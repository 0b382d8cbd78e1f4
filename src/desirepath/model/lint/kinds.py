"""What a careful reader can find on a map, as the documentation lists it."""

from __future__ import annotations

from desirepath.base.problem import Kind

PERSONA_FILE_MISSING = Kind(
    "DP-MAP-101",
    "warning",
    "the persona has no file",
    "A persona that is only a name says nothing about who travels, and cannot be counted in the data.",
    "write personas/ID.persona.yaml beside the map",
)
NO_PERSONA = Kind(
    "DP-MAP-102",
    "warning",
    "the map does not say whose journey it is",
    "A map about everybody is about nobody: needs and feelings differ between personas.",
    "name one persona with persona: ID",
)
NO_SCENARIO = Kind(
    "DP-MAP-103",
    "warning",
    "the map does not say what the customer is after",
    "Without a scenario nobody can say where the journey begins, ends, or goes wrong.",
    "describe the situation in one sentence with scenario: ...",
)
OTHER_PERSONA = Kind(
    "DP-MAP-104",
    "warning",
    "the map and the persona's file are about different personas",
    "The file's id is what the data are counted by.",
    "give the persona's file the id that the map names",
)
UNOWNED_MOMENT = Kind(
    "DP-MAP-105",
    "warning",
    "nobody owns this moment",
    "Moments of truth and handoffs are where customers are lost; someone always owns the moment.",
    "give the step an owner",
)
UNOWNED_STEP = Kind(
    "DP-MAP-106",
    "warning",
    "nobody owns this step",
    "What nobody owns, nobody improves.",
    "give the step or its stage an owner",
)
HANDOFF_TO_NOBODY = Kind(
    "DP-MAP-107",
    "warning",
    "a handoff that nobody receives",
    "Whoever should take over does not know it, and the customer waits.",
    "name the receiver with to: ..., and let them own this step or a later one",
)
HANDOFF_PAST_OWNER = Kind(
    "DP-MAP-108",
    "warning",
    "the owner of the step takes no part in its handoff",
    "Two others pass the customer on, and the one who answers for it is not there.",
    "let the owner be who hands over or who receives",
)
NO_SUCCESS = Kind(
    "DP-MAP-109",
    "warning",
    "the step does not say what success looks like",
    "Nobody can tell whether the step went well for the customer.",
    "say with success: ... how one sees that it went well",
)
REVIEW_OVERDUE = Kind(
    "DP-MAP-110",
    "warning",
    "an assumption older than the map's review",
    "Nobody has looked at it for longer than the map itself allows.",
    "confirm it, replace it by evidence, or take it off the map",
)
STALE_EVIDENCE = Kind(
    "DP-MAP-111",
    "warning",
    "evidence older than the map's review",
    "What was true then counts less than half now.",
    "ask again, and renew confirmed_on",
)
NEVER_MATCHES = Kind(
    "DP-MAP-112",
    "error",
    "a rule that can never match",
    "Its conditions exclude each other, so the step would be measured as if nobody ever came.",
    "correct the bounds, or take one of them out",
)
MATCHES_ALL = Kind(
    "DP-MAP-113",
    "error",
    "a rule that matches everything",
    "It names nothing, so every interaction would count.",
    "name an activity, a channel, a source or a property",
)
UNKNOWN_ACTIVITY = Kind(
    "DP-MAP-114",
    "warning",
    "an activity that looks like a misspelt one",
    "The log uses fixed names for what measures rely on; another spelling matches nothing.",
    "use the reserved name",
)
UNMEASURED_STEP = Kind(
    "DP-MAP-115",
    "warning",
    "a step that is believed but not measured",
    "Without a rule no interaction counts as being there.",
    "say with when: ... which interactions count",
)
SHADOWED_STEP = Kind(
    "DP-MAP-116",
    "warning",
    "a step that the log cannot tell from an earlier one",
    "Everything that counts for it counts for the earlier step too, so it cannot be reached on its own.",
    "give it a rule that differs",
)
ENDS_TOO_EARLY = Kind(
    "DP-MAP-117",
    "warning",
    "the journey ends at a step that has others after it",
    "What counts as being here also ends the passage, so the steps after it are not reached.",
    "move the step to the end, or end the passage with something else",
)
NO_START = Kind(
    "DP-MAP-118",
    "warning",
    "the map does not say how a passage starts",
    "It then starts with whatever matches a step first, even the last one, and rates start from there.",
    "say with passage.starts which interactions begin the journey",
)
NO_SUCCESS_END = Kind(
    "DP-MAP-119",
    "warning",
    "the map does not say how a passage succeeds",
    "Without it nobody arrives, and there is no success rate.",
    "say with passage.succeeds which interactions mean that the customer got there",
)
HORIZON_TOO_SHORT = Kind(
    "DP-MAP-120",
    "warning",
    "the horizon is shorter than the steps together",
    "Customers who take every step just in time would count as expired.",
    "lengthen passage.horizon, or shorten what the steps may take",
)
NO_MOMENT_OF_TRUTH = Kind(
    "DP-MAP-121",
    "warning",
    "the map has no moment of truth",
    "If every step matters alike, nobody knows where to be at their best.",
    "mark the step that decides most with moment_of_truth: true",
)
TOO_LONG = Kind(
    "DP-MAP-122",
    "warning",
    "a map with too much on it",
    "More than eight stages or 25 steps do not fit one picture, or one conversation.",
    "keep an overview here and break steps down into maps of their own with detail: ID",
)
EMPTY_STAGE = Kind(
    "DP-MAP-123",
    "warning",
    "a stage without steps",
    "Nothing happens in it, so nothing can be seen or owned there.",
    "add a step, or take the stage out",
)
UNKNOWN_LANE = Kind(
    "DP-MAP-124",
    "warning",
    "a lane that nobody knows",
    "It would be drawn empty, or what is in it would not be drawn at all.",
    "use one of the house's lanes, or list your own with an id and a name",
)
NO_LANES = Kind(
    "DP-MAP-125",
    "warning",
    "the map shows no lane",
    "The list of lanes is empty, so the picture has nothing but names.",
    "take the empty list out (then all lanes show), or list those you want",
)
DETAIL_MISSING = Kind(
    "DP-MAP-126",
    "warning",
    "the map that breaks a step down is not there",
    "The link leads nowhere.",
    "write ID.journey.yaml beside this map, or take detail out",
)
OWNER_SPELT_TWO_WAYS = Kind(
    "DP-MAP-127",
    "warning",
    "one owner seems to be spelt in two ways",
    "Each spelling gets its own inbox, and half the moments go unseen.",
    "use one spelling",
)
EVIDENCE_WITHOUT_SOURCE = Kind(
    "DP-MAP-128",
    "warning",
    "evidence that does not say where it is from",
    "A claim without its source is an opinion.",
    "add sources: [{kind: ...}], or call it an assumption",
)
CONFIDENCE_WITHOUT_SOURCE = Kind(
    "DP-MAP-129",
    "warning",
    "confidence in something nobody has looked up",
    "How sure we are rests on where we know it from.",
    "add sources, or leave confidence out",
)
QUOTE_WITHOUT_SOURCE = Kind(
    "DP-MAP-130",
    "warning",
    "a quote that does not say who said it where",
    "Words that nobody can trace back persuade nobody, and may be made up.",
    "add source: ... (an interview, a ticket, a review)",
)
UNKNOWN_MEASURE = Kind(
    "DP-MAP-131",
    "warning",
    "a measure that nobody knows",
    "Nothing would be shown for it.",
    "use the id of a measure",
)

KINDS = (
    PERSONA_FILE_MISSING,
    NO_PERSONA,
    NO_SCENARIO,
    OTHER_PERSONA,
    UNOWNED_MOMENT,
    UNOWNED_STEP,
    HANDOFF_TO_NOBODY,
    HANDOFF_PAST_OWNER,
    NO_SUCCESS,
    REVIEW_OVERDUE,
    STALE_EVIDENCE,
    NEVER_MATCHES,
    MATCHES_ALL,
    UNKNOWN_ACTIVITY,
    UNMEASURED_STEP,
    SHADOWED_STEP,
    ENDS_TOO_EARLY,
    NO_START,
    NO_SUCCESS_END,
    HORIZON_TOO_SHORT,
    NO_MOMENT_OF_TRUTH,
    TOO_LONG,
    EMPTY_STAGE,
    UNKNOWN_LANE,
    NO_LANES,
    DETAIL_MISSING,
    OWNER_SPELT_TWO_WAYS,
    EVIDENCE_WITHOUT_SOURCE,
    CONFIDENCE_WITHOUT_SOURCE,
    QUOTE_WITHOUT_SOURCE,
    UNKNOWN_MEASURE,
)
