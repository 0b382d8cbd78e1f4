import pytest
from django.test import Client

from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role

pytestmark = pytest.mark.django_db


def test_nobody_gets_in_unasked(client: Client) -> None:
    answer = client.get("/api/v1/me")
    assert answer.status_code == 401
    assert answer.json()["problems"][0]["code"] == "DP-SRV-001"


def test_a_person_who_is_signed_in_is_known(client: Client) -> None:
    person = Person.objects.create_user("ana@example.com", role=Role.EDITOR)
    client.force_login(person)
    assert client.get("/api/v1/me").json()["role"] == "editor"
