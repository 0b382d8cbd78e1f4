"""A message in a product as its user meets it: a page of another origin, under a strict policy of its own."""

from __future__ import annotations

import hmac
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from desirepath.log.interaction import Interaction, Traits
from desirepath.log.store import create_log, open_log
from desirepath.log.subject import suppress_subject
from tests.e2e.conftest import Visit
from tests.e2e.door import DOORS
from tests.server.running import Server, serving

ADA, GONE = "ada@acme.example", "gone@birch.example"
BOOK = """\
format: desirepath-playbook/1
id: hello
name: Whoever comes in
when: [{does: [{activity: user.signed_in}]}]
variables: {first_name: {of: person.first_name, otherwise: there}}
moves:
  - id: hint
    in_app:
      to: traits.role == "lead"
      title: "A word, {{first_name}}?"
      text: Ask two colleagues, and you will see it work.
      button: Show me
      link: /reports
  - id: more
    in_app: {to: traits.role == "lead", title: One thing more, text: It takes a minute.}
"""


@dataclass
class Product:
    """Somebody's product: its pages show messages, its own server signs who looks, which is one at a time."""

    customer: str = ""
    url: str = ""
    server: str = ""
    key: str = ""
    secret: str = ""

    def page(self) -> str:
        """A page that somebody has typed into when the message comes."""
        return (
            "<!doctype html><title>A product</title><h1>The product</h1><input aria-label=Search autofocus>"
            f'<script src="{self.server}/t/desirepath.js"></script><script src="/show.js"></script>'
        )

    def show(self) -> str:
        """What the page's own script says."""
        signature = hmac.new(self.secret.encode(), self.customer.encode(), sha256).hexdigest()
        said = {"key": self.key, "customer": self.customer, "signature": signature}
        return f"desirepath.show({json.dumps(said)})"

    @property
    def policy(self) -> str:
        """What the guide asks for, and nothing more."""
        mine = f"'self' {self.server}"
        return (
            f"default-src 'none'; script-src {mine}; connect-src {self.server}; base-uri 'none'; "
            "form-action 'none'; require-trusted-types-for 'script'"
        )


@contextmanager
def product_pages() -> Iterator[Product]:
    """A product on a port of its own."""
    product = Product()

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_script = self.path == "/show.js"
            said = product.show() if is_script else product.page()
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if is_script else "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", product.policy)
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *args: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as served:
        product.url = f"http://127.0.0.1:{served.server_address[1]}"
        threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield product
        finally:
            served.shutdown()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two leads who have come in: Ada, and one who asked not to be kept any more."""
    folder, now = tmp_path_factory.mktemp("in_app") / "workspace", datetime.now(UTC)
    with serving(folder) as running:
        with create_log(folder, patience_seconds=20) as log:
            for who in (ADA, GONE):
                traits = {"role": "lead", "first_name": who.partition("@")[0].capitalize()}
                log.append([Traits("customer", who, now - timedelta(days=9), traits, "crm", who)])
                ids = {"customer": who, "account": who.partition("@")[2]}
                came = now - timedelta(hours=1)
                log.append([Interaction(ids, came, "user.signed_in", source="app", key=who)])
            suppress_subject(log, "customer", GONE)
        yield running


def test_a_message_is_seen_followed_and_closed_by_whom_it_is_for(
    visit: Visit, browser: Browser, company: Server
) -> None:
    with product_pages() as product:
        product.server = company.url
        connect(visit("olga", "owner", "/data?tool=in_app", at=company), product)
        let_messages_wait(company)
        page, wrong = browser.new_page(), []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)

        def come_as(customer: str) -> Response:
            """Open the product as somebody; what is answered where it asks for messages."""
            product.customer = customer
            with page.expect_response("**/t/messages") as asked:
                page.goto(product.url)
            return asked.value

        assert come_as(GONE).json() == {"messages": []}
        assert len(come_as(ADA).json()["messages"]) == 2
        expect(page.get_by_role("region", name="A word, Ada?")).to_be_visible()
        expect(page.get_by_label("Search")).to_be_focused()
        with page.expect_response("**/t/messages"):
            page.get_by_role("link", name="Show me").click()
        page.wait_for_url(f"{product.url}/reports")
        message = page.get_by_role("region", name="One thing more")
        expect(message).to_contain_text("It takes a minute.")
        assert wrong == []
        message.get_by_role("button", name="Close").click()
        expect(message).to_have_count(0)
        done = {"in_app.sent": 2, "in_app.seen": 2, "in_app.clicked": 1, "in_app.dismissed": 1}
        assert told_once(company, done) == Counter({(ADA, what): count for what, count in done.items()})
        with page.expect_response("**/t/messages") as asked:
            page.reload()
        assert asked.value.json() == {"messages": []}

        # Whoever has only read the page cannot ask as somebody else, and is not told why.
        product.secret = "a guess"
        with page.expect_event("requestfailed", lambda one: one.url.endswith("/t/messages")):
            page.goto(product.url)
        expect(page.get_by_role("region")).to_have_count(0)
    desk = visit("olga", "owner", "/data?tool=in_app", at=company)
    expect(desk.locator(".standing")).to_contain_text("pages ask for messages")


def connect(page: Page, product: Product) -> None:
    """What an owner does in the workspace: the key of the pages, and the secret of the server, are shown."""
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("The pages that may show messages").fill(product.url)
    page.get_by_role("button", name="Make a key for pages").click()
    key = page.locator(".one-to-copy").filter(has_text="Key").locator("code")
    product.key = str(key.text_content())
    page.get_by_role("button", name="Make a secret").click()
    secret = page.locator(".one-to-copy").filter(has_text="Secret").locator("code")
    product.secret = str(secret.text_content())
    expect(page.locator(".snippet pre")).to_contain_text(product.key)
    expect(page.locator(".standing")).to_contain_text("waits for its first page")


def let_messages_wait(company: Server) -> None:
    """Turn the playbook on, where two a day are not too many; both it has to show wait for both."""
    token = DOORS.of(company).owner()
    limits = {"base": 0, "per_day": 2, "per_week": 9, "company": "Desk"}
    answers = [
        company.call("PUT", "/api/v1/playbook-limits", limits, token=token),
        company.post("/api/v1/playbooks", {"text": BOOK}, token=token),
        company.post("/api/v1/playbooks/hello/on", {"version": 1, "days_back": 1}, token=token),
    ]
    assert {answer.status for answer in answers} <= {200, 201}, [answer.text for answer in answers]
    until = time.monotonic() + 60
    while True:
        found = company.get("/api/v1/outbox?outcome=offered", token=token).json()["items"]
        if Counter(one["person"] for one in found) == {ADA: 2, GONE: 2}:
            return
        assert time.monotonic() < until, f"{found}: {company.output[-2000:]}"
        time.sleep(0.1)


def told_once(company: Server, done: dict[str, int]) -> Counter[tuple[str, str]]:
    """Who did what with messages, as the log tells it once it has as much as was done."""
    until = time.monotonic() + 30
    while True:
        rows = open_log(company.folder).interactions(["activity", "customer"]).to_pylist()
        found = Counter(
            (row["customer"], row["activity"]) for row in rows if row["activity"].startswith("in_app.")
        )
        if found.total() >= sum(done.values()) or time.monotonic() > until:
            return found
        time.sleep(0.1)
