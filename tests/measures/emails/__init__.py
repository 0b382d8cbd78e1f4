"""E-mail analytics."""
