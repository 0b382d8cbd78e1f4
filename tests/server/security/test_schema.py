"""The whole API against its own description: nothing breaks, whatever is sent; every answer is documented."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error, unsupported_method
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from desirepath.server.access_table import ACCESS
from desirepath.server.configuration import DATABASE_VARIABLE
from desirepath.server.data.models import Import
from desirepath.server.intake.models import Connection, HookSecret, WriteKey
from desirepath.server.intake.sealing import seal
from desirepath.server.people.roles import Role
from tests.server.security.world import make_map, person, signed_in, token

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]
STREAMS = r"/events$"
"""They do not end; their rooms try them."""
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@dataclass(frozen=True)
class Known:
    """A small world: who asks, and what really is there under each name in a path."""

    headers: dict[str, str]
    names: dict[str, Any]


@contextmanager
def rolled_back() -> Iterator[None]:
    """What happens inside is undone; as with Django's own test client a request ends no connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.fixture
def known(db: None) -> Known:
    owner, viewer = person(Role.OWNER), person(Role.VIEWER)
    make_map("m")
    secret = token(owner)
    browser = signed_in(owner)
    invited = browser.post("/api/v1/invitations", {"role": "viewer"}, content_type="application/json").json()
    made = browser.post("/api/v1/me/tokens", {"name": "t"}, content_type="application/json").json()
    names = {"map_id": "m", "person_id": viewer.pk, "invitation_id": invited["id"], "token_id": made["id"]}
    web = Connection.objects.create(name="web", title="Web", kind="segment", hook="w")
    names["connection_id"] = web.pk
    names["key_id"] = WriteKey.objects.create(connection=web, hash="h", hint="test", place="server").pk
    names["secret_id"] = HookSecret.objects.create(connection=web, sealed=seal("secret"), hint="cret").pk
    begun = browser.post(
        "/api/v1/data/uploads", {"name": "a.csv", "size": 9}, content_type="application/json"
    )
    names["upload_id"] = begun.json()["upload"]["id"]
    names["import_id"] = Import.objects.create(name="a.csv", size=9, person=owner, state="done").pk
    return Known({"Authorization": f"Bearer {secret}"}, names)


@pytest.mark.skipif(
    bool(os.environ.get(DATABASE_VARIABLE)),
    reason="a listening thread of the server outlives the test database",
)
@schema.exclude(path_regex=STREAMS).parametrize()
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_is_answered_as_documented(case: schemathesis.Case[Any], known: Known) -> None:
    for name, value in (case.path_parameters or {}).items():
        if name in ("map_id", "upload_id") or (
            isinstance(value, int) and value % 2 == 0
        ):  # else: what is not there
            case.path_parameters[name] = known.names.get(name, value)
    with rolled_back():
        case.call_and_validate(headers=known.headers, checks=CHECKS)


def test_every_operation_is_described() -> None:
    described: list[Any] = [found.ok() for found in schema.get_all_operations()]  # type: ignore[union-attr]  # none is wrong
    said = {f"{one.method.upper()} {one.path.lstrip('/')}" for one in described}
    assert said == {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation) for operation in ACCESS}
