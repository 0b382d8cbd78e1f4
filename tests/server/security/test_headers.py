"""Headers: what others send does not become ours; frames, hosts and methods are what they are."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.test import Client

from desirepath.server.access_table import ACCESS
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
from tests.server.security.world import MAP, make_map, person, signed_in

pytestmark = pytest.mark.django_db
SPLIT = "x\r\nSet-Cookie: evil=1"


def test_nothing_that_is_sent_splits_a_header() -> None:
    client = signed_in(person(Role.OWNER))
    asked = [
        client.get("/api/v1/me", headers={"x-request-id": SPLIT}),
        client.get("/sign-out/", {"next": f"/{SPLIT}"}),
        client.post("/sign-out/", {"next": f"/{SPLIT}"}),
        client.get("/api/v1/security-log.csv", {"since": SPLIT}),
        client.get(f"/welcome/{SPLIT}"),
        Client().get("/account/", {"x": SPLIT}),
    ]
    for answer in asked:
        assert answer.status_code < 500
        assert "evil" not in answer.cookies
        for value in answer.headers.values():
            assert "\r" not in value
            assert "\n" not in value


def test_a_request_id_is_kept_only_where_it_is_one() -> None:
    assert (
        Client().get("/health", headers={"x-request-id": "abc-12345"}).headers["X-Request-Id"] == "abc-12345"
    )
    for odd in ("short", "x" * 65, "<script>", SPLIT):
        assert Client().get("/health", headers={"x-request-id": odd}).headers["X-Request-Id"] != odd


def test_no_page_can_be_put_into_a_frame() -> None:
    for path in ("/sign-in/", "/health", "/api/v1/docs", "/nowhere"):
        answer = Client().get(path)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "testserver:80@evil.example", "a b"]
)
def test_a_host_that_is_not_ours_is_refused(host: str) -> None:
    assert Client(headers={"host": host}).get("/sign-in/").status_code == 400
    assert Client(headers={"host": host}).get("/api/v1/me").status_code == 400


def test_links_begin_with_the_configured_address_whatever_a_request_calls_us() -> None:
    client = signed_in(person(Role.OWNER))
    answer = client.post(
        "/api/v1/invitations",
        {"role": "viewer"},
        content_type="application/json",
        headers={"host": "localhost:6666", "x-forwarded-host": "evil.example"},
    )
    assert answer.json()["url"].startswith("http://127.0.0.1:8700/invitation/")


def test_a_mailed_link_begins_with_the_configured_address(settings: Any, mailoutbox: list[Any]) -> None:
    settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, email="smtp://mail.example")
    Person.objects.create_user("ana@example.com", "a long pass phrase", name="Ana")
    said, host = {"email": "ana@example.com"}, {"host": "localhost:6666"}
    assert Client().post("/password/forgotten/", said, headers=host).status_code == 302
    link = next(word for word in mailoutbox[0].body.split() if "/password/new/" in word)
    assert link.startswith("http://127.0.0.1:8700/password/new/")
    browser = Client()
    page = browser.get(link.removeprefix("http://127.0.0.1:8700"), follow=True)
    assert b"A new password" in page.content
    words = {"password1": "another long phrase", "password2": "another long phrase"}
    browser.post(page.redirect_chain[-1][0], words)
    right = {"login": "ana@example.com", "password": "another long phrase"}
    assert Client().post("/sign-in/", right).status_code == 302


@pytest.mark.parametrize("header", ["x-http-method-override", "x-method-override", "x-http-method"])
def test_a_method_is_what_it_says(header: str) -> None:
    make_map()
    client = signed_in(person(Role.OWNER))
    assert (
        client.get(f"/api/v1/maps/{MAP}", {"_method": "DELETE"}, headers={header: "DELETE"}).status_code
        == 200
    )
    assert client.get(f"/api/v1/maps/{MAP}").status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "OPTIONS", "PROPFIND", "X"])
def test_other_methods_are_refused_in_the_one_shape(method: str) -> None:
    answer = signed_in(person(Role.OWNER)).generic(method, "/api/v1/me")
    assert answer.status_code == 405
    assert answer.json()["problems"][0]["code"] == "DP-SRV-004"
    assert set(answer.headers["Allow"].split(", ")) == {
        name.split(" ")[0] for name in ACCESS if name.endswith(" api/v1/me")
    }


def test_over_tls_browsers_are_told_to_stay_with_it(settings: Any) -> None:
    assert "Strict-Transport-Security" not in Client().get("/health").headers
    settings.CONFIGURATION = dataclasses.replace(settings.CONFIGURATION, url="https://maps.example.com")
    assert "max-age=31536000" in Client().get("/health").headers["Strict-Transport-Security"]


def test_what_is_private_is_not_kept_by_caches() -> None:
    client = signed_in(person(Role.OWNER))
    for path in ("/api/v1/me", "/account/", "/account/tokens/", "/api/v1/nowhere"):
        assert "no-store" in client.get(path).headers["Cache-Control"]
