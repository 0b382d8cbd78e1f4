"""Renewals and support moments in a browser: every number opens the accounts behind it, which add up."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations_on
from tests.e2e.conftest import Visit

pytestmark = pytest.mark.browser
PATIENT = 120_000


def assert_accessible(page: Page) -> None:
    found = violations_on(page, {"include": [["main"]]})
    assert not [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


def cents(text: str) -> int:
    """Whole cents of a shown amount."""
    return round(float(re.sub(r"[^\d.]", "", text)) * 100)


def test_a_number_of_renewals_opens_whose_it_is(visit: Visit) -> None:
    page = visit("ana", "editor", "/renewals")
    expect(page.locator(".renewal-months tbody tr").first).to_be_visible(timeout=PATIENT)
    expect(page.locator(".renewal-said")).to_contain_text("in 95 of 100 cases between")
    assert_accessible(page)
    picked = page.locator(".renewal-months td .renewal-pick").first
    worth = cents(picked.get_attribute("title") or "")
    picked.click()
    expect(picked).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile(r"[?&]month=\d{4}-\d{2}|month=%22"))
    rows = page.locator("section[aria-live] tbody .money")
    expect(rows.first).to_be_visible()
    shown = [cents(title) for title in rows.evaluate_all("them => them.map(one => one.title)") if title]
    assert sum(shown) == worth or page.get_by_role("button", name="Show").count() > 1

    chosen = page.url
    page.get_by_label("Look ahead").select_option("Next quarter")
    expect(page.locator(".renewal-months tbody tr")).to_have_count(3, timeout=PATIENT)
    page.goto(chosen)
    expect(picked).to_have_attribute("aria-pressed", "true", timeout=PATIENT)

    page.get_by_role("tab", name="Revenue").click()
    expect(page.locator(".waterfall")).to_be_visible(timeout=PATIENT)
    assert_accessible(page)
    step = page.locator(".waterfall").get_by_role("button", name=re.compile("^Churn:"))
    churn = cents((step.get_attribute("aria-label") or "").partition(":")[2])
    step.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog.behind")
    expect(dialog.locator("tbody tr").first).to_be_visible(timeout=PATIENT)
    adds = dialog.locator("tbody tr td:nth-child(4)").all_inner_texts()
    assert sum(cents(text) for text in adds) == churn
    with page.expect_download() as saved:
        dialog.get_by_role("link", name="XLSX").click()
    assert saved.value.suggested_filename == "mrr-churn-all.xlsx"
    page.keyboard.press("Escape")
    page.get_by_label("Period", exact=True).select_option(index=2)
    expect(page).to_have_url(re.compile(r"from=\d{4}-\d\d&to=\d{4}-\d\d"), timeout=PATIENT)
    page.reload()
    expect(page.locator(".revenue-months input")).to_have_count(2, timeout=PATIENT)

    page.get_by_role("tab", name="First 90 days").click()
    expect(page.locator(".first-days thead th").nth(1)).to_be_visible(timeout=PATIENT)
    assert_accessible(page)
    page.get_by_label("Only who missed something").check()
    for row in page.locator(".first-days tbody tr").all():
        assert row.locator('.milestone[data-state="missed"]').count() > 0
    page.locator(".first-days tbody a").first.click()
    expect(page).to_have_url(re.compile(r"/accounts/account/"))


def test_support_moments_are_told_with_their_evidence(visit: Visit) -> None:
    page = visit("ana", "editor", "/support?map=techcorp")
    expect(page.locator(".support-moments li").first).to_be_visible(timeout=PATIENT)
    expect(page.locator(".support-says")).to_contain_text("We serve accounts worst at")
    needs = [float(text) for text in page.locator(".moment-need b").all_inner_texts()]
    assert needs == sorted(needs, reverse=True)
    assert_accessible(page)
    expect(page.locator(".support-channels tbody tr").first).to_contain_text("All")
    topic = page.locator(".moment-topics a").first
    words = topic.inner_text().rpartition(" (")[0]
    topic.click()
    expect(page.locator(".support-topics li:target h3")).to_contain_text(words)
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
