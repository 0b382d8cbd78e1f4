"""What is asked of the customers' money and of their tickets: renewals, revenue, the first ninety days,
support, and the letters that go out.

Somebody with a book of their own is answered of that book: the question says whose it is, and a seal of who
is in it, so that no answer of another book is ever given, and no name stands in a question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

from django.conf import settings
from pydantic import Field

from desirepath.base.spans import Period
from desirepath.findings.support import find_support_moments
from desirepath.log.store import Log
from desirepath.measures.emails.measured import MOST_DAYS, USUAL_DAYS, measure_emails
from desirepath.measures.measure_revenue import measure_revenue
from desirepath.model.journey_map import JourneyMap
from desirepath.replay.index import open_index
from desirepath.replay.recall import recall
from desirepath.replay.replay import Replay
from desirepath.server.books.roster import ACCOUNT
from desirepath.server.books.seeing import book_of, whose
from desirepath.server.clock import workspace_time
from desirepath.server.jobs.kind import Work
from desirepath.server.kinds import BAD_REQUEST
from desirepath.server.lived.card_questions import asks_for_places
from desirepath.server.lived.measured_part import measured_part
from desirepath.server.lived.question import Hearing, Json, Kind, Question
from desirepath.server.lived.scorecards import scorecard_for, scorecards_mark
from desirepath.server.people.models import Person
from desirepath.success.first_days import find_first_days
from desirepath.success.measure_renewals import QUARTER, measure_renewals
from desirepath.success.milestones import read_milestones

CUSTOMER: Final = "customer"


class BookedQuestion(Question):
    """``book`` is the person whose book it is about (None: everybody), ``seal`` who was in it when asked."""

    book: int | None = None
    seal: str | None = None

    def only(self, of: str) -> frozenset[str] | None:
        """Whose answers are wanted; None: everybody's. Nobody's where the person is gone."""
        if self.book is None:
            return None
        person = Person.objects.filter(pk=self.book, is_active=True).first()
        return frozenset() if person is None else book_of(person, of, workspace_time().now)


class RenewalsQuestion(BookedQuestion):
    """What comes up for renewal within so many days, or in a ``quarter`` ("next", or such as 2027-Q1);
    ``cards`` are the scorecards that say how likely."""

    ahead_days: Annotated[int, Field(ge=1, le=1100)] = 180
    quarter: Annotated[str, Field(pattern=f"^({QUARTER.pattern})$")] | None = None
    cards: str = ""


class DaysQuestion(BookedQuestion):
    """About what happened from the day ``since`` to before the day ``until``; None: open."""

    since: date | None = None
    until: date | None = None

    def check(self) -> None:
        """Raise DP-SRV-004 where it ends before it begins."""
        if self.since is not None and self.until is not None and self.until <= self.since:
            raise BAD_REQUEST.error("until", says="the period ends before it begins")

    def period(self, log: Log) -> Period | None:
        """The same in instants of the workspace's days; None where both are open."""
        if self.since is None and self.until is None:
            return None
        zone = ZoneInfo(log.settings.time_zone)
        return Period(
            *(
                None if day is None else datetime.combine(day, time(), zone)
                for day in (self.since, self.until)
            )
        )


class RevenueQuestion(DaysQuestion):
    """How revenue moved (without days: from a year before up to the end of the data)."""

    by: Literal["month", "quarter"] = "month"
    split: Annotated[str, Field(max_length=100)] | None = None


Side = Annotated[str, Field(max_length=400)]


class EmailsQuestion(DaysQuestion):
    """What became of the letters sent in those days, each within ``within_days`` of its sending; ``here`` and
    ``there`` are two to hold side by side."""

    within_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = USUAL_DAYS
    here: Side | None = None
    there: Side | None = None

    def check(self) -> None:
        """Raise DP-SRV-004 where it ends before it begins, or one side has no other."""
        super().check()
        if (self.here is None) != (self.there is None):
            raise BAD_REQUEST.error("there", says="two letters are held side by side; this names one")


class FirstDaysQuestion(BookedQuestion):
    """Who is new, and how they stand with the map's milestones."""

    days: Annotated[int, Field(ge=7, le=730)] = 90


class SupportQuestion(BookedQuestion):
    """When customers need support most, on a map."""


