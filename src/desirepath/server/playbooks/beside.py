"""Which playbooks act at which step of a map: by the step that a trigger names, or by what it waits for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator

from desirepath.base.problem import DesirepathError
from desirepath.model.journey_map import JourneyMap
from desirepath.server.playbooks.kept import read_version
from desirepath.server.playbooks.models import How, PlaybookVersion, Switch
from desirepath.server.playbooks.shapes import BesideOut, StepMoves
from desirepath.success.playbooks.occurrences import KEYS_OF_STEPS
from desirepath.success.playbooks.playbook import Playbook, Trigger


def moves_beside(
    journey: JourneyMap, called: Container[str], running: Iterable[tuple[str, str]]
) -> list[StepMoves]:
    """The steps at which a playbook acts, in the order of the map, which playbooks name in one of the ways
    ``called``. ``running`` are the runs under way, each with its playbook and what happened."""
    by_playbook: dict[str, list[str]] = defaultdict(list)
    for name, key in running:
        by_playbook[name].append(key)
    found: dict[str, list[BesideOut]] = defaultdict(list)
    for switch in Switch.objects.order_by("playbook"):
        playbook = _of_a_switch(switch)
        if playbook is None or playbook.map is None or playbook.map not in called:
            continue
        counts: Counter[str] = Counter()
        for trigger in playbook.when:
            for step, begins in _steps_of(trigger, journey):
                counts[step] += sum(key.startswith(begins) for key in by_playbook[playbook.id])
        for step, count in counts.items():
            found[step].append(
                BesideOut(id=playbook.id, name=playbook.name, how=How(switch.how), running=count)
            )
    order = [step.id for stage in journey.stages for step in stage.steps]
    return [StepMoves(step=step, playbooks=found[step]) for step in order if step in found]


def _of_a_switch(switch: Switch) -> Playbook | None:
    rows = PlaybookVersion.objects.filter(playbook=switch.playbook).order_by("number")
    row = rows.last() if switch.how == How.OFF else rows.filter(number=switch.version).first()
    try:
        return None if row is None else read_version(row.text)
    except DesirepathError:
        return None


def _steps_of(trigger: Trigger, journey: JourneyMap) -> Iterator[tuple[str, str]]:
    """The steps at which a trigger acts, each with how the keys of its occurrences begin."""
    for name, begins in KEYS_OF_STEPS.items():
        step = getattr(trigger, name)
        if step is not None:
            yield step, f"{begins}:{step}:"
    named = {rule.activity for rule in trigger.does or () if rule.activity}
    for stage in journey.stages:
        for one in stage.steps:
            if any(rule.activity in named for rule in one.when or ()):
                yield one.id, "does:"
