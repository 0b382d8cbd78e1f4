"""Starter maps, as data: a journey map file and its persona, to be copied and made one's own.

A new template is a file in ``maps/``, its persona in ``maps/personas/``, and one line in :data:`TEMPLATES`.
What a template claims is an assumption, and its quotes say that they are examples.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from desirepath.base.nearest import nearest
from desirepath.templates.kinds import UNKNOWN_TEMPLATE


@dataclass(frozen=True, slots=True)
class Template:
    """A map to start from.

    ``name`` is what one asks for, ``title`` what the map is called, ``about`` one line on what it holds, and
    ``for_whom`` says who has use for it. ``persona`` is the id of the persona that comes with it.
    """

    name: str
    title: str
    about: str
    for_whom: str
    persona: str


TEMPLATES: tuple[Template, ...] = (
    Template(
        "customer-success-lifecycle",
        "From hearing of us to recommending us",
        "A customer's whole life in eight stages, from awareness to advocacy; to break down later",
        "customer success, marketing and sales, drawing their first map together",
        "operations-lead",
    ),
    Template(
        "saas-onboarding",
        "Getting my team live",
        "The first ninety days of a software customer, until five people use the feature that matters",
        "customer success and product teams whose new customers get stuck",
        "project-owner",
    ),
    Template(
        "style-icon-retail",
        "Seema finds a dress that fits, and says so",
        "A web shop with a stylist in the middle: from a search on a phone to a glowing review",
        "retail and service design teams, online and in store",
        "engagement-shopper",
    ),
    Template(
        "blank",
        "What the customer would call this journey",
        "A clean start, with the five questions a facilitator would ask",
        "anyone with an hour and the right people in the room",
        "my-customer",
    ),
)
"""Every template, in the order they are listed."""


def template_names() -> tuple[str, ...]:
    """The names of all templates, in the order they are listed.

    >>> template_names()[1]
    'saas-onboarding'
    """
    return tuple(template.name for template in TEMPLATES)


def find_template(name: str) -> Template:
    """The template of that name. Raises DP-TPL-001 where there is none.

    >>> find_template("blank").for_whom
    'anyone with an hour and the right people in the room'
    """
    for template in TEMPLATES:
        if template.name == name:
            return template
    near = nearest(name, template_names())
    meant = f'did you mean "{near}"?' if near else f"there are {', '.join(template_names())}"
    raise UNKNOWN_TEMPLATE.error("template", says=f'there is no template called "{name}"', fix=meant)


def read_template(name: str) -> str:
    """The text of a template's map file, comments and all. Raises DP-TPL-001 where there is none.

    >>> read_template("saas-onboarding").splitlines()[0]
    "# SaaS onboarding: a new customer's first ninety days, from signature to habit."
    """
    return _read("maps", f"{find_template(name).name}.journey.yaml")


def read_persona_template(name: str) -> dict[str, str]:
    """The persona files of a template's map, by file name. Raises DP-TPL-001 where there is no such template.

    They belong into ``personas/`` beside the map.

    >>> list(read_persona_template("saas-onboarding"))
    ['project-owner.persona.yaml']
    """
    file = f"{find_template(name).persona}.persona.yaml"
    return {file: _read("maps", "personas", file)}


def _read(*parts: str) -> str:
    return files("desirepath.templates").joinpath(*parts).read_text(encoding="utf-8")
