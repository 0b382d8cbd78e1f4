"""What holds for all playbooks together: how often we write to one person, who writes, when it is quiet.

People set it, as versions; both jobs and the simulation ask here.
"""

from __future__ import annotations

from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from desirepath.log.workspace import read_settings
from desirepath.server.kinds import CONFLICT
from desirepath.server.people.models import Person
from desirepath.server.playbooks.models import LimitsVersion
from desirepath.success.playbooks.playbook import Quiet
from desirepath.success.playbooks.runs import DAY_US, Limits

_DAY, _WEEK = DAY_US, 7 * DAY_US


def set_limits() -> LimitsVersion:
    """The limits in force: the latest version; before anybody set any, what the library takes (number 0)."""
    found = LimitsVersion.objects.select_related("person").order_by("number").last()
    if found is not None:
        return found
    usual = Limits()
    most = {span: number for number, span in usual.per_person}
    called = workspace_name() or usual.company
    return LimitsVersion(number=0, per_day=most[_DAY], per_week=most[_WEEK], company=called, quiet={})


def workspace_name() -> str:
    """What the workspace's company is called; empty where nobody has said."""
    return read_settings(settings.CONFIGURATION.folder).name


def limits_now() -> Limits:
    """The same, as those who decide read it."""
    row = set_limits()
    quiet = Quiet.model_validate(row.quiet) if row.quiet else None
    return Limits(per_person=((row.per_day, _DAY), (row.per_week, _WEEK)), company=row.company, quiet=quiet)


def written_by() -> str:
    """Whose name and address mails carry: the sender that was set, at the mail server's address."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((set_limits().sender or name, address))


def company() -> str:
    """What we are called to customers, where somebody has said; else empty."""
    found = set_limits()
    return found.company if found.number else workspace_name()


def keep_limits(base: int, person: Person, **said: Any) -> LimitsVersion:
    """A next version, made from version ``base``. Raises DP-SRV-006 where somebody was faster."""
    try:
        with transaction.atomic():
            if set_limits().number != base:
                raise IntegrityError
            return LimitsVersion.objects.create(number=base + 1, person=person, **said)
    except IntegrityError:
        raise CONFLICT.error(
            "base", says="somebody changed the limits meanwhile", fix="look at them as they are, then decide"
        ) from None
