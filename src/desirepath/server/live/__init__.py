"""Server-sent events: what happens is told to whoever looks, in the order it happened."""
