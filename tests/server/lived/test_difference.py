"""What a map believes against the log, over HTTP: in the words of today, and anew where a belief changes."""

from __future__ import annotations

from typing import Any

from django.test import Client

from desirepath.server.jobs.worker import Worker
from desirepath.server.maps.models import MapRecord
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
