// Asks somebody in: an address or none, a role, and the link, shown this once.

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { InvitationIn, InvitationMade } from "../api/generated/types.gen";
import { CopyButton } from "../app/CopyButton";
import { words as all } from "../words/en";
import { peopleWords as words } from "../words/people";
import { shellWords } from "../words/shell";

const ROLES = ["viewer", "commenter", "editor", "owner"] as const;
type Role = (typeof ROLES)[number];

export interface InviteProps {
  readonly hint: string;
  readonly first: Role;
  readonly onInvite: (body: InvitationIn) => Promise<InvitationMade>;
}

export function Invite({ hint, first, onInvite }: InviteProps) {
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>(first);
  const made = useMutation({
    mutationFn: () => onInvite({ role, ...(email.trim() === "" ? {} : { email: email.trim() }) }),
    onSuccess: () => {
      setEmail("");
      return queries.invalidateQueries({ queryKey: ["invitations"] });
    },
  });
  const link = made.data ? new URL(made.data.url, window.location.origin).href : "";
  return (
    <>
      <form
        className="inline"
        onSubmit={(event) => {
          event.preventDefault();
          made.mutate();
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
        <button type="submit" className="button first" disabled={made.isPending}>
          {all.makeLink}
        </button>
      </form>
      <p className="quiet small">{hint}</p>
      {made.error && <p role="alert">{made.error.message}</p>}
      {made.data && (
        <div role="status" className="once">
          <p>
            {made.data.is_mailed
              ? words.mailed(made.data.email)
              : made.data.email
                ? words.notMailed
                : words.byLink}
          </p>
          <p className="inline">
            <code>{link}</code>
            <CopyButton text={link} label={words.copyLink} />
          </p>
        </div>
      )}
    </>
  );
}
