"""What comes in by hand and what must go: uploads, imports, the log's health, the privacy of customers."""
