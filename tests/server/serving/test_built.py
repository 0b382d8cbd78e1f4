"""The pages of the editor are those of the last build, also where it was made while the server runs."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from desirepath.server import built
from desirepath.server.built import Entry, built_entry
from desirepath.server.guard import static_files


def build(folder: Path, name: str, second: int) -> None:
    (folder / "assets").mkdir(parents=True, exist_ok=True)
    (folder / ".vite").mkdir(exist_ok=True)
    (folder / "assets" / name).write_text("1\n")
    manifest = folder / ".vite" / "manifest.json"
    manifest.write_text(json.dumps({"index.html": {"file": f"assets/{name}", "css": ["assets/a.css"]}}))
    os.utime(manifest, (second, second))


def test_a_server_that_runs_serves_what_is_built_meanwhile(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = tmp_path / "web"
    monkeypatch.setattr(built, "BUILT", web)
    settings.STATICFILES_DIRS = [tmp_path]
    serve = static_files(lambda _: HttpResponse(status=404))

    def status(name: str) -> int:
        return serve(RequestFactory().get(f"/static/web/assets/{name}")).status_code

    assert built_entry() is None
    assert status("one.js") == 404
    build(web, "one.js", 1)
    assert built_entry() == Entry("assets/one.js", ("assets/a.css",))
    assert status("one.js") == 200
    (web / "assets" / "one.js").unlink()
    build(web, "two.js", 2)
    assert built_entry() == Entry("assets/two.js", ("assets/a.css",))
    assert (status("two.js"), status("one.js")) == (200, 404)
