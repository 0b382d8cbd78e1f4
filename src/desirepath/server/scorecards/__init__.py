"""Scorecards in the workspace: versions and drafts, what a draft would change, each one's health."""
