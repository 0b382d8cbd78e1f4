"""Answers as files that are safe to open: CSV and XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from django.http import HttpResponse

from desirepath.exports.xlsx import MEDIA_TYPE, write_xlsx
from desirepath.log.answer import Answer

Form = Literal["csv", "xlsx"]


def as_file(answer: Answer, form: Form, *, name: str, title: str, money: Sequence[str] = ()) -> HttpResponse:
    """The answer as a file to keep, called ``name``; what a spreadsheet would take for a formula is
    defused."""
    if form == "csv":
        content, kind = ("\ufeff" + answer.to_csv()).encode(), "text/csv; charset=utf-8"
    else:
        content, kind = write_xlsx(answer, title=title, money=money), MEDIA_TYPE
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
