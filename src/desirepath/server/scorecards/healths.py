"""The health of single accounts by the scorecards in force, and the maps these ask for."""

from __future__ import annotations

from desirepath.replay.index import open_index
from desirepath.server.kinds import NOT_FOUND
from desirepath.server.lived.card_questions import asks_for_places
from desirepath.server.lived.measured_part import measured_part
from desirepath.server.lived.reading import read_journey
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import MapRecord
from desirepath.success.measure_health import MeasuredHealth
from desirepath.success.measure_one import measure_one
from desirepath.success.scorecard import Scorecard


def map_of(card: Scorecard) -> MapRecord | None:
    """The map on which a scorecard's places are; None where it asks for none. Raises DP-SRV-003."""
    if card.map is None or not asks_for_places(card):
        return None
    record = MapRecord.objects.filter(id=card.map).first()
    if record is None:
        raise NOT_FOUND.error("map", says=f"the scorecard names the map {card.map!r}, and there is none")
    return record


def health_of_one(card: Scorecard, account: str) -> MeasuredHealth | None:
    """One account's health by a scorecard at the end of the log, and a week before, from its own rows; None
    where the log has nothing of it."""
    log, record = current_log(), map_of(card)
    journey = None if record is None else measured_part(read_journey(record))
    known = measure_one(log, open_index(log, card.of), account, card=card, journey=journey)
    return None if known is None else known.health
