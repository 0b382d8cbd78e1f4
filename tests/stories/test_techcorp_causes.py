"""Every cause that TechCorp's story documents can be seen in its log with plain Python."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from desirepath.stories.techcorp import CAUSES
from desirepath.stories.techcorp.company import REGIONS
from tests.stories.written import Row, Written, day, days, feeling, mean, share

END = day("2026-09-30")
NEVER = 10.0**9


class Accounts:
    """When each account first did what, in days since 1970."""

    def __init__(self, world: Written) -> None:
        own = world.accounts
        self.first: dict[str, dict[str, float]] = defaultdict(dict)
        for row in sorted(world.of_type("interaction"), key=days):
            account: str | None = row.get("account")
            if account is None:
                customer: str = row["customer"]
                account = own.get(world.customers.get(customer, customer))
            if account:
                self.first[account].setdefault(name_of(row), days(row))
        self.segment = {
            row["object_id"]: row["traits"]["segment"]
            for row in world.of_type("traits")
            if "segment" in row["traits"]
        }

    def at(self, account: str, name: str) -> float:
        return self.first[account].get(name, NEVER)


def name_of(row: Row) -> str:
    properties = row.get("properties", {})
    if row["activity"] in ("call.held", "call.missed"):
        return f"{row['activity']} {properties['kind']}"
    if row["activity"] == "feature.used" and properties.get("distinct_users") == 5:
        return "approvals"
    if row["activity"] == "experiment.assigned":
        return str(properties["arm"])
    return str(row["activity"])


@pytest.fixture(scope="module")
def accounts(techcorp: Written) -> Accounts:
    return Accounts(techcorp)


def test_every_cause_is_spelled_out() -> None:
    assert len({cause.id for cause in CAUSES}) == len(CAUSES) >= 10
    for cause in CAUSES:
        assert cause.cause
        assert cause.mechanism
        assert cause.effect
        assert cause.shows


def test_accounts_that_reach_approvals_stay(accounts: Accounts) -> None:
    """Looked at from a landmark, day 120, so that who left early does not count as not having found it."""
    left: dict[bool, list[bool]] = {True: [], False: []}
    for account, first in accounts.first.items():
        landmark = first["contract.signed"] + 120
        if landmark + 180 < END and accounts.at(account, "subscription.cancelled") > landmark:
            reached = accounts.at(account, "approvals") <= landmark
            left[reached].append(accounts.at(account, "subscription.cancelled") < landmark + 180)
    assert share(left[True]) < 0.45 * share(left[False])


def test_most_accounts_never_reach_it(accounts: Accounts) -> None:
    reached = share([accounts.at(account, "approvals") < NEVER for account in accounts.first])
    assert 0.08 < reached < 0.3


def test_waiting_for_the_kickoff_sours_the_start(techcorp: Written, accounts: Accounts) -> None:
    waited = {
        account: accounts.at(account, "call.held kickoff") - first["contract.signed"]
        for account, first in accounts.first.items()
        if accounts.at(account, "call.held kickoff") < END - 60
    }
    quick = share([accounts.at(a, "workspace.set_up") < NEVER for a, days_ in waited.items() if days_ < 6])
    slow = share([accounts.at(a, "workspace.set_up") < NEVER for a, days_ in waited.items() if days_ > 11])
    assert quick > slow + 0.1
    felt: dict[bool, list[float]] = {True: [], False: []}
    for row in techcorp.of("survey.answered"):
        if row["properties"]["survey"] == "kickoff" and row["account"] in waited:
            wait = waited[row["account"]]
            if wait < 6 or wait > 11:
                felt[wait < 6].append(feeling(row))
    assert mean(felt[True]) > mean(felt[False]) + 0.5


def test_a_quarters_end_slows_the_handoff(accounts: Accounts) -> None:
    waits: dict[bool, list[float]] = {True: [], False: []}
    for account, first in accounts.first.items():
        signed = datetime(1970, 1, 1) + timedelta(days=first["contract.signed"])  # noqa: DTZ001
        if accounts.at(account, "handoff.completed") < NEVER:
            at_end = signed.month % 3 == 0 and signed.day >= 17
            waits[at_end].append(accounts.at(account, "handoff.completed") - first["contract.signed"])
    assert mean(waits[True]) > mean(waits[False]) + 3


def test_the_invitation_works_on_larger_teams_only(accounts: Accounts) -> None:
    def reached(arm: str, segments: tuple[str, ...]) -> float:
        return share(
            [
                accounts.at(a, "approvals") < accounts.at(a, arm) + 30
                for a in accounts.first
                if accounts.at(a, arm) < END - 30 and accounts.segment[a] in segments
            ]
        )

    assert reached("invited", ("mid", "large")) > reached("held-out", ("mid", "large")) + 0.1
    assert abs(reached("invited", ("small",)) - reached("held-out", ("small",))) < 0.12


def test_the_arms_of_the_experiment_were_drawn_fairly(accounts: Accounts) -> None:
    arms = [
        accounts.at(a, "invited") < NEVER
        for a in accounts.first
        if min(accounts.at(a, "invited"), accounts.at(a, "held-out")) < NEVER
    ]
    assert 0.42 < share(arms) < 0.58


def test_the_release_brought_tickets(techcorp: Written) -> None:
    opened = [days(row) for row in techcorp.of("ticket.opened")]
    begin, end = day("2025-11-10"), day("2025-11-24")
    during = sum(begin <= at < end for at in opened)
    before = sum(begin - 28 <= at < begin for at in opened) / 2
    assert during > 2.5 * before
    topics = {row["properties"]["topic"] for row in techcorp.of("ticket.opened") if begin <= days(row) < end}
    assert "release" in topics


def test_support_was_slow_while_it_was_short_of_people(techcorp: Written) -> None:
    hours: dict[bool, list[float]] = {True: [], False: []}
    again: dict[bool, list[bool]] = {True: [], False: []}
    first_reply: dict[str, float] = {}
    for row in sorted(techcorp.of("ticket.replied"), key=days):
        if row["direction"] == "by_us":
            first_reply.setdefault(row["objects"]["ticket"], days(row))
    reopened = {row["objects"]["ticket"] for row in techcorp.of("ticket.reopened")}
    for row in techcorp.of("ticket.opened"):
        ticket, at = row["objects"]["ticket"], days(row)
        short = day("2026-02-02") <= at < day("2026-03-16")
        if ticket in first_reply:
            hours[short].append((first_reply[ticket] - at) * 24)
            again[short].append(ticket in reopened)
    assert mean(hours[True]) > 3 * mean(hours[False])
    assert share(again[True]) > 1.7 * share(again[False])


def test_small_accounts_leave_sooner(accounts: Accounts) -> None:
    def leaves(segments: tuple[str, ...]) -> float:
        return share(
            [
                accounts.at(a, "subscription.cancelled") < first["contract.signed"] + 240
                for a, first in accounts.first.items()
                if accounts.segment[a] in segments and first["contract.signed"] < END - 240
            ]
        )

    assert leaves(("small",)) > leaves(("mid", "large")) + 0.1


def test_the_campaign_brought_many_who_fit_less(techcorp: Written, accounts: Accounts) -> None:
    from_campaign = {
        row["account"] for row in techcorp.of("contract.signed") if "campaign" in row["properties"]
    }
    assert len(from_campaign) > 30
    grew: dict[bool, list[bool]] = {True: [], False: []}
    for account, first in accounts.first.items():
        if first["contract.signed"] < END - 60:
            grew[account in from_campaign].append(accounts.at(account, "project.completed") < NEVER)
    assert share(grew[True]) < share(grew[False])


def test_those_who_leave_answered_less(techcorp: Written) -> None:
    cancelled = {row["account"] for row in techcorp.of("subscription.cancelled")}

    def rate(leaving: bool) -> float:
        asked = sum(
            row["properties"]["survey"] == "nps" and (row["account"] in cancelled) == leaving
            for row in techcorp.of("survey.sent")
        )
        replied = sum(
            row["properties"]["survey"] == "nps" and (row["account"] in cancelled) == leaving
            for row in techcorp.of("survey.answered")
        )
        assert asked > 200
        return float(replied / asked)

    assert rate(False) > rate(True)


def test_those_who_leave_stop_using_it_months_before(techcorp: Written, accounts: Accounts) -> None:
    """Of the sign-ins in the 180 days up to a day, those in the later half: before a cancellation, and of
    accounts as old that stay, before a day as long after their first."""
    at: dict[str, list[float]] = defaultdict(list)
    for row in techcorp.of("user.signed_in"):
        at[row["account"]].append(days(row))
    later: dict[bool, list[float]] = {True: [], False: []}
    for account, signed_in in at.items():
        gone = accounts.at(account, "subscription.cancelled")
        until = min(gone, accounts.first[account]["contract.signed"] + 330)
        if until > END or until < min(signed_in) + 200:
            continue
        earlier = sum(until - 180 <= one < until - 90 for one in signed_in)
        if earlier >= 8:
            later[gone == until].append(sum(until - 90 <= one < until for one in signed_in) / earlier)
    assert min(len(some) for some in later.values()) >= 15
    assert mean(later[True]) < 0.6 * mean(later[False])


def test_people_work_in_their_own_zones_office_hours(techcorp: Written) -> None:
    region = {
        row["object_id"]: row["traits"]["region"]
        for row in techcorp.of_type("traits")
        if "region" in row["traits"]
    }
    signed_in = [
        (days(row) + REGIONS[region[row["account"]]][0] / 24) for row in techcorp.of("user.signed_in")
    ]
    hours = [int(at * 24) % 24 for at in signed_in]
    assert share([7 <= hour < 20 for hour in hours]) > 0.97
    assert share([(int(at) + 3) % 7 >= 5 for at in signed_in]) < 0.06
    assert share([(int(at) + 3) % 7 == 1 for at in signed_in]) > share(
        [(int(at) + 3) % 7 == 4 for at in signed_in]
    )


def test_some_are_under_way_some_skip_some_are_silent(accounts: Accounts) -> None:
    last = {account: max(first.values()) for account, first in accounts.first.items()}
    under_way = [
        account
        for account in accounts.first
        if accounts.at(account, "subscription.cancelled") == NEVER
        and accounts.at(account, "subscription.renewed") == NEVER
    ]
    assert len(under_way) > 150
    assert share([accounts.at(a, "call.held kickoff") == NEVER for a in accounts.first]) > 0.03
    assert sum("user.signed_in" not in accounts.first[a] and last[a] > END - 60 for a in under_way) > 20
    late_finders = [
        a for a in accounts.first if accounts.at(a, "call.held day-30") < accounts.at(a, "approvals") < NEVER
    ]
    assert len(late_finders) > 10, "some find approvals only after the call: a way back on the map"


def test_what_is_paid_is_what_was_agreed(techcorp: Written) -> None:
    plans = {
        row["object_id"]: row["traits"] for row in techcorp.of_type("traits") if "term_days" in row["traits"]
    }
    agreements = ("subscription.started", "subscription.changed", "subscription.renewed")
    told = sorted(techcorp.of(*agreements, "payment.succeeded", "payment.failed"), key=days)
    agreed: dict[str, list[float]] = defaultdict(list)
    payments = 0
    for row in told:
        account = row["account"]
        if row["activity"] in agreements:
            agreed[account].append(float(row["amount"]) / round(plans[account]["term_days"] / 30.4))
            continue
        # One who pays some days late may have agreed on something else by then.
        months = 3 if plans[account]["plan"] == "business" else 1
        monthly = float(row["amount"]) / months
        assert min(abs(monthly - one) / one for one in agreed[account][-2:]) < 0.01, row
        payments += 1
    assert payments > 1000
