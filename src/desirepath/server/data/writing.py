"""The one writer: whoever wants to write to the log here waits for their turn."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings

from desirepath.base.problem import DesirepathError
from desirepath.log.kinds import LOG_BUSY
from desirepath.log.store import Log, create_log
from desirepath.server.jobs.kind import Work

_WAIT_SECONDS: Final = 0.2


@contextmanager
def writing(work: Work) -> Iterator[Log]:
    """The workspace's log, open for writing, once it is our turn.

    Raises CancelledError where the job should stop before that.
    """
    log = _open(work)
    try:
        yield log
    finally:
        log.close()


def _open(work: Work) -> Log:
    while True:
        try:
            return create_log(settings.CONFIGURATION.folder)
        except DesirepathError as error:
            if error.code != LOG_BUSY.code:
                raise
        work.tell(0.0, "Waiting: somebody else writes to the log.")
        work.stop_if_asked()
        time.sleep(_WAIT_SECONDS)
