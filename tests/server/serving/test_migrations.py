"""The workspace of the first version still opens, in place and from its backup, and answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader
from pytest_django.fixtures import Settings

from tests.server.running import Server, serving
from tests.server.serving.first_version import HERE, MAP, lay


def answers(server: Server) -> None:
    token = server.person("ben@example.com")
    text = server.get("/api/v1/maps/shop/text", token=token).text
    assert text == MAP.replace("Looks around", "Strolls")
    assert server.get("/api/v1/log", token=token).json()["facts"]["interactions"] == 1
    people = server.get("/api/v1/people", token=token).json()["items"]
    assert {"ana@example.com", "ben@example.com"} <= {person["email"] for person in people}


def test_in_place(tmp_path: Path) -> None:
    lay(tmp_path / "ws")
    with serving(tmp_path / "ws") as server:
        answers(server)


def test_from_its_backup(tmp_path: Path) -> None:
    done = Server(tmp_path / "ws").run(
        "restore", str(HERE / "workspace.zip"), "--workspace", f"{tmp_path}/ws"
    )
    assert done.returncode == 0, done.stderr
    with serving(tmp_path / "ws") as server:
        answers(server)


@pytest.mark.django_db
def test_models_and_migrations_agree(capsys: pytest.CaptureFixture[str], settings: Settings) -> None:
    settings.MIGRATION_MODULES = {}  # the other tests do without
    assert MigrationLoader(None).disk_migrations.keys() >= {
        ("people", "0001_initial"),
        ("data", "0001_initial"),
    }
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"a migration is missing: {capsys.readouterr().out}")
