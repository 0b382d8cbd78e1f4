"""The pages on which a new account gets its first way in: a passkey, or a password after all.

Who comes by an invitation with a passkey has an account before the passkey is there, for it is of somebody.
Until it is there, the invitation's link brings them back, and going back gives the invitation back. Whoever
went on to the pages without a passkey keeps the account: there may be work in it.
"""

from __future__ import annotations

from typing import Any, Final

from allauth.account.views import PasswordSetView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from desirepath.server.people.adapter import INVITATION
from desirepath.server.people.browsers import browser_name
from desirepath.server.people.invitations import begun_by, give_back, is_used, place_of
from desirepath.server.people.models import Person

THEN: Final = "desirepath_then"
"""Where a session remembers what somebody was invited to, until they have a way in."""


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Add a passkey; it is called as the browser is, until somebody calls it otherwise."""

    def get_initial(self) -> dict[str, Any]:
        """The name that is proposed."""
        return {"name": browser_name(self.request.headers.get("User-Agent", ""))}

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """With the invitation that this account was begun by, while it has no way in; ``place``: the page to
        go back to from there, once the account is used."""
        person = self.request.user
        begun = begun_by(person)
        place = place_of(begun) if begun and is_used(person) else ""
        return {**super().get_context_data(**more), "begun": begun, "place": place}


class FirstPassword(PasswordSetView):  # type: ignore[misc]  # allauth has no types
    """Choose a password where there is none; who has just begun goes on to what they were invited to."""

    def get_success_url(self) -> str:
        """Where one goes then."""
        then: str = self.request.session.pop(THEN, "") or super().get_success_url()
        return then


@login_required
@require_POST
def back_to_invitation(request: HttpRequest) -> HttpResponse:
    """Give the invitation back, as if nothing had been begun; who has a way in, or went on without one, keeps
    what they have."""
    assert isinstance(request.user, Person)
    person, secret = request.user, request.session.get(INVITATION, "")
    invitation = begun_by(person)
    if invitation is None or not secret or is_used(person):
        return redirect("account")
    logout(request)
    give_back(request, person, invitation)
    return redirect("invitation", secret=secret)
