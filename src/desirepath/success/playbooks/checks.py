"""What is wrong with a playbook: by itself, and against the map, the scorecard and the playbooks that it
names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from zoneinfo import ZoneInfo

from desirepath.base.nearest import nearest
from desirepath.base.problem import DesirepathError, Problem
from desirepath.model.expression import names_of
from desirepath.model.expression_parser import parse_expression
from desirepath.model.journey_map import JourneyMap
from desirepath.success.playbooks import kinds
from desirepath.success.playbooks.clock import read_clock
from desirepath.success.playbooks.moves import TO_PEOPLE, WITHOUT_ID, all_moves, does_of, kinds_of, words_of
from desirepath.success.playbooks.playbook import InApp, Move, Playbook, Trigger
from desirepath.success.playbooks.wording import names_in
from desirepath.success.scorecard import Scorecard

TRIGGERS = (
    "enters",
    "leaves",
    "stalls_at",
    "skips",
    "misses",
    "handoff_late",
    "poor_experience",
    "health_falls_to",
    "renewal_in",
    "does",
)
OF_STEPS = ("enters", "leaves", "stalls_at", "skips", "misses", "handoff_late")
MAY_HOLD = ("enters", "poor_experience", "health_falls_to", "does")
ALWAYS_THERE = ("account", "account_id", "person", "company")
_SHOWN_OF = ("traits.", "person.")
_MOST_NAMED = 5


def check_playbook(playbook: Playbook) -> Iterator[Problem]:
    """What a playbook says that cannot be decided by, each at its address: what can be seen without the
    map."""
    if not playbook.when:
        yield kinds.EMPTY.at("when", says="nothing begins a run")
    if not playbook.moves:
        yield kinds.EMPTY.at("moves", says="nothing is done")
    for number, trigger in enumerate(playbook.when):
        yield from _check_trigger(playbook, trigger, f"when[{number}]")
    yield from _check_if(playbook)
    yield from _traits_only(playbook.consent, "consent")
    yield from _check_quiet(playbook)
    yield from _check_variables(playbook)
    yield from _check_moves(playbook)


def _check_trigger(playbook: Playbook, trigger: Trigger, where: str) -> Iterator[Problem]:
    named = [name for name in TRIGGERS if getattr(trigger, name) is not None]
    if len(named) != 1:
        says = "this trigger names nothing" if not named else f"this trigger names {' and '.join(named)}"
        yield kinds.TRIGGER_NOT_ONE.at(where, says=says)
        return
    name = named[0]
    if name in OF_STEPS and playbook.map is None:
        yield kinds.NAMES_NO_MAP.at(f"{where}.{name}")
    if name == "health_falls_to" and playbook.scorecard is None:
        yield kinds.UNKNOWN_LEVEL.at(f"{where}.{name}", says="the playbook names no scorecard")
    if trigger.longer_than is not None and name != "stalls_at":
        yield kinds.DOES_NOT_FIT.at(f"{where}.longer_than", says="longer_than belongs to stalls_at only")
    if (trigger.within is not None) != (name == "misses"):
        says = "within belongs to misses" if name != "misses" else "misses does not say within what time"
        yield kinds.DOES_NOT_FIT.at(f"{where}.{name}", says=says, fix="misses: step, within: 30d")
    if playbook.holds_for is not None and name not in MAY_HOLD:
        says = f"holds_for means nothing for {name}: it is over as it happens"
        yield kinds.DOES_NOT_FIT.at("holds_for", says=says, fix="take holds_for out")


def _check_if(playbook: Playbook) -> Iterator[Problem]:
    if all(one.does is not None or one.poor_experience is not None for one in playbook.when):
        yield from _parsed(playbook.if_, "if")
    else:
        yield from _traits_only(playbook.if_, "if")


def _check_quiet(playbook: Playbook) -> Iterator[Problem]:
    quiet = playbook.quiet
    if quiet is None:
        return
    for name, value in (("from", quiet.from_), ("until", quiet.until)):
        yield from _check_clock(value, f"quiet.{name}")
    if (quiet.from_ is None) != (quiet.until is None):
        yield kinds.DOES_NOT_FIT.at("quiet", says="quiet hours have a beginning and an end")
    if quiet.days is not None and len(set(quiet.days)) == 7:
        yield kinds.DOES_NOT_FIT.at("quiet.days", says="every day is quiet: no message would ever go out")
    if quiet.zone is not None and not is_zone(quiet.zone):
        yield kinds.BAD_CLOCK.at("quiet.zone", says=f'there is no time zone "{quiet.zone}"')


def is_zone(name: str) -> bool:
    """Whether it is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _check_clock(text: str | None, where: str) -> Iterator[Problem]:
    if text is None:
        return
    try:
        read_clock(text)
    except ValueError:
        yield kinds.BAD_CLOCK.at(where, says=f'"{text}" is no time of the day', fix='write it as "09:00"')


