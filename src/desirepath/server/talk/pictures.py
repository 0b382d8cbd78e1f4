"""Pictures made anew from their pixels: nothing else that a file carried comes along.

Metadata (where and with what a photograph was taken), colour profiles, comments, and whatever somebody hid
behind or between the pixels stay out, because only pixels are written.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageOps, ImageSequence

from desirepath.base.problem import DesirepathError
from desirepath.server.talk.kinds import NOT_ATTACHABLE, PICTURE_TOO_LARGE

MOST_PIXELS: Final = 40_000_000
"""Of all frames together; about what a good camera takes."""
LONGEST_SIDE: Final = 16_000
MOST_FRAMES: Final = 500
THUMBNAIL_SIDE: Final = 320

ENDINGS: Final = {"PNG": ".png", "JPEG": ".jpg", "GIF": ".gif", "WEBP": ".webp"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: its bytes, the ending its content has, and its size in pixels."""

    content: bytes
    ending: str
    width: int
    height: int


def is_picture(content: bytes) -> bool:
    """Whether a file begins as a picture of a type that is kept.

    >>> is_picture(b"GIF89a..."), is_picture(b"<svg>")
    (True, False)
    """
    return content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")) or (
        content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    )


def make_anew(content: bytes) -> Picture:
    """The picture, written again from its pixels; a moving one keeps moving.

    Raises DP-TLK-001 for what is no whole picture, DP-TLK-002 for one with too many pixels: how many it has
    is known, and judged, before any is unpacked.
    """
    with _opened(content) as image:
        kind = "JPEG" if image.format == "MPO" else str(image.format)
        frames = [_only_pixels(frame, kind) for frame in _frames(image)]
        written = BytesIO()
        if len(frames) == 1:
            frames[0].save(written, kind, **_QUALITY.get(kind, {}))
        else:
            durations = [frame.info["duration"] for frame in frames]
            frames[0].save(
                written,
                kind,
                save_all=True,
                append_images=frames[1:],
                duration=durations,
                **({"loop": int(image.info["loop"])} if "loop" in image.info else {}),
                **({"disposal": 2} if kind == "GIF" else {}),
            )
        return Picture(written.getvalue(), ENDINGS[kind], *frames[0].size)


def make_thumbnail(content: bytes) -> bytes:
    """A small WebP of a picture's first frame, at most 320 pixels wide and high. Raises as `make_anew`."""
    with _opened(content) as image:
        small = _only_pixels(image, "WEBP")
        small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
        written = BytesIO()
        small.save(written, "WEBP", quality=80)
        return written.getvalue()


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """The picture, its pixels still packed. What goes wrong while it is read is the file's fault."""
    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
            _judge_size(image)
            yield image
    except DesirepathError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PICTURE_TOO_LARGE.error(says="the picture has too many pixels") from error
    except (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, struct.error) as error:
        raise NOT_ATTACHABLE.error(
            says="the picture is damaged, or is not what it begins as", fix="save it again, or take another"
        ) from error


def _judge_size(image: Image.Image) -> None:
    frames = getattr(image, "n_frames", 1) if image.format in _MOVING else 1
    if frames > MOST_FRAMES:
        raise PICTURE_TOO_LARGE.error(says=f"the picture has {frames:,} frames; {MOST_FRAMES} are allowed")
    width, height = image.size
    pixels = width * height * frames
    if max(width, height) > LONGEST_SIDE or pixels > MOST_PIXELS:
        many = f"{width:,} x {height:,}" + (f" x {frames:,} frames" if frames > 1 else "")
        raise PICTURE_TOO_LARGE.error(
            says=f"the picture has {many} pixels; {MOST_PIXELS:,} are allowed, {LONGEST_SIDE:,} on a side"
        )


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    if image.format in _MOVING:
        yield from ImageSequence.Iterator(image)
    else:
        yield image


def _only_pixels(frame: Image.Image, kind: str) -> Image.Image:
    """The frame the right way up, in the colours every browser shows, knowing nothing but how long it is
    shown."""
    shown_for = int(frame.info.get("duration", 100) or 0)
    upright = ImageOps.exif_transpose(frame)
    if upright.mode.startswith(("I", "F")):
        upright = upright.convert("F").point(lambda value: value / 256).convert("L")
    has_alpha = upright.has_transparency_data and kind != "JPEG"
    plain = upright.convert("RGBA" if has_alpha else "RGB")
    bare = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    bare.info = {"duration": shown_for}
    return bare


_MOVING: Final = ("GIF", "WEBP")
_QUALITY: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 90},
    "WEBP": {"quality": 90},
    "PNG": {"optimize": False},
}
