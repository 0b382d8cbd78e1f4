"""What a map believes against the log, over HTTP: in the words of today, and anew where a belief changes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from django.test import Client

from desirepath.log.store import create_log
from desirepath.log.zone_file import write_time_zone
from desirepath.server.jobs.worker import Worker
from desirepath.server.maps.models import MapRecord
from tests.server.lived.conftest import did
from tests.server.lived.test_lived import reword

DIFFERENCE = "/api/v1/maps/shop/difference"


def feeling(client: Client) -> Any:
    answer = client.get(DIFFERENCE).json()["answer"]
    (one,) = (each for each in answer["beliefs"] if each["kind"] == "feeling")
    return one


def test_a_belief_is_held_against_the_log(ana: Client, shop: MapRecord, worker: Worker) -> None:
    assert ana.get(DIFFERENCE).status_code == 202
    assert worker.run_one()
    assert ana.get(DIFFERENCE).status_code == 200
    believed = feeling(ana)
    assert (believed["verdict"], believed["step"], believed["lane"]) == ("not_enough", "look", "feeling")
    assert believed["says"].startswith('You believe a feeling of +1.0 at "Looks around"')


def test_words_are_those_of_today_and_another_belief_is_looked_at_anew(
    ana: Client, shop: MapRecord, worker: Worker
) -> None:
    ana.get(DIFFERENCE)
    worker.run_one()
    reword(shop, "Looks around", "Strolls")
    assert ana.get(DIFFERENCE).status_code == 200
    assert '"Strolls"' in feeling(ana)["says"]
    reword(shop, "feeling: 1", "feeling: -1")
    assert ana.get(DIFFERENCE).status_code == 202
    worker.run_one()
    assert "\u22121.0" in feeling(ana)["believes"]


def test_of_a_segment(ana: Client, shop: MapRecord, worker: Worker) -> None:
    question = {"segment": 'traits.plan == "pro"'}
    ana.get(DIFFERENCE, question)
    worker.run_one()
    answer = ana.get(DIFFERENCE, question).json()["answer"]
    assert (answer["passages"]["started"], answer["segment"]) == (2, 'traits.plan == "pro"')
    assert ana.get(DIFFERENCE, {"segment": "traits.plan =="}).status_code == 422


def test_what_a_proposal_is_based_on_says_the_days_of_the_workspace(
    ana: Client, shop: MapRecord, worker: Worker, folder: Path
) -> None:
    unhappy = [replace(did(f"u{n}", "looked", n), score=1 + n % 2, scale="1..5") for n in range(60)]
    with create_log(folder) as log:
        log.append(unhappy)
    write_time_zone(folder, "Europe/Berlin")
    question = {"since": "2026-01-01", "until": "2026-02-01"}
    ana.get(DIFFERENCE, question)
    worker.run_one()
    assert "set out from 1 January 2026 to 31 January 2026" in ana.get(DIFFERENCE, question).content.decode()
