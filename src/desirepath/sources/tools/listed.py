"""The visible list of tools whose JSON is read. A new tool is a new file and a line here."""

from __future__ import annotations

from desirepath.sources.tools import (
    cloudevents,
    delighted,
    hubspot,
    intercom,
    mailchimp,
    segment,
    sendgrid,
    stripe,
    typeform,
    zendesk,
)
from desirepath.sources.tools.tool import Tool

TOOLS: tuple[Tool, ...] = (
    segment.TOOL,
    cloudevents.TOOL,
    zendesk.TOOL,
    intercom.TOOL,
    hubspot.TOOL,
    stripe.TOOL,
    delighted.TOOL,
    typeform.TOOL,
    sendgrid.TOOL,
    mailchimp.TOOL,
)
TOOL_NAMED = {tool.name: tool for tool in TOOLS}