def _check_variables(playbook: Playbook) -> Iterator[Problem]:
    for name, variable in (playbook.variables or {}).items():
        if not variable.of.startswith(_SHOWN_OF) or not variable.of.partition(".")[2]:
            yield kinds.UNKNOWN_VARIABLE.at(
                f"variables.{name}.of", says=f'"{variable.of}" is no trait', fix="write traits.x or person.x"
            )


def known_names(playbook: Playbook) -> tuple[str, ...]:
    """What the messages of a playbook may show."""
    ahead = ("renewal_on",) if any(one.renewal_in is not None for one in playbook.when) else ()
    return (*ALWAYS_THERE, *ahead, *(playbook.variables or {}))


def _check_moves(playbook: Playbook) -> Iterator[Problem]:
    seen: set[str] = set()
    known = known_names(playbook)
    for where, move in all_moves(playbook.moves):
        named = kinds_of(move)
        if len(named) != 1:
            says = "this move does nothing" if not named else f"this move does {' and '.join(named)}"
            yield kinds.MOVE_NOT_ONE.at(where, says=says)
            continue
        kind = named[0]
        if move.id is None and kind not in WITHOUT_ID:
            yield kinds.MOVE_NAMELESS.at(where, says=f"this move ({kind}) has no id")
        elif move.id is not None and move.id in seen:
            yield kinds.MOVE_TWICE.at(f"{where}.id", says=f'another move is called "{move.id}" too')
        seen.add(move.id or "")
        yield from _check_move(playbook, move, f"{where}.{kind}", kind)
        does = does_of(move)
        for place, text in (words_of(does) if does is not None else {}).items():
            yield from _check_words(text, f"{where}.{kind}.{place}", known, to_person=kind in TO_PEOPLE)


def _check_words(text: str, where: str, known: tuple[str, ...], *, to_person: bool) -> Iterator[Problem]:
    allowed = [name for name in known if name != "person" or to_person]
    for name in names_in(text):
        if name not in allowed:
            near = nearest(name, allowed)
            fix = f'did you mean "{near}"?' if near else kinds.UNKNOWN_VARIABLE.fix
            yield kinds.UNKNOWN_VARIABLE.at(where, says=f'"{name}" is not declared', fix=fix)
    left = text
    for name in set(names_in(text)):
        left = left.replace("{{" + name + "}}", "")
    if "{{" in left.replace(" ", "") and not list(names_in(left)):
        yield kinds.UNKNOWN_VARIABLE.at(where, says="a {{ is never closed", fix="write {{name}}")


