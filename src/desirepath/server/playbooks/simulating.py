"""The job that simulates a playbook on the workspace's past, as it would be beside those that are on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from desirepath.server.clock import workspace_time
from desirepath.server.desk.handoffs import passings
from desirepath.server.jobs.kind import Work
from desirepath.server.lived.names import names_of
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.kept import House, must_be_playbook, ons
from desirepath.server.playbooks.limits import limits_now
from desirepath.success.playbooks.playbooks_json import accounts_json, simulation_json
from desirepath.success.playbooks.simulate import simulate

SIMULATE: Final = "playbooks.simulate"
MOST_ACCOUNTS: Final = 200
"""How many of each sort the list of accounts names; the counts are of all."""


def simulate_now(work: Work) -> dict[str, Any]:
    """The job: ``text`` over the last ``days``, or over the days ``since`` and ``until`` and those between;
    those that are on share the limits of messages with it."""
    house = House.now()
    playbook = must_be_playbook(work.args["text"], None, house)
    beside = [one.playbook for one in ons() if one.takes_new and one.playbook.id != playbook.id]
    usable = [one for one in beside if house.has_all_of(one)]
    log, until = current_log(), workspace_time().now
    zone = ZoneInfo(log.settings.time_zone)
    if work.args.get("until"):
        until = min(until, _begin_of(work.args["until"], zone) + timedelta(days=1))
    since = until - timedelta(days=work.args["days"])
    if work.args.get("since"):
        since = _begin_of(work.args["since"], zone)
    work.tell(0.1, "walking through the past")
    found = simulate(
        log,
        [playbook, *usable],
        since=since,
        until=until,
        maps=house.maps,
        cards=house.cards,
        passings=passings(),
        limits=limits_now(),
        notify=lambda share: _tell(work, share),
    )
    counts, accounts = accounts_json(found, playbook.id, most=MOST_ACCOUNTS)
    return {
        **simulation_json(found),
        "account_counts": counts,
        "accounts": _named(accounts, playbook.of),
    }


def _named(accounts: list[dict[str, Any]], of: str) -> list[dict[str, Any]]:
    """The accounts and the people in their stories with what they are called (None: nobody has said)."""
    names, people = names_of(of), names_of("customer")
    for account in accounts:
        account["name"] = names.get(account["subject"])
        for run in account["runs"]:
            for one in (*run["moves"], *run["left_out"]):
                one["person_name"] = people.get(one["person"] or "")
    return accounts


def _tell(work: Work, share: float) -> None:
    work.stop_if_asked()
    work.tell(0.1 + 0.8 * share, "walking through the past")


def _begin_of(day: str, zone: ZoneInfo) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), tzinfo=zone)
