"""What the demo has ready for whoever looks at it."""

from __future__ import annotations

import pytest

from desirepath.model.map_file import read_map
from desirepath.server.desk.handoffs import passing_of
from desirepath.server.desk.models import Handoff
from desirepath.server.serving.demo import tell_handoff
from desirepath.stories import techcorp
from desirepath.stories.techcorp.team import OWNER_PLAYS


@pytest.mark.django_db
def test_a_handoff_is_told_and_waits_for_the_owner_to_accept() -> None:
    journey = read_map(techcorp.MAP_PATH)
    tell_handoff(journey)
    tell_handoff(journey)  # the demo is begun again
    passing = passing_of(Handoff.objects.get())
    assert (passing.state, passing.missing, passing.is_givers_turn) == ("waiting", (), False)
    assert passing.receiver in OWNER_PLAYS.roles
