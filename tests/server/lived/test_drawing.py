"""The picture of a map as lived: the numbers of the page, drawn as the command line draws them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from desirepath.exports.lived_svg import draw_lived_svg
from desirepath.log.zone_file import write_time_zone
from desirepath.measures.measure_map import measure_map
from desirepath.model.map_file import read_map_text
from desirepath.server.books.models import Seat
from desirepath.server.clock import workspace_time
from desirepath.server.jobs.worker import Worker
from desirepath.server.log_state import current_log
from desirepath.server.maps.models import MapRecord
from desirepath.server.people.models import Person
from tests.server.lived.conftest import SHOP

DRAWING = "/api/v1/maps/shop/lived/drawing"
LIVED = "/api/v1/maps/shop/lived"
PRO = {"segment": 'traits.plan == "pro"'}


def test_the_picture_has_the_numbers_of_the_page_and_of_the_command_line(
    ana: Client, shop: MapRecord, worker: Worker
) -> None:
    first = ana.get(DRAWING, PRO)
    assert first.status_code == 202, "nothing is known yet"
    assert first.json()["job"]["id"] == ana.get(LIVED, PRO).json()["job"]["id"], "one question, one job"
    worker.run_one()
    drawn = ana.get(DRAWING, {**PRO, "theme": "dark", "ways": "3"})
    assert drawn.status_code == 200
    assert drawn["Content-Type"].startswith("image/svg+xml")
    assert 'filename="shop-lived.svg"' in drawn["Content-Disposition"]
    measured = measure_map(read_map_text(SHOP), current_log(), segment=PRO["segment"])
    today = workspace_time().today
    assert drawn.content.decode() == draw_lived_svg(measured, theme="dark", today=today, most_ways=3)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
def test_the_days_of_the_picture_are_the_workspaces(
    ana: Client, shop: MapRecord, worker: Worker, folder: Path, zone: str
) -> None:
    write_time_zone(folder, zone)
    asked = {"since": "2026-01-01", "until": "2026-02-01"}
    ana.get(LIVED, asked)
    worker.run_one()
    drawn = ana.get(DRAWING, asked).content.decode()
    assert "from 1 January 2026 to 31 January 2026" in drawn


def test_of_two_sides_the_first_is_drawn_from_the_answer_of_both(
    ana: Client, shop: MapRecord, worker: Worker
) -> None:
    both = {**PRO, "against": 'traits.plan == "team"'}
    ana.get(LIVED, both)
    worker.run_one()
    ana.get(LIVED, PRO)
    worker.run_one()
    assert ana.get(DRAWING, both).content == ana.get(DRAWING, PRO).content


def test_whoever_sees_their_own_book_gets_no_picture_of_a_segment(
    ana: Client, shop: MapRecord, worker: Worker
) -> None:
    for question in ({}, PRO):
        ana.get(LIVED, question)
        worker.run_one()
    Seat.objects.create(person=Person.objects.get(email="ana@example.com"), roles=[], own_book_only=True)
    assert ana.get(DRAWING).status_code == 200
    assert ana.get(DRAWING, PRO).status_code == 403


def test_what_cannot_be_read_is_said_at_once(ana: Client, shop: MapRecord) -> None:
    assert ana.get(DRAWING, {"segment": "("}).status_code == 422
    assert ana.get(DRAWING, {"ways": "-1"}).status_code == 422
    assert ana.get(DRAWING, {"theme": "pink"}).status_code == 422
    assert ana.get("/api/v1/maps/nowhere/lived/drawing").status_code == 404
