"""What comes in over HTTP becomes facts in the log, durably: Segment calls, webhooks, CloudEvents."""
