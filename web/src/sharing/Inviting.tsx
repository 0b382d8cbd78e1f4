// Asks somebody in, to the workspace or to one map alone, and lists who was asked and is not here yet.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  inviteToMap,
  listInvitations,
  listMaps,
  makeInvitation,
  mapInvitations,
  renewInvitation,
  renewMapInvitation,
  takeBackInvitation,
  takeBackMapInvitation,
} from "../api/generated/sdk.gen";
import type { InvitationIn, InvitationMade, InvitationOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { CopyButton } from "../app/CopyButton";
import { Until } from "../pages/Until";
import { words as all } from "../words/en";
import { sayDay } from "../words/figures";
import { peopleWords as words } from "../words/people";
import { shellWords } from "../words/shell";
import { Invite, type Role } from "./Invite";

export interface InvitingProps {
  /** The map to which alone one is invited; none: the workspace. */
  readonly mapId?: string;
  readonly hint: string;
  readonly first: Role;
}

interface Made extends InvitationMade {
  /** Whether there was a link before, which no longer works. */
  readonly isAgain: boolean;
}

export function Inviting({ mapId, hint, first }: InvitingProps) {
  const queries = useQueryClient();
  const [made, setMade] = useState<Made | null>(null);
  const [asked, setAsked] = useState<InvitationOut | null>(null);
  const to = mapId === undefined ? null : { map_id: mapId };
  const found = useQuery({
    queryKey: ["invitations", mapId ?? null],
    queryFn: () => answered(to ? mapInvitations({ path: to }) : listInvitations()),
  });
  const anew = () => queries.invalidateQueries({ queryKey: ["invitations"] });
  const invite = useMutation({
    mutationFn: (body: InvitationIn) =>
      answered(to ? inviteToMap({ path: to, body }) : makeInvitation({ body })),
    onSuccess: (now) => {
      setMade({ ...now, isAgain: false });
    },
    onSettled: anew,
  });
  const renew = useMutation({
    mutationFn: (id: number) => {
      const path = { invitation_id: id };
      return answered(to ? renewMapInvitation({ path: { ...to, ...path } }) : renewInvitation({ path }));
    },
    onSuccess: (now) => {
      setMade({ ...now, isAgain: true });
    },
    onSettled: anew,
  });
  const takeBack = useMutation({
    mutationFn: (id: number) => {
      const path = { invitation_id: id };
      return answered<unknown>(
        to ? takeBackMapInvitation({ path: { ...to, ...path } }) : takeBackInvitation({ path }),
      );
    },
    onSuccess: (_, id) => {
      setAsked(null);
      setMade((now) => (now?.id === id ? null : now));
    },
    onSettled: anew,
  });
  const known = found.data?.items ?? [];
  const items = [...(made && !known.some((one) => one.id === made.id) ? [...known, made] : known)].reverse();
  return (
    <>
      <Invite
        hint={hint}
        first={first}
        isSending={invite.isPending}
        error={invite.error}
        onInvite={(body) => invite.mutateAsync(body)}
      />
      {!found.data && <Until answer={found} />}
      {items.length > 0 && <h3>{words.open}</h3>}
      {renew.error && <p role="alert">{renew.error.message}</p>}
      <ul className="rows invited">
        {items.map((one) => (
          <Invited
            key={one.id}
            invitation={one}
            made={made?.id === one.id ? made : null}
            isHere={mapId !== undefined}
            isBusy={renew.isPending}
            onRenew={() => {
              renew.mutate(one.id);
            }}
            onTakeBack={() => {
              setAsked(one);
            }}
          />
        ))}
      </ul>
      {asked && (
        <Asking
          title={words.takeBackTitle}
          says={words.takeBackSays}
          confirm={all.takeBackInvitation}
          error={takeBack.error}
          onConfirm={() => {
            takeBack.mutate(asked.id);
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

interface InvitedProps {
  readonly invitation: InvitationOut;
  /** Its link, where it was made just now: nobody is shown it again. */
  readonly made: Made | null;
  /** Whether it is read on the map to which it invites. */
  readonly isHere: boolean;
  readonly isBusy: boolean;
  readonly onRenew: () => void;
  readonly onTakeBack: () => void;
}

function Invited({ invitation, made, isHere, isBusy, onRenew, onTakeBack }: InvitedProps) {
  const who = invitation.email || all.anybodyWithLink;
  const link = made ? new URL(made.url, window.location.origin).href : "";
  return (
    <li>
      <span>
        <b>{who}</b> <span className="tag">{shellWords.roles[invitation.role] ?? invitation.role}</span>
        {invitation.map !== null && !isHere && <OnlyMap id={invitation.map} />}{" "}
        <span className="quiet small">{all.until(sayDay(invitation.expires_at))}</span>
      </span>
      <span className="inline">
        <button
          type="button"
          className="button"
          aria-label={words.newLinkFor(who)}
          title={words.newLinkHint}
          disabled={isBusy}
          onClick={onRenew}
        >
          {words.newLink}
        </button>
        <button type="button" className="button" aria-label={words.takeBackOf(who)} onClick={onTakeBack}>
          {all.takeBackInvitation}
        </button>
      </span>
      {made && (
        <div role="status" className="once">
          <p>
            {made.is_mailed ? words.mailed(made.email) : made.email ? words.notMailed : words.byLink}
            {made.isAgain && ` ${words.oldLink}`}
          </p>
          <p className="inline">
            <code>{link}</code>
            <CopyButton text={link} label={words.copyLink} />
          </p>
        </div>
      )}
    </li>
  );
}

function OnlyMap({ id }: { readonly id: string }) {
  const maps = useQuery({ queryKey: ["maps"], queryFn: () => answered(listMaps({ query: { limit: 200 } })) });
  return (
    <span className="quiet">
      {" "}
      {words.onlyMap}{" "}
      <Link to="/maps/$mapId" params={{ mapId: id }}>
        {maps.data?.items.find((one) => one.id === id)?.title ?? id}
      </Link>
    </span>
  );
}
