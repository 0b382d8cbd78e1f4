"""The data page in a real browser: five exports with mistakes in them come in, are mended, are remembered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it has none
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.server.running import Server, serving

ZENDESK = (
    "Id,Subject,Status,Priority,Requester,Requester email,Organization,Created at,Updated at,Solved at\n"
    "901,Where is the export?,Solved,Normal,Ann,ann@zen.test,Acme,"
    "2026-03-25 09:00,2026-03-26 10:00,2026-03-26 10:00\n"
    "902,No access,Open,High,Ben,ben@zen.test,Acme,2026-03-26 09:00,2026-03-26 09:00,\n"
    "903,Broken date,Open,High,Cy,cy@zen.test,Acme,31.02.2026,2026-03-26 09:00,\n"
)
SURVEY = "Datum;Kunden-Nr;Bewertung;Kommentar\n" + "".join(
    f"{day:02d}.{day % 3 + 1:02d}.2026 00:30;k-{day};{score};Gut\n"
    for day, score in zip(range(1, 13), (5, 4, 3, 5, 9, 2, 1, 4, 5, 5, 3, 4), strict=True)
)
SEGMENT = (
    '{"type": "track", "messageId": "m1", "userId": "s1", "event": "feature.used",'
    ' "timestamp": "2026-03-01T09:30:00Z", "properties": {"feature": "approvals"}}\n'
    '{"type": "track", "messageId": "m2", "userId": "s1", "event": "login", "timestamp": "yesterday"}\n'
)
PRODUCT = (
    '{"customer": "p1", "occurred_at": "2026-03-01T09:30:00Z", "activity": "sign up"}\n'
    '{"customer": "p1", "occured_at": "2026-03-02T09:30:00Z", "activity": "login"}\n'
    "{not json\n"
)
DEALS = """Report: Deals,exported on 3 May

Date,Time,Account,What happened,Deal
11/03/2026,2:15 PM,d-1,Trial started,
11/25/2026,9:05 AM,d-2,trial started,"$1,234.50"
11/26/2026,9:05 AM,d-2,won,$980.00
Grand total,,,3 records,
"""
CLICKS = (
    '{"count": 2, "results": [{"ts": "2026-03-01T09:30:00Z", "user": {"id": "j1"}, "event": "opened"},'
    ' {"ts": "2026-03-02T09:30:00Z", "user": {"id": "j2"}, "event": "opened"}]}'
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A workspace of these tests' own: what comes in here is counted by nobody else."""
    with serving(tmp_path_factory.mktemp("data") / "workspace") as running:
        yield running


def bring(page: Page, path: Path) -> None:
    page.set_input_files("input[type=file]", str(path))
    expect(page.locator(".wizard")).to_be_visible()


def import_it(page: Page) -> None:
    page.locator(".wizard-foot .button.first").click()
    expect(page.locator(".import-run h2")).to_contain_text(
        re.compile(r"is in|are in|Nothing new"), timeout=40_000
    )


def test_a_help_desks_export_is_known_but_its_zone_is_asked(
    visit: Visit, desk: Server, tmp_path: Path
) -> None:
    (tmp_path / "zendesk-tickets.csv").write_text(ZENDESK)
    page = visit("dora", "editor", "/data", at=desk)
    bring(page, tmp_path / "zendesk-tickets.csv")
    expect(page.get_by_role("radio", name=re.compile("Zendesk"))).to_be_checked()
    page.get_by_role("button", name=re.compile("^UTC")).click()
    expect(page.locator(".reasons")).to_contain_text("31.02.2026")
    import_it(page)
    page.get_by_role("button", name="Mend them").click()
    page.get_by_label("Created at, line 4").fill("2026-03-27 09:00")
    page.get_by_role("button", name="Import 1 mended row").click()
    expect(page.locator(".import-run h2")).to_contain_text(
        re.compile(r"\d+ facts? (is|are) in"), timeout=40_000
    )

    page.goto(page.url.split("?")[0] + "?upload=gone")  # as who reloads the page when it has just begun
    page.get_by_role("button", name="zendesk-tickets.csv", exact=True).click()
    expect(page.locator(".import-run h2")).to_contain_text(re.compile("is in|are in"))

    page.goto(page.url.split("?")[0])
    (tmp_path / "zendesk-tickets-2.csv").write_text(ZENDESK.replace("902", "999"))
    bring(page, tmp_path / "zendesk-tickets-2.csv")
    expect(page.get_by_role("radio", name=re.compile("as before"))).to_be_checked()
    expect(page.locator(".counts")).to_contain_text("come in")


