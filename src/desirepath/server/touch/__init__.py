"""What customers meet of us without signing in: the pages behind the links of messages."""
