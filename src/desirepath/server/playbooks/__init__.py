"""Playbooks in the workspace: their versions, whether they are on, what they did, and the outbox that does it
once."""
