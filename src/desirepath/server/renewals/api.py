"""The endpoints of renewals: what comes up when, and a subscription written by hand."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import Field, StringConstraints

from desirepath.log import by_hand as entries
from desirepath.server.accounts.api_writing import EntryId, EntryWritten
from desirepath.server.accounts.by_hand import write
from desirepath.server.accounts.known import index_with
from desirepath.server.answers import REFUSALS, answers_file
from desirepath.server.clock import workspace_time
from desirepath.server.lived.answering import Asked
from desirepath.server.lived.api import ANSWERS, answered
from desirepath.server.lived.book_questions import renewals_question
from desirepath.server.lived.named import with_names
from desirepath.server.log_state import current_log
from desirepath.server.people.api import asker
from desirepath.server.people.shapes import Body
from desirepath.server.renewals.files import Form, as_file
from desirepath.server.renewals.kinds import BAD_TERM
from desirepath.server.renewals.known import answer_of
from desirepath.success.measure_renewals import QUARTER
from desirepath.success.renewals_table import MONEY, terms_table

router = Router(tags=["renewals"])
Ahead = Annotated[int, Query(ge=1, le=1100)]
Call = Literal["committed", "likely", "at risk", "lost"]
Quarter = Annotated[
    str | None,
    Query(pattern=f"^({QUARTER.pattern})$", description="A calendar quarter: next, or such as 2027-Q1."),
]


@router.get("", response=ANSWERS)
def renewals(
    request: HttpRequest, ahead_days: Ahead = 180, quarter: Quarter = None, mine: bool = False
) -> HttpResponse:
    """What comes up for renewal (desirepath-renewals/1): by month what is committed, likely, at risk and
    lost, every term with its likelihood. Within so many days and to the end of that month, or in a calendar
    quarter (``next``, or such as 2027-Q1). 200 or 202, as a map's measures. Of your book, where you have one
    of your own, or ask for no more (``mine``).
    """
    question = renewals_question(asker(request), ahead_days, quarter, is_mine=mine)
    return answered(request, Asked("renewals", question))


@router.get("/terms.{form}", response={**REFUSALS}, openapi_extra=answers_file("text/csv"))
def renewals_file(
    request: HttpRequest,
    form: Form,
    ahead_days: Ahead = 180,
    quarter: Quarter = None,
    month: Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}$")] = None,
    call: Call | None = None,
    mine: bool = False,
) -> HttpResponse:
    """The terms as a table, of one month and one call or of all; safe to open in a spreadsheet."""
    asked = Asked("renewals", renewals_question(asker(request), ahead_days, quarter, is_mine=mine))
    found = with_names("renewals", answer_of(asked, asker(request)))
    table = terms_table(found, month=month, call=call)
    name = "-".join(["renewals", *([month] if month else []), *([call.replace(" ", "-")] if call else [])])
    return as_file(table, form, name=name, title="Renewals", money=MONEY)


class SubscriptionIn(Body):
    """What became of a subscription. ``amount`` is for one term: a month, a quarter, a year, or until
    ``ends_on``; of a cancellation ``ends_on`` is from when on it holds. ``on`` is when it happened (null:
    now)."""

    id: EntryId
    what: Literal["started", "renewed", "changed", "cancelled"]
    on: date | None = None
    plan: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""
    amount: Annotated[Decimal, Field(ge=0, lt=Decimal(10) ** 12, decimal_places=2)] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] | None = None
    interval: Literal["month", "quarter", "year"] | None = None
    ends_on: date | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)] = ""


@router.post("/{of}/{path:account}", response={200: EntryWritten, **REFUSALS})
def write_subscription(request: HttpRequest, of: str, account: str, body: SubscriptionIn) -> EntryWritten:
    """Write down by hand what became of a subscription, where no billing tool tells of it.

    It can be taken back like any entry by hand: a mistake never was.
    """
    person = asker(request)
    index_with(of, account, person)
    at = workspace_time().now
    zone = ZoneInfo(current_log().settings.time_zone)
    if body.on is not None:
        began = datetime.combine(body.on, time(), zone)
        if began > at:
            raise BAD_TERM.error(
                "on", says=f"{body.on} has not come yet", fix="write it down when it has happened"
            )
        at = began
    _must_be_a_term(body, at, zone)
    properties: dict[str, object] = {}
    if body.plan:
        properties["plan"] = body.plan
    if body.ends_on is not None:
        properties["ends_on"] = body.ends_on.isoformat()
    elif body.interval is not None:
        properties["interval"] = body.interval
    fact = entries.subscription(
        {of: account},
        body.what,
        at=at,
        by=str(person),
        key=body.id,
        amount=body.amount,
        currency=body.currency,
        properties=properties,
        text=body.reason or None,
    )
    written = write(fact, person, of=of)
    return EntryWritten(id=written.key, is_new=written.is_new, is_seen=written.is_seen)


def _must_be_a_term(body: SubscriptionIn, at: datetime, zone: ZoneInfo) -> None:
    if body.what == "cancelled":
        if body.amount is not None or body.interval is not None:
            raise BAD_TERM.error(
                "amount", says="a cancellation has no amount and no interval", fix="leave them out"
            )
        return
    if body.amount is None or body.currency is None:
        raise BAD_TERM.error("amount", says="the amount or its currency is missing")
    if body.interval is None and body.ends_on is None:
        raise BAD_TERM.error("interval", says="how long the term is is missing")
    if body.interval is not None and body.ends_on is not None:
        raise BAD_TERM.error(
            "ends_on", says="both an interval and a last day are given", fix="give one of them"
        )
    if body.ends_on is not None and datetime.combine(body.ends_on, time(), zone) <= at:
        raise BAD_TERM.error("ends_on", says="the term ends before it begins", fix="give a later day")
