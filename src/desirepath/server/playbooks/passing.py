"""Days that pass in the demo, where time stands still else: each is decided and done before the next."""

from __future__ import annotations

from typing import Any, Final

from desirepath.server.jobs.kind import JobKind, Work
from desirepath.server.playbooks.clock import let_a_day_pass, playbook_time
from desirepath.server.playbooks.deciding import decide_now
from desirepath.server.playbooks.outbox import perform_now

LET_DAYS_GO: Final = "playbooks.days"


def pass_days_now(work: Work) -> dict[str, Any]:
    """The job: let ``days`` days pass, one after the other. The log gets nothing: nobody does anything on
    them but the playbooks."""
    days = int(work.args["days"])
    began = done = 0
    for number in range(days):
        work.tell(number / days, f"day {number + 1} of {days}")
        let_a_day_pass()
        began += decide_now(work)["begun"]
        done += perform_now(work)["done"]
        work.stop_if_asked()
    return {"now": playbook_time().isoformat(), "changed": began, "done": done}


JOBS: Final = (JobKind(LET_DAYS_GO, "Let days pass in the demo", pass_days_now),)
