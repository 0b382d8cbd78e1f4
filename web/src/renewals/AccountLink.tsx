// The way from a number to the account behind it.

import { Link } from "@tanstack/react-router";

export interface AccountLinkProps {
  readonly subject: string;
  /** What it is: an account, unless a map follows somebody else. */
  readonly of?: string;
}

export function AccountLink({ subject, of = "account" }: AccountLinkProps) {
  return (
    <Link to="/accounts/$of/$account" params={{ of, account: subject }}>
      {subject}
    </Link>
  );
}
