// The bar at the top of every page: where one can go, what the page has to offer, Ctrl-K, what is new, who one is.

import { type ReactNode, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { Link, useLocation } from "@tanstack/react-router";
import { timeNow, useWorkspace } from "../app/clock";
import { AccountMenu } from "../app/AccountMenu";
import { Bell } from "../app/Bell";
import { Icon } from "../app/Icon";
import { useMe } from "../app/me";
import { type Place, placesOf } from "../app/places";
import { Popup } from "../app/Popup";
import { useTitle } from "../app/title";
import { usePalette } from "../palette/PaletteContext";
import { words } from "../words/en";
import { cityOf, minutesAhead, sayClock, sayDay, zoneHere, zoneTold } from "../words/figures";
import { newsWords } from "../words/notifications";
import { shellWords } from "../words/shell";

/** Pages that are in no menu. */
const NAMES: Readonly<Record<string, string>> = {
  "/new": words.newMap,
  "/notifications": newsWords.title,
};

export interface BarProps {
  /** What the page puts in the place of the links; the links are then in the menu. */
  readonly children?: ReactNode;
}

export function Bar({ children }: BarProps) {
  const mine = useMe();
  const palette = usePalette();
  const company = useWorkspace().data?.name;
  const places = placesOf(mine);
  const path = useLocation({ select: (location) => location.pathname });
  useTitle(NAMES[path] ?? places.find(({ to }) => path === to || path.startsWith(`${to}/`))?.name ?? "");
  return (
    <>
      <Printed />
      <header className="bar" data-own={children ? "" : undefined}>
        <Popup label={shellWords.menu} button={<Icon name="menu" />} className="bare bar-menu" side="start">
          {(close) => (
            <nav className="menu-list" aria-label={shellWords.pages}>
              {places.map(({ to, name }) => (
                <Link key={to} to={to} activeOptions={{ exact: true }} onClick={close}>
                  {name}
                </Link>
              ))}
            </nav>
          )}
        </Popup>
        <Link to="/" className="mark" aria-label={words.appName}>
          <svg
            viewBox="0 0 64 32"
            width="32"
            height="16"
            fill="none"
            strokeLinecap="round"
            aria-hidden="true"
          >
            <path className="planned" d="M4 26H44Q58 26 58 12V6" strokeWidth="2.5" strokeDasharray="1 6" />
            <path className="worn" d="M4 26C22 25 30 9 58 6" strokeWidth="3.5" />
          </svg>
          <span className="mark-name">{company || words.appName}</span>
        </Link>
        {children ?? (
          <nav className="bar-links" aria-label={shellWords.pages}>
            {places
              .filter((one) => !one.isUnderMore)
              .map(({ to, name }) => (
                <Link key={to} to={to} activeOptions={{ exact: true }}>
                  {name}
                </Link>
              ))}
            <More places={places.filter((one) => one.isUnderMore)} />
          </nav>
        )}
        <span className="grow" />
        <button
          type="button"
          className="button bar-search"
          title={`${shellWords.search} (Ctrl+K)`}
          aria-keyshortcuts="Control+K"
          onClick={palette.open}
        >
          <Icon name="search" />
          <span className="bar-search-name">{shellWords.search}</span>
        </button>
        <OtherClock />
        <Bell />
        <AccountMenu />
      </header>
    </>
  );
}

/** Whose clock the pages tell times by, where this computer's shows another time. */
function OtherClock() {
  const [there, here, now] = [zoneTold(), zoneHere(), timeNow()];
  if (minutesAhead(there, here, now) === 0) return null;
  return (
    <span
      className="bar-clock quiet small"
      title={shellWords.clockElsewhere(there, sayClock(now), here)}
      aria-label={shellWords.clockElsewhere(there, sayClock(now), here)}
      role="note"
    >
      {shellWords.clockOf(cityOf(there))}
    </span>
  );
}

/** At the top of a page on paper, where the bar is not: whose it is, and when it was printed. */
function Printed() {
  const [day, setDay] = useState("");
  useEffect(() => {
    // The browser does not wait: it must stand there before it looks at the page.
    const begin = () => {
      flushSync(() => {
        setDay(sayDay(timeNow()));
      });
    };
    window.addEventListener("beforeprint", begin);
    return () => {
      window.removeEventListener("beforeprint", begin);
    };
  }, []);
  return <p className="printed">{shellWords.printedOn(words.appName, day, zoneTold())}</p>;
}

/** The pages that are not for every day; the button has the name of the one that is open. */
function More({ places }: { readonly places: readonly Place[] }) {
  const path = useLocation({ select: (location) => location.pathname });
  if (places.length === 0) return null;
  const here = places.find((one) => one.to === path);
  return (
    <Popup
      label={here ? shellWords.moreAt(here.name) : shellWords.more}
      button={
        <>
          {here?.name ?? shellWords.more} <span aria-hidden="true">▾</span>
        </>
      }
      className={here ? "bar-more active" : "bar-more"}
      side="start"
    >
      {(close) => (
        <div className="menu-list">
          {places.map(({ to, name }) => (
            <Link key={to} to={to} activeOptions={{ exact: true }} onClick={close}>
              {name}
            </Link>
          ))}
        </div>
      )}
    </Popup>
  );
}
