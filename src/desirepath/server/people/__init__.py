"""Who may come in and what they may do: accounts, roles, invitations, tokens, the security log."""
