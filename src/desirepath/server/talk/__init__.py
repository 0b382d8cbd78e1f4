"""What people say about a map, and what they prove: comments, notifications, attachments, evidence."""
