"""The endpoints of revenue: how it moved, and whose every number is."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from desirepath.measures.revenue_behind import Behind, behind
from desirepath.measures.revenue_tables import MONEY, behind_table
from desirepath.server.answers import REFUSALS, answers_file
from desirepath.server.books.roster import ACCOUNT
from desirepath.server.lived.answering import Asked
from desirepath.server.lived.api import ANSWERS, answered
from desirepath.server.lived.book_questions import RevenueQuestion, of_book
from desirepath.server.lived.names import names_of_some
from desirepath.server.lived.whose_moment import WhoseAccount
from desirepath.server.people.api import asker
from desirepath.server.renewals.files import Form, as_file
from desirepath.server.renewals.known import answer_of

router = Router(tags=["revenue"])
_MOST = 2000


class RevenueAsked(Schema):
    """From the day ``since`` to before the day ``until``, cut by month or quarter; ``split`` is the trait
    that makes segments."""

    by: Literal["month", "quarter"] = "month"
    split: Annotated[str | None, Query(max_length=100)] = None
    since: date | None = None
    until: date | None = None


class NumberAsked(RevenueAsked):
    """Which number (a measure's id, or ``excluded``) of which row: its kind and its label."""

    number: Annotated[str, Query(max_length=40)]
    kind: Literal["all", "stretch", "segment", "cohort"] = "all"
    label: Annotated[str | None, Query(max_length=200)] = None


class BehindOut(Schema):
    """One account behind a number, whose it is, and what it adds; money in whole cents a month, null where it
    cannot be said (``why``)."""

    subject: str
    name: str | None
    owner: str | None
    segment: str | None
    cohort: str
    cents: int | None
    start: int | None
    end: int | None
    at: datetime | None
    why: str | None


class BehindPage(Schema):
    """The accounts behind a number, those that add most first: the first of them, and how many there are."""

    items: list[BehindOut]
    total: int
    cents: int
    currency: str


@router.get("", response=ANSWERS)
def revenue(request: HttpRequest, asked: Query[RevenueAsked]) -> HttpResponse:
    """How revenue moved (desirepath-revenue/1, without its accounts): by month, segment and cohort, with GRR,
    NRR and the churn of logos. 200 or 202, as a map's measures. Of your book, where you have one of your
    own."""
    return answered(request, _asked(request, asked), without=("accounts", "moves"))


@router.get("/accounts", response={200: BehindPage, **REFUSALS})
def revenue_accounts(request: HttpRequest, asked: Query[NumberAsked]) -> BehindPage:
    """Whose a number is."""
    found, currency = _behind(request, asked)
    names = names_of_some(ACCOUNT, [one.subject for one in found[:_MOST]])
    whose = WhoseAccount(ACCOUNT)
    shown = [
        BehindOut(**asdict(one), name=names.get(one.subject), owner=whose.of(one.subject))
        for one in found[:_MOST]
    ]
    cents = sum(one.cents or 0 for one in found)
    return BehindPage(items=shown, total=len(found), cents=cents, currency=currency)


@router.get("/accounts.{form}", response={**REFUSALS}, openapi_extra=answers_file("text/csv"))
def revenue_file(request: HttpRequest, form: Form, asked: Query[NumberAsked]) -> HttpResponse:
    """The same as a table, all of them; safe to open in a spreadsheet."""
    found, currency = _behind(request, asked)
    name = f"{asked.number.replace('_', '-')}-{asked.kind}"
    return as_file(behind_table(found, currency), form, name=name, title=asked.number, money=MONEY)


def _asked(request: HttpRequest, asked: RevenueAsked) -> Asked:
    question = RevenueQuestion(
        by=asked.by,
        split=asked.split,
        since=asked.since,
        until=asked.until,
        **of_book(asker(request), ACCOUNT),
    )
    return Asked("revenue", question)


def _behind(request: HttpRequest, asked: NumberAsked) -> tuple[list[Behind], str]:
    answer = answer_of(_asked(request, asked), asker(request))
    return behind(answer, asked.number, asked.kind, asked.label), str(answer["currency"])
