"""The endpoints of accounts, and where they begin."""

from __future__ import annotations

from typing import Final

from ninja import Router

from desirepath.server.accounts.api import router as reading
from desirepath.server.accounts.api_story import router as story
from desirepath.server.accounts.api_writing import map_router as milestones
from desirepath.server.accounts.api_writing import router as writing

ROUTERS: Final[tuple[tuple[str, Router], ...]] = (
    ("/accounts", writing),
    ("/accounts", story),
    ("/accounts", reading),  # its last address is the beginning of all others
    ("/maps", milestones),
)
