"""A file takes a change and keeps everything else."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from desirepath.model.document import Comment, Document
from desirepath.model.fields import Path, address
from desirepath.model.yaml_match import is_same
from desirepath.model.yaml_patch import Patch
from desirepath.model.yaml_text import block_text
from desirepath.model.yaml_tree import Collection, Scalar, read_tree
from tests.model.plain_data import RICH, edited, get, mappings, places

RICH_TEXT = RICH.read_text(encoding="utf-8")
RICH_DOCUMENT = Document.read(RICH_TEXT)
RICH_DATA = RICH_DOCUMENT.data
slow_ok = settings(
    max_examples=settings().max_examples // 4,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@given(mappings)
@slow_ok
def test_written_data_read_back_as_they_were(value: dict[str, Any]) -> None:
    assert is_same(dict(Document.read(block_text(value)).data), value) if value else True


@given(mappings.filter(bool))
@slow_ok
def test_another_yaml_reader_reads_the_same(value: dict[str, Any]) -> None:
    read = YAML(typ="safe", pure=True).load(block_text({"a": value}))
    assert days_as_texts(read) == {"a": value}


def days_as_texts(value: Any) -> Any:
    """ruamel.yaml reads a day as a date, as YAML 1.1 did."""
    if isinstance(value, dict):
        return {days_as_texts(key): days_as_texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [days_as_texts(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@given(edited(RICH_DATA))
@slow_ok
def test_a_saved_change_reads_back_and_needs_no_second_saving(new: dict[str, Any]) -> None:
    saved = Patch(read_tree(RICH_TEXT), None).save(new)
    if new:
        document = Document.read(saved)
        assert is_same(document.data, new)
        assert document.save(new) == saved


@given(mappings.filter(bool), st.data())
@slow_ok
def test_any_file_takes_any_change(old: dict[str, Any], draw: st.DataObject) -> None:
    new = draw.draw(edited(old))
    if new:
        saved = Patch(read_tree(block_text(old)), None).save(new)
        assert is_same(Document.read(saved).data, new)


def test_equal_data_give_the_very_same_text() -> None:
    for text in (
        RICH_TEXT,
        "\ufeff" + RICH_TEXT.replace("\n", "\r\n"),
        '{"id": "a",\n "stages": []}',
        "a:   1 # x",
    ):
        document = Document.read(text)
        assert document.save(document.data) == text
        assert document.save(document.data, document.comments()) == text


def changed_lines(old: str, new: str) -> tuple[list[str], list[str]]:
    gone, come = old.splitlines(), new.splitlines()
    return [line for line in gone if line not in come], [line for line in come if line not in gone]


@given(
    st.sampled_from(
        [path for path in places(RICH_DATA) if isinstance(get(RICH_DATA, path), str | int | float)]
    )
)
@slow_ok
def test_a_changed_value_changes_one_place(path: tuple[str | int, ...]) -> None:
    new = copy.deepcopy(RICH_DATA)
    get(new, path[:-1])[path[-1]] = "something new"
    saved = RICH_DOCUMENT.save(new)
    gone, come = changed_lines(RICH_TEXT, saved)
    assert len(come) == 1
    assert len(gone) == (4 if path == ("description",) else 1)
    if path[-1] != "id":
        assert Document.read(saved).comments() == RICH_DOCUMENT.comments()


@given(st.data())
@slow_ok
def test_comments_go_with_their_steps(draw: st.DataObject) -> None:
    steps: list[dict[str, Any]] = [{"id": name, "name": name.upper(), "doing": [name]} for name in "abcdef"]
    lines = ["stages:", "  - id: s1", "    steps:"]
    for one in steps:
        lines += [f"      # before {one['id']}", f"      - id: {one['id']}  # id {one['id']}"]
        lines += [f"        name: {one['name']}", f"        doing: [{one['id']}]  # doing {one['id']}"]
        lines += [f"        # behind {one['id']}"]
    lines += ["  - id: s2", "    steps:", "      - id: z  # last", "# the end"]
    document = Document.read("\n".join(lines))
    order = draw.draw(st.permutations(steps))
    cut = draw.draw(st.integers(1, len(steps)))
    kept = draw.draw(st.integers(1, cut))
    new: dict[str, Any] = {
        "stages": [
            {"id": "s1", "steps": order[:kept]},
            {"id": "s2", "steps": [{"id": "z"}, *order[cut:]]},
        ]
    }
    saved = Document.read(document.save(new))
    assert saved.data == new
    old_by_id = {step["id"]: index for index, step in enumerate(steps)}
    places_now: list[tuple[int, int, dict[str, Any]]] = [
        *((0, i, moved) for i, moved in enumerate(order[:kept])),
        *((1, i + 1, moved) for i, moved in enumerate(order[cut:])),
    ]
    for stage, step, base in places_now:
        for inner in ("", ".id", ".doing"):
            was = document.comments().get(f"stages[0].steps[{old_by_id[base['id']]}]{inner}")
            assert saved.comments().get(f"stages[{stage}].steps[{step}]{inner}") == was
    assert saved.comments()[""] == {"after": ["# the end"]}


comment_lines = st.lists(st.sampled_from(["# one", "# two: three", "#", "#x # y"]), max_size=2)
comments = st.fixed_dictionaries(
    {}, optional={"before": comment_lines, "after": comment_lines, "beside": st.just("# so")}
)


@given(edited(RICH_DATA), st.data())
@slow_ok
def test_given_comments_are_the_ones_that_are_read_back(new: dict[str, Any], draw: st.DataObject) -> None:
    """On every place that has lines of its own: what is written in brackets has no room for comments."""
    if not new:
        return
    first = Document.read(RICH_DOCUMENT.save(new))
    wanted: dict[str, Comment] = {}
    for path in draw.draw(st.lists(st.sampled_from(list(in_lines(first._tree.root, ()))), max_size=5)):
        comment: Any = {key: value for key, value in draw.draw(comments).items() if value}
        if comment:
            wanted[address(path)] = comment
    saved = Document.read(first.save(first.data, wanted))
    assert saved.data == first.data
    assert saved.comments() == wanted


def in_lines(tree: Collection, path: Path) -> Iterator[Path]:
    for entry in tree.entries:
        here = (*path, entry.key)
        if isinstance(entry.value, Collection) and not entry.value.flow:
            yield from in_lines(entry.value, here)
        elif not (isinstance(entry.value, Scalar) and entry.value.style in ("|", ">")):
            yield here


ODD = """%YAML 1.2
---   # odd
stages:
- id: a        # no indentation
  name: >-
    folded
    text
  # about the steps
  steps:

  -   id: b
      name:    'single ''quoted'''   # beside
      doing: [  one,
        two ,   # inside
        "three, four" ]
      thinking: {}
      goal:
        text: plain
          over lines
        # behind the text
      # behind the step
  - { id: c, "name": C,x-a: {b: [1,2 ]} }
  - - nested
    - list
  -
    # above d
    id: d
