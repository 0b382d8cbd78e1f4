"""The visible list of tools whose JSON is read. A new tool is a new file and a line here."""

from __future__ import annotations

from desirepath.sources.tools import segment
from desirepath.sources.tools.tool import Tool

TOOLS: tuple[Tool, ...] = (segment.TOOL,)
TOOL_NAMED = {tool.name: tool for tool in TOOLS}
