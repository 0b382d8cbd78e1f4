"""How the documentation is built: Sphinx with MyST Markdown."""

from __future__ import annotations

from desirepath import __version__

project = "Desirepath"
author = "The Desirepath authors"
release = __version__
extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = "Desirepath"
html_static_path: list[str] = []
exclude_patterns = ["_build"]
suppress_warnings = ["misc.highlighting_failure"]
