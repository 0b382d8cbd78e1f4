"""Books: whose accounts are whose, and who may see them."""
