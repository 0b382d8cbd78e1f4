"""The endpoints of maps, and where they begin."""

from __future__ import annotations

from typing import Final

from ninja import Router

from desirepath.server.maps.api import router as maps
from desirepath.server.maps.api_drawing import router as drawing
from desirepath.server.maps.api_edits import router as edits
from desirepath.server.maps.api_history import router as history
from desirepath.server.maps.api_live import router as live
from desirepath.server.maps.api_people import router as people
from desirepath.server.maps.api_personas import router as personas
from desirepath.server.maps.api_pictures import router as pictures
from desirepath.server.maps.api_pictures import templates_router as templates

ROUTERS: Final[tuple[tuple[str, Router], ...]] = (
    ("/maps", maps),
    ("/maps", edits),
    ("/maps", drawing),
    ("/maps", history),
    ("/maps", live),
    ("/maps", people),
    ("/maps", pictures),
    ("/templates", templates),
    ("/personas", personas),
)
