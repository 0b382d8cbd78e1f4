"""The addresses of the pages of people: our own, and of allauth's those that we offer.

A list of what is offered, not of what is not: a page that a later allauth brings is not there until
somebody puts it here. Names that allauth looks up but we do not offer answer 404.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Final

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, re_path

from desirepath.server.people import pages
from desirepath.server.people.adapter import WAIT
from desirepath.server.people.first_way import AddPasskey, FirstPassword, back_to_invitation

View = Callable[..., HttpResponse]
_SECONDS_OF_MOST_LIMITS: Final = 60


def _limited(view: View) -> View:
    """Say 429 and how long to wait where allauth says it in a sentence only."""

    @wraps(view)
    def limited(request: HttpRequest, **words: str) -> HttpResponse:
        response = view(request, **words)
        wait = request.META.get(WAIT)
        if wait is not None:
            response.status_code = 429
        if response.status_code == 429:
            response.headers["Retry-After"] = str(wait or _SECONDS_OF_MOST_LIMITS)
        return response

    return limited


def _to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """On to the provider by a page of our own: a form may lead nowhere else, says our policy."""
    response: HttpResponse = oidc.login(request, provider_id)
    if response.status_code == 302:
        return render(request, "people/to_provider.html", {"url": response.headers["Location"]})
    return response


def _not_offered(request: HttpRequest, **words: str) -> HttpResponse:
    raise Http404


OPEN: Final[tuple[URLPattern, ...]] = (
    path("welcome/<str:secret>", pages.welcome, name="welcome"),
    path("invitation/<str:secret>", pages.invitation, name="invitation"),
    path("sign-in/", _limited(account.login), name="account_login"),
    path("sign-in/passkey/", _limited(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/second-factor/", _limited(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/with/<slug:provider_id>/", _to_provider, name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", oidc.callback, name="openid_connect_callback"),
    path("sign-in/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/failed/", social.login_error, name="socialaccount_login_error"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/forgotten/", _limited(pages.forgotten), name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _limited(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
)
"""Pages that anybody may open."""

SIGNED_IN: Final[tuple[URLPattern, ...]] = (
    path("account/", pages.account, name="account"),
    path("account/sessions/", pages.sessions, name="sessions"),
    path("account/tokens/", pages.tokens, name="tokens"),
    path("account/tokens/<int:token_id>/end/", pages.end_token, name="end_token"),
    path("account/confirm/", _limited(account.reauthenticate), name="account_reauthenticate"),
    path("account/confirm/code/", _limited(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/",
        _limited(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/password/", _limited(account.password_change), name="account_change_password"),
    path("account/password/forget/", pages.forget_password, name="forget_password"),
    path("account/password/first/", FirstPassword.as_view(), name="account_set_password"),
    path("account/second-factor/", mfa.index, name="mfa_index"),
    path("account/second-factor/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-factor/app/end/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/recovery-codes/", pages.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/recovery-codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("account/begun/back/", back_to_invitation, name="back_to_invitation"),
    path("account/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/end/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/providers/", social.connections, name="socialaccount_connections"),
)
"""Pages for whoever is signed in; others are sent to sign in first."""

NOT_OFFERED: Final[tuple[URLPattern, ...]] = (
    path("not-offered/sign-up/", _not_offered, name="account_signup"),
    path("not-offered/provider-sign-up/", _not_offered, name="socialaccount_signup"),
    path("not-offered/email/", _not_offered, name="account_email"),
    path("not-offered/verification/", _not_offered, name="account_email_verification_sent"),
    path("not-offered/code/", _not_offered, name="account_confirm_login_code"),
    path("not-offered/download/", _not_offered, name="mfa_download_recovery_codes"),
)
"""Names that allauth looks up on its way; what they stand for is not offered."""

urlpatterns = [*OPEN, *SIGNED_IN, *NOT_OFFERED]