def of_book(person: Person, of: str, *, is_mine: bool = False) -> dict[str, Any]:
    """The part of a question that says whose book it is about: one's own where one sees no other, and where
    one asks for no more (``is_mine``)."""
    mine = book_of(person, of, workspace_time().now) if is_mine else whose(person, of)
    if mine is None:
        return {}
    return {"book": person.pk, "seal": hashlib.sha256("\0".join(sorted(mine)).encode()).hexdigest()}


def renewals_question(
    person: Person, ahead_days: int, quarter: str | None, *, is_mine: bool = False
) -> RenewalsQuestion:
    """What a person asks of renewals; of their own book alone where ``is_mine``."""
    cards, book = scorecards_mark(settings.CONFIGURATION.folder), of_book(person, ACCOUNT, is_mine=is_mine)
    return RenewalsQuestion(ahead_days=ahead_days, quarter=quarter, cards=cards, **book)


def _renewals(log: Log, journey: JourneyMap | None, asked: RenewalsQuestion, work: Work) -> Json:
    card = scorecard_for(log.path, ACCOUNT)
    if card is not None and asks_for_places(card):
        # Its map would be one more thing to wait for: health is known on the board.
        card = None
    return measure_renewals(
        log,
        card=card,
        ahead=asked.quarter or timedelta(days=asked.ahead_days),
        of=ACCOUNT,
        only=asked.only(ACCOUNT),
        notify=Hearing(work).notify,
    ).to_json()


def _revenue(log: Log, journey: JourneyMap | None, asked: RevenueQuestion, work: Work) -> Json:
    return measure_revenue(
        log,
        period=asked.period(log),
        by=asked.by,
        split=asked.split,
        of=ACCOUNT,
        only=asked.only(ACCOUNT),
        notify=Hearing(work).notify,
    ).to_json()


def _emails(log: Log, journey: JourneyMap | None, asked: EmailsQuestion, work: Work) -> Json:
    return measure_emails(
        log,
        period=asked.period(log),
        within_days=asked.within_days,
        sides=None if asked.here is None or asked.there is None else (asked.here, asked.there),
        only=asked.only(CUSTOMER),
        notify=Hearing(work).notify,
    ).to_json()


def _first_days(log: Log, journey: JourneyMap | None, asked: FirstDaysQuestion, work: Work) -> Json:
    assert journey is not None
    told = _told(log, _part_with_moments(journey), work)
    milestones = read_milestones(told.index, told.journey.id)
    only = asked.only(told.journey.travels)
    return find_first_days(told, milestones, days=asked.days, only=only).to_json()


def _support(log: Log, journey: JourneyMap | None, asked: SupportQuestion, work: Work) -> Json:
    assert journey is not None
    told = _told(log, measured_part(journey), work)
    only = asked.only(told.journey.travels)
    return find_support_moments(log, told=told, only=only, notify=Hearing(work).notify).to_json()


def _told(log: Log, part: JourneyMap, work: Work) -> Replay:
    hearing = Hearing(work)
    index = open_index(log, part.travels, notify=hearing.notify)
    told = recall(part, index, notify=hearing.notify)
    work.stop_if_asked()
    return told


def _dress_steps(found: Json, journey: JourneyMap) -> Json:
    """The steps' names of today, and the map's."""
    names = {step.id: step.name for step in journey.steps()}
    for name in ("places", "milestones"):
        for one in found.get(name, ()):
            one["name"] = names.get(one["step"], one["step"])
    found["names"] = names
    found["map"] = {"id": journey.id, "version": journey.version, "title": journey.title}
    return found


def _part_with_moments(journey: JourneyMap) -> JourneyMap:
    """The measured part, with which steps are moments of truth."""
    part = measured_part(journey)
    moments = {step.id for step in journey.steps() if step.moment_of_truth}
    stages = tuple(
        stage.model_copy(
            update={
                "steps": tuple(
                    step.model_copy(update={"moment_of_truth": step.id in moments}) for step in stage.steps
                )
            }
        )
        for stage in part.stages
    )
    return part.model_copy(update={"stages": stages})


BOOK_QUESTIONS: Final[Mapping[str, Kind]] = {
    "renewals": Kind(RenewalsQuestion, _renewals),
    "revenue": Kind(RevenueQuestion, _revenue),
    "emails": Kind(EmailsQuestion, _emails),
    "first-days": Kind(FirstDaysQuestion, _first_days, _dress_steps, _part_with_moments),
    "support": Kind(SupportQuestion, _support, _dress_steps),
}
