"""What somebody does behind a link becomes a fact of the log, once, and safe before the page says so."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from desirepath.base.problem import DesirepathError
from desirepath.base.spans import to_microseconds
from desirepath.log.row_checks import Row
from desirepath.server.intake.kinds import SUPPRESSED
from desirepath.server.playbooks.models import OutboxRow
from desirepath.server.playbooks.telling import tell
from desirepath.server.playbooks.wanted import is_kept_out


def keep(row: OutboxRow, fact: Callable[[str], Row], is_so: Callable[[], bool]) -> bool:
    """Keep what ``fact`` makes with the end of a key: under the row's own the first time, and under another
    one where that is known and it ``is_so`` no more (it was taken back in between). False where nothing may
    be kept of them.

    Raises DP-INT-007 and -008 where it could not be kept.
    """
    if is_kept_out(row):
        return False
    for key in ("", f":{to_microseconds(timezone.now())}"):
        (outcome,), _ = tell([fact(key)])
        if outcome.problem is not None:
            if outcome.problem.code == SUPPRESSED.code:
                return False
            raise DesirepathError([outcome.problem])
        if outcome.status == "accepted" or is_so():
            break
    return True
