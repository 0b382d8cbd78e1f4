// An account by its id, as the way to its page.

import { Link } from "@tanstack/react-router";

export interface AccountLinkProps {
  readonly of: string;
  readonly account: string;
  readonly className?: string;
}

export function AccountLink({ of, account, className = "" }: AccountLinkProps) {
  return (
    <Link to="/accounts/$of/$account" params={{ of, account }} className={className} preload={false}>
      {account}
    </Link>
  );
}
