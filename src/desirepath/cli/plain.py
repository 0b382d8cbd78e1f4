"""Output on terminals and into files that cannot hold every character: plain ones take their place."""

from __future__ import annotations

import codecs
import sys
from io import TextIOWrapper

_PLAIN = {
    **dict.fromkeys(map(ord, "█▇"), "#"),
    **dict.fromkeys(map(ord, "▅▆"), "="),
    **dict.fromkeys(map(ord, "▃▄–—−─━"), "-"),
    **dict.fromkeys(map(ord, "▁▂"), "_"),
    **dict.fromkeys(map(ord, "·░"), "."),
    **dict.fromkeys(map(ord, "•✦●◆"), "*"),
    **dict.fromkeys(map(ord, "╭╮╰╯┏┓┗┛┌┐└┘├┤┬┴┼┡┩"), "+"),
    **dict.fromkeys(map(ord, "│┃"), "|"),
    **dict.fromkeys(map(ord, "“”„"), '"'),
    **dict.fromkeys(map(ord, "‘’"), "'"),
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " "),
    ord("…"): "...",
    ord("→"): "->",
    ord("←"): "<-",
    ord("×"): "x",
    ord("≥"): ">=",
    ord("≤"): "<=",
}


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    plain = error.object[error.start : error.end].translate(_PLAIN)
    return plain.encode(error.encoding, "replace").decode(error.encoding), error.end


def speak_plainly() -> None:
    """Let the output say with plain characters what its encoding cannot hold, instead of failing.

    Output that is redirected on Windows, or under ``LC_ALL=C``, knows no more than a few dozen letters.
    """
    codecs.register_error("desirepath-plain", _replace)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="desirepath-plain")
