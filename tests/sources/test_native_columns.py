"""Native lines as columns say what they say one by one: the same facts in their order, the same refusals."""

from __future__ import annotations

import io
import json
import string
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.sources import native_columns, native_jsonl, splitting
from desirepath.sources.lines import LONGEST_LINE, read_blocks, read_lines
from desirepath.sources.native_columns import Splitter
from desirepath.sources.native_fields import FIELDS
from desirepath.sources.native_jsonl import parse_lines
from desirepath.sources.shape import Found
from tests.sources.files import SIGN_UP, bring, rejected, stored, write

GOOD = {"customer": "u1", "occurred_at": "2026-01-31T12:00:00Z", "activity": "sign up"}
ODD_TEXTS = [
    "",
    " ",
    "ü",
    "a b",
    'say "x"',
    "back\\slash",
    "tab\t",
    "line\n",
    "\x01",
    "\x7f",
    "😀",
    "a/b",
    '":',
]
TEXTS = st.sampled_from(["u1", "web", *ODD_TEXTS]) | st.text(max_size=6)
NUMBERS = (
    st.integers(-3, 12)
    | st.integers(-(10**30), 10**30)
    | st.floats()
    | st.decimals(-1000, 1000, places=3).map(float)
    | st.sampled_from([0.0, -0.0, 1.0, 0.0001, 0.00001, 1e15, 1e16, 123456789.123456, 2**53, 5e-324])
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
GROUPS = st.dictionaries(
    st.sampled_from(["b", "a", "ab", "page", "ticket", "customer"]) | TEXTS, ANYTHING, max_size=4
)
INSTANTS = st.sampled_from(
    [
        "2026-01-31T12:00:00Z",
        "2026-01-31T12:00:00.123Z",
        "2026-01-31 12:00:00.123456+02:00",
        "2026-01-31T12:00:00",
        "2026-02-30T12:00:00Z",
        "2026-01-31",
        "1850-01-01T00:00:00Z",
        "2026-01-31T12:00:00.1234567Z",
        "2026-01-31T24:00:00Z",
        "2026-W05-6T12:00:00Z",
        "never",
    ]
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "customer": TEXTS | st.integers(0, 5),
    "occurred_at": INSTANTS,
    "received_at": INSTANTS,
    "sequence": st.integers(-5, 5) | NUMBERS,
    "activity": TEXTS,
    "direction": st.sampled_from(["by_us", "by_customer", "both"]),
    "solicited": st.booleans() | st.integers(0, 1),
    "score": NUMBERS,
    "scale": st.sampled_from(["nps", "1..5", "thumbs", "1..x"]),
    "amount": NUMBERS | st.sampled_from(["49.90", "-3", "1e3", " 4", "1_000", "0.1234567891", "", "00.5"]),
    "currency": st.sampled_from(["EUR", "eur", "EURO"]),
    "properties": GROUPS,
    "objects": GROUPS | st.dictionaries(st.sampled_from(["ticket", "order"]), st.text("abc", min_size=1)),
    "key": TEXTS | st.integers(0, 5),
    "schema": st.sampled_from([1, 2, "1", True]),
    "type": st.sampled_from(["interaction", "traits", "context", "interactions", 3]),
    "traits": GROUPS,
    "kind": TEXTS,
    "chanel": TEXTS,
}
NAMES = (*FIELDS, "traits", "kind", "chanel")
STYLES: tuple[dict[str, Any], ...] = (
    {},
    {"separators": (",", ":")},
    {"ensure_ascii": False},
    {"sort_keys": True, "separators": (" , ", "\t:  ")},
)


@st.composite
def written_lines(draw: st.DrawFn) -> list[bytes]:
    """Lines, most of them of few fields; some damaged, some blank."""
    lines = []
    for _ in range(draw(st.integers(1, 6))):
        row: dict[str, Any] = dict(GOOD)
        for name in draw(st.lists(st.sampled_from(NAMES), max_size=4)):
            row[name] = draw(VALUES.get(name, TEXTS) | st.none())
        if draw(st.integers(0, 9)) == 0:
            del row[draw(st.sampled_from(sorted(GOOD)))]
        row = {name: row[name] for name in draw(st.permutations(list(row)))}
        text = json.dumps(row, **draw(st.sampled_from(STYLES)))
        line = text.encode("utf-8", "surrogatepass").replace(b"\n", b" ")
        if draw(st.integers(0, 5)) == 0 and line:
            at = draw(st.integers(0, len(line) - 1))
            more = draw(
                st.sampled_from([b"", b'"', b"\\", b"{", b"}", b",", b"0", b"\xff", b"\x00", b" ", line])
            )
            line = line[:at] + more + line[at + draw(st.integers(0, 2)) :]
        lines.append(
            draw(st.sampled_from([b"", b"", b" ", b"\t"])) + line + draw(st.sampled_from([b"", b"\r"]))
        )
        if draw(st.integers(0, 8)) == 0:
            lines.append(
                draw(st.sampled_from([b"", b"   ", b"\r", b"\x0c", b"null", b"[]", b"{}", b"{", b'{"']))
            )
    return [line.replace(b"\n", b"") for line in lines]


def both(lines: Sequence[bytes], override: str | None = None) -> tuple[int, int]:
    """How many lines were read, and how many of them surely; AssertionError where the two ways differ."""
    block = b"\n".join(lines)
    one_by_one = parse_lines(lines, range(7, 7 + len(lines)))
    wanted = one_by_one.facts("app", override)
    if not native_jsonl._is_text(block):
        return one_by_one.read, 0
    asked = [0]

    def parse(some: Sequence[bytes], places: Sequence[int]) -> Any:
        asked[0] += len(some)
        return parse_lines(some, places)

    pieces = Splitter(parse).split(block, 7)
    found = [piece.facts("app", override) for piece in pieces]
    assert sum(piece.read for piece in pieces) == one_by_one.read
    assert rows_of(found) == rows_of([wanted])
    assert refusals_of(found) == refusals_of([wanted])
    return one_by_one.read, one_by_one.read - asked[0]


def rows_of(found: Sequence[Found]) -> dict[str, Any]:
    kinds: dict[str, list[pa.Table]] = {}
    for one in found:
        for table in one.tables:
            kinds.setdefault(table.kind, []).append(table.table)
    return {kind: repr(pa.concat_tables(tables).to_pylist()) for kind, tables in kinds.items()}


def refusals_of(found: Sequence[Found]) -> Any:
    refused = sorted((one for some in found for one in some.refused), key=lambda one: one.line)
    return [(one.line, str(one.problem), repr(one.row)) for one in refused]


@settings(deadline=None, max_examples=400)
@given(written_lines(), st.sampled_from([None, "desk"]))
def test_both_ways_make_the_same_of_any_lines(lines: list[bytes], override: str | None) -> None:
    both(lines, override)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b"")), min_size=1, max_size=5))
