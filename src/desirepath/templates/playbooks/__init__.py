"""Playbooks to start from, as data: files to be copied and made one's own, with words that are good enough to
send.

A new one is a file in this folder, and one line in :data:`PLAYBOOKS`. The names of steps in them are those of
the two stories' maps; on another map they are the first thing to change, and ``desirepath playbook check``
says where.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from desirepath.base.nearest import nearest
from desirepath.templates.kinds import UNKNOWN_PLAYBOOK_TEMPLATE


@dataclass(frozen=True, slots=True)
class PlaybookTemplate:
    """A playbook to start from: ``name`` is what one asks for, ``about`` one line on what it does."""

    name: str
    about: str


PLAYBOOKS: tuple[PlaybookTemplate, ...] = (
    PlaybookTemplate("first-90-days", "Somebody is there on the days that matter of the first ninety."),
    PlaybookTemplate(
        "feature-adoption", "Invites those who have not found the feature that keeps customers."
    ),
    PlaybookTemplate("stalled-onboarding", "Notices an onboarding that has stopped, and helps."),
    PlaybookTemplate("poor-experience-recovery", "A person answers a poor experience within a day."),
    PlaybookTemplate("cart-reminder", "Reminds of a full bag, with a stylist and no hurry."),
    PlaybookTemplate("order-updates", "News of an order, at the moments that people ask for."),
    PlaybookTemplate("after-delivery-survey", "Asks a week after the parcel; a coupon, or a person."),
    PlaybookTemplate("renewal-120-90-60-30", "Four moments before a term ends."),
    PlaybookTemplate("expansion-signal", "It has become a habit: who else would it help?"),
    PlaybookTemplate("advocate-invitation", "Asks those who would recommend us to do so."),
    PlaybookTemplate("review-request", "Asks those who are happy with an order for a review."),
)
"""Every playbook to start from, in the order of a customer's life."""


def playbook_template_names() -> tuple[str, ...]:
    """The names of all of them.

    >>> playbook_template_names()[0]
    'first-90-days'
    """
    return tuple(one.name for one in PLAYBOOKS)


def read_playbook_template(name: str) -> str:
    """The text of one, comments and all. Raises DP-TPL-002 where there is none of that name.

    >>> read_playbook_template("cart-reminder").splitlines()[1]
    'format: desirepath-playbook/1'
    """
    if name not in playbook_template_names():
        near = nearest(name, playbook_template_names())
        meant = f'did you mean "{near}"?' if near else f"there are {', '.join(playbook_template_names())}"
        says = f'there is no playbook called "{name}" to start from'
        raise UNKNOWN_PLAYBOOK_TEMPLATE.error("template", says=says, fix=meant)
    file = files("desirepath.templates.playbooks").joinpath(f"{name}.playbook.yaml")
    return file.read_text(encoding="utf-8")
