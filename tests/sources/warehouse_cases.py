"""What the examples of warehouse tables hold, counted by hand."""

from __future__ import annotations

from tests.sources.cases import Case


def _table(
    name: str,
    rows: int,
    activities: dict[str, int] | None = None,
    *,
    traits: int = 0,
    identities: int = 0,
    duplicates: int = 0,
    warnings: int = 0,
    zone: str | None = None,
) -> Case:
    mapping = f"fivetran-{name}"
    return Case(
        f"{mapping}.csv",
        rows,
        activities or {},
        traits,
        identities,
        duplicates=duplicates,
        warnings=warnings,
        mapping=mapping,
        zone=zone,
    )


WAREHOUSE = (
    _table("zendesk-ticket", 2, {"ticket.opened": 2}),
    _table("zendesk-ticket_comment", 2, {"ticket.replied": 1, "ticket.noted": 1}, warnings=1),
    _table("zendesk-ticket_field_history", 5, {"ticket.solved": 1, "survey.sent": 1, "survey.answered": 1}),
    _table("zendesk-ticket_chat_event", 3, {"chat.message": 2}),
    _table("zendesk-user", 2, traits=1, identities=2),
    _table("zendesk-organization", 1, traits=1),
    _table("hubspot-contact", 2, traits=2, identities=1),
    _table("hubspot-company", 1, traits=1),
    _table("hubspot-contact_merge_audit", 1, identities=1),
    _table("hubspot-contact_form_submission", 1, {"form.submitted": 1}),
    _table("hubspot-deal", 2, {"deal.opened": 2}, warnings=2),
    _table("hubspot-deal_stage", 2, {"deal.moved": 2}),
    _table("hubspot-ticket", 2, {"ticket.opened": 2, "ticket.replied": 1, "ticket.solved": 1}, warnings=2),
    _table("hubspot-email_event", 3, {"email.sent": 1, "email.opened": 1, "email.clicked": 1}),
    _table("hubspot-engagement", 3, {"call.held": 1, "email.sent": 1, "note.written": 1}, warnings=2),
    _table(
        "hubspot-engagement_meeting",
        3,
        {"meeting.held": 1, "meeting.missed": 1, "meeting.booked": 1},
        warnings=2,
    ),
    _table("hubspot-contact_property_history", 2, traits=2),
    _table("hubspot-company_property_history", 2, traits=2),
    _table("hubspot-deal_property_history", 2, traits=2),
    _table("hubspot-ticket_property_history", 2, traits=2),
    _table(
        "intercom-conversation_history",
        3,
        {"ticket.opened": 1, "survey.answered": 1, "message.sent": 1},
        duplicates=1,
    ),
    _table(
        "intercom-conversation_part_history", 5, {"ticket.replied": 2, "ticket.noted": 1, "ticket.solved": 1}
    ),
    _table("intercom-contact_history", 2, traits=2, identities=1),
    _table("intercom-company_history", 1, traits=1),
    _table("intercom-contact_company_history", 1, identities=1),
    _table("stripe-charge", 3, {"payment.succeeded": 2, "payment.failed": 1}),
    _table("stripe-refund", 1, {"payment.refunded": 1}),
    _table("stripe-dispute", 1, {"payment.disputed": 1}),
    _table("stripe-invoice", 2, {"invoice.paid": 1}),
    _table(
        "stripe-subscription",
        3,
        {"subscription.started": 2, "subscription.cancelled": 1, "trial.started": 2},
        warnings=4,
    ),
    _table("stripe-customer", 2, traits=2, identities=1),
    _table(
        "mailchimp-campaign_recipient_activity",
        4,
        {"email.opened": 1, "email.clicked": 2, "email.bounced": 1},
    ),
    _table("mailchimp-automation_recipient_activity", 1, {"email.opened": 1}),
    _table("mailchimp-unsubscribe", 1, {"email.unsubscribed": 1}),
    _table("mailchimp-member", 1, traits=1, identities=1),
    _table("klaviyo-event", 3, {"email.delivered": 1, "email.opened": 1, "Placed Order": 1}),
    _table("klaviyo-person", 1, traits=1, identities=1),
    _table("amplitude-event", 2, {"report created": 1, "signed up": 1}),
    _table("mixpanel-event", 3, {"report created": 1, "signed in": 1}, duplicates=1, zone="UTC"),
    _table("pendo-event", 2, {"product.used": 2}),
    _table("pendo-feature_event", 2, {"feature.used": 2}),
    _table("pendo-page_event", 2, {"content.viewed": 2}),
    _table("pendo-guide_event", 2, {"content.viewed": 1, "guide.dismissed": 1}),
    _table("pendo-poll_event", 1, {"poll.answered": 1}),
    _table("pendo-visitor_history", 2, traits=2),
    _table("pendo-account_history", 1, traits=1),
    _table("pendo-visitor_account_history", 1, identities=1),
    _table("qualtrics-survey_response", 2, {"form.submitted": 1, "survey.begun": 1}),
    _table("qualtrics-distribution_contact", 2, {"survey.sent": 2, "survey.opened": 1}),
    _table("qualtrics-directory_contact", 1, traits=1, identities=1),
    _table("qualtrics-core_contact", 1, traits=1, identities=1),
    _table(
        "recurly-subscription_history",
        2,
        {"subscription.started": 1, "subscription.cancelled": 1},
        duplicates=1,
    ),
    _table("recurly-subscription_change_history", 2, {"subscription.changed": 1}, warnings=1),
    _table("recurly-transaction", 4, {"payment.succeeded": 1, "payment.failed": 1, "payment.refunded": 1}),
    _table("recurly-invoice_history", 2, {"invoice.paid": 1}),
    _table("recurly-account_history", 1, traits=1),
    _table("recurly-account_note_history", 1, {"note.written": 1}),
)
