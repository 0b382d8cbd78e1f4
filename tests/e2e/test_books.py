"""Whose accounts are whose: an owner says it by clicking, and the person sees their own book, everywhere."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.server.running import Server

pytestmark = pytest.mark.browser


def is_owned(server: Server, account: str, token: str) -> bool:
    owners = server.get(f"/api/v1/books/owners?account={account}", token=token).json()["owners"]
    return any(one["person"] for one in owners if one["role"] == "customer-success")


def test_an_owner_gives_somebody_a_book_and_they_see_no_other(visit: Visit, server: Server) -> None:
    token = server.person("owner@example.com", role="owner")
    visit("mia", "editor", "/people").locator("main h1").wait_for()
    page = visit("eva", "owner", "/people")
    row = page.get_by_role("row").filter(has_text="mia-editor@example.com")
    row.get_by_role("button", name="What Mia plays").click()
    form = page.get_by_role("form", name="What Mia plays")
    form.get_by_role("checkbox", name="customer-success").check()
    form.get_by_text("As an expression").click()
    form.get_by_role("textbox", name="As an expression").fill('traits.segment == "large"')
    expect(form.get_by_role("status")).to_contain_text(re.compile(r"^[1-9][0-9]? "))
    form.get_by_role("spinbutton").fill("30")
    form.get_by_role("checkbox", name="own book only").check()
    form.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("own book only")
    expect(row).to_contain_text("room for 30")

    seats = server.get("/api/v1/books/seats", token=token).json()
    book = next(one["accounts"] for one in seats if one["own_book_only"])
    assert 0 < book < 120
    hers = visit("mia", "editor", "/customers?map=techcorp")
    found = hers.get_by_text(re.compile(r"^[1-9][0-9]* found$"))
    expect(found).to_be_visible()
    # Those of her book who have left are found too; among who comes to her they count no more.
    assert book <= int((found.text_content() or "").removesuffix(" found")) < 120
    everybody = server.get("/api/v1/maps/techcorp/customers?limit=200", token=token).json()["items"]
    outside = next(one["subject"] for one in everybody if not is_owned(server, one["subject"], token))
    hers.keyboard.press("Control+k")
    hers.locator("input[role=combobox]").fill(outside)
    expect(hers.locator('[role="option"]').filter(has_text=outside)).to_have_count(0)

    # She is away: who stands in has the book meanwhile.
    hers.goto(f"{server.url}/people")
    hers.get_by_role("button", name="I will be away").click()
    hers.get_by_label("From").fill("2020-01-01")
    hers.get_by_label("To, that day included").fill("2999-01-01")
    hers.get_by_label("Stands in").select_option("Eva")
    hers.get_by_role("button", name="Add", exact=True).click()
    expect(hers.get_by_role("row").filter(has_text="mia-editor")).to_contain_text("Eva stands in")
    expect(hers.get_by_role("row").filter(has_text="mia-editor")).to_contain_text("0 accounts, room for 30")