def test_both_ways_make_the_same_of_no_lines_at_all(lines: list[bytes]) -> None:
    both(lines)


NASTY = [
    b'{"customer":"u1","occurred_at":"2026-01-31T12:00:00Z","activity":"a","customer":"u2"}',
    b'{"customer":"u1","occurred_at":"2026-01-31T12:00:00Z","activity":"a","properties":{"a":1,"a":2}}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","properties":{"a":{"b":1,"b":"x\\u0022:"}}}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","properties":{"a":1,"\\u0061":2}}',
    b'{"\\u0061ctivity":"a","occurred_at":"2026-01-31T12:00:00Z"}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"\\ud83d\\ude00 \\u00fc","text":"a\\nb"}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"\\ud83d"}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","text":"\\q"}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","amount":01}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","amount":1.}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","amount":-}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","amount":1.50}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","score":NaN}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","score":-0}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","type":null}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","type":"interaction"}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a"},',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a",}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a"',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","properties":'
    + b'{"a":' * 1100
    + b"1"
    + b"}" * 1101,
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","properties":'
    + json.dumps({f"p{number}": number for number in range(90)}).encode()
    + b"}",
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","properties":{"a":[1,{"b":"}"}],"0":{}}}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","properties":{}, "objects":{}}',
    b'{"occurred_at":"2026-01-31T12:00:00Z","activity":"a","objects":{"ticket":7,"order":null,"x":"y"}}',
    b'{"type":"identity","alias":"x","object_id":"u1"}',
]


