"""A real Chromium without a window, and how somebody comes into the workspace with it."""

from __future__ import annotations

import json
from typing import Final

from playwright.sync_api import Browser, Playwright, StorageState

from tests.server.running import ONLY_PEOPLE, Server

OPTIONS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Nothing that leaves this machine, and nothing that needs a screen."""

_MAKE_LINKS = f"""
import json, sys, django
{ONLY_PEOPLE}
django.setup()
from desirepath.server.people.links import make_sign_in_link
from desirepath.server.people.models import Person
from desirepath.server.people.roles import Role
links = []
for one in json.load(sys.stdin):
    person = Person.objects.filter(email=one["email"]).first() or Person.objects.create_user(
        one["email"], "a long pass phrase", name=one["name"], role=Role[one["role"].upper()])
    links.append(make_sign_in_link(person))
print(json.dumps(links))
"""


def launch(playwright: Playwright, chromium: str) -> Browser:
    """Start the Chromium at this path."""
    return playwright.chromium.launch(executable_path=chromium, args=list(OPTIONS))


def make_links(server: Server, people: list[tuple[str, str]]) -> list[str]:
    """A link that signs in, for each (name, role); whoever is not there yet is made."""
    asked = [{"email": f"{name}-{role}@example.com", "name": name, "role": role} for name, role in people]
    return list(json.loads(server.run_python(_MAKE_LINKS, json.dumps(asked))))


def sign_in(browser: Browser, server: Server, link: str) -> StorageState:
    """Follow the link and press the button, as a person does; the cookies that a browser then has."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server.url}{link}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{server.url}/")
    state = context.storage_state()
    context.close()
    return state
