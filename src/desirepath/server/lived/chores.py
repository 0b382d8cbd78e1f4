"""What is done for the log every night: what its rules no longer keep goes, small files are put together."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings

from desirepath.log.kinds import LOG_BUSY
from desirepath.log.store import create_log
from desirepath.log.tidy import tidy
from desirepath.server.jobs.kind import Daily, JobKind, Work


def tidy_log(work: Work) -> dict[str, Any]:
    """Apply the rules of ``desirepath.toml`` to what is stored, as ``desirepath log tidy``.

    Raises DP-LOG-002 while an import writes: it is tried again later.
    """
    work.tell(0.0, "tidying the log")
    with create_log(settings.CONFIGURATION.folder) as log:
        return dict(tidy(log).to_json())


JOBS: Final = (
    JobKind(
        "lived.tidy",
        "Tidy the log",
        tidy_log,
        tries=8,
        may_pass=frozenset({LOG_BUSY.code}),
        every=Daily(4),
    ),
)
