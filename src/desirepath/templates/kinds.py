"""What can be wrong with asking for a template."""

from __future__ import annotations

from desirepath.base.problem import Kind

UNKNOWN_TEMPLATE = Kind(
    "DP-TPL-001",
    "error",
    "there is no template of that name",
    "Templates are asked for by the names that the list shows.",
    "see `desirepath new --list`",
)
UNKNOWN_PLAYBOOK_TEMPLATE = Kind(
    "DP-TPL-002",
    "error",
    "there is no playbook of that name to start from",
    "They are asked for by the names that the list shows.",
    "see `desirepath playbook new`",
)
KINDS = (UNKNOWN_TEMPLATE, UNKNOWN_PLAYBOOK_TEMPLATE)
