"""Cross-site scripting: what people write is text, wherever it is shown; and no page could run it anyway."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from desirepath.server import settings as server
from desirepath.server.guard import POLICY
from desirepath.server.people.links import make_sign_in_link
from desirepath.server.people.models import Invitation, Person
from desirepath.server.people.roles import Role
from desirepath.server.people.secrets import hash_secret, new_secret
from tests.server.security.world import make_map, person, signed_in

pytestmark = pytest.mark.django_db
EVIL = """"'><img src=x onerror=alert(1)><script>alert(2)</script>"""
MARKS = (b"<img src=x", b"<script>alert", b"onerror=alert(1)>")


def pages_about(somebody: Person) -> Iterator[tuple[str, Any]]:
    """Every page that shows what people wrote."""
    client = signed_in(somebody)
    secret = new_secret()
    Invitation.objects.create(
        hash=hash_secret(secret),
        role=Role.EDITOR,
        invited_by=somebody,
        expires_at=timezone.now() + timedelta(days=1),
    )
    link = make_sign_in_link(somebody)
    for path in ("/", "/account/", "/account/sessions/", "/account/tokens/", "/account/second-factor/"):
        yield path, client.get(path)
    for path in (link, f"/invitation/{secret}", "/sign-in/", "/nowhere", "/password/forgotten/"):
        yield path, Client().get(path)
    yield "wrong sign-in", Client().post("/sign-in/", {"login": f"{EVIL}@example.com", "password": EVIL})
    yield (
        "wrong invitation",
        Client().post(f"/invitation/{secret}", {"email": EVIL, "name": EVIL, "by": EVIL}),
    )
    yield "wrong token", client.post("/account/tokens/", {"name": EVIL, "scope": EVIL, "days": EVIL})


def test_what_people_write_is_never_markup() -> None:
    evil = Person.objects.create_user(
        "evil@example.com", "a long pass phrase", role=Role.OWNER, name=EVIL[:120]
    )
    browser = Client(headers={"user-agent": EVIL})
    browser.post("/sign-in/", {"login": evil.email, "password": "a long pass phrase"})
    browser.post("/api/v1/me/tokens", {"name": EVIL}, content_type="application/json")
    make_map(title="'" + EVIL.replace("'", "''") + "'")
    shown = 0
    for path, answer in pages_about(evil):
        for mark in MARKS:
            assert mark not in answer.content, path
        shown += b"&lt;script&gt;" in answer.content
    assert shown >= 5  # it was there, as text


def test_the_policy_lets_nothing_inline_run_and_every_answer_has_it() -> None:
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY
    somebody = person(Role.OWNER)
    client = signed_in(somebody)
    answers: list[Any] = [answer for _, answer in pages_about(somebody)]
    answers += [client.get(path) for path in ("/api/v1/me", "/api/v1/docs", "/health", "/api/v1/nowhere")]
    answers += [client.post("/sign-in/"), client.put("/api/v1/me"), client.get("/static/nothing.js")]
    for answer in answers:
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_page_needs_what_the_policy_forbids() -> None:
    """No script without a file, no style in a tag, no handler in an attribute: in any template of ours."""
    folder = Path(server.__file__).parent / "templates"
    templates = list(folder.rglob("*.html"))
    assert len(templates) > 30
    for template in templates:
        text = template.read_text("utf-8")
        for tag in re.findall(r"<script[^>]*>", text):
            assert "src=" in tag or 'type="application/json"' in tag, template
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text), template


def test_the_api_answers_json_that_no_browser_takes_for_a_page() -> None:
    client = signed_in(person(Role.OWNER))
    answer = client.get("/api/v1/me")
    assert answer.headers["Content-Type"].startswith("application/json")
    refused = client.get(f"/api/v1/maps/{EVIL.replace('/', '')}")
    assert refused.headers["Content-Type"].startswith("application/json")
    assert refused.status_code == 404
