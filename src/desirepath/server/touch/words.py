"""All words of the pages behind the links of messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desirepath.base.words import say_date


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a page: what it asks for (``do``), and its label."""

    do: str
    label: str


@dataclass(frozen=True, slots=True)
class Said:
    """A page: its heading, what stands below it, and its button (None: there is nothing to do). A ``done``
    one says that something was kept."""

    heading: str
    says: tuple[str, ...] = ()
    button: Button | None = None
    done: bool = False


WE = "our company"
"""Who writes, where the sender of mails has no name."""
NO_SUCH_LINK = Said(
    "This link does not work",
    ("It is not whole any more, or not from us. Please open it in the letter once more.",),
)
OF_A_TEST = Said(
    "This was a test letter",
    ("Its links do nothing. In the letter that customers get, they do this for the customer.",),
)
FORGOTTEN = Said(
    "You will get nothing from us",
    ("What we knew of you has been deleted, so there is nobody left for us to write to.",),
    done=True,
)
KEPT_OUT = Said(
    "You will get nothing from us",
    ("You have asked us to keep nothing of you. We write you no letters, and keep nothing of this either.",),
    done=True,
)
TOO_OFTEN = Said("A little slower, please", ("Wait a minute, then open the link once more.",))
NOT_KEPT = Said(
    "This could not be kept just now",
    ("Something went wrong on our side. Please try again in a minute: the link goes on working.",),
)


def may_leave(us: str, whom: str) -> Said:
    """Somebody opens the link that ends letters: nothing has happened yet."""
    return Said(
        "No more letters?",
        (
            f"You would get no more letters from {us} that you did not ask for: tips, invitations and "
            f"reminders, all of them.{_about(whom)}",
            "News that you need still comes: about an order of yours, or a fault.",
        ),
        Button("leave", "No more letters"),
    )


def has_left(us: str, whom: str) -> Said:
    """They get no more."""
    return Said(
        "You get no more letters",
        (
            f"From this moment on {us} will send you nothing that you did not ask for.{_about(whom)}",
            "If that was a slip of the finger, take it back.",
        ),
        Button("back", "I want them after all"),
        done=True,
    )


def came_back(us: str, whom: str) -> Said:
    """They get them again."""
    return Said(
        "You get letters again",
        (f"As before, {us} may write to you.{_about(whom)}",),
        Button("leave", "No more letters"),
        done=True,
    )


def _about(whom: str) -> str:
    return f" This is about {whom}." if whom else ""


def question(words: str) -> Said:
    """Somebody opens a question, or one of its answers: nothing is kept yet."""
    return Said(words, button=Button("keep", "Send my answer"))


def answered(score: int, best: int) -> Said:
    """Their answer is kept, and may still be changed."""
    return Said(
        "Thank you",
        (f"Your answer is {score} of {best}. It goes to the people who look after you.",),
        Button("keep", "Change my answer"),
        done=True,
    )


def answered_long_ago(score: int, best: int) -> Said:
    """Their answer is kept, and is not changed any more."""
    return Said(
        "Thank you", (f"Your answer was {score} of {best}. It has been read, and is closed.",), done=True
    )


TAKEN_BACK = Said(
    "Your answer is taken back",
    ("We keep nothing of it. If you like, answer again.",),
    Button("keep", "Send my answer"),
    done=True,
)
CHOOSE_ONE = "Please choose one of the answers."
COMMENT = "What is the main reason?"
IF_YOU_LIKE = "if you like"
CHANGE = "Change my answer"
UNDO = "Take my answer back"


def question_closed(on: date) -> Said:
    """Somebody opens a question that is too old."""
    return Said(
        "This question is closed",
        (
            f"We asked it on {say_date(on)}, and it has had its time. Thank you for coming all the same.",
            "If something is on your mind, answer the letter: somebody reads it.",
        ),
    )
