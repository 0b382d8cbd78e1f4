"""The work of talk that nobody waits for: mails, and taking away what nothing needs any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from desirepath.server.jobs.kind import Daily, JobKind, Work
from desirepath.server.talk.attachments import remove_unused
from desirepath.server.talk.erasing import forget_erased_interactions
from desirepath.server.talk.mails import send_digests, send_instantly

MAILS: Final = "talk.mails"


def _mail_instantly(work: Work) -> dict[str, int]:
    return {"mails": send_instantly()}


def _mail_digests(work: Work) -> dict[str, int]:
    return {"mails": send_digests()}


def _remove_unused(work: Work) -> dict[str, int]:
    return remove_unused()


def _forget_erased(work: Work) -> dict[str, int]:
    return {"forgotten": forget_erased_interactions()}


JOBS: Final = (
    JobKind(MAILS, "Send mails", _mail_instantly, tries=6, keep_for=timedelta(days=1)),
    JobKind("talk.digests", "Send the day's mails", _mail_digests, tries=6, every=Daily(7)),
    JobKind("talk.unused", "Take away files that nothing names", _remove_unused, every=Daily(4)),
    JobKind("talk.erased", "Forget erased interactions", _forget_erased, every=Daily(4)),
)
