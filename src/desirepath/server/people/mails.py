"""The mail that invites somebody."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from desirepath.base.problem import visible
from desirepath.base.words import say_date
from desirepath.server.clock import workspace_zone
from desirepath.server.people.invitations import title_of
from desirepath.server.people.models import Invitation

_log = logging.getLogger("desirepath.server")


def mail_invitation(invitation: Invitation, url: str) -> bool:
    """Send the link to the invited address; whether it went out.

    Without a mail server, or where it refuses, whoever invites passes the link on themselves.
    """
    if not invitation.email or not settings.CONFIGURATION.email:
        return False
    giver = " ".join(visible(str(invitation.invited_by)).split())
    until = say_date(invitation.expires_at.astimezone(workspace_zone()).date())
    text = (
        f"{giver} invites you to {_what(invitation)}\n\n"
        f"Come in here: {url}\n\n"
        f"The link works once, until {until}. If you know nothing of this, "
        "do nothing: nobody can come in with your address but whoever has this link.\n"
    )
    try:
        EmailMessage("You are invited to Desirepath", text, to=[invitation.email]).send()
    except (SMTPException, OSError):
        _log.warning("an invitation could not be mailed", exc_info=True)
        return False
    return True


def _what(invitation: Invitation) -> str:
    title = " ".join(visible(title_of(invitation)).split())
    if title:
        return f"the journey map “{title}” in Desirepath, where a team draws its customers' journeys."
    return "a workspace of Desirepath, where a team draws its customers' journeys."
