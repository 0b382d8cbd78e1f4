"""A letter as it goes out: its words with their values, the scale of its question, and the way to get no
more."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.utils import parseaddr
from html import escape

from django.conf import settings

from desirepath.server.playbooks.links import make_link, make_token
from desirepath.server.playbooks.models import OutboxRow
from desirepath.server.playbooks.questions import ASKED
from desirepath.success.playbooks.playbook import Ask, Move, Playbook
from desirepath.success.playbooks.wording import fill_html, fill_line, fill_prose

NO_MORE = "No more letters like this"


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person gets: as text, and the same as HTML; ``headers`` beside those of every mail."""

    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)

    def without_links_of(self, row: OutboxRow) -> str:
        """The text for others to read: what is behind its links is for the receiver alone."""
        text = self.text
        for token in (make_token("leave", row.key), make_token("ask", row.key)):
            text = text.replace(token, "…")
        return text


def letter_of(row: OutboxRow, playbook: Playbook, move: Move) -> Letter:
    """The letter that a row of the outbox brings; its move is an e-mail or a question.

    Every letter that nobody asked for says how to get no more: to people in its text, and to their mail
    programs in its head, where they do it with one click (RFC 2369, RFC 8058).
    """
    does = move.email or move.ask
    assert does is not None
    text, html = fill_prose(does.text, row.values).rstrip(), fill_html(does.text, row.values)
    if isinstance(does, Ask):
        more_text, more_html = _scale(row, does)
        text, html = f"{text}\n\n{more_text}", f"{html}\n{more_html}"
    headers: dict[str, str] = {}
    if playbook.purpose == "marketing":
        link = make_link("leave", row.key)
        _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        headers["List-Unsubscribe"] = f"<{link}>, <mailto:{address}?subject=unsubscribe>"
        if link.startswith("https:"):
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        text += f"\n\n-- \n{NO_MORE}: {link}"
        html += f'\n<p><small><a href="{escape(link)}">{NO_MORE}</a></small></p>'
    return Letter(fill_line(does.subject, row.values)[:200], f"{text}\n", html, headers)


def _scale(row: OutboxRow, ask: Ask) -> tuple[str, str]:
    """The question with one link for each answer. A link only opens the page with that answer chosen."""
    asked, link = ASKED[ask.measure], make_link("ask", row.key)
    question = fill_line(ask.question, row.values)
    ends = {asked.worst: asked.worst_says, asked.best: asked.best_says}
    lines = []
    for score in asked.scores:
        says = f" ({ends[score]})" if score in ends else ""
        lines.append(f"{score}{says}: {link}?score={score}")
    cells = "".join(
        f'<a href="{escape(link)}?score={score}" style="{_CELL}" '
        f'aria-label="{score}: {escape(question)}">{score}</a> '
        for score in asked.scores
    )
    html = (
        f"<p><strong>{escape(question)}</strong></p>\n<p>{cells}</p>\n"
        f"<p><small>{asked.worst} is {asked.worst_says}, {asked.best} is {asked.best_says}.</small></p>"
    )
    return f"{question}\n\n" + "\n".join(lines), html


_CELL = (
    "display:inline-block;min-width:1.5em;padding:.5em .35em;margin:0 .15em .35em 0;text-align:center;"
    "border:1px solid #b3aea2;border-radius:6px;color:#20231e;background:#ffffff;text-decoration:none"
)
