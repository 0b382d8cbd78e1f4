from __future__ import annotations

import pytest

from docs.reference_pages import HERE, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_the_page_says_what_the_code_says(name: str) -> None:
    assert (HERE / name).read_text(encoding="utf-8") == PAGES[name](), "run: make reference"
