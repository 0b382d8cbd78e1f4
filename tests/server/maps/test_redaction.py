"""What is erased is nowhere any more, and everything else is as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.apps import apps

from desirepath.base.problem import DesirepathError
from desirepath.model.edits import Create, Remove, Set
from desirepath.server.maps.models import MapRecord
from desirepath.server.maps.redaction import erase_property, erase_text, erase_text_of_persona
from tests.server.maps.world import TEXT, Someone, new_id

NAME = "Anna Muster"


def everything() -> str:
    """All that the database has about maps, as text."""
    rows = [
        str(list(model.objects.values()))  # type: ignore[attr-defined]
        for model in apps.get_app_config("maps").get_models()
    ]
    return json.dumps(rows)


def history(ana: Someone, ben: Someone) -> None:
    """Sixteen revisions in which a name comes, is merged with, overwritten, moved and forgotten."""
    text = TEXT.replace("name: Drink", f"name: Drink   # ask {NAME}").replace(
        "Looks for the cup", "Looks for the cup of anna  muster"
    )
    body = {"id": new_id(), "text": text, "base": 0}
    ana.send("PUT", "maps/coffee/text", body)
    said = f"{NAME} calls at nine"
    ana.edit(Create("card:a", "card", "step:drink", "i000", {"lane": "doing", "text": said}))
    ana.edit(Set("card:a", "text", f"Mrs {NAME} calls at nine", 2, said))
    ben.edit(Set("card:a", "text", f"{NAME} calls at nine or ten", 2, said))
    ben.edit(Set("card:a", "text", "Somebody else calls", 2, said))
    ana.edit(Set("map", "title", f"A coffee with {NAME}", 0), Set("step:wake", "owner", NAME, 0))
    ben.edit(Set("step:wake", "owner", "cs", 0))
    ana.post("maps/coffee/versions", {"name": f"Before {NAME}"}, status=201)
    ana.post("maps/coffee/undo", {"id": new_id()})
    ben.edit(Remove("card:a"))
    ana.get("maps/coffee/history")


def states(ana: Someone, newest: int) -> list[Any]:
    return [ana.nodes(revision=revision) for revision in range(newest + 1)]


def test_an_erased_text_is_nowhere_in_the_database(ana: Someone, ben: Someone) -> None:
    history(ana, ben)
    newest = ana.get("maps/coffee")["revision"]
    before = states(ana, newest)
    assert erase_text("coffee", NAME) >= 6
    assert "muster" not in everything().lower()
    after = states(ana, newest)
    for was, is_now in zip(before, after, strict=True):
        assert was.keys() == is_now.keys()
        for node in was:
            for name, value in was[node]["properties"].items():
                said = json.dumps(value)
                if "muster" not in said.lower():
                    assert is_now[node]["properties"][name] == value
                else:
                    assert "[erased]" in json.dumps(is_now[node]["properties"][name])
            assert was[node].get("written") == is_now[node].get("written")
    text = ana.get("maps/coffee/text?revision=1")
    assert "Looks for the cup of [erased]" in text
    assert text.startswith("# ours\n")
    assert "# ask [erased]" in text
    words = json.dumps(ana.get("maps/coffee/history"))
    assert "[erased]" in words
    assert "muster" not in words.lower()


def test_after_it_one_works_on_as_before(ana: Someone, ben: Someone) -> None:
    history(ana, ben)
    record = MapRecord.objects.get(id="coffee")
    erase_text("coffee", NAME)
    assert ana.get("maps/coffee")["era"] != record.era
    ana.edit(Set("map", "title", "Coffee", record.revision))
    ana.post("maps/coffee/undo", {"id": new_id()})
    ana.post("maps/coffee/restore", {"id": new_id(), "revision": 2})
    assert "[erased]" in json.dumps(ana.nodes()["card:a"])


def test_all_that_a_property_ever_said_is_erased_and_nothing_else(ana: Someone, ben: Someone) -> None:
    history(ana, ben)
    assert erase_property("coffee", "card:a", "text") >= 4
    stored = everything()
    assert "calls" not in stored
    assert "A coffee with Anna Muster" in stored


def test_what_the_map_cannot_do_without_is_not_erased(ana: Someone) -> None:
    before = everything()
    with pytest.raises(DesirepathError):
        erase_text("coffee", "10m")
    assert everything() == before


def test_who_sends_an_erased_edit_again_is_told_it_was_done(ana: Someone) -> None:
    change = Set("map", "title", f"For {NAME}", 0)
    first = ana.edit(change, edit_id="a-1")
    erase_text("coffee", NAME)
    assert ana.edit(change, edit_id="a-1") == first
    assert ana.value("map", "title") == "For [erased]"


def test_a_persona_forgets_too(ana: Someone) -> None:
    text = f"# by {NAME}\nformat: desirepath/1\nid: ops\nname: {NAME}\nrole: Operations   # ours\n"
    ana.send("PUT", "personas/ops/text", {"text": text, "base": 0})
    ana.send("PUT", "personas/ops/text", {"text": text.replace("Operations", "Sales"), "base": 1})
    erase_text_of_persona("ops", NAME)
    assert "muster" not in everything().lower()
    wanted = text.replace("Operations", "Sales").replace(f"# by {NAME}", "# by [erased]")
    assert ana.get("personas/ops/text") == wanted.replace(f"name: {NAME}", 'name: "[erased]"')
