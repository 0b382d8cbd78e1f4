"""Maps and their edits: one order, one history, every version."""
