"""Whatever is wrong with a file is said with its place, its address and a way home."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desirepath.base.problem import DesirepathError, Problem
from desirepath.model.document import Document
from desirepath.model.map_file import map_from_plain, map_to_plain, read_map, read_map_text, write_map_text
from desirepath.model.persona_file import find_persona, read_persona, read_persona_text, write_persona_text
from desirepath.model.yaml_tree import MAX_BYTES, read_tree
from tests.model.plain_data import HERE, RICH, edited

START = "format: desirepath/1\nid: m\ntitle: M\n"
STEP = START + "stages:\n  - id: s\n    name: S\n    steps:\n      - id: a\n        name: A\n"
RICH_TEXT = RICH.read_text(encoding="utf-8")


def problems(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(DesirepathError) as caught:
        read_map_text(text, "m.yaml")
    return caught.value.problems


SURPRISES: list[tuple[str | bytes, str, tuple[int | None, int | None]]] = [
    (b"id: \xff", "DP-MAP-002", (1, 5)),
    ("id: é".encode("utf-16"), "DP-MAP-002", (None, None)),
    ("id: é".encode("latin-1"), "DP-MAP-002", (1, 5)),
    ("id: a\ntitle: a\0b", "DP-MAP-003", (2, 9)),
    ("id: a\ntitle: a\u2028b", "DP-MAP-003", (2, 9)),
    ("id: \ud800", "DP-MAP-003", (1, 5)),
    ('id: "\\ud800"', "DP-MAP-003", (1, 5)),
    ("id: a\n\ttitle: b", "DP-MAP-004", (2, 1)),
    ("id: a: b", "DP-MAP-004", (1, 6)),
    ("id: [a", "DP-MAP-004", (1, 5)),
    ("id: 'a", "DP-MAP-004", (1, 5)),
    ("id: @a", "DP-MAP-004", (1, 5)),
    ("id: a\nb\nc: d", "DP-MAP-004", (3, 1)),
    ("#" + "x" * MAX_BYTES, "DP-MAP-005", (None, None)),
    ("id: " + "[" * 200, "DP-MAP-006", (1, 44)),
    ("".join(" " * n + "a:\n" for n in range(100)), "DP-MAP-006", (41, 41)),
    ("id: a\n---\nid: b", "DP-MAP-007", (2, 1)),
    ("id: &x a", "DP-MAP-008", (1, 5)),
    ("id: a\nb: *x", "DP-MAP-008", (2, 4)),
    ("<<: {id: a}", "DP-MAP-008", (1, 1)),
    ("id: !!python/object a", "DP-MAP-009", (1, 5)),
    ("id: a\ntitle: b\nid: c", "DP-MAP-010", (3, 1)),
    ("id: a\n1: c", "DP-MAP-011", (2, 1)),
    ("id: a\ntrue: c", "DP-MAP-011", (2, 1)),
    ("? [a, b]\n: c", "DP-MAP-011", (1, 3)),
    ("id: .nan", "DP-MAP-012", (1, 5)),
    ("id: -.inf", "DP-MAP-012", (1, 5)),
    ("id: 1e999", "DP-MAP-012", (1, 5)),
    ("id: " + "9" * 5000, "DP-MAP-012", (1, 5)),
    ("", "DP-MAP-013", (1, 1)),
    ("# nothing\n", "DP-MAP-013", (1, 1)),
    ("- a", "DP-MAP-013", (1, 1)),
    ("hello", "DP-MAP-013", (1, 1)),
]


NOT_YAML = [
    ("a: [b, c\nd: e", "this bracket is not closed before line 2"),
    ('a: "b\nc: d', "this quote is never closed"),
    ("a:\n\t- b", "a tab stands where YAML wants spaces"),
    ("a:\n  - b\n c: d", "the indentation fits nothing above"),
    ("a:\n  - b\n  c: d", "the indentation fits nothing above"),
    ("a: 'it's'", "more text follows where the value has ended"),
    ('a: "b" c', "more text follows where the value has ended"),
    ("a: %b", "a text cannot begin with % in YAML"),
    ('a: "\\q"', "this backslash means nothing"),
    ("a: - b", "a list begins in its key's own line"),
    ("a: *", "a text cannot begin with * or & in YAML"),
    ("a: !<", "a text cannot begin with ! in YAML"),
    ("a: |x\n b", "nothing may follow in this line"),
    ("key with: colon: here", "a second colon stands here"),
    ("{a: b}}", "something follows where the file has ended"),
    ("%YAML 2.0\n---\na: b", "this file asks for another version of YAML"),
]


@pytest.mark.parametrize(("text", "says"), NOT_YAML)
def test_what_is_not_yaml_is_said_in_plain_words(text: str, says: str) -> None:
    assert problems(text)[0].says == says


@pytest.mark.parametrize(("text", "code", "place"), SURPRISES)
def test_a_surprise_is_refused_at_its_place(
    text: str | bytes, code: str, place: tuple[int | None, int | None]
) -> None:
    problem = problems(text)[0]
    assert (problem.code, (problem.line, problem.column)) == (code, place)
    assert problem.file == "m.yaml"
    assert problem.fix


SLIPS = [
    (STEP + "        doing: Brings the team", "stages[0].steps[0].doing", "write doing: [Brings the team]"),
    (STEP + "        chanels: [web]", "stages[0].steps[0].chanels", 'did you mean "channels"?'),
    (STEP + "        feeling: 3", "stages[0].steps[0].feeling", "write a number from -2 to 2"),
    (STEP + "        feeling: {value: -2.5}", "stages[0].steps[0].feeling.value",
     "write a number from -2 to 2"),
    (STEP + "        within: 7 dyas", "stages[0].steps[0].within",
     "write a number and a unit, like 7d, 12 h or 3 months"),
    (STEP + "        within: 7", "stages[0].steps[0].within", "write 7d for days"),
    (STEP + "        goal: {text: T, basis: evidense}", "stages[0].steps[0].goal.basis",
     'did you mean "evidence"?'),
    (STEP + "        goal:", "stages[0].steps[0].goal",
     "write a value, or delete the key: what is not known is left out"),
    (STEP + "        optional: yes", "stages[0].steps[0].optional", "write true or false"),
    (STEP + "        handoff: sales", "stages[0].steps[0].handoff", "write handoff: {from: ...}"),
    (STEP + "        when: {activity: a}", "stages[0].steps[0].when",
     'begin each item with a dash and a blank: "- "'),
    (STEP + "        when: [call.held]", "stages[0].steps[0].when[0]", "write - {activity: ...}"),
    (STEP + "        owner: 12", "stages[0].steps[0].owner", 'put it in quotes: "12"'),
    (STEP + "        goal: {text: T, confirmed_on: 2026-02-30}", "stages[0].steps[0].goal.confirmed_on",
     "check the month and the day"),
    (START + "persona: [a, b]\nstages: []", "persona", "one persona per map; draw a second map"),
    (START + "stages: [{id: Kick Off, name: K}]", "stages[0].id",
     "write small letters a-z, digits, and . _ - between them: kick-off"),
    (START + "stages: [{name: K}]", "stages[0]", "add id: some-id"),
    (STEP + "      - {id: a, name: Again}", "stages[0].steps[1]", "give one another id"),
    ("id: m\ntitle: M\nstages: []", "", "begin with format: desirepath/1"),
    (START.replace("/1", "/2") + "stages: []", "format", "update Desirepath"),
    (START.replace("desirepath/1", "drawio/7") + "stages: []", "format", "write format: desirepath/1"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "address", "fix"), SLIPS)
def test_a_slip_has_a_way_home(text: str, address: str, fix: str) -> None:
    assert [(problem.address, problem.fix) for problem in problems(text)] == [(address, fix)]


def test_all_problems_come_at_once_in_the_order_of_the_file() -> None:
    text = (
        STEP
        + "        chanels: [web]\n        feeling: 3\n        owner:\n        detail: [a]\nlangage: en\n"
    )
    assert [(problem.code, problem.line, problem.column) for problem in problems(text)] == [
        ("DP-MAP-015", 10, 9),
        ("DP-MAP-020", 11, 9),
        ("DP-MAP-017", 12, 9),
        ("DP-MAP-018", 13, 9),
        ("DP-MAP-015", 14, 1),
    ]


def test_files_that_are_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path, Path("a\0b")):
        with pytest.raises(DesirepathError, match="DP-MAP-001"):
            read_map(path)


NESTED: dict[str, object] = {}
for _ in range(2000):
    NESTED = {"x-a": [NESTED]}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (NESTED, "DP-MAP-006"),
        (float("nan"), "DP-MAP-012"),
        ("\ud800", "DP-MAP-003"),
        ({"\ud800": 1}, "DP-MAP-003"),
    ],
)
def test_data_that_no_file_could_hold_are_refused(value: object, code: str) -> None:
    with pytest.raises(DesirepathError) as caught:
        map_from_plain({"format": "desirepath/1", "id": "m", "title": "M", "stages": [], "x-a": value})  # type: ignore[dict-item]  # any
    assert caught.value.code == code


@given(st.text(max_size=60) | st.text(alphabet="ab:- \n\t[]{},'\"|>&*!#%@?~", max_size=40))
@settings(deadline=None)
def test_no_text_escapes_as_anything_but_a_problem(text: str) -> None:
    with suppress(DesirepathError):
        read_tree(text)


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_no_bytes_escape_as_anything_but_a_problem(source: bytes) -> None:
    with pytest.raises(DesirepathError):
        read_map_text(source)


@given(edited(Document.read(RICH_TEXT).data))
@settings(deadline=None)
def test_a_map_is_read_back_as_it_was_written(data: dict[str, object]) -> None:
    try:
        journey = map_from_plain(data)  # type: ignore[arg-type]  # any data at all
    except DesirepathError:
        return
    text = write_map_text(journey)
    assert read_map_text(text) == journey
    assert write_map_text(read_map_text(text)) == text
    assert map_from_plain(map_to_plain(journey)) == journey


def test_the_normative_example_reads_and_writes(shared: Path) -> None:
    path = shared / "examples" / "onboarding.journey.yaml"
    journey = read_map(path)
    assert journey.step("kickoff").handoff is not None
    assert read_map_text(write_map_text(journey)) == journey


def test_a_day_stays_a_day_and_a_moment_stays_a_text() -> None:
    text = (
        STEP
        + "        goal: {text: T, confirmed_on: 2026-09-30}\nx-at: 2026-09-30T10:00:00Z\nx-on: 2026-09-30\n"
    )
    journey = read_map_text(text)
    goal = journey.step("a").goal
    assert goal is not None
    assert str(goal.confirmed_on) == "2026-09-30"
    assert journey.extensions == {"x-at": "2026-09-30T10:00:00Z", "x-on": "2026-09-30"}


def test_a_byte_order_mark_and_other_line_ends_are_fine() -> None:
    for text in ("\ufeff" + RICH_TEXT, RICH_TEXT.replace("\n", "\r\n"), RICH_TEXT.replace("\n", "\r")):
        assert Document.read(text.encode()).data == Document.read(RICH_TEXT).data


def test_what_is_not_there_is_located_at_what_is_above_it() -> None:
    document = Document.read("stages:\n  - id: a\n    steps: [{id: b}]\nx-a.b: {c: 1}\n")
    assert document.locate("stages[0].steps[0].id") == (3, 14)
    assert document.locate("stages[0].steps[7].feeling") == (3, 5)
    assert document.locate("stages[0].owner") == (2, 5)
    assert document.locate("title") == (1, 1)
    assert document.locate("x-a.b.c") == (4, 9)


def test_personas_are_found_beside_the_map_and_above_it(tmp_path: Path) -> None:
    persona = read_persona(HERE / "regular.persona.yaml")
    text = write_persona_text(persona)
    assert read_persona_text(text) == persona
    maps = tmp_path / "a" / "b" / "c" / "d"
    maps.mkdir(parents=True)
    far, near = tmp_path / "personas", tmp_path / "a" / "personas"
    for folder in (far, near):
        folder.mkdir()
    (far / "regular.persona.yaml").write_text(text)
    assert find_persona(maps / "m.journey.yaml", "regular") is None
    (near / "regular.persona.yaml").write_text(text)
    assert find_persona(maps / "m.journey.yaml", "regular") == (near / "regular.persona.yaml").resolve()
    assert find_persona(maps / "m.journey.yaml", "../personas/regular") is None


def test_a_segment_that_cannot_be_read_is_said_at_its_line() -> None:
    with pytest.raises(DesirepathError) as caught:
        read_persona_text("format: desirepath/1\nid: p\nname: P\nsegment: traits.plan = pro\n", "p.yaml")
    problem = caught.value.problems[0]
    assert (problem.code, problem.address, problem.line) == ("DP-EXPR-001", "segment", 4)
    assert "column 13" in problem.says
