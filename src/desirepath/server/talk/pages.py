"""The page on which one says that one wants no more mails; no signing in is asked for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from desirepath.server.talk.mails import read_unsubscribe
from desirepath.server.talk.models import HowMailed, MailChoice


@csrf_exempt  # a mail program asks for it with one click (RFC 8058); the link itself proves who it is for
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Want no more mails. A page with a button, so that a mail scanner that follows links does nothing."""
    person = read_unsubscribe(token)
    if person is None:
        return render(request, "talk/unsubscribe.html", {"is_known": False}, status=404)
    if request.method == "POST":
        MailChoice.objects.update_or_create(person=person, defaults={"how": HowMailed.NEVER})
    is_done = request.method == "POST"
    return render(request, "talk/unsubscribe.html", {"is_known": True, "is_done": is_done})


urlpatterns = [path("unsubscribe/<str:token>", unsubscribe, name="unsubscribe")]
"""Pages for anybody who has the link."""
