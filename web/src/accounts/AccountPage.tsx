// One account, whole: who it is and how it is, what happened, and what to do next.

import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import {
  accountHead,
  accountHealth,
  accountNext,
  accountPeople,
  accountWorth,
} from "../api/generated/sdk.gen";
import type { AccountHeadOut, HealthOut, NextOut, WorthOut } from "../api/generated/types.gen";
import { answered, Refused } from "../api/http";
import { useCommands } from "../palette/PaletteContext";
import { useTitle } from "../app/title";
import { Bar } from "../pages/Bar";
import { Message } from "../pages/Message";
import { Until } from "../pages/Until";
import { sayMoney } from "../success/board";
import { successWords } from "../words/success";
import { accountWords as said, sayDay } from "../words/accounts";
import { Composer } from "./Composer";
import { DeskPanels } from "./DeskPanel";
import { type Explained, HealthPanel } from "./HealthPanel";
import { KnownPanel } from "./KnownPanel";
import { NextPanel } from "./NextPanel";
import { PeoplePanel } from "./PeoplePanel";
import { PlacesPanel } from "./PlacesPanel";
import { PulseDialog } from "./PulseDialog";
import { Timeline } from "./Timeline";
import type { Whom } from "./useWriting";
import { WorthPanel } from "./WorthPanel";
import "../styles/accounts.css";

export function AccountPage() {
  const { of, account } = useParams({ from: "/accounts/$of/$account" });
  return (
    <>
      <Bar />
      <main className="account-page">
        <Account key={`${of} ${account}`} whom={{ of, account }} />
      </main>
    </>
  );
}

function Account({ whom }: { readonly whom: Whom }) {
  const { of, account } = whom;
  const key = (part: string) => ["account", of, account, part];
  const head = useQuery({ queryKey: key("head"), queryFn: () => answered(accountHead({ path: whom })) });
  const isThere = head.data !== undefined;
  useTitle(head.data?.name ?? "");
  const next = useQuery({
    queryKey: key("next"),
    queryFn: () => answered(accountNext({ path: whom })),
    enabled: isThere,
  });
  const worth = useQuery({
    queryKey: key("worth"),
    queryFn: () => answered(accountWorth({ path: whom })),
    enabled: isThere,
  });
  const health = useQuery({
    queryKey: key("health"),
    queryFn: () => answered(accountHealth({ path: whom })),
    enabled: isThere,
  });
  const people = useQuery({
    queryKey: key("people"),
    queryFn: () => answered(accountPeople({ path: whom })),
    enabled: isThere,
  });
  const [isGiving, setGiving] = useState(false);
  const [across, setAcross] = useState<HTMLElement | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const write = () => {
    field.current?.focus();
  };
  const give = () => {
    setGiving(true);
  };
  useKeys({ n: write, p: give });
  useCommands(() =>
    isThere
      ? [
          { name: said.write, hint: said.account, keys: "N", run: write },
          { name: said.givePulse, hint: said.account, keys: "P", run: give },
        ]
      : [],
  );
  const stepName = useMemo(() => {
    const maps = new Map(head.data?.maps.map((map) => [map.id, map.steps]) ?? []);
    return (map: string, step: string) => maps.get(map)?.[step] ?? step;
  }, [head.data]);
  if (head.error instanceof Refused && head.error.status === 404)
    return <Message heading="h1" title={said.unknown} says={said.unknownHint} />;
  if (head.error instanceof Refused && head.error.status === 403)
    return <Message heading="h1" title={said.notYours} says={said.notYoursHint} />;
  if (!head.data) return <Until answer={head} />;
  const name = head.data.name ?? account;
  return (
    <>
      <Head
        head={head.data}
        name={name}
        next={next.data}
        worth={worth.data}
        health={health.data}
        onPulse={give}
      />
      <div ref={setAcross} className="account-across" />
      <div className="account-body">
        <div className="account-main">
          <Composer whom={whom} field={field} />
          <Timeline whom={whom} stepName={stepName} />
        </div>
        <aside className="account-aside" aria-label={said.facts}>
          <NextPanel next={next.data} answer={next} onPulse={give} />
          <DeskPanels whom={whom} />
          <PlacesPanel whom={whom} name={name} next={next.data} answer={next} across={across} />
          <HealthPanel whom={whom} health={health.data} answer={health} />
          <WorthPanel worth={worth.data} answer={worth} />
          <KnownPanel head={head.data} />
          <PeoplePanel people={people.data} answer={people} />
        </aside>
      </div>
      {isGiving && (
        <PulseDialog
          whom={whom}
          onClose={() => {
            setGiving(false);
          }}
        />
      )}
    </>
  );
}

