// Somebody by their name, with the id small beside it; by the id alone where nobody has said a name.

import { Link } from "@tanstack/react-router";

export interface NamedProps {
  readonly id: string;
  readonly name?: string | null | undefined;
}

export function Named({ id, name }: NamedProps) {
  return (
    <>
      {name ?? id}
      <IdBeside id={id} name={name} />
    </>
  );
}

export interface AccountLinkProps {
  readonly of: string;
  readonly account: string;
  /** What it is called, where the log knows. */
  readonly name?: string | null | undefined;
  readonly className?: string;
  /** Where many stand one below the other and are told apart by what they are about: the id is a tooltip. */
  readonly isBrief?: boolean;
}

/** The same as the way to the account's page. */
export function AccountLink({ of, account, name, className = "", isBrief = false }: AccountLinkProps) {
  return (
    <>
      <Link
        to="/accounts/$of/$account"
        params={{ of, account }}
        className={className}
        preload={false}
        title={name == null ? undefined : account}
      >
        {name ?? account}
      </Link>
      {!isBrief && <IdBeside id={account} name={name} />}
    </>
  );
}

function IdBeside({ id, name }: NamedProps) {
  if (name == null || name === id) return null;
  return (
    <>
      {" "}
      <span className="named-id quiet small">{id}</span>
    </>
  );
}