- id: z
  name: |+
    keeps its ends

? x-key
: value   # explicit
x-empty:
"x-quoted": "12"
x-last: {a, b: }
...
# after the document
"""


@given(edited(Document.read(ODD).data))
@slow_ok
def test_an_odd_file_takes_any_change(new: dict[str, Any]) -> None:
    if new:
        saved = Patch(read_tree(ODD), None).save(new)
        document = Document.read(saved)
        assert is_same(document.data, new)
        assert Document.read(document.save(new, document.comments())).data == document.data


@given(st.sampled_from([path for path in places(Document.read(ODD).data) if path[-1] == "id"]))
def test_an_odd_file_keeps_its_looks(path: tuple[str | int, ...]) -> None:
    new = copy.deepcopy(Document.read(ODD).data)
    get(new, path[:-1])[path[-1]] = "other"
    gone, come = changed_lines(ODD, Document.read(ODD).save(new))
    assert (len(gone), len(come)) == (1, 1)


def test_comments_are_read_where_they_stand() -> None:
    assert Document.read(ODD).comments() == {
        "stages[0].id": {"beside": "# no indentation"},
        "stages[0].steps": {"before": ["# about the steps"]},
        "stages[0].steps[0].name": {"beside": "# beside"},
        "stages[0].steps[0].goal": {"after": ["# behind the text"]},
        "stages[0].steps[0]": {"after": ["# behind the step"]},
        "stages[0].steps[3].id": {"before": ["# above d"]},
        "x-key": {"beside": "# explicit"},
    }


def test_what_is_given_as_a_comment_cannot_become_data() -> None:
    document = Document.read("id: a\ntitle: b\n")
    evil: dict[str, Comment] = {
        "id": {"before": ["x: 1\ny: 2"], "beside": "\nz: 3", "after": ["- \u2028w"]},
        "title": {"beside": "b"},
    }
    saved = Document.read(document.save(document.data, evil))
    assert saved.data == document.data
    assert saved.comments() == {
        "id": {"before": ["# x: 1 y: 2"], "beside": "# z: 3", "after": ["# -  w"]},
        "title": {"beside": "# b"},
    }
