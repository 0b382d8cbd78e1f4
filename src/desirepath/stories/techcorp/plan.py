"""What will become of one account, decided before anything is told: here the causes are at work.

Everything in a plan is hidden from the log unless ``tell`` writes it down as something that happened.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from desirepath.stories.chance import Chance, clamp, likely
from desirepath.stories.clock import DAY, at_work
from desirepath.stories.techcorp import causes
from desirepath.stories.techcorp.causes import PRICE_CHANGE, RELEASE, TODAY, UNDERSTAFFED
from desirepath.stories.techcorp.company import Company

_NEVER: Final = 2**40
_KICKOFFS = {"small": 0.88, "mid": 0.96, "large": 0.98}
_DAY_30 = {"small": 0.52, "mid": 0.78, "large": 0.86}
_DAY_60 = {"small": 0.36, "mid": 0.58, "large": 0.7}


@dataclass(frozen=True, slots=True)
class Plan:
    """The milestones of one account in seconds since 1970; None where one is never reached."""

    signed_at: int
    handoff_at: int
    kickoff_at: int | None
    waited_days: float
    set_up_at: int | None
    first_login_at: int | None
    first_project_at: int | None
    call_30: tuple[int, bool] | None
    call_60: tuple[int, bool] | None
    invitation: tuple[int, bool] | None
    approvers: tuple[tuple[int, str], ...]
    approvals_at: int | None
    cancelled_at: int
    cancelled_because: str
    renewals: tuple[int, ...]
    slack: tuple[int, int] | None

    def vigour(self, at: int) -> float:
        """How much of its usual work the account does at an instant: 1 as ever, less where it slackens."""
        if self.slack is None or at < self.slack[0]:
            return 1.0
        since, until = self.slack
        if at >= until:
            return min(1.0, 0.3 + 0.7 * (at - until) / (14 * DAY))
        return max(causes.SLACK_LEFT, 1 - (1 - causes.SLACK_LEFT) * (at - since) / causes.SLACKENS_WITHIN)

    def mood(self, at: int, fit: float) -> float:
        """How the people of the account feel about us at an instant, about -2 to +2."""
        mood = 0.25 + 0.4 * fit
        if self.approvals_at is not None and at >= self.approvals_at:
            mood += 0.7
        months = max(0, at - (self.kickoff_at or self.handoff_at)) / (30 * DAY)
        mood -= causes.MOOD_LOST_PER_DAY_OF_WAITING * (self.waited_days - 4) * math.exp(-months)
        if RELEASE[0] <= at < RELEASE[1] + 7 * DAY:
            mood -= 0.7
        if UNDERSTAFFED[0] <= at < UNDERSTAFFED[1]:
            mood -= 0.15
        mood -= causes.SLACK_SOURS * (1 - self.vigour(at))
        return clamp(mood, -2, 2)


def plan_account(chance: Chance, company: Company, slack: Chance) -> Plan:
    """Decides what will become of a company that has signed. ``slack`` is the luck of when its work slackens:
    one of its own, so that it moves nothing else."""
    zone, segment, fit = company.zone, company.segment, company.fit
    signed = at_work(chance, company.signed_day, zone)
    waited = 0.4 + chance.wait(2.2) + (2 + chance.wait(3) if company.at_quarter_end else 0)
    handoff = at_work(chance, signed + waited * DAY, zone)
    kickoff = None
    if chance.yes(_KICKOFFS[segment]):
        kickoff = at_work(chance, handoff + (1 + chance.wait(2.5)) * DAY, zone)
    waited = ((kickoff or handoff + 3 * DAY) - signed) / DAY

    set_up = login = project = None
    odds = 2.7 + 0.7 * fit + causes.SET_UP_LOG_ODDS_PER_DAY_OF_WAITING * waited
    if chance.yes(likely(odds)):
        begun = kickoff or handoff
        set_up = at_work(chance, begun + chance.spread(7 + 0.25 * waited, 1.6) * DAY, zone)
    if set_up and chance.yes(0.95):
        early = chance.yes(0.1)
        login = at_work(chance, set_up + (-0.6 if early else 0.1 + chance.wait(2.5)) * DAY, zone)
        login = max(login, (kickoff or handoff) + 3600)
    elif not set_up and chance.yes(0.25):
        login = at_work(chance, (kickoff or handoff) + (4 + chance.wait(12)) * DAY, zone)
    if login and chance.yes(likely(1.5 + 0.6 * fit) * (1 if set_up else 0.4)):
        project = at_work(chance, login + (1 + chance.spread(9, 1.8)) * DAY, zone)

    call_30 = _call(chance, kickoff, 30, _DAY_30[segment] + 0.08 * fit, zone)
    call_60 = _call(chance, kickoff, 60, _DAY_60[segment] + 0.08 * fit, zone)
    invitation, approvals = _find_approvals(chance, company, login, project, call_30)
    approvers = _approvers(chance, company, login, approvals)
    if approvals is not None:
        approvals = approvers[4][0]
    cancelled, because, renewals = _leave_or_stay(chance, company, signed, set_up, approvals)
    return Plan(
        signed_at=signed,
        handoff_at=handoff,
        kickoff_at=kickoff,
        waited_days=waited,
        set_up_at=set_up,
        first_login_at=login,
        first_project_at=project,
        call_30=call_30,
        call_60=call_60,
        invitation=invitation,
        approvers=approvers,
        approvals_at=approvals,
        cancelled_at=cancelled,
        cancelled_because=because,
        renewals=renewals,
        slack=None if login is None else _slacken(slack, login, cancelled),
    )


def _slacken(chance: Chance, login: int, cancelled: int) -> tuple[int, int] | None:
    """From when on the account does ever less, and until when; None: it never does.

    Most of those who leave slacken for months before it. Some go without a sign, and some who stay slacken
    for a while and come back.
    """
    leaves, ahead = chance.yes(causes.SLACKENS_BEFORE_LEAVING), chance.between(*causes.SLACK_AHEAD)
    comes_back, begins, lasts = chance.yes(causes.SLACKENS_ANYWAY), chance.unit(), chance.between(30, 75)
    if cancelled < _NEVER:
        return (max(int(cancelled - ahead), login + 21 * DAY), cancelled) if leaves else None
    if not comes_back:
        return None
    since = int(login + 45 * DAY + begins * max(0, TODAY - login - 45 * DAY))
    return since, int(since + lasts * DAY)


def _call(
    chance: Chance, kickoff: int | None, day: int, takes_it: float, zone: int
) -> tuple[int, bool] | None:
    if kickoff is None:
        return None
    at = at_work(chance, kickoff + (day + chance.between(-3, 6)) * DAY, zone)
    return at, chance.yes(clamp(takes_it, 0.05, 0.95))


def _find_approvals(
    chance: Chance, company: Company, login: int | None, project: int | None, call_30: tuple[int, bool] | None
) -> tuple[tuple[int, bool] | None, int | None]:
    """The invitation (when, whether invited or held out) and when the account takes to approvals, if ever."""
    if login is None:
        return None, None
    segment = company.segment
    keen = clamp(1 + 0.3 * company.fit, 0.3, 1.7) * (1 if project else 0.5)
    found = _NEVER
    if chance.yes(causes.FINDS_APPROVALS[segment] * keen):
        found = int(login + (5 + chance.wait(8)) * DAY)
    invitation = None
    invited_at = at_work(chance, login + 10 * DAY, company.zone)
    if invited_at >= causes.INVITATIONS_SINCE and found > invited_at:
        invited = chance.yes(0.5)
        invitation = (invited_at, invited)
        works = chance.yes(causes.INVITATION_ADDS[segment])
        if invited and works:
            found = min(found, int(invited_at + (1 + chance.wait(5)) * DAY))
    shown = chance.yes(causes.CALL_ADDS)
    if call_30 and call_30[1] and call_30[0] > login and found > call_30[0] and shown:
        found = int(call_30[0] + (2 + chance.wait(6)) * DAY)
    return invitation, (found if found < _NEVER else None)


def _approvers(
    chance: Chance, company: Company, login: int | None, approvals: int | None
) -> tuple[tuple[int, str], ...]:
    """Who used approvals for the first time when, in order."""
    if login is None:
        return ()
    people = company.people
    if approvals is None:
        tried = chance.whole(1, 4) if chance.yes(0.35) else 0
        start = login + int((3 + chance.wait(25)) * DAY)
    else:
        tried = chance.whole(5, len(people))
        start = approvals - int(min(4 * DAY, max(0, approvals - login) * 0.6))
    at, found = start, []
    for person in people[:tried]:
        found.append((at_work(chance, at, company.zone), person))
        at = found[-1][0] + int(chance.wait(0.9 if len(found) < 5 else 9) * DAY) + 60
    return tuple(found)


def _leave_or_stay(
    chance: Chance, company: Company, signed: int, set_up: int | None, approvals: int | None
) -> tuple[int, str, tuple[int, ...]]:
    """When the account cancels (far in the future: not), why, and when it renews before that."""
    renewals: list[int] = []
    term_end = signed + company.term_days * DAY
    at = signed + 40 * DAY
    while at < TODAY + 40 * DAY:
        hazard = causes.LEAVES_PER_MONTH * math.exp(-0.25 * company.fit)
        kept = approvals is not None and at >= approvals
        hazard *= causes.APPROVALS_KEEP if kept else 1
        hazard *= causes.NEVER_SET_UP_LEAVES if set_up is None or set_up > at else 1
        hazard *= causes.SMALL_LEAVES if company.segment == "small" else 1
        because = "no use" if set_up is None else "did not become a habit"
        if company.segment == "small" and PRICE_CHANGE <= at < PRICE_CHANGE + 75 * DAY:
            hazard, because = hazard * causes.PRICE_CHANGE_LEAVES, "price"
        if RELEASE[0] <= at < RELEASE[1] + 15 * DAY:
            hazard, because = hazard * causes.RELEASE_LEAVES, "reliability"
        if at > causes.COMPETITOR and chance.yes(0.12):
            because = "another vendor"
        if chance.yes(clamp(hazard, 0, 0.5)):
            return at_work(chance, at - chance.between(0, 30) * DAY, company.zone), because, tuple(renewals)
        if at <= term_end < at + 30 * DAY:
            stays = likely(2.6 + 0.5 * company.fit if kept else 0.9 + 0.5 * company.fit)
            if not chance.yes(stays):
                return (
                    at_work(chance, term_end - chance.between(1, 30) * DAY, company.zone),
                    because,
                    tuple(renewals),
                )
            renewals.append(at_work(chance, term_end - chance.between(0, 12) * DAY, company.zone))
            term_end += company.term_days * DAY
        at += 30 * DAY
    return _NEVER, "", tuple(renewals)
