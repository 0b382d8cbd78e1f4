"""Every playbook that is shipped fits the two stories, and on their past does something sensible."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from desirepath.cli.import_ import run_import
from desirepath.log.store import open_log
from desirepath.model.document import Document
from desirepath.model.map_file import read_map
from desirepath.stories import WORLDS
from desirepath.success.playbooks.playbook_file import must_fit, read_playbook_text
from desirepath.success.playbooks.simulate import Simulation, simulate
from desirepath.templates.playbooks import playbook_template_names, read_playbook_template

SIZES = {"techcorp": 250, "style-icon": 500}
OF_WORLD = {"account": "techcorp", "customer": "style-icon"}
MAPS = {story.MAP_PATH: read_map(story.MAP_PATH) for story in WORLDS.values()}
BY_ID = {one.id: one for one in MAPS.values()}
BOOKS = {name: read_playbook_text(read_playbook_template(name)) for name in playbook_template_names()}


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Simulation]:
    """All playbooks of a world, simulated together on its last year."""
    known: dict[str, Simulation] = {}

    def run(name: str) -> Simulation:
        if name not in known:
            folder: Path = tmp_path_factory.mktemp(name)
            made = WORLDS[name].write_world(folder / "exports", size=SIZES[name], seed=3)
            run_import(list(made.files), folder / "log")
            books = [one for one in BOOKS.values() if OF_WORLD[one.of] == name]
            log = open_log(folder / "log")
            known[name] = simulate(log, books, since=made.today.replace(year=made.today.year - 1), maps=BY_ID)
        return known[name]

    return run


@pytest.mark.parametrize("name", BOOKS)
def test_it_fits_its_map(name: str) -> None:
    text = read_playbook_template(name)
    must_fit(BOOKS[name], Document.read(text), maps=BY_ID, cards={}, others=BOOKS)


@pytest.mark.parametrize("name", BOOKS)
def test_it_does_something_and_not_to_everybody(name: str, simulated: Callable[[str], Simulation]) -> None:
    found = simulated(OF_WORLD[BOOKS[name].of])
    one = next(each for each in found.playbooks if each.playbook.id == name)
    assert one.began > 0
    assert one.asks is None
    assert one.done, "every playbook that began did something"
    assert one.began == sum(one.ended.values())
    assert one.occurred == one.began + one.held_out + sum(one.refused.values())
    assert sum(day.began for day in one.days) == one.began
    if one.playbook.hold_out and one.occurred > 40:
        share = one.held_out / (one.began + one.held_out)
        assert abs(share - one.playbook.hold_out) < 0.15


def test_nobody_gets_more_than_the_limit(simulated: Callable[[str], Simulation]) -> None:
    for world in WORLDS:
        found = simulated(world)
        service = {one.playbook.id for one in found.playbooks if one.playbook.purpose == "service"}
        sent: dict[str, list[int]] = {}
        for effect in found.decided.effects:
            if effect.person is not None and effect.playbook not in service:
                sent.setdefault(effect.person, []).append(effect.at_us)
        gaps = [b - a for times in sent.values() for a, b in pairwise(times)]
        assert min(gaps, default=86_400_000_000) >= 86_400_000_000


def test_nobody_who_did_not_agree_gets_a_reminder(simulated: Callable[[str], Simulation]) -> None:
    found = simulated("style-icon")
    (cart,) = [one for one in found.playbooks if one.playbook.id == "cart-reminder"]
    assert cart.left_out["has not agreed to messages"] > 0
    assert cart.refused["reached"] > 0, "who ordered within the day is not reminded"