def _check_move(playbook: Playbook, move: Move, where: str, kind: str) -> Iterator[Problem]:
    if kind in TO_PEOPLE:
        message = move.email or move.in_app or move.ask
        assert message is not None
        if message.to is None and playbook.of != "customer":
            says = f"the playbook is about each {playbook.of}: to whom of its people?"
            yield kinds.DOES_NOT_FIT.at(where, says=says, fix="""add to: 'traits.role == "lead"'""")
        if message.to is not None and playbook.of == "customer":
            says = "the playbook is about customers: the message is to the customer"
            yield kinds.DOES_NOT_FIT.at(f"{where}.to", says=says, fix="take to out")
        yield from _traits_only(message.to, f"{where}.to")
    if move.in_app is not None:
        yield from _check_link(move.in_app, where)
    if move.ask is not None and move.ask.step is not None and playbook.map is None:
        yield kinds.NAMES_NO_MAP.at(f"{where}.step", says="an answer counts at a step, and there is no map")
    for name, other in (("start", move.start), ("stop", move.stop)):
        if other == playbook.id:
            says = f"a playbook cannot {name} itself"
            yield kinds.DOES_NOT_FIT.at(where, says=says, fix="a run ends by its goal, or at its last move")
    if move.branch is not None:
        yield from _traits_only(move.branch.if_, f"{where}.if")
        if move.branch.if_ is None and move.branch.did is None:
            yield kinds.DOES_NOT_FIT.at(where, says="nothing says which way to go", fix="add if: or did:")
    if move.wait_until is not None:
        yield from _check_wait(playbook, move, where)


def _check_link(message: InApp, where: str) -> Iterator[Problem]:
    link = message.link
    if (link is None) != (message.button is None):
        yield kinds.DOES_NOT_FIT.at(where, says="a link has words, and words lead somewhere", fix="add both")
    if link is None:
        return
    is_within = link.startswith("/") and not link.startswith("//")
    if not (is_within or link.startswith(("https://", "http://"))) or "{{" in link or "\\" in link:
        says = "a link is a whole address, or begins with / within the product; no value stands in it"
        yield kinds.DOES_NOT_FIT.at(f"{where}.link", says=says, fix="such as https://app.example.com/reports")


def _check_wait(playbook: Playbook, move: Move, where: str) -> Iterator[Problem]:
    until = move.wait_until
    assert until is not None
    yield from _check_clock(until.time, f"{where}.time")
    moments = [
        until.time is not None or until.days is not None,
        until.before_renewal is not None,
        until.does is not None,
    ]
    if sum(moments) != 1:
        says = "wait_until names one moment: a time of the day or days, before_renewal, or does"
        yield kinds.DOES_NOT_FIT.at(where, says=says)
    if (until.does is not None) != (until.at_most is not None):
        says = "who waits for something to happen says for how long at most"
        yield kinds.DOES_NOT_FIT.at(where, says=says, fix="add at_most: 7d")
    if until.before_renewal is not None and any(one.renewal_in is None for one in playbook.when):
        says = "before_renewal needs a renewal: every trigger must be renewal_in"
        yield kinds.DOES_NOT_FIT.at(f"{where}.before_renewal", says=says)


def _parsed(text: str | None, where: str) -> Iterator[Problem]:
    if text is None:
        return
    try:
        parse_expression(text)
    except DesirepathError as error:
        for problem in error.problems:
            says = f"in column {problem.column} of the expression: {problem.says}"
            yield replace(problem, says=says, address=where, line=None, column=None)


def _traits_only(text: str | None, where: str) -> Iterator[Problem]:
    found = list(_parsed(text, where))
    yield from found
    if text is None or found:
        return
    for name in names_of(parse_expression(text)):
        if name.scope != "traits":
            says = f'"{name}" is asked of an interaction, and there is none here'
            yield kinds.DOES_NOT_FIT.at(where, says=says, fix=f"ask for a trait: traits.{name.key}")


