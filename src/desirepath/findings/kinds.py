"""The problems that the findings know."""

from __future__ import annotations

from desirepath.base.problem import Kind

NOBODY_TRAVELS = Kind(
    "DP-FND-001",
    "error",
    "nobody of this type is in the log",
    "Paths are followed for one type of object: a customer, an account, a ticket, an order. Without any of "
    "them there is nothing to follow.",
    "name a type that the log holds, or import something first",
)
NOT_A_LENGTH = Kind(
    "DP-FND-002",
    "error",
    "a number of ways or of steps must be 1 or more",
    "Nothing can be shown of no ways, and a way cut to no steps says nothing.",
    "give a whole number from 1 on, or leave it out",
)
MAP_SAYS_WHO = Kind(
    "DP-FND-003",
    "error",
    "the map says itself who travels",
    "A map is about one type of object; following another from step to step of it would count nothing.",
    "leave the type out, or leave the map out",
)
NO_TICKETS = Kind(
    "DP-FND-004",
    "error",
    "the log holds no tickets",
    "When customers need us is read from what they ask (ticket.opened).",
    "import the tickets of your help desk, such as a Zendesk or Intercom export",
)
KINDS = (NOBODY_TRAVELS, NOT_A_LENGTH, MAP_SAYS_WHO, NO_TICKETS)
