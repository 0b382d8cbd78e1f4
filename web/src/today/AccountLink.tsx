// An account by its name, else its id, as the way to its page.

import { Link } from "@tanstack/react-router";

export interface AccountLinkProps {
  readonly of: string;
  readonly account: string;
  /** What it is called, where the log knows. */
  readonly name?: string | null;
  readonly className?: string;
}

export function AccountLink({ of, account, name = null, className = "" }: AccountLinkProps) {
  return (
    <Link
      to="/accounts/$of/$account"
      params={{ of, account }}
      className={className}
      preload={false}
      title={name === null ? undefined : account}
    >
      {name ?? account}
    </Link>
  );
}
