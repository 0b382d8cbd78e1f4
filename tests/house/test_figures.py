"""Numbers, money, days and times have one shape on every page: one module of the web writes them."""

from __future__ import annotations

import re
from pathlib import Path

WEB = Path(__file__).parents[2] / "web" / "src"
THE_ONE = WEB / "words" / "figures.ts"
OTHER_WAYS = re.compile(
    r"\.toLocale(?:Date|Time)?String\(|\bIntl\.(?:DateTime|Number)Format\b"
    r"|(?<!toISOString\(\))\.slice\(0, 10\)"  # the UTC day of an instant
    r"|\.to(?:Date|Time)String\(|\.get(?:FullYear|Month|Date|Day|Hours|Minutes|Seconds|TimezoneOffset)\("
)


def test_no_page_has_its_own_way_to_write_a_number_or_a_day() -> None:
    found = [
        f"{path.relative_to(WEB)}: {match[0]}"
        for path in sorted(WEB.rglob("*.ts*"))
        if path != THE_ONE and "generated" not in path.parts
        for match in OTHER_WAYS.finditer(path.read_text("utf-8"))
    ]
    assert not found, f"ask {THE_ONE.relative_to(WEB)}: {found}"


def test_the_pattern_finds_what_it_looks_for() -> None:
    assert OTHER_WAYS.search(THE_ONE.read_text("utf-8"))
    assert OTHER_WAYS.search('new Date(at).toLocaleDateString("en")')
    assert OTHER_WAYS.search("period.since?.slice(0, 10)"), "its day in UTC"
    assert OTHER_WAYS.search("new Date(at).getHours()"), "that is the computer's clock, not the workspace's"
