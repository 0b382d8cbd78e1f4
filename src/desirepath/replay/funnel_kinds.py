"""The problems that a funnel, a retention or a lifecycle question knows."""

from __future__ import annotations

from desirepath.base.problem import Kind

NO_STEPS = Kind(
    "DP-RPL-020",
    "error",
    "a funnel has no steps, or too many",
    "A funnel is followed from step to step, and each step has a place in a small mask.",
    "name between one and 60 steps",
)
OUT_OF_PLACE = Kind(
    "DP-RPL-021",
    "error",
    "an exclusion, or an attribution, does not lie between two steps of the funnel, or at one",
    "What must not happen is looked for after one step and before a later one; a value at a step there is.",
    'write FROM:TO:EXPRESSION with 1 <= FROM < TO <= the number of steps, such as "1:2:ticket.opened"',
)
BAD_SPAN = Kind(
    "DP-RPL-022",
    "error",
    "not a length of time that a funnel or a matrix can use",
    "Windows, limits of steps and periods are lengths of time to come.",
    'write a number and a unit, such as "14d" or "90 min"',
)
DOES_NOT_COMBINE = Kind(
    "DP-RPL-023",
    "error",
    "these options do not go together",
    "Some rules mean nothing under others: where no order is asked, no step comes before another.",
    "leave one of them out",
)
BAD_PERIODS = Kind(
    "DP-RPL-024",
    "error",
    "the periods of a matrix cannot be laid out",
    "A matrix has one row and one column per period: without a beginning, or with thousands, it is no use.",
    "ask for 1 to 1,000 periods between two instants",
)
UNKNOWN_ZONE = Kind(
    "DP-RPL-025",
    "error",
    "no such time zone",
    "Days, weeks and months begin at midnight somewhere; the zone says where.",
    'use a name such as "Europe/Paris" or "UTC"',
)
BAD_STEP = Kind(
    "DP-RPL-026",
    "error",
    "not a step of a funnel",
    "A step says which interactions are it.",
    'write an expression, or just the name of an activity, such as "sign up"',
)
NOT_A_NAME = Kind(
    "DP-RPL-027",
    "error",
    "nothing that a funnel can be split by",
    "A funnel is split by, or holds, a value that interactions have: a field, a property, or a trait.",
    'name one, such as "channel", "properties.order_id" or "traits.plan"',
)
KINDS = (
    NO_STEPS,
    OUT_OF_PLACE,
    BAD_SPAN,
    DOES_NOT_COMBINE,
    BAD_PERIODS,
    UNKNOWN_ZONE,
    BAD_STEP,
    NOT_A_NAME,
)
