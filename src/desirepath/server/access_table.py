"""What each operation of the API needs, put together from the rooms' own tables (their ``needs.py``), and who
may open each page.

Keys of ``ACCESS`` are ``METHOD route``, of ``PAGES`` the route alone, as Django writes it. A house test
proves both complete and exact; the tests of the door are made from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from desirepath.server.accounts.needs import ACCOUNTS
from desirepath.server.books.needs import BOOKS
from desirepath.server.data.needs import DATA
from desirepath.server.desk.needs import DESK
from desirepath.server.intake.needs import INTAKE
from desirepath.server.jobs.needs import JOBS
from desirepath.server.lived.needs import LIVED
from desirepath.server.maps.needs import MAPS
from desirepath.server.people.access import Needs
from desirepath.server.people.needs import PEOPLE
from desirepath.server.people.urls import NOT_OFFERED, OPEN, SIGNED_IN
from desirepath.server.playbooks.needs import PLAYBOOKS
from desirepath.server.renewals.needs import RENEWALS
from desirepath.server.scorecards.needs import SCORECARDS
from desirepath.server.talk.needs import TALK
from desirepath.server.talk.pages import urlpatterns as talk_pages
from desirepath.server.touch.pages import urlpatterns as touch_pages

ACCESS: Final[Mapping[str, Needs]] = {
    **PEOPLE,
    **MAPS,
    **BOOKS,
    **TALK,
    **DESK,
    **DATA,
    **JOBS,
    **LIVED,
    **INTAKE,
    **ACCOUNTS,
    **RENEWALS,
    **SCORECARDS,
    **PLAYBOOKS,
}
"""A new room is a new name here."""

EDITOR_PAGES: Final = (
    "",
    "accounts/<str:of>/<path:account>",
    "maps",
    "maps/<str:map_id>",
    "new",
    "personas",
    "personas/<str:persona_id>",
    "today",
    "board",
    "scorecards",
    "playbooks",
    "customers",
    "renewals",
    "support",
    "data",
    "people",
    "notifications",
    "settings",
)
"""The addresses that the editor in the browser knows."""

Who = Literal["anybody", "signed in", "nobody"]
PAGES: Final[Mapping[str, Who]] = {
    **dict.fromkeys(EDITOR_PAGES, "signed in"),
    "health": "anybody",
    "api/v1/docs": "anybody",
    "api/v1/openapi.json": "anybody",
    **{str(one.pattern): "anybody" for one in (*OPEN, *talk_pages, *touch_pages)},
    **{str(one.pattern): "signed in" for one in SIGNED_IN},
    **{str(one.pattern): "nobody" for one in NOT_OFFERED},
}
"""Who may open a page; for ``nobody`` there is none."""
