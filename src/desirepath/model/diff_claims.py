"""What changed about claims: said, reworded, confirmed, doubted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from desirepath.model.diff_change import Change
from desirepath.model.diff_words import quoted, say_sources, say_time, say_value
from desirepath.model.nodes import MapNode
from desirepath.model.text_merge import cut, difference
from desirepath.model.value_merge import same

Said = Mapping[str, Any]


def claim_changes(
    address: str, what: str, was: Said | None, now: Said | None, *, is_back: bool = False
) -> Iterator[Change]:
    """What changed about one claim; ``what`` names it as it is now; ``is_back``: it was there once before.

    >>> known = {"text": "Waits", "basis": "evidence", "sources": [{"kind": "survey", "n": 64}]}
    >>> [change.say() for change in claim_changes("card:1", '"Waits"', {"text": "Waits"}, known)]
    ['"Waits" now rests on evidence (survey, n = 64)']
    """
    if was is None or now is None:
        if now is not None:
            verb = "brought back" if is_back else "added"
            yield Change("claim_added", address, f"{what} was {verb}{_as_what(now)}", None, now)
        elif was is not None:
            yield Change("claim_removed", address, f"{what} was removed (was {_content(was)})", was, None)
        return
    if was.get("text") != now.get("text"):
        says = f"{what} was reworded (was {quoted(was.get('text'))})"
        yield Change("claim_reworded", address, says, was.get("text"), now.get("text"))
    if was.get("value") != now.get("value"):
        direction = "rose" if now["value"] > was["value"] else "fell"
        says = f"{what} {direction} from {was['value']:+g} to {now['value']:+g}"
        yield Change("feeling_changed", address, says, was["value"], now["value"])
    told = {"text", "value", "basis"}
    if _is_evidence(was) != _is_evidence(now):
        told |= {"sources", "confidence", "confirmed_on", "by"}
        details = {name: (was.get(name), now.get(name)) for name in sorted(told)}
        kind, says = ("claim_doubted", f"{what} is an assumption again{_sources(was, 'was: ')}")
        if _is_evidence(now):
            kind, says = "claim_confirmed", f"{what} now rests on evidence{_sources(now)}"
        before, after = (
            {name: pair[side] for name, pair in details.items() if pair[side] is not None} for side in (0, 1)
        )
        yield Change(kind, address, says, before, after)
    elif was.get("basis") != now.get("basis"):
        says = f"{what} {'is now called' if now.get('basis') else 'is no longer called'} an assumption"
        yield Change("changed", address, says, was.get("basis"), now.get("basis"))
    for name in {**was, **now}:
        if name not in told and not same(was.get(name), now.get(name)):
            yield _detail(f"{address}.{name}", what, name, was.get(name), now.get(name))


def pair_cards(old: Iterable[MapNode], new: Iterable[MapNode]) -> dict[str, MapNode]:
    """Which removed card each added one is probably a rewording of: in the same lane, at least half the
    words kept.

    The most alike are paired first; of equals, the earlier ones.
    """
    old, new = list(old), list(new)
    chances = [
        (-_likeness(one, other), i, j)
        for i, one in enumerate(old)
        for j, other in enumerate(new)
        if one.properties["lane"] == other.properties["lane"] and _likeness(one, other) >= 0.5
    ]
    pairs: dict[str, MapNode] = {}
    taken: set[int] = set()
    for _, i, j in sorted(chances):
        if i not in taken and new[j].id not in pairs:
            pairs[new[j].id] = old[i]
            taken.add(i)
    return pairs


def _likeness(one: MapNode, other: MapNode) -> float:
    """The share of the longer text's words that both have in the same order, 0..1."""
    base, changed = (
        tuple(token for token in cut(card.properties["text"].casefold()) if not token.isspace())
        for card in (one, other)
    )
    lost = sum(hunk.end - hunk.start for hunk in difference(base, changed))
    return (len(base) - lost) / max(len(base), len(changed), 1)


def _detail(address: str, what: str, name: str, was: Any, now: Any) -> Change:
    return Change("changed", address, _say_detail(what, name, was, now), was, now)


def _say_detail(what: str, name: str, was: Any, now: Any) -> str:
    if name == "sources":
        return f"{what} {_say_sources(was or [], now or [])}"
    if name == "confidence":
        before = "" if was is None else f" (was {_percent(was)})"
        return f"{what}: " + (
            f"{_percent(now)} sure{before}" if now is not None else f"nobody says how sure{before}"
        )
    if name == "confirmed_on":
        before = "" if was is None else f" (before: {say_time(was)})"
        return f"{what} " + (
            f"was confirmed on {say_time(now)}{before}" if now else f"has no day of its own{before}"
        )
    if name == "by":
        before = "" if was is None else f" (before: {was})"
        return f"{what} " + (f"was confirmed by {now}{before}" if now else f"is confirmed by nobody{before}")
    said = name.replace("_", " ")
    if was is None:
        return f"{what} now has {said} {say_value(now)}"
    if now is None:
        return f"{what} has no {said} any more (was {say_value(was)})"
    return f"{what}: {said} is now {say_value(now)} (was {say_value(was)})"


def _say_sources(was: list[Any], now: list[Any]) -> str:
    """What a claim rests on beyond what it rested on, and what no longer."""
    more, gone = [one for one in now if one not in was], [one for one in was if one not in now]
    if not now:
        return f"now rests on no source (was: {say_sources(was)})"
    if more and not gone:
        return f"now {'also ' if was else ''}rests on {say_sources(more)}"
    if gone and not more:
        return f"no longer rests on {say_sources(gone)}"
    return f"now rests on {say_sources(now)}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _is_evidence(claim: Said) -> bool:
    return claim.get("basis") == "evidence"


def _as_what(claim: Said) -> str:
    text = f": {_content(claim)}" if "lane" not in claim and "value" in claim else ""
    return f"{text} as evidence{_sources(claim)}" if _is_evidence(claim) else text


def _content(claim: Said) -> str:
    return f"{claim['value']:+g}" if "value" in claim else quoted(claim.get("text"))


def _sources(claim: Said, before: str = "") -> str:
    said = say_sources(claim.get("sources"))
    return f" ({before}{said})" if said else ""
