"""Writes down what allauth does: who came in and how, whose password or second factor changed."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.socialaccount import signals as social
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest

from desirepath.server.people.audit import write_down
from desirepath.server.people.closing import tell_access_changed
from desirepath.server.people.models import Person


def watch() -> None:
    """Begin to watch; once, when Django is ready."""
    account.user_logged_in.connect(_signed_in, dispatch_uid="signed in")
    user_logged_out.connect(_signed_out, dispatch_uid="signed out")
    for signal, action in (
        (account.password_set, "set a password"),
        (account.password_changed, "changed a password"),
        (account.password_reset, "reset a password by mail"),
        (social.social_account_removed, "disconnected a provider"),
        (social.social_account_added, "connected a provider"),
        (mfa.authenticator_added, "added a second factor"),
        (mfa.authenticator_removed, "removed a second factor"),
        (mfa.authenticator_reset, "made new recovery codes"),
    ):
        signal.connect(_Watcher(action), dispatch_uid=action, weak=False)


class _Watcher:
    def __init__(self, action: str) -> None:
        self._action = action

    def __call__(self, *, request: HttpRequest, **details: Any) -> None:
        person = details.get("user")
        factor = details.get("authenticator")
        write_down(
            self._action,
            request=request,
            person=person if isinstance(person, Person) else None,
            **({"kind": factor.type} if factor is not None else {}),
        )
        if isinstance(person, Person) and "password" in self._action:
            tell_access_changed(person.pk)


def _signed_in(*, request: HttpRequest, user: Person, **_: Any) -> None:
    steps = request.session.get("account_authentication_methods", [])
    write_down("signed in", request=request, person=user, by=[step.get("method") for step in steps])


def _signed_out(*, request: HttpRequest, user: Person | None, **_: Any) -> None:
    if user is not None:
        write_down("signed out", request=request, person=user)
        tell_access_changed(user.pk)