def test_a_survey_is_asked_what_its_rows_do_not_say(visit: Visit, desk: Server, tmp_path: Path) -> None:
    """And where days begin: a night in Berlin is that night for whoever reads of it in New York."""
    (tmp_path / "umfrage.csv").write_text(SURVEY)
    page = visit("berta", "owner", "/data", at=desk, zone="Europe/Berlin")
    bring(page, tmp_path / "umfrage.csv")
    button = page.locator(".wizard-foot .button.first")
    expect(button).to_be_disabled()
    expect(button).to_have_text("Decide 4 things first")
    of_all = page.get_by_role("group", name="Where do this workspace's days begin?")
    of_all.get_by_role("button", name="Europe/Berlin of this computer").click()
    expect(of_all).to_have_count(0)
    expect(page.get_by_role("button", name="Europe/Berlin of this workspace")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(button).to_have_text("Decide 3 things first")
    page.get_by_role("button", name="1 February 2026, 00:30").or_(
        page.get_by_role("button", name=re.compile("^1 .* 2026, 00:30"))
    ).first.click()
    page.get_by_label("The same in every row").fill("survey.answered")
    page.get_by_label("The same in every row").press("Enter")
    page.get_by_role("button", name=re.compile("^1 to 5 not every")).click()
    expect(page.locator(".counts")).to_contain_text("11 rows come in")
    expect(button).to_have_text("Import, and set 1 row aside")
    import_it(page)
    expect(page.locator(".import-run")).to_contain_text("1 row was set aside")

    far = visit("nadia", "editor", "/accounts/customer/k-4", at=desk, zone="America/New_York")
    expect(far.get_by_text("4 February 2026")).to_have_count(2)  # last seen, and in the story
    expect(far.get_by_role("note")).to_have_text("Berlin time")

    page.on("dialog", lambda dialog: dialog.accept())
    expect(page.get_by_role("button", name="Next: umfrage.csv")).to_have_count(0)  # it is in
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator(".import-run h2")).to_contain_text("Taken back: 11 facts", timeout=30_000)


def test_a_workbook_a_tools_json_and_lines_come_in(visit: Visit, desk: Server, tmp_path: Path) -> None:
    calls = [
        ["User ID", "When", "Event"],
        ["u1", "2026-03-25T09:00Z", "call.held"],
        ["u2", "soon", "call.held"],
    ]
    with xlsxwriter.Workbook(tmp_path / "calls.xlsx") as book:
        for name, rows in (("Notes", [["only words"]]), ("Calls", calls)):
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, row)
    (tmp_path / "segment.jsonl").write_text(SEGMENT)
    (tmp_path / "product.jsonl").write_text(PRODUCT)
    page = visit("dora", "editor", "/data", at=desk)
    bring(page, tmp_path / "calls.xlsx")
    page.get_by_role("button", name="Calls").click()
    page.get_by_label("What “When” is").select_option("occurred_at")
    expect(page.locator(".counts")).to_contain_text("1 row comes in")
    import_it(page)
    for name in ("segment.jsonl", "product.jsonl"):
        page.get_by_role("button", name="Done").click()
        bring(page, tmp_path / name)
        expect(page.locator(".counts")).to_contain_text("1 row comes in")
        import_it(page)
        expect(page.locator(".import-run")).to_contain_text("set aside")

    (tmp_path / "deals.csv").write_text(DEALS)
    page.get_by_role("button", name="Done").click()
    bring(page, tmp_path / "deals.csv")
    expect(page.get_by_label("What “Time” is")).to_have_value("clock")
    expect(page.get_by_role("button", name="USD by the sign in its cells")).to_have_attribute(
        "aria-pressed", "true"
    )
    page.get_by_role("button", name=re.compile("^UTC")).click()
    page.get_by_role("button", name="Count them as one").click()
    expect(page.locator(".spelled")).to_contain_text("“trial started” is kept as “Trial started”")
    expect(page.locator(".counts")).to_contain_text("Trial started 2, won 1")
    expect(page.locator(".counts")).to_contain_text("1 line is left out")
    import_it(page)
    expect(page.locator(".import-run")).to_contain_text('line 7 ("Grand total") is a total')

    (tmp_path / "clicks.json").write_text(CLICKS)
    page.get_by_role("button", name="Done").click()
    bring(page, tmp_path / "clicks.json")
    page.get_by_label("What “user.id” is").select_option("customer")
    expect(page.locator(".counts")).to_contain_text("2 rows come in")
    import_it(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_came_in_is_shown_source_by_source(visit: Visit, scheme: str) -> None:
    page = visit("vera", "viewer", "/data", scheme=scheme)
    expect(page.locator(".volume").first).to_be_visible(timeout=40_000)
    expect(page.get_by_text("Editors of this workspace can bring files")).to_be_visible()
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_an_owner_erases_one_customer(visit: Visit, desk: Server, tmp_path: Path) -> None:
    (tmp_path / "gone.jsonl").write_text(
        '{"customer": "gone@example.test", "occurred_at": "2026-03-01T09:30:00Z", "activity": "sign up"}\n'
    )
    page = visit("olga", "owner", "/data", at=desk)
    bring(page, tmp_path / "gone.jsonl")
    import_it(page)
    page.goto(f"{desk.url}/settings?part=privacy")
    page.get_by_label("Their id").fill("gone@example.test")
    page.get_by_role("button", name="Look", exact=True).click()
    expect(page.locator(".one-customer")).to_contain_text("1 interaction of theirs")
    page.get_by_role("button", name="Erase…").click()
    page.get_by_role("button", name="Erase for ever").click()
    expect(page.get_by_role("link", name="Certificate").first).to_be_visible(timeout=40_000)
