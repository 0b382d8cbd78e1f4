"""Style Icon (being written)."""
