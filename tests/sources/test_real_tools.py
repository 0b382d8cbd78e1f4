"""Borrowed shapes: every table and payload beside the project comes in, or it is said why it holds no
fact."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desirepath.base.problem import DesirepathError
from desirepath.log.store import open_log
from desirepath.sources import import_files
from desirepath.sources.mappings import READY
from tests.sources.files import bring, rejected, stored, write

pytestmark = pytest.mark.shared
# table: what it holds as (interactions, traits, identities)
TABLES: dict[str, tuple[int, int, int]] = {
    "amplitude/amplitude_event_data": (10, 0, 0),
    "hubspot/company_data": (0, 24, 0),
    "hubspot/company_data_databricks": (0, 24, 0),
    "hubspot/company_data_postgres": (0, 24, 0),
    "hubspot/company_data_snowflake": (0, 24, 0),
    "hubspot/company_property_history_data": (0, 100, 0),
    "hubspot/contact_data": (0, 22, 22),
    "hubspot/contact_property_history_data": (0, 100, 0),
    "hubspot/contact_form_submission_data": (5, 0, 0),
    "hubspot/contact_merge_audit_data": (0, 0, 4),
    "hubspot/deal_data": (44, 0, 0),
    "hubspot/deal_property_history_data": (0, 100, 0),
    "hubspot/deal_stage_data": (14, 0, 0),
    "hubspot/email_event_data": (100, 0, 0),
    "hubspot/engagement_call_data": (1, 0, 0),
    "hubspot/engagement_communication_data": (1, 0, 0),
    "hubspot/engagement_email_data": (1, 0, 0),
    "hubspot/engagement_meeting_data": (100, 0, 0),
    "hubspot/engagement_note_data": (1, 0, 0),
    "hubspot/engagement_task_data": (1, 0, 0),
    "hubspot/ticket_data": (52, 0, 0),
    "hubspot/ticket_property_history_data": (0, 15, 0),
    "intercom/company_history_data": (0, 9, 0),
    "intercom/contact_company_history_data": (0, 0, 9),
    "intercom/contact_history_data": (0, 9, 9),
    "intercom/conversation_history_data": (2, 0, 0),
    "intercom/conversation_part_history_data": (9, 0, 0),
    "klaviyo/event": (4, 0, 0),
    "klaviyo/event_norename": (4, 0, 0),
    "klaviyo/person": (0, 2, 2),
    "mailchimp/automation_recipient_activity": (8, 0, 0),
    "mailchimp/campaign_recipient_activity": (17, 0, 0),
    "mailchimp/member": (0, 8, 8),  # one of nine stands there twice
    "mailchimp/unsubscribe": (1, 0, 0),
    "mixpanel/event": (5, 0, 0),
    "pendo/account_history": (0, 5, 0),
    "pendo/event": (5, 0, 0),
    "pendo/feature_event": (5, 0, 0),
    "pendo/guide_event": (5, 0, 0),
    "pendo/page_event": (5, 0, 0),
    "pendo/poll_event": (3, 0, 0),
    "pendo/visitor_account_history": (0, 0, 3),
    "pendo/visitor_history": (0, 5, 0),
    "qualtrics/core_contact": (0, 1, 1),
    "qualtrics/directory_contact": (0, 5, 5),
    "qualtrics/distribution_contact": (9, 0, 0),
    "qualtrics/survey_response": (5, 0, 0),
    "recurly/account_history_data": (0, 5, 0),
    "recurly/account_note_history_data": (1, 0, 0),
    "recurly/invoice_history_data": (5, 0, 0),
    "recurly/subscription_change_history_data": (5, 0, 0),
    "recurly/subscription_history_data": (6, 0, 0),
    "recurly/transaction_data": (1, 0, 0),
    "stripe/charge_data": (16, 0, 0),
    "stripe/customer_data": (0, 12, 0),
    "stripe/dispute_data": (12, 0, 0),
    "stripe/invoice_data": (2, 0, 0),
    "stripe/refund_data": (4, 0, 0),
    "stripe/subscription_data": (6, 0, 0),
    "stripe/subscription_history_data": (6, 0, 0),
    "zendesk/organization_data": (0, 10, 0),
    "zendesk/ticket_chat_event_data": (9, 0, 0),
    "zendesk/ticket_comment_data": (20, 0, 0),
    "zendesk/ticket_data": (10, 0, 0),
    "zendesk/ticket_field_history_data": (15, 0, 0),
    "zendesk/user_data": (0, 9, 19),
    "zendesk/user_data_snowflake": (0, 10, 19),
}
REFUSED = {"hubspot/engagement_task_data": 1}  # a row without its type
NO_FACTS = {
    "how the tool is set up, and its lists of names": """
        amplitude/amplitude_event_type_data hubspot/contact_list_data hubspot/deal_pipeline_data
        hubspot/deal_pipeline_stage_data hubspot/email_campaign_data hubspot/form_data hubspot/owner_data
        hubspot/owner_team_data hubspot/property_data hubspot/property_option_data hubspot/role_data
        hubspot/team_data hubspot/team_user_data hubspot/ticket_pipeline_data
        hubspot/ticket_pipeline_stage_data hubspot/users_data intercom/admin_data
        intercom/article_history_data intercom/collection_history_data
        intercom/collection_history_data_snowflake intercom/help_center_history_data intercom/tag_data
        intercom/team_admin_data intercom/team_data klaviyo/campaign klaviyo/flow klaviyo/metric
        mailchimp/automation mailchimp/automation_email mailchimp/campaign mailchimp/list mailchimp/segment
        pendo/application_history pendo/feature_history pendo/group_data pendo/guide_history
        pendo/guide_step_history pendo/page_history pendo/page_rule_history pendo/poll pendo/user
        qualtrics/block qualtrics/block_question qualtrics/core_mailing_list qualtrics/directory
        qualtrics/directory_mailing_list qualtrics/distribution qualtrics/question qualtrics/question_option
        qualtrics/sub_question qualtrics/survey qualtrics/survey_version qualtrics/user
        recurly/coupon_discount_data recurly/plan_currency_history_data recurly/plan_history_data
        stripe/account_data stripe/coupon_data stripe/plan_data stripe/price_data stripe/product_data
        zendesk/audit_log_data zendesk/brand_data zendesk/brand_data_postgres zendesk/daylight_time_data
        zendesk/domain_name_data zendesk/group_data zendesk/schedule_data zendesk/schedule_holiday_data
        zendesk/sla_policy_metric_history_data zendesk/ticket_form_history_data zendesk/time_zone_data""",
    "it joins two others, and says no time of its own": """
        hubspot/deal_company_data hubspot/deal_contact_data hubspot/engagement_company_data
        hubspot/engagement_contact_data hubspot/engagement_data hubspot/engagement_deal_data
        hubspot/merged_deal_data hubspot/ticket_company_data hubspot/ticket_contact_data
        hubspot/ticket_deal_data hubspot/ticket_engagement_data intercom/conversation_contact_history_data
        mailchimp/automation_recipient mailchimp/campaign_recipient qualtrics/contact_mailing_list_membership
        recurly/invoice_coupon_redemption_history_data recurly/invoice_subscription_history_data
        recurly/transaction_subscription_data stripe/payout_balance_transaction_data
        stripe/subscription_discount_data stripe/subscription_discount_data_postgres
        stripe/subscription_discount_data_snowflake zendesk/ticket_chat_data""",
    "it details rows of another table, which has the time and the person": """
        hubspot/email_event_bounce_data hubspot/email_event_click_data hubspot/email_event_deferred_data
        hubspot/email_event_delivered_data hubspot/email_event_dropped_data
        hubspot/email_event_dropped_data_postgres hubspot/email_event_dropped_data_snowflake
        hubspot/email_event_forward_data hubspot/email_event_open_data hubspot/email_event_print_data
        hubspot/email_event_sent_data hubspot/email_event_sent_data_postgres
        hubspot/email_event_sent_data_snowflake hubspot/email_event_spam_report_data
        hubspot/email_event_status_change_data qualtrics/question_response qualtrics/survey_embedded_data
        recurly/line_item_history_data recurly/subscription_add_on_history_data
        stripe/credit_note_line_item_data stripe/invoice_line_item_data stripe/subscription_item_data""",
    "tags and lists, without when they were given": """
        hubspot/contact_list_member_data intercom/company_tag_history_data intercom/contact_tag_history_data
        intercom/conversation_tag_history_data mailchimp/segment_member zendesk/organization_tag_data
        zendesk/organization_tag_data_snowflake zendesk/ticket_schedule_data zendesk/ticket_sla_policy_data
        zendesk/ticket_tag_data zendesk/user_tag_data zendesk/user_tag_data_snowflake""",
    "bookkeeping: the money is counted from charges and transactions": """
        recurly/account_balance_history_data recurly/billing_info_history_data
        recurly/coupon_redemption_history_data recurly/credit_payment_history_data
        stripe/balance_transaction_data stripe/card_data stripe/credit_note_data stripe/discount_data
        stripe/discount_data_postgres stripe/discount_data_snowflake stripe/fee_data
        stripe/payment_intent_data stripe/payment_method_card_data stripe/payment_method_data
        stripe/payout_data stripe/transfer_data""",
}


def mapping_of(table: str) -> str:
    """The ready mapping for a table of the warehouse."""
    tool, _, name = table.partition("/")
    for ending in ("_databricks", "_postgres", "_snowflake", "_data", "_norename"):
        name = name.removesuffix(ending)
    name = name.removeprefix("amplitude_").replace("subscription_history", "subscription")
    if tool == "recurly":
        name = name.replace("subscription", "subscription_history") if "_" not in name else name
    if tool == "hubspot" and name.startswith("engagement_") and name != "engagement_meeting":
        name = "engagement"
    return f"fivetran-{tool}-{name}"


@pytest.mark.parametrize("table", TABLES)
def test_a_warehouse_table_comes_in_whole(tmp_path: Path, shared: Path, table: str) -> None:
    path = shared / "data/exports/fivetran_seeds" / f"{table}.csv"
    zone = ZoneInfo("UTC") if table.startswith("mixpanel") else None  # a project's own, and not in the table
    report = import_files([path], tmp_path / "log-here", mapping=mapping_of(table), zone=zone)
    facts = open_log(tmp_path / "log-here").info().facts
    assert (facts["interactions"], facts["traits"], facts["identities"]) == TABLES[table]
    assert report.rejected == REFUSED.get(table, 0)


def test_every_ready_mapping_of_the_warehouse_is_tried() -> None:
    known = {mapping.name for mapping in READY if mapping.name.startswith("fivetran-")}
    assert {mapping_of(table) for table in TABLES} == known


def test_of_every_table_it_is_said_what_becomes_of_it(shared: Path) -> None:
    folder = shared / "data/exports/fivetran_seeds"
    there = {str(path.relative_to(folder))[: -len(".csv")] for path in folder.glob("*/*.csv")}
    without = {name for names in NO_FACTS.values() for name in names.split()}
    assert not without & TABLES.keys()
    assert without | TABLES.keys() == there


PAYLOADS: dict[str, tuple[int, int, int, int]] = {
    # interactions, traits, identities, refused: fragments of the documentation have no time
    "segment_spec/b2b-saas": (0, 0, 1, 10),
    "segment_spec/common": (1, 0, 2, 0),
    "segment_spec/email": (0, 0, 3, 6),
    "segment_spec/group": (0, 1, 2, 1),
    "segment_spec/identify": (0, 1, 2, 1),
    "segment_spec/page": (1, 0, 1, 1),
    "segment_spec/track": (1, 0, 1, 1),  # two of its three share a messageId
    "dj_stripe/charge_ch_fakefakefakefakefake0001": (1, 0, 0, 0),
    "dj_stripe/customer_cus_4UbFSo9tl62jqj": (0, 1, 1, 0),
    "dj_stripe/dispute_dp_funds_reinstated_full": (1, 0, 0, 0),
    "dj_stripe/event_account_updated_custom": (1, 0, 0, 0),
    "dj_stripe/invoice_in_fakefakefakefakefake0004": (1, 0, 1, 0),
    "dj_stripe/subscription_sub_fakefakefakefakefake0001": (1, 0, 0, 0),
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_comes_in(tmp_path: Path, shared: Path, name: str) -> None:
    report = bring(tmp_path, shared / "data/exports/fixtures" / f"{name}.json")
    facts = open_log(tmp_path / "log-here").info().facts
    found = (facts["interactions"], facts["traits"], facts["identities"], report.rejected)
    assert found == PAYLOADS[name]


def test_every_payload_comes_in_or_is_refused_in_words(tmp_path: Path, shared: Path) -> None:
    paths = sorted((shared / "data/exports/fixtures").glob("*/*.json"))
    assert len(paths) > 60
    outcomes: Counter[str] = Counter()
    for path in paths:
        try:
            outcomes[bring(tmp_path, path).files[0].shape] += 1
        except DesirepathError as error:
            outcomes[error.code] += 1
    assert outcomes.keys() <= {"segment", "stripe", "DP-SRC-005", "DP-SRC-007", "DP-SRC-008"}
    assert (outcomes["segment"], outcomes["stripe"]) == (7, 26)


def test_every_kind_of_object_of_stripes_api_makes_facts_or_is_kept_among_the_rejects(
    tmp_path: Path, shared: Path
) -> None:
    kinds = json.loads((shared / "data/exports/fixtures/stripe_openapi/fixtures3.json").read_text())
    things = list(kinds["resources"].values())
    report = bring(tmp_path, write(tmp_path, "all.json", json.dumps({"object": "list", "data": things})))
    assert report.rows == len(things)
    assert {row["code"] for row in rejected(report)} == {"DP-SRC-032"}
    assert {row["activity"] for row in stored(tmp_path)} >= {"trial.started", "payment.refunded"}


USAGE = """
[[fact]]
account = "customer_id"
occurred_at = {column = "timestamp", zone = "UTC"}
activity = {value = "feature.used"}
properties = {feature = "event_type", adoption = "feature_adoption_score"}
key = "event_id"
"""


def test_usage_that_precedes_its_subscription_is_kept_as_it_is(tmp_path: Path, shared: Path) -> None:
    path = shared / "data/saas/saasguard_generated/usage_events.csv.gz"
    report = bring(tmp_path, path, mapping=USAGE)
    info = open_log(tmp_path / "log-here").info()
    assert (report.added, report.duplicates, report.rejected) == (281_088, 0, 0)
    assert info.objects["account"] <= 400


MAILING = """
numbers = ["recency", "history"]
zone = "UTC"
[[fact]]
kind = "traits"
customer = "person"
occurred_at = {value = "2008-03-20T00:00:00Z"}
traits = ["segment", "channel", "zip_code", "recency", "history"]
key = "person"

