"""axe-core in a page that is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE: Final = Axe()
_IS_THERE: Final = "typeof axe === 'object'"
_RUN: Final = "([where, how]) => axe.run(where ?? document, how).then((found) => found.violations)"


def violations_on(
    page: Page, context: Mapping[str, Any] | None = None, options: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """What axe finds wrong on a page: a rule each, as axe says it.

    ``context`` is where it looks (``{"include": [["main"]]}``; None: everywhere), ``options`` how. Only what
    is wrong leaves the page: to hand over what is right as well takes ten times as long as to look for it.
    """
    if not page.evaluate(_IS_THERE):
        page.evaluate(_AXE.axe_script)
    how = {**(options or {}), "resultTypes": ["violations"]}
    return list(page.evaluate(_RUN, [context and dict(context), how]))
