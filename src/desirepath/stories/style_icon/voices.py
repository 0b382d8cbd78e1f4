"""What Style Icon's shoppers write, by mood. Words in braces are filled in."""

from __future__ import annotations

from typing import Final

Words = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Sentences for a bad, a middling and a good mood."""

SIZE_GUIDE: Final[Words] = (
    (
        "The guide is a table. I am not a table.",
        "Every brand's 42 is another 42.",
        "The page is empty on my phone?",
        "I still do not know which one to take.",
    ),
    ("OK if you have a tape measure.",),
    ("The pictures on three people helped.", "Good that you say it runs small."),
)
CHAT: Final[Words] = (
    ("I waited for ages and then she had to go.", "She only repeated the size guide."),
    ("Friendly.", "It took a while, but fine."),
    (
        "{stylist} asked what my mother will wear. Then I trusted her.",
        "{stylist} had the dress in her hands while we wrote!",
        "Like having a friend who works there.",
        "She said the other size, and she was right.",
    ),
)
CHECKOUT: Final[Words] = (
    ("My card was refused twice without a reason.", "Delivery was added at the last moment."),
    ("Fine.",),
    ("Three taps. Lovely.", "Quick."),
)
PARCEL: Final[Words] = (
    (
        "It has been 'in transit' for {n} days.",
        "Nobody told me that there is a strike. I had to read it in the paper.",
        "The engagement is on Saturday. Where is my parcel?",
    ),
    ("Came when it came.",),
    ("Came a day early!", "I knew the hour. Perfect."),
)
AFTER: Final[Words] = (
    (
        "Too small, again. I should have known.",
        "The colour is not the colour of the picture.",
        "It came too late for the party.",
    ),
    ("Nice, a bit tight.", "Good quality, long wait."),
    (
        "It fits. It really fits!",
        "I kept the note. Silly, isn't it?",
        "Tell {stylist} that my sister wants the same one.",
        "Best dress I ever ordered without trying.",
    ),
)
REVIEW: Final[Words] = (
    ("Runs very small. Sent it back.", "Looks better in the picture.", "Late, creased, wrong size."),
    ("Nice, but order one size up.", "Good for the price."),
    (
        "Size 42, 164 cm, danced till three. Ask for {stylist}.",
        "I never write reviews, but the stylist deserves one.",
        "Falls beautifully, true to the picture. I am 171 cm and took the 40.",
        "Came with a note by hand. Who still does that? I love it.",
    ),
)
TICKET_DONE: Final[Words] = (
    ("You sent me the tracking page that I had sent you.",),
    ("Answered.",),
    ("Quick and kind.", "She called the carrier for me!"),
)

# Topic: (in a bad mood, in a fair one, what support answers).
TICKETS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]] = {
    "parcel": (
        (
            "My parcel has not moved for {n} days. The party is on Saturday!",
            "The carrier says delivered. It is not here.",
            "Why does nobody write when a parcel is late?",
        ),
        ("When will my parcel come?", "Can it go to my neighbour?"),
        (
            "I have asked the carrier and will write to you tonight.",
            "It is on its way and should be there tomorrow.",
        ),
    ),
    "return": (
        (
            "I sent it back {n} days ago and still have no money.",
            "Second time too small. What is wrong with your sizes?",
        ),
        ("How do I send it back?", "Can I have the next size instead?"),
        ("The money is on its way.", "I have put the other size aside for you."),
    ),
    "payment": (
        ("My card was refused and the money is gone!",),
        ("Can I pay when it has come?",),
        ("Nothing was taken; the bank will let it go within a day.",),
    ),
}
STYLISTS: Final = ("Asha", "Marlene", "Ines", "Noor")
