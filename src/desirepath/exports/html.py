"""The page of a journey map: one HTML file that fetches nothing and runs nothing.

The picture, what it says in sentences, the numbers with their definitions, and a table of the whole map for
those who read rather than look.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from itertools import product

from desirepath.base.words import say_date
from desirepath.exports.drawing.board import lay_out_board
from desirepath.exports.drawing.sheet import Sheet
from desirepath.exports.drawing.title import Fact, facts_of
from desirepath.exports.drawing.writer import colour_rules, escaped, type_rules
from desirepath.exports.fonts import FAMILY, font_faces, pieces_of
from desirepath.exports.page.markup import Markup, element, joined, said
from desirepath.exports.page.numbers import definitions, differences, numbers
from desirepath.exports.page.picture import legend, on_paper, on_screen, scroll_hint_rule
from desirepath.exports.page.twin import twin
from desirepath.exports.summary import sentences
from desirepath.exports.tokens import DARK, FALLBACK_FAMILIES, LIGHT, Face
from desirepath.measures.measured_map import MeasuredMap
from desirepath.model.evidence import MapEvidence
from desirepath.model.journey_map import JourneyMap

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'"
_FACES: tuple[Face, ...] = ("regular", "semibold", "italic")
_ABOUT_EVIDENCE = (
    "A solid mark is a claim that names its evidence: surveys, interviews, tickets, events. A hollow mark "
    "is an assumption: somebody believes it, nobody has shown it. Evidence that nobody has confirmed for as "
    "long as the map's review interval is stale."
)


def draw_html(
    journey: JourneyMap,
    measured: MeasuredMap | None = None,
    *,
    today: date,
    evidence: MapEvidence | None = None,
    images: Mapping[str, bytes] | None = None,
) -> str:
    """Draw the map as a page of its own: light, dark by the reader's system, and on A3 when printed.

    The arguments are those of :func:`~desirepath.exports.svg.draw_svg`.

    >>> journey = JourneyMap(format="desirepath/1", id="visit", title="A visit", stages=())
    >>> draw_html(journey, today=date(2026, 11, 25)).startswith("<!doctype html>")
    True
    """
    sheet = lay_out_board(journey, measured, today=today, evidence=evidence, images=images)
    headline, *others = sentences(sheet)
    head = element(
        "header",
        said(journey.title, "h1", lang=journey.language),
        said(headline, "p", class_="headline"),
        _notes(measured) if measured else Markup(""),
        said(journey.scenario or "", "p", class_="lead", lang=journey.language)
        if journey.scenario
        else Markup(""),
        _facts(sheet, today),
    )
    main = element("main", *_sections(sheet, others))
    foot = element(
        "footer",
        f"Map {journey.id}, version {journey.version}. Drawn with Desirepath on {say_date(today)}.",
    )
    skip = element("a", "Skip to the map as a table", href="#whole-map", class_="skip")
    body = joined((skip, head, main, foot))
    return _page(journey.title, body, scroll_hint_rule(sheet))


def _sections(sheet: Sheet, others: list[str]) -> list[Markup]:
    parts = [_section("in-short", "In short", _summary(others))] if others else []
    parts.append(
        _section("the-picture", "The picture", joined((on_screen(sheet), on_paper(sheet), legend(sheet))))
    )
    measured = sheet.measured
    if measured:
        parts.append(_section("the-numbers", "The numbers", numbers(measured)))
        if measured.there is not None:
            parts.append(_section("the-differences", "The differences", differences(measured)))
    parts.append(_section("whole-map", "The map as a table", twin(sheet)))
    if measured:
        parts.append(_section("definitions", "What the numbers mean", definitions(measured)))
    parts.append(_section("evidence", "Evidence and assumption", element("p", _ABOUT_EVIDENCE)))
    return parts


def _section(name: str, title: str, content: Markup) -> Markup:
    heading = element("h2", title, id=f"{name}-title")
    return element("section", heading, content, id=name, class_=name, aria_labelledby=f"{name}-title")


def _facts(sheet: Sheet, today: date) -> Markup:
    pairs = [
        element("div", element("dt", fact.name), said(_with_note(fact), "dd"))
        for fact in facts_of(sheet, today)
    ]
    return element("dl", *pairs, class_="facts")


def _with_note(fact: Fact) -> str:
    return f"{fact.says}: {fact.note}" if fact.note else fact.says


def _notes(measured: MeasuredMap) -> Markup:
    """What to know before the numbers: words that match nothing, why nobody set out."""
    there = measured.there.notes if measured.there else ()
    notes = [*measured.notes, *(f"The other side: {note}" for note in there if note not in measured.notes)]
    return element("ul", *(said(note, "li") for note in notes), class_="notes") if notes else Markup("")


def _summary(others: list[str]) -> Markup:
    return element("ul", *(said(sentence, "li") for sentence in others), class_="summary")


def _page(title: str, body: Markup, scroll_rule: str) -> str:
    pieces = [(face, piece) for face, text in product(_FACES, [body]) for piece in pieces_of(face, text)]
    style = "\n".join(
        (
            font_faces(pieces),
            _variables(),
            type_rules(),
            colour_rules("auto"),
            f"@media print{{{colour_rules('light')}}}",
            files(__package__).joinpath("page", "page.css").read_text(encoding="utf-8"),
            scroll_rule,
        )
    )
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escaped(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escaped(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _variables() -> str:
    def block(colours: Mapping[str, str]) -> str:
        return ":root{" + "".join(f"--{role}:{colour};" for role, colour in colours.items()) + "}"

    family = f':root{{--family:"{FAMILY}",{FALLBACK_FAMILIES}}}'
    dark = f"@media (prefers-color-scheme:dark){{{block(DARK)}}}"
    return f"{family}\n{block(LIGHT)}\n{dark}\n@media print{{{block(LIGHT)}}}"
