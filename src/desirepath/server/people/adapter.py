"""How allauth behaves here: accounts are made by invitation only, links begin with the configured address."""

from __future__ import annotations

import time
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from desirepath.server.people.address import client_address
from desirepath.server.people.audit import write_down
from desirepath.server.people.invitations import accept, find_invitation, find_invitation_for, place_of
from desirepath.server.people.models import Invitation, Person

INVITATION = "desirepath_invitation"
"""Where a session remembers the link of the invitation it is about to accept by a provider."""
WAIT = "desirepath.wait_seconds"
"""Where a request remembers that it came too often, and how long to wait."""
_WAYS: Final = {
    "mfa_reauthenticate:webauthn": "Use a passkey",
    "reauthenticate": "Use your password",
    "mfa_reauthenticate": "Use a code",
}


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Nobody signs up unasked."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an invitation makes the account itself."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address that the security log writes down."""
        return client_address(request)

    def is_safe_url(self, url: str) -> bool:
        """Only our own pages, under the name we were called by."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts={self.request.get_host()})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """By the configured address: what a request calls us may be a lie told to catch the link."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "x", "key": "y"})
        base = settings.CONFIGURATION.url.rstrip("/")
        return f"{base}{path.replace('x-y', key)}"

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, str]]:
        """How somebody can show that it is still them, the easiest first."""
        found: list[dict[str, str]] = super().get_reauthentication_methods(user)
        order = list(_WAYS)
        found.sort(key=lambda way: order.index(way["id"]))
        return [{**way, "description": _WAYS[way["id"]]} for way in found]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse to look at the password where too many were tried, and note how long to wait."""
        try:
            super().pre_authenticate(request, **credentials)
        except Exception:
            key = self._get_login_attempts_cache_key(request, **credentials)
            request.META[WAIT] = _seconds_to_wait(request, key)
            write_down(
                "refused to try passwords so often", request=request, target=_known(credentials.get("email"))
            )
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Write it down. What was typed is kept only where it is an address we know: it may be a password."""
        write_down("failed to sign in", request=request, target=_known(credentials.get("email")))


class InvitedByProvider(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """A provider's word about an address opens the account that has it, or accepts its invitation."""

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find the person, or let them in if they are invited; else say why not."""
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        vouched = [one.email.lower() for one in sociallogin.email_addresses if one.verified]
        if not vouched:
            raise _refusal(request, "the provider does not vouch for your e-mail address")
        person = Person.objects.filter(email__in=vouched, email_is_vouched=True).first()
        if person is None:
            invitation = _invitation(request, vouched)
            if invitation is None or Person.objects.filter(email__in=vouched).exists():
                raise _refusal(request, f"nobody with the address {vouched[0]} is invited")
            told = sociallogin.account.extra_data
            said = (told.get("userinfo") or told.get("id_token") or {}).get("name")
            person = accept(
                request,
                invitation,
                email=vouched[0],
                name=str(said or vouched[0].partition("@")[0])[:120],
                password=None,
                is_vouched=True,
            )
            sociallogin.state["next"] = place_of(invitation)
        sociallogin.connect(request, person)


def _invitation(request: HttpRequest, vouched: list[str]) -> Invitation | None:
    by_link = find_invitation(request.session.pop(INVITATION, ""))
    if by_link is not None and by_link.email in ("", *vouched):
        return by_link
    return next((found for email in vouched if (found := find_invitation_for(email))), None)


def _refusal(request: HttpRequest, says: str) -> ImmediateHttpResponse:
    write_down("refused somebody a provider sent", request=request, says=says)
    return ImmediateHttpResponse(render(request, "people/not_invited.html", {"says": says}, status=403))


def _known(email: str | None) -> str:
    known = Person.objects.filter(email=(email or "").lower()).values_list("email", flat=True).first()
    return known or "(nobody we know)"


def _seconds_to_wait(request: HttpRequest, key: str) -> int:
    now, wait = time.time(), 1.0
    for rate in ratelimit.get_rates(app="allauth.account", action="login_failed"):
        place = ratelimit.get_cache_key(
            request, app="allauth.account", action="login_failed", rate=rate, key=key
        )
        tried = ratelimit.cache.get(place, [])
        if len(tried) >= rate.amount:
            wait = max(wait, tried[-1] + rate.duration - now)
    return int(wait) + 1