interface HeadProps {
  readonly head: AccountHeadOut;
  readonly name: string;
  readonly next: NextOut | undefined;
  readonly worth: WorthOut | undefined;
  readonly health: HealthOut | undefined;
  readonly onPulse: () => void;
}

function Head({ head, name, next, worth, health, onPulse }: HeadProps) {
  const told = health?.explained as Explained | null | undefined;
  const place = next?.places.find((one) => one.outcome === "open") ?? next?.places[0];
  const last = worth?.history.at(-1);
  const term = worth?.terms.find((one) => one.state === "open" || one.state === "overdue");
  return (
    <header className="account-head">
      <p className="small quiet">
        <Link to="/board" {...(place ? { search: { map: place.map.id } } : {})}>
          {said.backToBoard}
        </Link>{" "}
        / {head.of}
      </p>
      <h1>
        {name} {head.name !== null && <span className="quiet account-id">{head.id}</span>}
      </h1>
      <dl className="account-facts">
        <Fact name={said.owners}>
          {head.owners.length === 0 ? (
            <span className="quiet" title={said.noRoles}>
              –
            </span>
          ) : (
            head.owners.map((one) => (
              <span key={one.role} className="account-owner" title={one.reason}>
                {one.name ?? said.noOwner} <span className="quiet small">{one.role}</span>
              </span>
            ))
          )}
        </Fact>
        <Fact name={said.health} mark={told?.level === health?.levels[0] && told?.level ? "bad" : undefined}>
          {health === undefined
            ? "…"
            : told?.score == null
              ? said.noHealth
              : `${told.score.toFixed(0)} ${told.level ?? ""}`}
        </Fact>
        <Fact name={said.worth}>
          {worth === undefined
            ? "…"
            : worth.now === null
              ? last === undefined
                ? said.noWorth
                : said.hasLeft(sayDay(last.at))
              : worth.now.cents === null
                ? said.noWorth
                : sayMoney(worth.now.cents, worth.currency)}
        </Fact>
        <Fact name={said.renewal} mark={term?.state === "overdue" ? "bad" : undefined}>
          {worth === undefined
            ? "…"
            : term
              ? `${sayDay(term.due)}${term.state === "overdue" ? ` ${said.overdue}` : ""}`
              : said.noRenewal}
        </Fact>
        <Fact
          name={
            place?.outcome === "open" && place.step_name !== null ? said.paceAt(place.step_name) : said.pace
          }
          mark={place?.pace === "stuck" || place?.pace === "behind" ? "bad" : undefined}
        >
          {next === undefined
            ? "…"
            : place
              ? place.outcome === "open" && place.pace !== null
                ? successWords.pace[place.pace as keyof typeof successWords.pace]
                : (said.outcomes[place.outcome] ?? place.outcome)
              : "–"}
        </Fact>
        <Fact name={said.pulse} mark={head.pulse && head.pulse.pulse <= 2 ? "bad" : undefined}>
          <button
            type="button"
            className="button small-button"
            aria-keyshortcuts="P"
            title={`${said.givePulse} (P)`}
            onClick={onPulse}
          >
            {head.pulse
              ? `${String(head.pulse.pulse)} · ${said.pulses[head.pulse.pulse - 1] ?? ""}`
              : said.givePulse}
          </button>
        </Fact>
        <Fact name={said.lastSeen}>
          <span title={said.lastSeenHint}>
            {head.last_seen === null ? said.neverSeen : sayDay(head.last_seen)}
          </span>
        </Fact>
      </dl>
    </header>
  );
}

interface FactProps {
  readonly name: string;
  readonly mark?: "bad" | undefined;
  readonly children: React.ReactNode;
}

function Fact({ name, mark, children }: FactProps) {
  return (
    <div data-mark={mark}>
      <dt title={name}>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Single letters that do something, unless somebody types or a dialog is open. */
function useKeys(deeds: Readonly<Record<string, () => void>>) {
  const latest = useRef(deeds);
  useEffect(() => {
    latest.current = deeds;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target instanceof HTMLElement ? event.target : null;
      const isTyping = target?.closest("input, textarea, select, [contenteditable], dialog") !== null;
      const deed = latest.current[event.key.toLowerCase()];
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey || deed === undefined) return;
      event.preventDefault();
      deed();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
}
