"""What TechCorp's customers write, by topic and mood. Words in braces are filled in."""

from __future__ import annotations

from typing import Final

Words = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Sentences for a bad, a middling and a good mood."""

KICKOFF: Final[Words] = (
    (
        "We explained everything again that we had told your colleague in sales.",
        "Nice people, but nobody had read our notes.",
        "It took so long that half of my team had lost interest.",
        "We waited for this call longer than we took to decide.",
    ),
    ("Fine. We have a plan now.", "Useful, a bit long.", "Good that we finally met."),
    (
        "They knew our case! That was a first.",
        "Clear plan, clear names, we can start tomorrow.",
        "Best kick-off we had with any vendor.",
    ),
)
CALLS: Final[Words] = (
    ("The wishes from last time were not looked at.", "Felt like a sales call."),
    ("Fine, short.", "Answered my small questions."),
    (
        "She had seen that half of us never logged in. I had not.",
        "Better questions than my boss asks.",
        "We agreed what comes next. I like that somebody keeps track.",
        "Showed us approvals. Why did we not know that?",
    ),
)
SET_UP: Final[Words] = (
    (
        "The import refused our file four times without saying which line.",
        "Single sign-on took our IT desk three weeks.",
        "Dates the wrong way round, names cut off, no way back.",
    ),
    ("It worked in the end.", "Took longer than we thought."),
    ("Easier than the last tool.", "The checklist helped a lot.", "Done in an afternoon!"),
)
FIRST_PROJECT: Final[Words] = (
    ("We still keep the old list beside it.", "Too many clicks for a small project."),
    ("It does what it should.", "OK for a first one."),
    (
        "Nobody asked me where the file was.",
        "My boss saw it and asked for the same.",
        "This is so much better.",
    ),
)
APPROVALS: Final[Words] = (
    ("The mail does not say what I am to approve.",),
    ("Works.", "I would like to approve several at once."),
    (
        "My director approved a budget from a taxi.",
        "Yes in four minutes. It used to take four days!",
        "Why did nobody show us this before?",
    ),
)
NPS: Final[Words] = (
    (
        "Every release breaks something we need.",
        "We pay for twenty seats and five people use it.",
        "Support takes too long.",
        "Too expensive for what we use.",
    ),
    ("Does the job.", "Good, with some rough corners.", "Ask me again in a year."),
    (
        "We could not work without it any more.",
        "Approvals alone are worth it.",
        "I told my old company about you.",
        "Friendly people, quick answers, no fuss.",
    ),
)
TICKET_DONE: Final[Words] = (
    (
        "I had to explain our set-up for the third time.",
        "Two days for one sentence.",
        "You sent me an article that I had read.",
        "Closed without being solved.",
    ),
    ("Solved.", "OK in the end."),
    ("Quick and kind, thank you!", "Within the hour. Wow.", "She also told me why it happened. Perfect."),
)
RENEWAL: Final[Words] = (
    ("The new price came as a surprise.", "We use half of what we pay for."),
    ("No surprises, fine.",),
    ("You came with our numbers before I had to ask.", "Easy decision."),
)

# Topic: (in a bad mood, in a fair one, what support answers).
TICKETS: Final[dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]] = {
    "import": (
        (
            "The import stops at line {n} and does not say why. Third try today!",
            "{n} rows are missing after the import. This worked in your demo.",
            "Your import turned all our dates around. We have to clean up by hand now.",
        ),
        (
            "How do I import a file with {n} columns? The guide shows five.",
            "Can I undo an import? I took the wrong file.",
            "Which date format does the import want?",
        ),
        ("Please send me the first ten lines and I will look.", "The import wants dates as 2026-01-31."),
    ),
    "sign-on": (
        (
            "Nobody can get in since we switched on the single sign-on. {n} people are waiting!",
            "Our IT desk says your guide is wrong. It is day {n}.",
        ),
        ("Which certificate does the single sign-on need?", "Can guests sign in without our sign-on?"),
        (
            "I have asked a colleague who sets these up every week.",
            "The certificate is on the last page of the guide.",
        ),
    ),
    "permissions": (
        (
            "I am the owner and may not open my own project. Please!",
            "{n} people see a budget they must not see.",
        ),
        ("How do I let a guest see one project only?", "What may a reader do?"),
        ("You find it under People, Roles.", "I have changed it for you; here is how."),
    ),
    "notifications": (
        ("{n} mails in one morning. Everybody has switched them off.",),
        ("How do I get one mail a day instead of many?", "Can I be told only when somebody asks me?"),
        ("Under your name, Notifications, choose once a day.",),
    ),
    "billing": (
        (
            "We were charged for {n} seats. We have fewer. Second time!",
            "The invoice has our old address again.",
        ),
        ("Can the invoice go to another address?", "How do I add {n} seats?"),
        ("I have sent a corrected invoice.", "You can change that under Billing."),
    ),
    "approvals": (
        ("An approval was sent to the wrong person and I cannot take it back!",),
        (
            "Can two people approve one request?",
            "How do I approve while somebody is on holiday?",
            "Love approvals. Can I see all that wait for me in one list?",
        ),
        ("Yes: add a second step in the request.", "There is a list under your name, Waiting for me."),
    ),
    "release": (
        (
            "Since Monday's release approvals hang. {n} requests are stuck.",
            "What did you change? The import worked on Friday.",
            "The new version has lost our templates. We cannot work like this.",
            "Approvals are gone from the menu. My boss asks me why we pay for this.",
        ),
        (
            "Since the update the approval button does nothing. Known?",
            "Is there a way back to the old version?",
        ),
        ("We know and are on it; I will write to you the moment it is fixed.",),
    ),
    "how-to": (
        ("I have looked for {n} minutes. Where is it?!",),
        (
            "How do I copy a project as a template?",
            "Is there a shortcut for a new task?",
            "Can I see last month's report again?",
            "Thank you for the quick help last time! One more question about reports.",
        ),
        ("Here is a short video.", "It is under the three dots beside the name."),
    ),
}

REPLIES: Final = (
    "Thank you, that looks useful. I have forwarded it to the team.",
    "Could we talk about this next week?",
    "Please write to my colleague about this, I only pay the bill.",
    "Please stop writing to me about features. Call me when you have fixed the import.",
    "Yes please, book us a session!",
)