def test_nasty_lines_are_read_as_they_are_one_by_one() -> None:
    both(NASTY)
    for line in NASTY:
        both([orjson.dumps(GOOD), line, orjson.dumps(GOOD)])


def test_ordinary_lines_are_not_read_one_by_one() -> None:
    rows: list[dict[str, Any]] = [
        {
            **GOOD,
            "key": f"k{number}",
            "properties": {"page": number, "plan": "pro", "is_new": True, "x": None},
        }
        for number in range(40)
    ]
    rows += [{**GOOD, "score": 4, "scale": "1..5", "amount": 12.5, "currency": "EUR", "text": "so-so\nü"}]
    rows += [
        {**GOOD, "customer": 7, "objects": {"ticket": "T-1"}, "sequence": 3, "solicited": False, "schema": 1}
    ]
    rows += [{**GOOD, "properties": {"tags": ["a", "b"], "cart": {"b": 1, "a": "ü"}}, "direction": "by_us"}]
    for style in STYLES:
        read, sure = both([json.dumps(row, **style).encode() for row in rows])
        assert (read, sure) == (43, 43 if style is not STYLES[-1] else 42)


@settings(deadline=None)
@given(
    st.dictionaries(st.text(string.printable, max_size=3), NUMBERS | st.booleans() | st.none(), max_size=5)
)
def test_objects_are_written_as_orjson_writes_them(properties: dict[str, Any]) -> None:
    both([json.dumps({**GOOD, "properties": properties}).encode()])


def test_many_lines_are_taken_in_several_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(native_columns, "_MOST_LINES", 3)
    lines = [orjson.dumps({**GOOD, "customer": f"u{number}"}) for number in range(10)] + [b"{", b""]
    assert both(lines) == (11, 10)


@given(
    st.lists(st.sampled_from([b"ab", b"", b"\n", b"\xef\xbb\xbf", b"x" * 9]), max_size=12), st.integers(1, 7)
)
def test_blocks_hold_the_lines_of_a_file(parts: list[bytes], size: int) -> None:
    content = b"".join(parts)
    lines = [line for block in read_blocks(io.BytesIO(content), size) for line in (block or b"").split(b"\n")]
    wanted = content.removeprefix(b"\xef\xbb\xbf") if size >= 3 else content
    if size >= 3:
        assert lines == (wanted.removesuffix(b"\n").split(b"\n") if wanted else [])


def test_a_line_that_is_too_long_costs_only_itself() -> None:
    long = b"x" * (LONGEST_LINE + 1)
    for content in (b"a\n" + long + b"\nb", long + b"\nb", b"a\n" + long, b"a\n" + long + b"\n"):
        found = [line for lines in read_lines(io.BytesIO(content)) for line in lines]
        wanted = [None if line == long else line for line in content.removesuffix(b"\n").split(b"\n")]
        assert found == wanted


def test_a_long_file_is_stored_as_a_short_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        {**SIGN_UP, "customer": f"u{number}", "properties": {"b": number, "a": 1.5}} for number in range(50)
    ]
    content = b"\n".join([*(json.dumps(row).encode() for row in rows), b"{no", b'{"activity": "x"}', b""])
    path = write(tmp_path, "app.jsonl", content)
    slow = bring(tmp_path, path)
    monkeypatch.setattr(splitting, "WORTH_COMPILING", 0)
    monkeypatch.setattr(native_jsonl, "_LONG", 500)
    fast = bring(tmp_path / "other", path)
    assert (fast.rows, fast.added, fast.rejected) == (slow.rows, slow.added, slow.rejected) == (52, 50, 2)
    assert stored(tmp_path / "other", "key") == stored(tmp_path, "key")
    assert rejected(fast) == rejected(slow)
    assert bring(tmp_path, path).duplicates == 50
