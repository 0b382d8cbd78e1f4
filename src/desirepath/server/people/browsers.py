"""What a browser calls itself, in two words that somebody recognises."""

from __future__ import annotations

from typing import Final

# In this order: most browsers also say the name of an older one.
_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
    ("python", "a Python program"),
)
_SYSTEMS: Final = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_name(says: str) -> str:
    """The browser and the system in its User-Agent header; what it says, shortened, where we know neither.

    >>> browser_name("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36")
    'Chrome on Linux'
    >>> browser_name("")
    'A browser that does not say its name'
    """
    browser = next((name for mark, name in _BROWSERS if mark in says), "")
    system = next((name for mark, name in _SYSTEMS if mark in says), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or says[:60] or "A browser that does not say its name"
