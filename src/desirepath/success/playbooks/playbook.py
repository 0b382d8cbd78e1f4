"""Playbooks as a file that everybody can read (``ID.playbook.yaml``): when something happens to an account,
do this."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from desirepath.model.node import Node
from desirepath.model.rule import Rule
from desirepath.model.words import Id, Many, Span, Text, whole

FORMAT = "desirepath-playbook/1"
Purpose = Literal["service", "marketing"]
Question = Literal["NPS", "CSAT", "CES"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Share = Annotated[float, Field(strict=False, ge=0, le=0.9)]
Several = Annotated[int, *whole(1, 100_000)]
Clock = Text


class Trigger(Node):
    """One way for a run to begin. Each names one thing; steps are steps of the playbook's map."""

    enters: Id | None = None
    """Somebody comes to this step."""
    leaves: Id | None = None
    """Somebody moves on from this step."""
    stalls_at: Id | None = None
    """Somebody is still at this step after longer_than; without it: twice what the map promises."""
    longer_than: Span | None = None
    """Of stalls_at: how long is too long."""
    skips: Id | None = None
    """Somebody comes to a later step without ever having been at this one."""
    misses: Id | None = None
    """Somebody is neither at this step nor at a later one, so long after the journey began (within)."""
    within: Span | None = None
    """Of misses: by when the step should have been reached, counted from the beginning of the journey."""
    handoff_late: Id | None = None
    """The handoff at this step is not accepted when it is due."""
    poor_experience: Many[Question] | None = None
    """A poor answer to one of these questions: one is enough."""
    health_falls_to: Text | None = None
    """Health comes from a better level into this one, or a lower one. Health is looked at once a day."""
    renewal_in: Span | None = None
    """The term of a subscription ends in so long, and is not renewed yet."""
    does: Many[Rule] | None = None
    """An interaction matches any of these."""


class Task(Node):
    """A task for one of us."""

    title: Text
    """What is to be done, in one line."""
    role: Text | None = None
    """Whose: the role that owns it; without it: customer-success."""
    due: Span | None = None
    """How soon; without it: within a day."""
    note: Text | None = None
    """What they should know, and could say."""


class Email(Node):
    """An e-mail to people of the account, or to the customer."""

    to: Text | None = None
    """To whom of an account's people, as an expression over their traits: traits.role == "lead". Not said
    where the playbook is about customers: then it is to the customer."""
    most_people: Annotated[int, *whole(1, 20)] = 1
    """To how many of them at most, those first who have been known longest."""
    subject: Text
    """The subject line."""
    text: Text
    """The letter; a blank line begins a new paragraph."""


class InApp(Node):
    """A message inside the product."""

    to: Text | None = None
    """To whom, as for an e-mail."""
    most_people: Annotated[int, *whole(1, 20)] = 1
    """To how many of them at most."""
    title: Text
    """Its first line."""
    text: Text
    """What it says."""
    button: Text | None = None
    """The words of a link below it."""
    link: Text | None = None
    """Where the link leads: a whole address, or one within the product such as /reports. It is the same for
    everybody: values do not stand in it."""


class Chat(Node):
    """A message to our own people, in a chat."""

    channel: Text
    """The name of a chat channel, as the workspace's settings know it."""
    text: Text
    """What it says."""


class Webhook(Node):
    """A signed call of another system."""

    to: Text
    """The name of a target, as the workspace's settings know it."""
    event: Text
    """What it is told has happened, such as account.stalled."""
    data: dict[Text, Text] | None = None
    """What it is told of it."""


class SetTrait(Node):
    """A trait of the account or customer."""

    name: Text
    """Which trait."""
    value: Text
    """What it becomes."""


class Ask(Node):
    """A question to the customer: the answer comes to the log, at the step where it belongs."""

    measure: Question
    """Which of the three questions."""
    survey: Id
    """What the survey is called in the log."""
    step: Id | None = None
    """At which step of the map the answer counts, wherever the account stands when it answers; without it: at
    the step that began the run, where it was one."""
    to: Text | None = None
    """To whom, as for an e-mail."""
    most_people: Annotated[int, *whole(1, 20)] = 1
    """To how many of them at most."""
    subject: Text
    """The subject line of the e-mail that brings it."""
    text: Text
    """The letter."""
    question: Text
    """The question itself."""


