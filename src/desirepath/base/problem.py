"""What can be wrong, where, and what would work: the one shape of every error in the house.

A room lists the kinds of problem it knows in its own ``kinds.py``; each kind has a stable code, and the
documentation page of all codes is generated from those lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Severity = Literal["error", "warning"]
_UNSEEN = re.compile(
    "[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def visible(text: str) -> str:
    r"""The text with characters that nobody sees, or that command a terminal, written as escapes.

    What a message quotes was written by others.

    >>> print(visible("plan\x1b[31m"), visible("caf\u00e9"))
    plan\x1b[31m café
    """
    if text.isprintable():
        return text
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of thing that can be wrong, as the documentation lists it.

    ``code`` never changes and is never used again for something else. ``title`` names the problem in a few
    words, ``why`` says why it matters, ``fix`` what would work.
    """

    code: str
    severity: Severity
    title: str
    why: str
    fix: str

    def at(
        self,
        address: str = "",
        *,
        says: str = "",
        fix: str = "",
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> Problem:
        """One occurrence of this kind: ``says`` what exactly is wrong, ``fix`` what would work here."""
        return Problem(
            kind=self,
            says=visible(says or self.title),
            address=visible(address),
            fix=visible(fix or self.fix),
            file=file,
            line=line,
            column=column,
        )

    def error(
        self, address: str = "", *, says: str = "", fix: str = "", file: str | None = None
    ) -> DesirepathError:
        """The same as an exception, ready to be raised."""
        return DesirepathError(self.at(address, says=says, fix=fix, file=file))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with its address and the way home.

    ``line`` and ``column`` count from 1; they are None where the input has no lines (a binary, an API call).

    >>> from desirepath.base.problem import Kind
    >>> twice = Kind("DP-MAP-014", "error", "an id is used twice", "ids address steps", "give one another id")
    >>> print(twice.at("stages[1].steps[3]", says='step "kickoff" appears twice'))
    DP-MAP-014: step "kickoff" appears twice @ stages[1].steps[3]; give one another id
    """

    kind: Kind
    says: str
    address: str
    fix: str
    file: str | None = None
    line: int | None = None
    column: int | None = None

    @property
    def code(self) -> str:
        """The stable code, such as ``DP-MAP-014``."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """``error`` (the thing cannot be used) or ``warning`` (it can, but should be looked at)."""
        return self.kind.severity

    @property
    def place(self) -> str:
        """``file:line:column`` as editors understand it, as much of it as is known."""
        parts = [self.file or ""]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts).strip(":")

    def in_file(self, file: str) -> Problem:
        """The same problem, said of ``file``."""
        return replace(self, file=file)

    def to_json(self) -> dict[str, object]:
        """The one JSON shape of a problem, on the command line and over HTTP."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.says,
            "address": self.address,
            "fix": self.fix,
            "file": self.file,
            "line": self.line,
            "column": self.column,
        }

    def __str__(self) -> str:
        where = f" @ {self.address}" if self.address else ""
        fix = f"; {self.fix}" if self.fix else ""
        return f"{self.code}: {self.says}{where}{fix}"


class DesirepathError(Exception):
    """Something cannot be done; carries every problem found, not only the first.

    >>> from desirepath.base.problem import Kind
    >>> raise Kind("DP-LOG-001", "error", "no such log", "", "name an existing folder").error(file="nowhere")
    Traceback (most recent call last):
    desirepath.base.problem.DesirepathError: nowhere: DP-LOG-001: no such log; name an existing folder
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(f"{p.place}: {p}" if p.place else str(p) for p in self.problems))

    @property
    def code(self) -> str:
        """The code of the first problem."""
        return self.problems[0].code
