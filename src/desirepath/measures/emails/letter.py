"""Which letter a mail is: a move of a playbook in one of its versions, or a template of another tool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Channel = Literal["email", "in_app"]
OTHERS: Final = "others"
"""What mails are called whose template nobody tells."""


@dataclass(frozen=True, slots=True, order=True)
class Letter:
    """What was sent, to however many. ``playbook`` with ``move`` and ``version``, or ``template`` (empty:
    nobody tells)."""

    channel: Channel
    playbook: str = ""
    move: str = ""
    version: int = 0
    template: str = ""

    @property
    def is_playbook(self) -> bool:
        """Whether a playbook sent it."""
        return bool(self.playbook)

    @property
    def whole(self) -> str:
        """The key of all its versions together.

        >>> Letter("email", "quiet", "ask", 2).whole, Letter("email", template="welcome").whole
        ('quiet/ask', 'template:welcome')
        """
        if self.is_playbook:
            return f"{self.playbook}/{self.move}"
        return f"template:{self.template}" if self.template else OTHERS

    @property
    def key(self) -> str:
        """The key of this version.

        >>> Letter("email", "quiet", "ask", 2).key
        'quiet/ask@2'
        """
        return f"{self.whole}@{self.version}" if self.is_playbook else self.whole
