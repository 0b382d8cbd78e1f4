"""The pages where people come in."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from desirepath.server.people.audit import write_down
from desirepath.server.people.models import Person, SignInLink
from desirepath.server.people.secrets import hash_secret, new_secret

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def make_sign_in_link(person: Person, *, valid_for: timedelta = timedelta(days=1)) -> str:
    """The path of a link that signs ``person`` in, once."""
    secret = new_secret()
    SignInLink.objects.create(hash=hash_secret(secret), person=person, expires_at=timezone.now() + valid_for)
    return f"/welcome/{secret}"


def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign in by link. A page with a button, so that a mail scanner that follows links uses up none."""
    link = SignInLink.objects.select_related("person").filter(hash=hash_secret(secret)).first()
    if link is None or link.used_at or link.expires_at <= timezone.now() or not link.person.is_active:
        return render(request, "people/link_is_old.html", status=410)
    if request.method == "POST":
        used = SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())
        if used:
            login(request, link.person, backend=_BACKEND)
            write_down("signed in by link", request=request, person=link.person)
        return redirect("/")
    return render(request, "people/welcome.html", {"person": link.person})


urlpatterns = [path("welcome/<str:secret>", welcome, name="welcome")]
