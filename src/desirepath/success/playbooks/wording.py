"""The words of messages: ``{{name}}`` stands for a declared value, and for nothing else.

A value is put in once and never read again: what a customer is called cannot fetch another value, begin a
line of a mail's head, or become a link or markup.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

LONGEST_VALUE: Final = 200
_PLACE: Final = re.compile(r"\{\{([^{}]*)\}\}")
_LINK: Final = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")
_ITEM: Final = re.compile(r"\s|[-*•>]|\d+[.)]\s")
_SHORT: Final = 40
_LINKISH: Final = re.compile(r"(?i)[a-z][a-z0-9+.-]*://|\bwww\.|\bmailto:|\bjavascript:")


def names_in(text: str) -> Iterator[str]:
    """The names that a text shows, in its order.

    >>> list(names_in("Hello {{ first_name }}, {{account}} has {{seats}} seats"))
    ['first_name', 'account', 'seats']
    """
    return (found[1].strip() for found in _PLACE.finditer(text))


def safe_value(value: object) -> str | None:
    """A value as a message may show it, on one line; None where it is missing, or no thing to show.

    What looks like an address of the web is not shown: a name that is one is no name.

    >>> safe_value("Ada\\r\\nBcc: all@example.com"), safe_value(12.0), safe_value(True), safe_value(" ")
    ('Ada Bcc: all@example.com', '12', 'yes', None)
    >>> safe_value("Ada https://evil.example/login"), safe_value("Anna\u202egnp"), safe_value({"a": 1})
    (None, 'Anna gnp', None)
    """
    match value:
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return f"{value:.10g}"
        case str():
            if _LINKISH.search(value):
                return None
            seen = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in value)
            return " ".join(seen.split())[:LONGEST_VALUE] or None
        case _:
            return None


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values. Raises KeyError for one that is not there.

    >>> fill("{{a}} and {{b}}", {"a": "{{b}}", "b": "<b>"})
    '{{b}} and <b>'
    """
    return _PLACE.sub(lambda found: values[found[1].strip()], text)


def fill_prose(text: str, values: Mapping[str, str]) -> str:
    """The same with each paragraph in one flowing line, as whoever shows it breaks lines by their own width.

    >>> fill_prose("Hi {{a}},\\n\\nIn your plan there is one more thing, and it\\nneeds a yes.", {"a": "Ada"})
    'Hi Ada,\\n\\nIn your plan there is one more thing, and it needs a yes.'
    """
    return fill(_flowing(text), values)


def _flowing(text: str) -> str:
    """Without the line ends that only keep a text narrow: those after a short line and before an item of a
    list, or an indented line, are meant."""
    found: list[str] = []
    joins = False
    for line in text.splitlines():
        if joins and line.strip() and not _ITEM.match(line):
            found[-1] = f"{found[-1].rstrip()} {line}"
        else:
            found.append(line)
        joins = len(line.strip()) >= _SHORT
    return "\n".join(found)


def fill_line(text: str, values: Mapping[str, str]) -> str:
    """The same on one line, as a subject must be.

    >>> fill_line("A  question,\\n{{a}}", {"a": "Ada"})
    'A question, Ada'
    """
    return " ".join(fill(text, values).split())


def fill_html(text: str, values: Mapping[str, str]) -> str:
    """The same as HTML: paragraphs, line ends, and the links that the text itself has. Values are only text.

    >>> fill_html("Hi {{a}}\\n\\nSee https://relay.example/x.", {"a": "<Ada>"})
    '<p>Hi &lt;Ada&gt;</p>\\n<p>See <a href="https://relay.example/x">https://relay.example/x</a>.</p>'
    """
    paragraphs = [part for part in re.split(r"\n\s*\n", _flowing(text.strip())) if part.strip()]
    return "\n".join(f"<p>{_marked_up(part, values)}</p>" for part in paragraphs)


def _marked_up(text: str, values: Mapping[str, str]) -> str:
    pieces, at = [], 0
    for link in _LINK.finditer(text):
        pieces.append(_escaped(text[at : link.start()], values))
        address = _escaped(link[0], values)
        pieces.append(f'<a href="{address}">{address}</a>')
        at = link.end()
    pieces.append(_escaped(text[at:], values))
    return "".join(pieces)


def _escaped(text: str, values: Mapping[str, str]) -> str:
    kept = {name: html.escape(value) for name, value in values.items()}
    pieces, at = [], 0
    for place in _PLACE.finditer(text):
        pieces += [html.escape(text[at : place.start()]), kept[place[1].strip()]]
        at = place.end()
    pieces.append(html.escape(text[at:]))
    return "".join(pieces).replace("\n", "<br>\n")