def check_against(
    playbook: Playbook,
    *,
    maps: Mapping[str, JourneyMap],
    cards: Mapping[str, Scorecard],
    others: Iterable[str] | None = None,
) -> Iterator[Problem]:
    """What does not fit the map, the scorecard and the other playbooks that a playbook names. ``others``
    None: they are not known."""
    journey = None if playbook.map is None else maps.get(playbook.map)
    if playbook.map is not None and journey is None:
        near = nearest(playbook.map, tuple(maps))
        fix = f'did you mean "{near}"?' if near else _choose("map", {one.id for one in maps.values()})
        yield kinds.NEEDS_FILE.at("map", says=f'there is no map "{playbook.map}" here', fix=fix)
    elif journey is not None:
        if journey.travels != playbook.of:
            says = f"the map follows each {journey.travels}, the playbook is about each {playbook.of}"
            yield kinds.WRONG_TRAVELLER.at("map", says=says)
        yield from _check_steps(playbook, journey)
    card = None if playbook.scorecard is None else cards.get(playbook.scorecard)
    if playbook.scorecard is not None and card is None:
        near = nearest(playbook.scorecard, tuple(cards))
        fix = f'did you mean "{near}"?' if near else _choose("scorecard", {one.id for one in cards.values()})
        says = f'there is no scorecard "{playbook.scorecard}" here'
        yield kinds.NEEDS_FILE.at("scorecard", says=says, fix=fix)
    elif card is not None:
        yield from _check_levels(playbook, card)
    for where, move in all_moves(playbook.moves):
        for name, other in (("start", move.start), ("stop", move.stop)):
            if other is not None and others is not None and other not in tuple(others):
                near = nearest(other, tuple(others))
                fix = f'did you mean "{near}"?' if near else kinds.UNKNOWN_PLAYBOOK.fix
                says = f'there is no playbook "{other}"'
                yield kinds.UNKNOWN_PLAYBOOK.at(f"{where}.{name}", says=says, fix=fix)


def _choose(what: str, here: Collection[str]) -> str:
    """What to do where a map or a scorecard is not there, and these are."""
    if not here:
        return kinds.NEEDS_FILE.fix
    names = ", ".join(f'"{one}"' for one in sorted(here)[:_MOST_NAMED])
    return f"choose a {what} that is here: {names}{', …' if len(here) > _MOST_NAMED else ''}"


def _check_steps(playbook: Playbook, journey: JourneyMap) -> Iterator[Problem]:
    steps = {step.id: step for stage in journey.stages for step in stage.steps}
    for number, trigger in enumerate(playbook.when):
        for name in OF_STEPS:
            step = getattr(trigger, name)
            where = f"when[{number}].{name}"
            if step is None:
                continue
            if step not in steps:
                yield _no_such_step(step, tuple(steps), where)
            elif name == "stalls_at" and trigger.longer_than is None and steps[step].within is None:
                says = f'the map promises no time for "{step}": how long is too long?'
                yield kinds.DOES_NOT_FIT.at(where, says=says, fix="add longer_than: 14d")
    for where, move in all_moves(playbook.moves):
        if move.ask is not None and move.ask.step is not None and move.ask.step not in steps:
            yield _no_such_step(move.ask.step, tuple(steps), f"{where}.ask.step")


def _no_such_step(step: str, steps: tuple[str, ...], where: str) -> Problem:
    near = nearest(step, steps)
    fix = f'did you mean "{near}"?' if near else kinds.UNKNOWN_STEP.fix
    return kinds.UNKNOWN_STEP.at(where, says=f'the map has no step "{step}"', fix=fix)


def _check_levels(playbook: Playbook, card: Scorecard) -> Iterator[Problem]:
    if card.of != playbook.of:
        says = f"the scorecard is about each {card.of}, the playbook about each {playbook.of}"
        yield kinds.WRONG_TRAVELLER.at("scorecard", says=says)
    levels = [level.name for level in card.levels]
    for number, trigger in enumerate(playbook.when):
        level = trigger.health_falls_to
        if level is not None and level not in levels:
            near = nearest(level, levels)
            fix = f'did you mean "{near}"?' if near else f"write one of {', '.join(levels)}"
            where = f"when[{number}].health_falls_to"
            yield kinds.UNKNOWN_LEVEL.at(where, says=f'the scorecard has no level "{level}"', fix=fix)
        elif level is not None and level == levels[-1]:
            where = f"when[{number}].health_falls_to"
            yield kinds.UNKNOWN_LEVEL.at(where, says=f'nobody can fall to the best level, "{level}"')
