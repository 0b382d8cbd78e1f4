"""The endpoints of renewals, and where they begin."""

from __future__ import annotations

from typing import Final

from ninja import Router

from desirepath.server.renewals.api import router as renewals
from desirepath.server.renewals.api_maps import router as maps
from desirepath.server.renewals.api_revenue import router as revenue

ROUTERS: Final[tuple[tuple[str, Router], ...]] = (
    ("/renewals", renewals),
    ("/revenue", revenue),
    ("/maps", maps),
)
