"""Mappings that come with Desirepath, as data: the tables that the tools of a customer team export.

A new one is a file in this folder, one line in :data:`READY`, and one example in ``tests/sources/examples``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
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
    ReadyMapping("fivetran-zendesk-ticket", "Warehouse table zendesk.ticket (as Fivetran loads it)"),
    ReadyMapping(
        "fivetran-zendesk-ticket_comment", "Warehouse table zendesk.ticket_comment (as Fivetran loads it)"
    ),
    ReadyMapping(
        "fivetran-zendesk-ticket_field_history",
        "Warehouse table zendesk.ticket_field_history (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-zendesk-ticket_chat_event",
        "Warehouse table zendesk.ticket_chat_event (as Fivetran loads it)",
    ),
    ReadyMapping("fivetran-zendesk-user", "Warehouse table zendesk.user (as Fivetran loads it)"),
    ReadyMapping(
        "fivetran-zendesk-organization", "Warehouse table zendesk.organization (as Fivetran loads it)"
    ),
    ReadyMapping("fivetran-hubspot-contact", "Warehouse table hubspot.contact (as Fivetran loads it)"),
    ReadyMapping("fivetran-hubspot-company", "Warehouse table hubspot.company (as Fivetran loads it)"),
    ReadyMapping(
        "fivetran-hubspot-contact_merge_audit",
        "Warehouse table hubspot.contact_merge_audit (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-hubspot-contact_form_submission",
        "Warehouse table hubspot.contact_form_submission (as Fivetran loads it)",
    ),
    ReadyMapping("fivetran-hubspot-deal", "Warehouse table hubspot.deal (as Fivetran loads it)"),
    ReadyMapping("fivetran-hubspot-deal_stage", "Warehouse table hubspot.deal_stage (as Fivetran loads it)"),
    ReadyMapping("fivetran-hubspot-ticket", "Warehouse table hubspot.ticket (as Fivetran loads it)"),
    ReadyMapping(
        "fivetran-hubspot-email_event", "Warehouse table hubspot.email_event (as Fivetran loads it)"
    ),
    ReadyMapping(
        "fivetran-hubspot-engagement",
        "Warehouse tables hubspot.engagement_call, _email, _note, _task ... (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-hubspot-engagement_meeting",
        "Warehouse table hubspot.engagement_meeting (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-hubspot-contact_property_history",
        "Warehouse table hubspot.contact_property_history (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-hubspot-company_property_history",
        "Warehouse table hubspot.company_property_history (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-hubspot-deal_property_history",
        "Warehouse table hubspot.deal_property_history (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-hubspot-ticket_property_history",
        "Warehouse table hubspot.ticket_property_history (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-intercom-conversation_history",
        "Warehouse table intercom.conversation_history (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-intercom-conversation_part_history",
        "Warehouse table intercom.conversation_part_history (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-intercom-contact_history", "Warehouse table intercom.contact_history (as Fivetran loads it)"
    ),
    ReadyMapping(
        "fivetran-intercom-company_history", "Warehouse table intercom.company_history (as Fivetran loads it)"
    ),
    ReadyMapping(
        "fivetran-intercom-contact_company_history",
        "Warehouse table intercom.contact_company_history (as Fivetran loads it)",
    ),
    ReadyMapping("fivetran-stripe-charge", "Warehouse table stripe.charge (as Fivetran loads it)"),
    ReadyMapping("fivetran-stripe-refund", "Warehouse table stripe.refund (as Fivetran loads it)"),
    ReadyMapping("fivetran-stripe-dispute", "Warehouse table stripe.dispute (as Fivetran loads it)"),
    ReadyMapping("fivetran-stripe-invoice", "Warehouse table stripe.invoice (as Fivetran loads it)"),
    ReadyMapping(
        "fivetran-stripe-subscription",
        "Warehouse tables stripe.subscription and subscription_history (as Fivetran loads it)",
    ),
    ReadyMapping("fivetran-stripe-customer", "Warehouse table stripe.customer (as Fivetran loads it)"),
    ReadyMapping(
        "fivetran-mailchimp-campaign_recipient_activity",
        "Warehouse table mailchimp.campaign_recipient_activity (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-mailchimp-automation_recipient_activity",
        "Warehouse table mailchimp.automation_recipient_activity (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-mailchimp-unsubscribe", "Warehouse table mailchimp.unsubscribe (as Fivetran loads it)"
    ),
    ReadyMapping("fivetran-mailchimp-member", "Warehouse table mailchimp.member (as Fivetran loads it)"),
    ReadyMapping("fivetran-klaviyo-event", "Warehouse table klaviyo.event (as Fivetran loads it)"),
    ReadyMapping("fivetran-klaviyo-person", "Warehouse table klaviyo.person (as Fivetran loads it)"),
    ReadyMapping("fivetran-amplitude-event", "Warehouse table amplitude.event (as Fivetran loads it)"),
    ReadyMapping("fivetran-mixpanel-event", "Warehouse table mixpanel.event (as Fivetran loads it)"),
    ReadyMapping("fivetran-pendo-event", "Warehouse table pendo.event (as Fivetran loads it)"),
    ReadyMapping(
        "fivetran-pendo-feature_event", "Warehouse table pendo.feature_event (as Fivetran loads it)"
    ),
    ReadyMapping("fivetran-pendo-page_event", "Warehouse table pendo.page_event (as Fivetran loads it)"),
    ReadyMapping("fivetran-pendo-guide_event", "Warehouse table pendo.guide_event (as Fivetran loads it)"),
    ReadyMapping("fivetran-pendo-poll_event", "Warehouse table pendo.poll_event (as Fivetran loads it)"),
    ReadyMapping(
        "fivetran-pendo-visitor_history", "Warehouse table pendo.visitor_history (as Fivetran loads it)"
    ),
    ReadyMapping(
        "fivetran-pendo-account_history", "Warehouse table pendo.account_history (as Fivetran loads it)"
    ),
    ReadyMapping(
        "fivetran-pendo-visitor_account_history",
        "Warehouse table pendo.visitor_account_history (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-qualtrics-survey_response",
        "Warehouse table qualtrics.survey_response (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-qualtrics-distribution_contact",
        "Warehouse table qualtrics.distribution_contact (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-qualtrics-directory_contact",
        "Warehouse table qualtrics.directory_contact (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-qualtrics-core_contact", "Warehouse table qualtrics.core_contact (as Fivetran loads it)"
    ),
    ReadyMapping(
        "fivetran-recurly-subscription_history",
        "Warehouse table recurly.subscription_history (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-recurly-subscription_change_history",
        "Warehouse table recurly.subscription_change_history (as Fivetran loads it)",
    ),
    ReadyMapping(
        "fivetran-recurly-transaction", "Warehouse table recurly.transaction (as Fivetran loads it)"
    ),
    ReadyMapping(
        "fivetran-recurly-invoice_history", "Warehouse table recurly.invoice_history (as Fivetran loads it)"
    ),
    ReadyMapping(
        "fivetran-recurly-account_history", "Warehouse table recurly.account_history (as Fivetran loads it)"
    ),
    ReadyMapping(
        "fivetran-recurly-account_note_history",
        "Warehouse table recurly.account_note_history (as Fivetran loads it)",
    ),
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


@cache
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