[[fact]]
only_if = {column = "segment", is = ["Mens E-Mail", "Womens E-Mail"]}
customer = "person"
occurred_at = {value = "2008-03-20T00:00:00Z"}
activity = {value = "email.sent"}
properties = {template = "segment"}
key = "person"

[[fact]]
only_if = {column = "visit", is = ["1"]}
customer = "person"
occurred_at = {value = "2008-03-21T00:00:00Z"}
activity = {value = "site.visited"}
properties = {arm = "segment"}
key = "person"

[[fact]]
only_if = {column = "conversion", is = ["1"]}
customer = "person"
occurred_at = {value = "2008-03-22T00:00:00Z"}
activity = {value = "shop.bought"}
amount = {column = "spend", currency = "USD"}
properties = {arm = "segment"}
key = "person"
"""


def test_a_mailing_of_three_arms_has_its_published_visits(tmp_path: Path, shared: Path) -> None:
    """Its rows have no id and no time: one is numbered, the other declared."""
    with gzip.open(shared / "data/email/hillstrom/hillstrom_email.csv.gz", "rt") as file:
        header, *rows = csv.reader(file)
    with (tmp_path / "mailing.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["person", *header], *([n, *row] for n, row in enumerate(rows))])
    bring(tmp_path, tmp_path / "mailing.csv", mapping=MAILING)
    log = open_log(tmp_path / "log-here")
    info = log.info()
    arms = Counter(json.loads(traits)["segment"] for traits in log.traits().column("traits").to_pylist())
    visits = Counter(
        json.loads(row["properties"])["arm"]
        for row in stored(tmp_path, "activity", "properties")
        if row["activity"] == "site.visited"
    )
    assert (info.facts["traits"], info.activities["email.sent"]) == (64_000, 42_694)
    rates = [round(100 * visits[arm] / arms[arm], 1) for arm in ("No E-Mail", "Womens E-Mail", "Mens E-Mail")]
    assert rates == [10.6, 15.1, 18.3]


def test_bank_questions_and_their_topics(tmp_path: Path, shared: Path) -> None:
    mapping = """
    [[fact]]
    occurred_at = {value = "2020-03-10T00:00:00Z"}
    activity = {value = "question.asked"}
    text = "text"
    properties = {topic = "category"}
    """
    folder = shared / "data/tickets/banking77"
    report = bring(tmp_path, folder / "train.csv", folder / "test.csv", mapping=mapping)
    topics = {row["properties"] for row in stored(tmp_path, "properties")}
    assert (report.added, report.rejected, len(topics)) == (13_083, 0, 77)


def test_telecom_customers_who_left(tmp_path: Path, shared: Path) -> None:
    mapping = """
    numbers = ["tenure", "MonthlyCharges"]
    yes_no = ["Churn"]
    [[fact]]
    kind = "traits"
    customer = "customerID"
    occurred_at = {value = "2018-01-01T00:00:00Z"}
    traits = ["tenure", "Contract", "MonthlyCharges", "Churn"]
    key = "customerID"
    """
    path = shared / "data/churn/telco_ibm/Telco-Customer-Churn.csv"
    assert bring(tmp_path, path, mapping=mapping).added == 7_043
    known = [json.loads(row) for row in open_log(tmp_path / "log-here").traits().column("traits").to_pylist()]
    by_contract = Counter((row["Contract"], row["Churn"]) for row in known)
    share = {
        name: round(100 * by_contract[name, True] / (by_contract[name, True] + by_contract[name, False]), 2)
        for name in ("Month-to-month", "One year", "Two year")
    }
    assert share == {"Month-to-month": 42.71, "One year": 11.27, "Two year": 2.83}
    assert round(100 * sum(row["Churn"] for row in known) / len(known), 2) == 26.54
