"""What a real Chromium makes of the pages: passkeys work under our policy, and everybody can use them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.axe import violations_on
from tests.server.running import Server, serving

pytestmark = pytest.mark.browser
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run
    --disable-background-networking --disable-component-update --disable-sync"""
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PASSWORD = "correct horse battery"
OPEN = ("/sign-in/", "/password/forgotten/", "/welcome/gone", "/nowhere", "/api/v1/docs")
OWN = (
    "/account/",
    "/account/sessions/",
    "/account/tokens/",
    "/account/second-factor/",
    "/account/passkeys/",
    "/account/password/",
    "/account/providers/",
    "/sign-out/",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("server") / "ws") as running:
        yield running


@pytest.fixture(scope="module")
def owner(server: Server) -> str:
    return server.person("owner@example.com")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        instance = playwright.chromium.launch(executable_path=chromium, args=FLAGS.split())
        yield instance
        instance.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A browser with a passkey device; at the end nothing may have run into the policy."""
    refused: list[str] = []
    context = browser.new_context(base_url=f"http://localhost:{server.port}")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: refused.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda said: refused.append(f"{page.url}: {said.text}") if "Content Security" in said.text else None,
    )
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    context.close()
    assert refused == []


def invited(server: Server, token: str, email: str, *, to: str = "") -> str:
    said = {"role": "editor", "email": email}
    made = server.post(f"/api/v1/{to}invitations", said, token=token).json()
    return f"/invitation/{made['url'].rpartition('/')[2]}"


def join(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Come in with this password").click()
    page.wait_for_url("**/")


def code_of(key: str) -> str:
    """The code of an authenticator app. Source: RFC 6238."""
    digest = hmac.new(
        base64.b32decode(key + "=" * (-len(key) % 8)), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1
    ).digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def test_one_comes_in_by_invitation_with_a_passkey_and_comes_back_with_it(
    page: Page, server: Server, owner: str
) -> None:
    text = "format: desirepath/1\nid: coffee\ntitle: Coffee\nstages: []\n"
    assert server.post("/api/v1/maps", {"text": text}, token=owner).status == 201
    page.goto(invited(server, owner, "cy@example.com", to="maps/coffee/"))
    page.get_by_label("Your name").fill("Cy")
    page.get_by_role("button", name="Come in with a passkey").click()
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".codes li").count() == 10
    assert page.get_by_role("link", name="I have kept them").get_attribute("href") == "/maps/coffee"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"http://localhost:{server.port}/")
    page.goto("/account/")
    assert page.get_by_label("Your name").input_value() == "Cy"


def test_an_address_of_numbers_says_what_to_do(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("On your own machine, open the page at localhost").wait_for()


def test_a_second_step_is_set_up_and_asked_for(page: Page, server: Server, owner: str) -> None:
    join(page, invited(server, owner, "dee@example.com"))
    page.goto("/account/second-factor/app/")
    key = page.get_by_label("Or type this key").input_value()
    page.get_by_label("Code that the app shows").fill(code_of(key))
    page.get_by_role("button", name="Use this app").click()
    page.wait_for_url("**/recovery-codes/")
    recovery = page.locator(".codes li").first.inner_text()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("E-mail").fill("dee@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/second-factor/")
    page.get_by_label("Code").fill(recovery)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"http://localhost:{server.port}/")


def test_everybody_can_use_every_page_in_light_and_dark_and_on_a_phone(
    page: Page, server: Server, owner: str
) -> None:
    path = invited(server, owner, "eve@example.com")
    seen = [path, *OPEN]
    for round_ in (seen, list(OWN)):
        for address in round_:
            page.goto(address)
            for scheme, width in (("light", 1280), ("dark", 390)):
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                if address == "/api/v1/docs":  # not ours to mend; that it works at all is what we look at
                    page.locator(".opblock").first.wait_for()
                    continue
                found = violations_on(page)
                serious = [one["id"] for one in found if one["impact"] in {"serious", "critical"}]
                assert serious == [], f"{address} {scheme}"
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, address
        if round_ is seen:
            join(page, path)
