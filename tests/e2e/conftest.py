"""A real server with a small TechCorp, and people who look at it with a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from desirepath.cli.import_ import run_import
from desirepath.server.pages import built_entry
from desirepath.stories import techcorp
from tests.server.running import Server, serving

_MAKE_LINK = """
import json, sys, django
django.setup()
from desirepath.server.people.links import make_sign_in_link
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
one = json.load(sys.stdin)
person = Person.objects.filter(email=one["email"]).first() or Person.objects.create_user(
    one["email"], name=one["name"], role=Role[one["role"].upper()])
print(make_sign_in_link(person))
"""
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """TechCorp with 120 accounts: its log and its map."""
    if built_entry() is None:
        pytest.fail("the pages are not built: make web")
    folder = tmp_path_factory.mktemp("e2e")
    made = techcorp.write_world(folder / "exports", size=120)
    run_import(list(made.files), folder / "workspace")
    with serving(folder / "workspace") as running:
        owner = running.person("owner@example.com", role="owner")
        text = techcorp.MAP_PATH.read_text("utf-8")
        assert running.post("/api/v1/maps", {"text": text}, token=owner).status == 201
        yield running


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        options = [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        launched = playwright.chromium.launch(executable_path=chromium, args=options)
        yield launched
        launched.close()


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Visit]:
    """``visit("ana", "editor", "/maps/techcorp")``: the page as that person sees it; it must not break."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def open_page(name: str, role: str = "editor", path: str = "/", *, scheme: str = "light") -> Page:
        person = {"email": f"{name}-{role}@example.com", "name": name.capitalize(), "role": role}
        link = server.run_python(_MAKE_LINK, json.dumps(person)).strip()
        context = browser.new_context(
            viewport={"width": 1440, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(f"{server.url}{link}")
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{server.url}/")
        if path != "/":
            page.goto(f"{server.url}{path}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not broken


@pytest.fixture
def new_map(server: Server, request: pytest.FixtureRequest) -> str:
    """A small map of the test's own."""
    token = server.person("owner@example.com", role="owner")
    name = "m-" + str(abs(hash(request.node.name)) % 10**8)
    text = (
        f"format: desirepath/1\nid: {name}\ntitle: Coffee in the morning\nstages:\n"
        "  - id: early\n    name: Early\n    steps:\n"
        "      - {id: wake, name: I wake up, doing: [Looks for the cup, Finds it], feeling: -1}\n"
        "      - {id: pour, name: I pour}\n"
    )
    assert server.post("/api/v1/maps", {"text": text}, token=token).status == 201
    return name


def text_of(server: Server, map_id: str) -> str:
    """The map's file as the server has it."""
    token = server.person("owner@example.com", role="owner")
    return server.get(f"/api/v1/maps/{map_id}/text", token=token).text
