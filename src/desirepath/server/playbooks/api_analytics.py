"""The endpoint of what becomes of letters: playbooks' mails, other tools', and messages in the product."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from desirepath.measures.emails.measured import MOST_DAYS, USUAL_DAYS
from desirepath.server.lived.answering import Asked
from desirepath.server.lived.api import ANSWERS, answered
from desirepath.server.lived.book_questions import CUSTOMER, EmailsQuestion, of_book
from desirepath.server.people.api import asker

router = Router(tags=["playbooks"])
Side = Annotated[str | None, Query(max_length=400)]


class EmailsAsked(Schema):
    """Letters sent from the day ``since`` to before the day ``until``, and what came of each within so many
    days; ``here`` and ``there`` are the keys of two to hold side by side."""

    since: date | None = None
    until: date | None = None
    within_days: Annotated[int, Query(ge=1, le=MOST_DAYS)] = USUAL_DAYS
    here: Side = None
    there: Side = None


@router.get("", response=ANSWERS)
def emails(request: HttpRequest, asked: Query[EmailsAsked]) -> HttpResponse:
    """What became of letters (desirepath-emails/1): a row a letter, its versions, its days of sending, each
    share with its interval; and two side by side. 200 or 202, as a map's measures. Of the people in your
    book, where you have one of your own."""
    question = EmailsQuestion(**asked.model_dump(), **of_book(asker(request), CUSTOMER))
    return answered(request, Asked("emails", question))
