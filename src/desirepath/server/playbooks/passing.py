"""Days that pass in the demo, where time stands still else: each is decided and done before the next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from desirepath.log.activities import CLOCK, DAY_PASSED
from desirepath.server.clock import set_demo_time, workspace_time
from desirepath.server.intake.way_in import this_way_in
from desirepath.server.jobs.kind import JobKind, Work
from desirepath.server.playbooks.deciding import decide_now
from desirepath.server.playbooks.outbox import perform_now

LET_DAYS_GO: Final = "playbooks.days"
_DAY: Final = timedelta(days=1)


def pass_days_now(work: Work) -> dict[str, Any]:
    """The job: let ``days`` days pass, one after the other. Nobody does anything on them but the playbooks.

    Where an import holds the log, no more days pass: their time would come with it.
    """
    days = int(work.args["days"])
    began = done = 0
    for number in range(days):
        work.tell(number / days, f"day {number + 1} of {days}")
        if not let_a_day_pass():
            break
        began += decide_now(work)["begun"]
        done += perform_now(work)["done"]
        work.stop_if_asked()
    return {"now": workspace_time().now.isoformat(), "changed": began, "done": done}


def let_a_day_pass() -> bool:
    """Write into the log that a day went by, about nobody: so all that is told by its end is told of that
    day. Whether the log has it now."""
    later = workspace_time().now + _DAY
    key = later.isoformat()
    row = {"occurred_at": key, "activity": DAY_PASSED, "source": CLOCK, "direction": "by_us", "key": key}
    _, is_seen = this_way_in().write_one(row)
    if is_seen:
        set_demo_time(later)
    return is_seen


JOBS: Final = (JobKind(LET_DAYS_GO, "Let days pass in the demo", pass_days_now),)
