"""The job that simulates a playbook on the workspace's past, as it would be beside those that are on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from desirepath.server.desk.handoffs import passings
from desirepath.server.jobs.kind import Work
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.clock import playbook_time
from desirepath.server.playbooks.kept import LIMITS, House, must_be_playbook, ons
from desirepath.success.playbooks.playbooks_json import simulation_json
from desirepath.success.playbooks.simulate import simulate

SIMULATE: Final = "playbooks.simulate"


def simulate_now(work: Work) -> dict[str, Any]:
    """The job: ``text`` over the last ``days``; those that are on share the limits of messages with it."""
    house = House.now()
    playbook = must_be_playbook(work.args["text"], None, house)
    beside = [one.playbook for one in ons() if one.takes_new and one.playbook.id != playbook.id]
    usable = [one for one in beside if one.map is None or one.map in house.maps]
    until = playbook_time()
    work.tell(0.2, "walking through the past")
    found = simulate(
        current_log(),
        [playbook, *usable],
        since=until - timedelta(days=work.args["days"]),
        until=until,
        maps=house.maps,
        cards=house.cards,
        passings=passings(),
        limits=LIMITS,
    )
    return simulation_json(found)