class WaitUntil(Node):
    """A moment to wait for. What comes first of what is named ends the waiting."""

    time: Clock | None = None
    """The next time that the clock shows this, such as 09:00."""
    days: Many[Weekday] | None = None
    """Only on these days of the week."""
    before_renewal: Span | None = None
    """So long before the term ends that began the run."""
    does: Many[Rule] | None = None
    """An interaction matches any of these."""
    at_most: Span | None = None
    """Of does: for how long at most."""


class Branch(Node):
    """Two ways to go on."""

    if_: Annotated[Text | None, Field(alias="if")] = None
    """The first way is for whom this holds, over traits."""
    did: Many[Rule] | None = None
    """And who has done any of these since the run began."""
    then: Many[Move] | None = None
    """The first way."""
    otherwise: Many[Move] | None = None
    """The other way."""


class Move(Node):
    """One thing that a playbook does. Each does one."""

    id: Id | None = None
    """A stable name: what was done, and how it went, is kept by it. Not needed to wait or to branch."""
    task: Task | None = None
    """A task for one of us."""
    email: Email | None = None
    """An e-mail."""
    in_app: InApp | None = None
    """A message inside the product."""
    chat: Chat | None = None
    """A message to our own people."""
    webhook: Webhook | None = None
    """A signed call of another system."""
    set_trait: SetTrait | None = None
    """A trait becomes something."""
    ask: Ask | None = None
    """A question to the customer."""
    start: Id | None = None
    """Another playbook begins for the same account or customer."""
    stop: Id | None = None
    """Another playbook's run for the same account or customer ends."""
    wait: Span | None = None
    """So long. A day is 24 hours."""
    wait_until: WaitUntil | None = None
    """Until a moment."""
    branch: Branch | None = None
    """Two ways to go on."""


class Quiet(Node):
    """When no message goes out: it waits until the quiet is over."""

    from_: Annotated[Clock | None, Field(alias="from")] = None
    """From this time of the day, such as 19:00."""
    until: Clock | None = None
    """Until this one, of the same day or the next."""
    days: Many[Weekday] | None = None
    """And on these whole days."""
    zone: Text | None = None
    """In which time zone, such as Europe/Berlin; without it: the workspace's."""


class Variable(Node):
    """A value that messages may show. What is not declared cannot be shown."""

    of: Text
    """Where it is from: traits.x of whom the playbook is about, person.x of whoever gets the message."""
    otherwise: Text | None = None
    """What stands there where it is not known; without it the message does not go out then."""


class Playbook(Node):
    """When something happens to an account or customer, do this."""

    FORMAT: ClassVar[str] = FORMAT
    CALLED: ClassVar[str] = "playbook"

    format: Literal["desirepath-playbook/1"]
    """The version of this format."""
    id: Id
    """A stable name, the same as in the file's name."""
    name: Text
    """What people call it."""
    description: Text | None = None
    """What it is for."""
    of: Text = "account"
    """Whom it is about: account, customer."""
    map: Id | None = None
    """The id of the map whose steps it names."""
    scorecard: Id | None = None
    """The id of the scorecard whose levels it names."""
    purpose: Purpose = "marketing"
    """Why we write: marketing, which people can have enough of (unsubscribing, consent and the limit of
    messages hold), or service, which they asked for, such as news of an order."""
    when: Many[Trigger]
    """Any of these begins a run."""
    if_: Annotated[Text | None, Field(alias="if")] = None
    """Only for whom this holds, an expression over traits; with does also over the interaction."""
    holds_for: Span | None = None
    """Only if it is still so after this time: still at the step, still in that level, no better answer, and
    of does: nothing of the kind since."""
    again: bool = False
    """Whether there may be another run once one is over; never two at the same time."""
    cooldown: Span | None = None
    """How long after one run began another may begin."""
    goal: Many[Rule] | None = None
    """What it is for: when this happens the run ends, and nothing more is sent. By this the hold-out is
    compared."""
    goal_within: Span = "30d"
    """How long after its beginning the goal counts as reached, in comparisons."""
    hold_out: Share = 0.0
    """The share of those it is for who are left alone, so that one can see what it changes. Always the same
    ones."""
    most_a_day: Several | None = None
    """More runs than this within 24 hours and the playbook stops and asks. Without it: a fifth of all, at
    least 25."""
    consent: Text | None = None
    """Messages only to people of whom this holds, an expression over their traits."""
    quiet: Quiet | None = None
    """When no message goes out."""
    variables: dict[Id, Variable] | None = None
    """What messages may show, beside account, person, company and, of renewals, renewal_on."""
    moves: Many[Move]
    """What is done, one after the other."""
