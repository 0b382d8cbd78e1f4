"""What changed between two versions of a map, in the words of those who own it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set

from desirepath.model.diff_change import Change
from desirepath.model.diff_claims import claim_changes, pair_cards
from desirepath.model.diff_identity import said_in_full, said_nodes, with_cards_known
from desirepath.model.diff_properties import say_property
from desirepath.model.diff_words import describe_rules, quoted, say_value
from desirepath.model.journey_map import JourneyMap
from desirepath.model.lanes import BUILT_IN_LANES, BY_ID
from desirepath.model.nodes import OWN_LANE, ROOT, Json, MapNode, MapNodes
from desirepath.model.ranks import longest_in_order
from desirepath.model.value_merge import same

_CLAIMS = ("goal", "success", "feeling")
_ALL_LANES: list[Json] = [{"id": lane.id} for lane in BUILT_IN_LANES]
_RULES = {
    "when": "What counts as being at {} is now",
    "passage.starts": "The journey now starts with",
    "passage.succeeds": "The journey now succeeds with",
    "passage.fails": "The journey now fails with",
}


def diff_maps(old: JourneyMap, new: JourneyMap) -> tuple[Change, ...]:
    """What changed from one map to the other, in the order of the journey; nothing where they say the same.

    Stages and steps are told by their ids; claims by their ids, else by their text, else (in one cell) by how
    much of the text is the same.

    >>> def journey(*names):
    ...     steps = [{"id": name.lower(), "name": name} for name in names]
    ...     file = {"format": "desirepath/1", "id": "m", "title": "M"}
    ...     return JourneyMap.model_validate({**file, "stages": [{"id": "a", "name": "A", "steps": steps}]})
    >>> [change.say() for change in diff_maps(journey("Call", "Visit"), journey("Visit", "Call", "Letter"))]
    ['Step "Call" now comes after "Visit"', 'Step "Letter" was added to "A"']
    """
    before = said_nodes(old)
    return tuple(_Diff(before, with_cards_known(before, said_nodes(new))).changes())


def diff_nodes(old: MapNodes, new: MapNodes) -> tuple[Change, ...]:
    """What changed from one version of a map to another where both know which card is which, by its id.

    Raises DesirepathError where one of them is no valid map.
    """
    gone = {node.id for node in old.nodes.values() if node.removed}
    return tuple(_Diff(said_in_full(old), said_in_full(new), gone).changes())


class _Diff:
    """Two maps as nodes, and the walk over both. What was ``gone`` from the old one and is on the new was
    brought back.
    """

    def __init__(self, old: MapNodes, new: MapNodes, gone: Set[str] = frozenset()) -> None:
        self.gone = gone
        self.old, self.new = old.nodes, new.nodes
        self.old_children, self.new_children = old.children(), new.children()

    def changes(self) -> Iterator[Change]:
        yield from self._properties(self.old[ROOT], self.new[ROOT], "The map")
        yield from self._siblings(ROOT, "stage")
        for stage in self.new_children.get(ROOT, ()):
            if stage.id in self.old:
                yield from self._properties(self.old[stage.id], stage, f"Stage {_name(stage)}")
            yield from self._siblings(stage.id, "step")
            for step in self.new_children.get(stage.id, ()):
                if step.id in self.old:
                    yield from self._properties(self.old[step.id], step, f"Step {_name(step)}")
                yield from self._cards(step, f"step {_name(step)}")
        yield from self._gone()

    def _siblings(self, parent: str, kind: str) -> Iterator[Change]:
        """What was added below a node, came from elsewhere, or changed places."""
        siblings = self.new_children.get(parent, ())
        staying = [node for node in siblings if node.id in self.old and self.old[node.id].parent == parent]
        in_order = longest_in_order([self.old[node.id].rank for node in staying])
        kept = {staying[position].id for position in in_order}
        before: MapNode | None = None
        for node in siblings:
            says = ""
            place = f" to {_name(self.new[parent])}" if parent != ROOT else ""
            if node.id not in self.old:
                verb = "brought back" if node.id in self.gone else "added"
                yield Change(f"{kind}_added", node.id, f"{kind.capitalize()} {_name(node)} was {verb}{place}")
            elif self.old[node.id].parent != parent:
                origin = _name(self.old[self.old[node.id].parent or ROOT])
                says = f"moved from {origin}{place}"
            elif node.id not in kept:
                says = f"now comes after {_name(before)}" if before else "now comes first"
            if says:
                yield Change(f"{kind}_moved", node.id, f"{kind.capitalize()} {_name(node)} {says}")
            before = node

    def _gone(self) -> Iterator[Change]:
        for node in self.old.values():
            if node.kind in ("stage", "step") and node.id not in self.new:
                yield Change(
                    f"{node.kind}_removed", node.id, f"{node.kind.capitalize()} {_name(node)} was removed"
                )

    def _properties(self, old: MapNode, new: MapNode, subject: str) -> Iterator[Change]:
        before, after = _flat(old.properties), _flat(new.properties)
        for name in {**before, **after}:
            was, now = before.get(name), after.get(name)
            if same(was, now):
                continue
            address = f"{new.id}.{name}"
            if name in _CLAIMS:
                said = "What success looks like at" if name == "success" else f"{name.capitalize()} of"
                what = f"{said} {_lower(subject)}"
                yield from claim_changes(address, what, was, now)
            elif name == "lanes":
                yield from _lanes(was, now)
            else:
                yield _property(new.kind, name, subject, address, was, now)

    def _cards(self, step: MapNode, where: str) -> Iterator[Change]:
        """What happened to the cards of a step; that a new step has new ones goes without saying."""
        old_cards = self.old_children.get(step.id, ())
        new_cards = [
            card for card in self.new_children.get(step.id, ()) if step.id in self.old or card.id in self.old
        ]
        here = [card for card in old_cards if card.id not in self.new]
        twins = pair_cards(here, [card for card in new_cards if card.id not in self.old])
        for card in new_cards:
            was = twins.get(card.id) or self.old.get(card.id)
            yield from claim_changes(
                card.id,
                f"{quoted(card.properties['text'])} ({_lane(card)}, {where})",
                _said(was) if was else None,
                _said(card),
                is_back=card.id in self.gone,
            )
            if was and (was.parent, was.properties["lane"]) != (card.parent, card.properties["lane"]):
                origin = f"{_lane(was)}, step {_name(self.old[was.parent or ROOT])}"
                says = f"{quoted(card.properties['text'])} moved from {origin}, to {_lane(card)}, {where}"
                yield Change("claim_moved", card.id, says)
        yield from self._card_order(
            old_cards, new_cards, {card: was.id for card, was in twins.items()}, where
        )
        for card in here:
            if card not in twins.values():
                text = quoted(card.properties["text"])
                yield Change(
                    "claim_removed", card.id, f"{text} ({_lane(card)}, {where}) was removed", _said(card)
                )

    def _card_order(
        self, old: Iterable[MapNode], new: Iterable[MapNode], twins: Mapping[str, str], where: str
    ) -> Iterator[Change]:
        lanes: dict[str, list[MapNode]] = {}
        ranks = {(card.id, card.properties["lane"]): card.rank for card in old}
        for card in new:
            lanes.setdefault(card.properties["lane"], []).append(card)
        for lane, cards in lanes.items():
            there = [card for card in cards if (twins.get(card.id, card.id), lane) in ranks]
            kept = longest_in_order([ranks[twins.get(card.id, card.id), lane] for card in there])
            for position, card in enumerate(there):
                if position not in kept:
                    text, before = quoted(card.properties["text"]), cards[: cards.index(card)]
                    place = f"after {quoted(before[-1].properties['text'])}" if before else "first"
                    yield Change("claim_moved", card.id, f"{text} ({_lane(card)}, {where}) now comes {place}")


def _property(kind: str, name: str, subject: str, address: str, was: Json, now: Json) -> Change:
    """One property of a map, a stage or a step, in words."""
    if name == "name":
        says = f"{kind.capitalize()} {quoted(was)} is now called {quoted(now)}"
        return Change(f"{kind}_renamed", address, says, was, now)
    if name == "owner":
        says = f"{subject} is now owned by {now}" if now else f"{subject} is owned by nobody any more"
        return Change("owner_changed", address, f"{says} (was {was})" if was else says, was, now)
    if name == "moment_of_truth":
        says = "is now a moment of truth" if now else "is no moment of truth any more"
        return Change("moment_of_truth_changed", address, f"{subject} {says}", was, now)
    if name in _RULES:
        says = f"{_RULES[name].format(_lower(subject))} {describe_rules(now)} (before: {describe_rules(was)})"
        return Change("rule_changed", address, says, was, now)
    group = name.partition(".")[0]
    of_kind = f"{group}_changed" if group in ("handoff", "passage", "review") else "changed"
    return Change(of_kind, address, say_property(subject, name, was, now), was, now)


def _lanes(was: list[Json] | None, now: list[Json] | None) -> Iterator[Change]:
    """What the list of lanes says differently, lane by lane, and its order. Without a list all the house's
    lanes are there.
    """
    before, after = _by_lane(was or _ALL_LANES), _by_lane(now or _ALL_LANES)
    has_told = False
    for lane in {**before, **after}:
        old, new = before.get(lane), after.get(lane)
        for change in _lane_changes(f"{ROOT}.lanes.{lane}", _lane_name(lane, new or old or {}), old, new):
            has_told = True
            yield change
    common = [lane for lane in before if lane in after]
    if common != (order := [lane for lane in after if lane in before]):
        yield Change("lanes_reordered", f"{ROOT}.lanes", _say_order(common, order, after), was, now)
    elif not has_told:
        yield Change("changed", f"{ROOT}.lanes", "The list of lanes changed", was, now)


def _say_order(old: list[str], new: list[str], said: Mapping[str, Mapping[str, Json]]) -> str:
    """Where a lane went; the whole order where several did."""
    kept = longest_in_order([f"{old.index(lane):04}" for lane in new])
    moved = [place for place in range(len(new)) if place not in kept]
    names = [_lane_name(lane, said[lane]) for lane in new]
    if len(moved) == 1:
        place = moved[0]
        where = f"comes after {quoted(names[place - 1])}" if place else "comes first"
        return f"Lane {quoted(names[place])} now {where}"
    return f"The lanes are now in the order {', '.join(names)}"


def _lane_changes(
    address: str, lane: str, old: Mapping[str, Json] | None, new: Mapping[str, Json] | None
) -> Iterator[Change]:
    name = quoted(lane)
    if old is None or new is None:
        kind, verb = ("lane_shown", "added") if new else ("lane_hidden", "taken out")
        yield Change(kind, address, f"Lane {name} was {verb}")
        return
    if old.get("hidden", False) != new.get("hidden", False):
        is_hidden = new.get("hidden", False)
        says = f"Lane {name} is now {'hidden' if is_hidden else 'shown'}"
        yield Change("lane_hidden" if is_hidden else "lane_shown", address, says)
    if old.get("name") != new.get("name"):
        was = quoted(_lane_name(str(old["id"]), old))
        yield Change("changed", address, f"Lane {was} is now called {name}", old, new)
    if any(old.get(key) != new.get(key) for key in {**old, **new} if key not in ("hidden", "name")):
        details = {key: new[key] for key in new if key not in ("id", "hidden", "name")}
        yield Change("changed", address, f"Lane {name} is now: {say_value(details)}", old, new)


def _lane_name(lane: str, said: Mapping[str, Json]) -> str:
    return str(said.get("name") or (BY_ID[lane].name if lane in BY_ID else lane))


def _by_lane(lanes: list[Json]) -> dict[str, dict[str, Json]]:
    spelled = [{"id": lane} if isinstance(lane, str) else lane for lane in lanes]
    return {lane["id"]: lane for lane in spelled}


def _flat(properties: Mapping[str, Json]) -> dict[str, Json]:
    """Properties as they are compared: passage, review and handoff key by key, empty lists as nothing."""
    flat: dict[str, Json] = {}
    for name, value in properties.items():
        if name in ("passage", "review", "handoff"):
            flat |= {f"{name}.{key}": inner for key, inner in value.items()} or {name: {}}
        else:
            flat[name] = value
    return {name: value for name, value in flat.items() if value != []}


def _said(card: MapNode) -> dict[str, Json]:
    return {
        name: value
        for name, value in card.properties.items()
        if name not in ("lane", "id") and name[0] != "#"
    }


def _lane(card: MapNode) -> str:
    lane = card.properties["lane"].removeprefix(OWN_LANE)
    return BY_ID[lane].name if lane in BY_ID else str(lane)


def _name(node: MapNode) -> str:
    return quoted(node.properties.get("name", "the map"))


def _lower(subject: str) -> str:
    return subject[0].lower() + subject[1:]
