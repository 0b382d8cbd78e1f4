"""The problems that the renewals know."""

from __future__ import annotations

from desirepath.base.problem import Kind

NOT_MEASURED_YET = Kind(
    "DP-REN-001",
    "error",
    "this is still being measured",
    "Whose a number is can be said once the number is known.",
    "ask for the number itself, and again when it is there",
)
BAD_TERM = Kind(
    "DP-REN-002",
    "error",
    "this subscription cannot be written down so",
    "A term needs an amount, its currency and how long it is; without them nobody knows what comes up when.",
    "give the amount, the currency and the interval, or the day on which the term ends",
)
KINDS = (NOT_MEASURED_YET, BAD_TERM)
