"""How fast the pages are in a real browser."""
