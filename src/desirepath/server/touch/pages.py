"""The pages behind the links of messages. Opening one does nothing: programs that look at mails open every
link. What a button posts is done; so is what a mail program posts for its reader (RFC 8058)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from email.utils import parseaddr
from functools import wraps
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from desirepath.base.problem import DesirepathError
from desirepath.server.clock import workspace_time
from desirepath.server.guard import POLICY
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.log_state import current_log
from desirepath.server.playbooks.limits import company
from desirepath.server.playbooks.links import TEST_KEY, LinkFor, read_token
from desirepath.server.playbooks.models import OutboxRow
from desirepath.server.playbooks.performing.mailing import address_of
from desirepath.server.playbooks.wanted import is_kept_out
from desirepath.server.touch import asking, leaving, limits, words
from desirepath.server.touch.asking import Answer, Question
from desirepath.server.touch.in_app_pages import urlpatterns as in_app_patterns
from desirepath.server.touch.words import Said

HEADERS: Final = {
    "Content-Security-Policy": POLICY.replace("script-src 'self'", "script-src 'none'"),
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_log = logging.getLogger("desirepath.server")
Page = Callable[[HttpRequest, OutboxRow], HttpResponse]


def _behind(what: LinkFor) -> Callable[[Page], Callable[[HttpRequest, str], HttpResponse]]:
    """A page for whom a link is for; it says itself what is wrong with a link, and keeps no cookie."""

    def decorate(page: Page) -> Callable[[HttpRequest, str], HttpResponse]:
        # A mail program posts for its reader, who need not be signed in: the signed link alone says who.
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            key = read_token(what, token)
            if key is None:
                return _no_such_link(request)
            if request.method == "POST" and not limits.may_write(request, key):
                return _too_often(request)
            if key == TEST_KEY:
                return show(request, words.OF_A_TEST)
            row = OutboxRow.objects.filter(key=key).first()
            if row is None:
                return show(request, words.FORGOTTEN)
            if is_kept_out(row):
                return show(request, words.KEPT_OUT)
            try:
                return page(request, row)
            except DesirepathError as error:
                if error.code == NOT_FOUND.code:
                    return show(request, words.NO_SUCH_LINK, status=404)
                _log.exception("what somebody did behind a link could not be kept")
                return show(request, words.NOT_KEPT, status=503)

        return opened

    return decorate


def show(
    request: HttpRequest,
    said: Said,
    *,
    status: int = 200,
    template: str = "touch/said.html",
    **more: Any,
) -> HttpResponse:
    """A page in its words."""
    answer = render(request, template, {"said": said, "sender": sender_name(), **more}, status=status)
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer


def sender_name() -> str:
    """Who writes the letters: as the company is called, else as the sender of mails is; without a name their
    domain, without one of the web nothing."""
    if said := company():
        return said
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    host = address.rpartition("@")[2]
    return name or (host if "." in host else "")


def whom(row: OutboxRow) -> str:
    """To whom a letter went, so that they know it and nobody else does; empty where no address is known."""
    address = address_of(row.person)
    if address is None:
        return ""
    name, _, host = address.partition("@")
    return f"{name[:1]}…@{host}"


def _no_such_link(request: HttpRequest) -> HttpResponse:
    if not limits.may_guess_on(request):
        return _too_often(request)
    return show(request, words.NO_SUCH_LINK, status=404)


def _too_often(request: HttpRequest) -> HttpResponse:
    answer = show(request, words.TOO_OFTEN, status=429)
    answer.headers["Retry-After"] = str(limits.WAIT_SECONDS)
    return answer


@_behind("leave")
def leave(request: HttpRequest, row: OutboxRow) -> HttpResponse:
    """Want no more letters, or want them after all."""
    who = (sender_name() or words.WE, whom(row))
    if request.method != "POST":
        return show(request, words.has_left(*who) if leaving.has_left(row) else words.may_leave(*who))
    if request.POST.get("do") == "back":
        return show(request, words.came_back(*who) if leaving.come_back(row) else words.KEPT_OUT)
    return show(request, words.has_left(*who) if leaving.leave(row) else words.KEPT_OUT)


@_behind("ask")
def ask(request: HttpRequest, row: OutboxRow) -> HttpResponse:
    """Answer a question; change the answer, or take it back. A link of a letter only chooses an answer."""
    question = asking.question_behind(row)
    if not question.is_open:
        return _show_closed(request, question)
    if request.method != "POST":
        return _show_question(request, question, chosen=_score(request.GET.get("score"), question))
    if request.POST.get("do") == "undo":
        if not asking.take_back(question):
            return show(request, words.KEPT_OUT)
        return _show_question(request, replace(question, answer=None), said=words.TAKEN_BACK)
    score = _score(request.POST.get("score"), question)
    comment = _tidy(request.POST.get("comment", ""))
    if score is None:
        problem = words.CHOOSE_ONE
        return _show_question(request, question, comment=comment, problem=problem, status=422)
    if not asking.give(question, score, comment):
        return show(request, words.KEPT_OUT)
    first_at = question.answer.first_at if question.answer else workspace_time().now
    return _show_question(request, replace(question, answer=Answer("", score, comment, first_at)))


def _show_question(
    request: HttpRequest,
    question: Question,
    *,
    chosen: int | None = None,
    comment: str | None = None,
    problem: str = "",
    said: Said | None = None,
    status: int = 200,
) -> HttpResponse:
    answer, asked = question.answer, question.asked
    if said is None:
        said = words.question(question.words) if answer is None else words.answered(answer.score, asked.best)
    if answer is not None:
        chosen = answer.score if chosen is None else chosen
        comment = answer.comment if comment is None else comment
    return show(
        request,
        said,
        status=status,
        template="touch/ask.html",
        question=question,
        chosen=chosen,
        comment=comment or "",
        problem=problem,
        words=words,
        longest=asking.LONGEST_COMMENT,
        is_changing=answer is not None and (chosen != answer.score or bool(problem)),
    )


def _show_closed(request: HttpRequest, question: Question) -> HttpResponse:
    if question.answer is not None:
        return show(request, words.answered_long_ago(question.answer.score, question.asked.best))
    on = question.asked_at.astimezone(ZoneInfo(current_log().settings.time_zone)).date()
    return show(request, words.question_closed(on), status=410)


def _score(text: str | None, question: Question) -> int | None:
    """An answer of the question's scale; None for anything else."""
    if text is None or not (text.isascii() and text.isdecimal() and len(text) <= 2):
        return None
    return int(text) if int(text) in question.asked.scores else None


def _tidy(comment: str) -> str:
    """What somebody wrote, without what no text has."""
    lines = comment.replace("\r\n", "\n").replace("\0", "").strip()
    return lines[: asking.LONGEST_COMMENT]


urlpatterns = [
    path("t/leave/<str:token>", leave, name="leave_letters"),
    path("t/ask/<str:token>", ask, name="answer_question"),
    *in_app_patterns,
]
"""Pages for anybody who has the link, and what products ask."""
