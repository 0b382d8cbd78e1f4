"""The pages where people come in, and where they look after their own account."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import Any, Final

from allauth.account.internal.flows.login import (
    get_authentication_records,
    perform_login,
    record_authentication,
)
from allauth.account.models import Login
from allauth.account.views import PasswordResetView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from desirepath.base.problem import DesirepathError
from desirepath.server.people.adapter import INVITATION
from desirepath.server.people.audit import write_down
from desirepath.server.people.browsers import browser_name
from desirepath.server.people.closing import end_session, end_sessions
from desirepath.server.people.first_way import THEN
from desirepath.server.people.invitations import (
    accept,
    find_invitation,
    find_unfinished,
    place_of,
    title_of,
)
from desirepath.server.people.links import find_link, make_sign_in_link, use_link
from desirepath.server.people.models import Invitation, Person
from desirepath.server.people.roles import Function, Role, Scope
from desirepath.server.people.tokens import make_token, revoke_token

__all__ = ["account", "forgotten", "invitation", "make_sign_in_link", "sessions", "tokens", "welcome"]
SECONDS_TO_SET_A_PASSWORD: Final = 900


class InvitationForm(forms.Form):
    """What an invited person says of themselves."""

    email = forms.EmailField(label="E-mail", max_length=254)
    name = forms.CharField(label="Your name", max_length=120)
    password = forms.CharField(
        label="Password",
        required=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, invited: Invitation, by: str, data: Any = None) -> None:
        super().__init__(data)
        self._by = by
        if invited.email:
            del self.fields["email"]
        else:
            self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self._email = invited.email

    def clean(self) -> dict[str, Any]:
        """A password must be a good one; none is needed with a passkey."""
        said = super().clean() or {}
        said.setdefault("email", self._email)
        if self._by == "password" and "name" in said:
            try:
                validate_password(said.get("password", ""), Person(email=said["email"], name=said["name"]))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return said


class ProfileForm(forms.Form):
    """What one may change of oneself."""

    name = forms.CharField(label="Your name", max_length=120)
    function = forms.ChoiceField(label="What you do in the team", choices=Function.choices)


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(label="What it is for", max_length=120)
    scope = forms.ChoiceField(label="What it may do", choices=Scope.choices)
    days = forms.TypedChoiceField(
        label="For how long",
        initial=90,
        choices=[(30, "30 days"), (90, "90 days"), (365, "a year"), ("", "until you take it back")],
        coerce=int,
        empty_value=None,
        required=False,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign in by link. A page with a button, so that a mail scanner that follows links uses up none."""
    link = find_link(secret)
    if link is None:
        return render(request, "people/link_is_old.html", status=410)
    if request.method == "POST":
        if not use_link(link):
            return render(request, "people/link_is_old.html", status=410)
        return _sign_in(request, link.person, by="link")
    return render(request, "people/welcome.html", {"person": link.person})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Make one's account: with a password, or with a passkey that is added right after."""
    invited = find_invitation(secret)
    if invited is None and (begun := find_unfinished(secret)):
        used, person = begun
        request.session[INVITATION] = secret
        if request.method == "POST":
            return _to_the_passkey(request, person, by="link", then=place_of(used))
        return render(request, "people/welcome.html", {"person": person, "is_unfinished": True})
    if invited is None:
        return render(request, "people/link_is_old.html", {"is_invitation": True}, status=410)
    by = "passkey" if request.POST.get("by") == "passkey" else "password"
    form = InvitationForm(invited, by, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        password = said["password"] if by == "password" else None
        try:
            person = accept(request, invited, email=said["email"], name=said["name"], password=password)
        except DesirepathError as error:
            form.add_error(None, error.problems[0].says)
        else:
            go_on = _sign_in if password else _to_the_passkey
            return go_on(request, person, by=by, then=place_of(invited))
    request.session[INVITATION] = secret
    return render(
        request,
        "people/invitation.html",
        {
            "form": form,
            "invited": invited,
            "title": title_of(invited),
            "role": Role(invited.role).label,
            "function": Function(invited.function),
            "providers": settings.CONFIGURATION.oidc,
        },
        status=200 if request.method != "POST" else 422,
    )


@login_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The codes, shown once. Who has just made their account goes on to what they were invited to."""
    then = request.session.pop(THEN, "")
    answer: HttpResponse = ViewRecoveryCodesView.as_view(extra_context={"then": then})(request)
    return answer


def _to_the_passkey(request: HttpRequest, person: Person, *, by: str, then: str) -> HttpResponse:
    request.session[THEN] = then
    return _sign_in(request, person, by=by, then="/account/passkeys/add/")


def _sign_in(request: HttpRequest, person: Person, *, by: str, then: str = "/") -> HttpResponse:
    """Through allauth's own door: it asks for the second factor where there is one."""
    record_authentication(request, person, method=by, reauthenticated=True)
    answer = perform_login(request, Login(user=person, redirect_url=then))
    assert isinstance(answer, HttpResponse)
    return answer


def forgotten(request: HttpRequest) -> HttpResponse:
    """A link to set a new password, by mail; where no mail is sent, who else can help."""
    if not settings.CONFIGURATION.email:
        return render(request, "account/password_reset.html")
    view = PasswordResetView.as_view(extra_context={"can_mail": True})
    answer: HttpResponse = view(request)
    return answer


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: name, and the ways in."""
    assert isinstance(request.user, Person)
    person = request.user
    form = ProfileForm(request.POST or None, initial={"name": person.name, "function": person.function})
    if request.method == "POST" and form.is_valid():
        person.name, person.function = form.cleaned_data["name"], form.cleaned_data["function"]
        person.save(update_fields=["name", "function"])
        return redirect("account")
    return render(
        request,
        "people/account.html",
        {
            "form": form,
            "has_providers": bool(settings.CONFIGURATION.oidc),
            "came_by_link": came_by_link(request),
        },
        status=422 if form.errors else 200,
    )


def came_by_link(request: HttpRequest) -> bool:
    """Whether this session began with a sign-in link, just now: whoever needs one has no other way in."""
    return any(
        record["method"] == "link" and time.time() - record["at"] < SECONDS_TO_SET_A_PASSWORD
        for record in get_authentication_records(request, request.user)
    )


@login_required
@require_POST
def forget_password(request: HttpRequest) -> HttpResponse:
    """Set a new password without the old one: only right after coming in by a sign-in link."""
    assert isinstance(request.user, Person)
    if not came_by_link(request):
        raise PermissionDenied
    request.user.set_unusable_password()
    request.user.save(update_fields=["password"])
    update_session_auth_hash(request, request.user)
    write_down("forgot the password", request=request)
    return redirect("account_set_password")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in; signing out there."""
    assert isinstance(request.user, Person)
    here = request.session.session_key
    if request.method == "POST":
        which = request.POST.get("session", "")
        if which == "others":
            write_down("ended other sessions", request=request, how_many=end_sessions(request.user, but=here))
        elif which.isdecimal() and len(which) < 19 and end_session(request.user, int(which)):
            write_down("ended a session", request=request)
        return redirect("sessions")
    found = UserSession.objects.purge_and_list(request.user)
    found.sort(key=lambda one: (one.session_key != here, -one.pk))
    shown = [(one, browser_name(one.user_agent), one.session_key == here) for one in found]
    return render(request, "people/sessions.html", {"sessions": shown})


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """One's tokens; a new one is shown once, on this very answer."""
    assert isinstance(request.user, Person)
    form, secret = TokenForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            _, secret = make_token(
                request, request.user, name=said["name"], scope=Scope(said["scope"]), days=said["days"]
            )
            form = TokenForm()
        except DesirepathError as error:
            form.add_error(None, error.problems[0].says)
    found = request.user.tokens.order_by("-pk")
    return render(
        request,
        "people/tokens.html",
        {"form": form, "secret": secret, "tokens": found},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def end_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Take a token back."""
    assert isinstance(request.user, Person)
    with suppress(DesirepathError):
        revoke_token(request, request.user, token_id)
    return redirect("tokens")
