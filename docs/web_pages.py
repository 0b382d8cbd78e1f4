"""What the web pages are made of and the code knows: the API's description, and the lanes of a map."""

from __future__ import annotations

import importlib
import json
import os
import tempfile
from pathlib import Path

import django
from django.conf import settings

from desirepath.measures.catalogue import MEASURES
from desirepath.model.lanes import BUILT_IN_LANES
from desirepath.model.nodes import CARD_MODELS
from desirepath.templates import TEMPLATES

_SHAPES = {
    "feeling": "feeling",
    "channels": "texts",
    "measures": "texts",
    "moment_of_truth": "moment",
    "handoff": "handoff",
}


def lanes_json() -> str:
    """The lanes that the house knows, for the pages (``web/src/map/lanes.json``)."""
    lanes = [
        {
            "id": lane.id,
            "name": lane.name,
            "side": lane.side,
            "shape": "cards" if lane.id in CARD_MODELS else _SHAPES.get(lane.id, "text"),
        }
        for lane in BUILT_IN_LANES
    ]
    return json.dumps(lanes, indent=2) + "\n"


def measures_json() -> str:
    """What each measure of a map means, for the pages (``web/src/lived/measures.json``)."""
    shown = {
        one.id: {
            "name": one.name,
            "question": one.question,
            "formula": one.formula,
            "missing": one.missing,
            "source": one.source,
        }
        for one in MEASURES
    }
    return json.dumps(shown, indent=2) + "\n"


def templates_json() -> str:
    """The starter maps to choose from (``web/src/map/templates.json``)."""
    shown = [{"name": one.name, "title": one.title, "about": one.about} for one in TEMPLATES]
    return json.dumps(shown, indent=2) + "\n"


def openapi_json() -> str:
    """The description of the API, from which the pages' client is generated."""
    if not settings.configured:
        folder = Path(tempfile.mkdtemp(prefix="desirepath-openapi-"))
        os.environ["DESIREPATH_WORKSPACE"] = str(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "desirepath.server.settings"
        django.setup()
    api = importlib.import_module("desirepath.server.api").api
    schema = json.loads(json.dumps(api.get_openapi_schema()))  # statuses as texts, so that they can be sorted
    return json.dumps(schema, indent=1, sort_keys=True) + "\n"
