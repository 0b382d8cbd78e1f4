// The form that asks somebody in: an address or none, and a role.

import { useState } from "react";
import type { InvitationIn } from "../api/generated/types.gen";
import { words as all } from "../words/en";
import { shellWords } from "../words/shell";

const ROLES = ["viewer", "commenter", "editor", "owner"] as const;
export type Role = (typeof ROLES)[number];

export interface InviteProps {
  readonly hint: string;
  readonly first: Role;
  readonly isSending: boolean;
  readonly error: Error | null;
  /** Resolves where it went well. */
  readonly onInvite: (body: InvitationIn) => Promise<unknown>;
}

export function Invite({ hint, first, isSending, error, onInvite }: InviteProps) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>(first);
  return (
    <>
      <form
        className="inline"
        onSubmit={(event) => {
          event.preventDefault();
          const address = email.trim();
          onInvite({ role, ...(address === "" ? {} : { email: address }) }).then(
            () => {
              setEmail("");
            },
            () => undefined, // what went wrong stands below; the address stays
          );
        }}
      >
        <input
          className="field"
          type="email"
          aria-label={all.email}
          placeholder={all.email}
          value={email}
          onChange={(event) => {
            setEmail(event.target.value);
          }}
        />
        <select
          className="field"
          aria-label={all.role}
          value={role}
          onChange={(event) => {
            setRole(event.target.value as Role);
          }}
        >
          {ROLES.map((one) => (
            <option key={one} value={one}>
              {shellWords.roles[one]}
            </option>
          ))}
        </select>
        <button type="submit" className="button first" disabled={isSending}>
          {all.makeLink}
        </button>
      </form>
      <p className="quiet small">{hint}</p>
      {error && <p role="alert">{error.message}</p>}
    </>
  );
}
