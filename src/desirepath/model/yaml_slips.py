"""What the YAML parser's complaints mean to somebody who only wants to write a map."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ruamel.yaml.error import MarkedYAMLError

from desirepath.model import kinds


@dataclass(frozen=True, slots=True)
class Slip:
    """A way to get YAML wrong: ``complaint`` is in the parser's words, ``here`` at the place it points to.

    ``at_opening`` says that the place to look at is where the thing began that the parser could not finish.
    """

    complaint: str
    says: str
    fix: str
    here: str = ""
    at_opening: bool = False


SLIPS: Final = (
    Slip("", "a tab stands where YAML wants spaces", "indent with spaces", here=r"\t"),
    Slip("'\\\\t'", "a tab stands where YAML wants spaces", "indent with spaces"),
    Slip(
        "incompatible YAML",
        "this file asks for another version of YAML",
        "take the line that begins with % out",
    ),
    Slip("", "a text cannot begin with {here} in YAML", 'put it in quotes: "..."', here="[@`%]"),
    Slip(
        "mapping values",
        "a second colon stands here",
        "put the text in quotes, or begin a new line for the next key",
    ),
    Slip("expected ':'", "a key is not followed by a colon", "write key: value"),
    Slip(
        "quoted scalar.*(end of stream|document separator)",
        "this quote is never closed",
        "close it with another one",
        at_opening=True,
    ),
    Slip(
        "expected ',' or",
        "this bracket is not closed before line {line}",
        "close it, or write a comma",
        at_opening=True,
    ),
    Slip(
        "'<scalar>'",
        "more text follows where the value has ended",
        'put all of it in "double quotes", and write \\" for a quote inside',
    ),
    Slip("block end", "the indentation fits nothing above", "indent this line like those it belongs to"),
    Slip(
        "escape character",
        "this backslash means nothing",
        "write \\\\ for a backslash, or use 'single quotes'",
    ),
    Slip(
        "sequence entries",
        "a list begins in its key's own line",
        "begin it in the next line, or write [a, b]",
    ),
    Slip("alphabetic or numeric", "a text cannot begin with * or & in YAML", 'put it in quotes: "..."'),
    Slip("URI|scanning a tag", "a text cannot begin with ! in YAML", 'put it in quotes: "..."'),
    Slip(
        "chomping|comment or a line break",
        "nothing may follow in this line",
        "begin the text in the next line",
    ),
    Slip(
        "document start", "something follows where the file has ended", "take it out, or mend the line above"
    ),
)


def explain(error: MarkedYAMLError, text: str) -> tuple[int, str, str]:
    """The index of the place to look at, what is wrong there, and what would work."""
    mark = error.problem_mark or error.context_mark
    index = mark.index if mark else 0
    here = text[index : index + 1]
    complaint = f"{error.context or ''}; {error.problem or ''}"
    for slip in SLIPS:
        if re.search(slip.complaint, complaint) and re.match(slip.here, here):
            line = text.count("\n", 0, index) + 1
            opening = error.context_mark if slip.at_opening else None
            return opening.index if opening else index, slip.says.format(here=here, line=line), slip.fix
    return (
        index,
        f"this is not YAML: {error.problem or error.context or 'it cannot be read'}",
        kinds.YAML_SYNTAX.fix,
    )
