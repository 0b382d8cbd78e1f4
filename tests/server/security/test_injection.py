"""SQL and paths: what is asked for is a value, never a piece of a query or of a file's name."""

from __future__ import annotations

import pytest
from django.test import Client

from desirepath.server.people.models import AuditEntry, Person
from desirepath.server.people.roles import Role
from tests.server.security.world import person, signed_in

pytestmark = pytest.mark.django_db
SQL = [
    "' OR 1=1 --",
    "1; DROP TABLE people_person",
    "1) UNION SELECT 1,2,3 --",
    "%' OR '%'='",
    "\\",
    "person__password",
]
PATHS = [
    "../../desirepath.toml",
    "..%2f..%2fsecret.key",
    "%2e%2e/%2e%2e/secret.key",
    "....//secret.key",
    "..\\..\\secret.key",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "fonts/../../settings.py",
    "desirepath/../../settings.py",
]


@pytest.mark.parametrize("text", SQL)
def test_a_filter_is_a_value(text: str) -> None:
    owner = person(Role.OWNER)
    AuditEntry.objects.create(action="signed in", person=owner)
    client = signed_in(owner)
    assert client.get("/api/v1/security-log", {"action": text}).json()["items"] == []
    for name in ("person", "since", "until", "cursor", "limit"):
        assert client.get("/api/v1/security-log", {name: text}).status_code in {400, 422}
    for name in ("cursor", "limit", "is_active"):
        assert client.get("/api/v1/people", {name: text}).status_code in {400, 422}
    assert client.get("/api/v1/security-log", {text: "1", "person__password": "x"}).status_code == 200
    assert Client().post("/sign-in/", {"login": f"a{text}@example.com", "password": text}).status_code == 200
    assert Person.objects.count() == 1


@pytest.mark.parametrize("text", ["99999999999999999999999", "-1", "0", "1e9", "٣", "1_000"])
def test_an_odd_number_is_no_number_or_nobodys(text: str) -> None:
    client = signed_in(person(Role.OWNER))
    for path in ("people", "me/tokens", "me/sessions", "invitations"):
        answer = client.delete(f"/api/v1/{path}/{text}")
        assert answer.status_code in {404, 405, 422}, answer.content
    assert client.get(f"/api/v1/people/{text}").status_code in {404, 422}


@pytest.mark.parametrize("path", PATHS)
def test_no_address_leaves_the_folder_of_static_files(path: str) -> None:
    answer = Client().get(f"/static/{path}")
    assert answer.status_code in {400, 404}
    assert b"SECRET" not in answer.content


@pytest.mark.parametrize("path", PATHS)
def test_a_maps_id_is_never_a_path(path: str) -> None:
    answer = signed_in(person(Role.OWNER)).get(f"/api/v1/maps/{path}/text")
    assert answer.status_code in {400, 404}
    assert answer.headers["Content-Type"].startswith("application/json")
