"""Mappings that come with Desirepath, as data: the tables that the tools of a customer team export.

A new one is a file in this folder, one line in :data:`READY`, and one example in ``tests/sources/examples``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files

from desirepath.base.nearest import nearest
from desirepath.sources.kinds import NO_SUCH_MAPPING
from desirepath.sources.mapping import Mapping, read_mapping_text


@dataclass(frozen=True, slots=True)
class ReadyMapping:
    """A mapping that can be named: ``desirepath import --mapping zendesk-tickets``."""

    name: str
    meaning: str


READY: tuple[ReadyMapping, ...] = (
    ReadyMapping("zendesk-tickets", "Zendesk: the ticket CSV export of Admin Center"),
    ReadyMapping("intercom-messages", "Intercom: conversations as CSV, one row a message"),
    ReadyMapping("hubspot-contacts", "HubSpot: contacts exported as CSV"),
    ReadyMapping("hubspot-companies", "HubSpot: companies exported as CSV"),
    ReadyMapping("hubspot-deals", "HubSpot: deals exported as CSV"),
    ReadyMapping("hubspot-tickets", "HubSpot: tickets exported as CSV"),
    ReadyMapping("salesforce-cases", "Salesforce: Case, exported by API names"),
    ReadyMapping("salesforce-opportunities", "Salesforce: Opportunity, exported by API names"),
    ReadyMapping(
        "salesforce-tasks", "Salesforce: Task, exported by API names: calls and e-mails that are done"
    ),
    ReadyMapping("salesforce-accounts", "Salesforce: Account, exported by API names"),
    ReadyMapping("delighted", "Delighted: survey responses as CSV (its columns named as the API's fields)"),
    ReadyMapping("surveymonkey", "SurveyMonkey: all responses as CSV, with two header rows"),
    ReadyMapping("typeform-responses", "Typeform: a form's responses as CSV"),
    ReadyMapping("mailchimp-audience", "Mailchimp: an audience exported as CSV"),
    ReadyMapping("quickmail", "QuickMail: one row an e-mail event, in columns named like these"),
)


def ready_text(name: str) -> str:
    """The TOML of a ready mapping, to be read or made one's own. Raises DP-SRC-031 for an unknown name.

    >>> ready_text("zendesk-tickets").splitlines()[1]
    'source = "zendesk"'
    """
    names = [mapping.name for mapping in READY]
    if name not in names:
        near = nearest(name, names)
        raise NO_SUCH_MAPPING.error(
            says=f'there is no file and no mapping called "{name[:80]}"',
            fix=f'did you mean "{near}"?' if near else "",
        )
    return (files(__package__) / f"{name}.toml").read_text("utf-8")


def ready_mapping(name: str) -> Mapping:
    """A ready mapping by its name. Raises DP-SRC-031 for an unknown one."""
    return read_mapping_text(ready_text(name), file=f"{name}.toml")


def fitting(header: Collection[str]) -> tuple[str, ...]:
    """The names of the ready mappings whose columns a table has, the closest first, at most three.

    >>> fitting(["Id", "Requester", "Subject", "Status", "Created at", "Solved at"])
    ('zendesk-tickets',)
    """
    found = []
    for one in READY:
        needed = ready_mapping(one.name).needed
        if needed <= set(header):
            found.append((-len(needed), one.name))
    return tuple(name for _, name in sorted(found)[:3])
