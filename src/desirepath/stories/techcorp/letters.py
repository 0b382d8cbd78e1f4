"""The letters that TechCorp writes and the questions it asks."""

from __future__ import annotations

from typing import Final

from desirepath.stories.asking import Survey
from desirepath.stories.mail import Letter

WELCOME: Final = Letter("welcome", opens=0.72, clicks=0.4, replies=0.1)
INVITATION: Final = Letter("workspace-invitation", opens=0.62, clicks=0.7, resents=0.001)
APPROVALS: Final = Letter(
    "approvals-invitation", opens=0.48, clicks=0.3, replies=0.08, campaign="approvals-invitation"
)
NEWS: Final = (
    Letter("news-a", opens=0.27, clicks=0.09, resents=0.006, campaign="monthly-news"),
    Letter("news-b", opens=0.31, clicks=0.15, resents=0.006, campaign="monthly-news"),
)
SILENT: Final = Letter("we-miss-you", opens=0.3, clicks=0.08, replies=0.03, resents=0.02)
RENEWAL: Final = Letter("renewal-notice", opens=0.7, clicks=0.3, replies=0.06, resents=0.0)

KICKOFF: Final = Survey("kickoff", "1..5", answers=0.44, extremes=0.06)
CALL: Final = Survey("call", "1..5", answers=0.42, leans=0.05)
SET_UP: Final = Survey("set-up", "1..7", answers=0.4, extremes=0.05)
TICKET: Final = Survey("ticket", "1..5", answers=0.24, extremes=0.12)
NPS: Final = Survey("nps", "0..10", answers=0.27, leans=0.13)
FIRST_PROJECT: Final = Survey("first-project", "1..5", answers=0.3, leans=0.04, channel="app")
APPROVALS_USED: Final = Survey("approvals", "1..5", answers=0.3, leans=0.03, channel="app")
