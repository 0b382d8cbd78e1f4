// The pages and their addresses.

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import {
  useLocation,
  Link,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { me } from "../api/generated/sdk.gen";
import { answered, Refused } from "../api/http";
import { readSearch } from "../lived/view";
import type { CustomersSearch } from "../pages/customers/CustomersPage";
import type { DataSearch } from "../pages/DataPage";
import { MapsPage } from "../pages/MapsPage";
import { Alone } from "../pages/Alone";
import { Bar } from "../pages/Bar";
import { Message } from "../pages/Message";
import type { ScorecardsSearch } from "../scorecards/ScorecardsPage";
import type { RenewalsSearch } from "../renewals/RenewalsPage";
import type { PlaybooksSearch } from "../playbooks/PlaybooksPage";
import type { BoardSearch } from "../success/BoardPage";
import type { TodaySearch } from "../today/TodayPage";
import type { SupportSearch } from "../support/SupportPage";
import { words } from "../words/en";
import { shellWords } from "../words/shell";
import { PaletteProvider } from "../palette/PaletteProvider";
import { useWorkspace } from "./clock";
import { MeContext, useMe } from "./me";
import { beginsAt, mayOpen } from "./places";
import { Tellings } from "./Tellings";
import { UnreadContext, useNews } from "./news";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 3 && error instanceof Refused && error.status === 0,
    },
  },
});

/** What a link to a map may say beside how it is looked at: which panel is open, which conversation is meant. */
export interface MapSearch {
  readonly panel?: string;
  readonly thread?: number;
}

export interface NewMapSearch {
  readonly from?: string;
  /** The source that a draft from the data is to rest on. */
  readonly source?: string;
}

export interface SettingsSearch {
  readonly part?: string;
}

const root = createRootRoute({
  component: Frame,
  notFoundComponent: () => <Alone title={words.notFound} says={words.notFoundHint} />,
});
const home = createRoute({ getParentRoute: () => root, path: "/", component: Home });
const maps = createRoute({ getParentRoute: () => root, path: "/maps", component: MapsPage });
const map = createRoute({
  getParentRoute: () => root,
  path: "/maps/$mapId",
  validateSearch: (given: Record<string, unknown>): MapSearch & ReturnType<typeof readSearch> => ({
    ...readSearch(given),
    ...(typeof given.panel === "string" ? { panel: given.panel } : {}),
    ...(typeof given.thread === "number" ? { thread: given.thread } : {}),
  }),
  component: lazyRouteComponent(() => import("../pages/map/MapPage"), "MapPage"),
});
const customers = createRoute({
  getParentRoute: () => root,
  path: "/customers",
  validateSearch: (given: Record<string, unknown>): CustomersSearch => ({
    ...(typeof given.map === "string" ? { map: given.map } : {}),
    ...(typeof given.step === "string" ? { step: given.step } : {}),
    ...(typeof given.outcome === "string" ? { outcome: given.outcome } : {}),
    ...(typeof given.segment === "string" ? { segment: given.segment } : {}),
    ...(given.when === "set-out" ? { when: given.when } : {}),
    ...(typeof given.since === "string" ? { since: given.since } : {}),
    ...(typeof given.until === "string" ? { until: given.until } : {}),
    ...(typeof given.subject === "string" ? { subject: given.subject } : {}),
    ...(typeof given.sort === "string" ? { sort: given.sort } : {}),
    ...(given.way === "up" || given.way === "down" ? { way: given.way } : {}),
    ...(given.mine === true ? { mine: true } : {}),
  }),
  component: lazyRouteComponent(() => import("../pages/customers/CustomersPage"), "CustomersPage"),
});
const today = createRoute({
  getParentRoute: () => root,
  path: "/today",
  validateSearch: (given: Record<string, unknown>): TodaySearch => ({
    ...(given.view === "team" || given.view === "nobody" ? { view: given.view } : {}),
    ...(typeof given.person === "number" ? { person: given.person } : {}),
    ...(typeof given.task === "number" ? { task: given.task } : {}),
  }),
  component: lazyRouteComponent(() => import("../today/TodayPage"), "TodayPage"),
});
const account = createRoute({
  getParentRoute: () => root,
  path: "/accounts/$of/$account",
  component: lazyRouteComponent(() => import("../accounts/AccountPage"), "AccountPage"),
});
const board = createRoute({
  getParentRoute: () => root,
  path: "/board",
  validateSearch: (given: Record<string, unknown>): BoardSearch =>
    Object.fromEntries(
      ["map", "text", "pace", "level", "owner", "by", "group", "sort"].flatMap((name) =>
        typeof given[name] === "string" ? [[name, given[name]]] : [],
      ),
    ),
  component: lazyRouteComponent(() => import("../success/BoardPage"), "BoardPage"),
});
const scorecards = createRoute({
  getParentRoute: () => root,
  path: "/scorecards",
  validateSearch: (given: Record<string, unknown>): ScorecardsSearch =>
    typeof given.card === "string" ? { card: given.card } : {},
  component: lazyRouteComponent(() => import("../scorecards/ScorecardsPage"), "ScorecardsPage"),
});
const renewals = createRoute({
  getParentRoute: () => root,
  path: "/renewals",
  validateSearch: (given: Record<string, unknown>): RenewalsSearch => ({
    ...(given.part === "calendar" || given.part === "revenue" || given.part === "first"
      ? { part: given.part }
      : {}),
    ...(typeof given.map === "string" ? { map: given.map } : {}),
    ...(given.mine === true ? { mine: true } : {}),
    // What of the calendar or of revenue is looked at; the page leaves out what it does not know.
    ...Object.fromEntries(
      ["ahead", "month", "call", "order", "from", "to", "by", "split"].flatMap((name) => {
        const value = given[name];
        return typeof value === "string" || typeof value === "number" ? [[name, String(value)]] : [];
      }),
    ),
  }),
  component: lazyRouteComponent(() => import("../renewals/RenewalsPage"), "RenewalsPage"),
});
const support = createRoute({
  getParentRoute: () => root,
  path: "/support",
  validateSearch: (given: Record<string, unknown>): SupportSearch =>
    typeof given.map === "string" ? { map: given.map } : {},
  component: lazyRouteComponent(() => import("../support/SupportPage"), "SupportPage"),
});
const playbooks = createRoute({
  getParentRoute: () => root,
  path: "/playbooks",
  validateSearch: (given: Record<string, unknown>): PlaybooksSearch => ({
    ...(typeof given.playbook === "string" ? { playbook: given.playbook } : {}),
    ...(typeof given.from === "string" ? { from: given.from } : {}),
    ...(given.view === "outbox" || given.view === "letters" || given.view === "limits"
      ? { view: given.view }
      : {}),
  }),
  component: lazyRouteComponent(() => import("../playbooks/PlaybooksPage"), "PlaybooksPage"),
});
const data = createRoute({
  getParentRoute: () => root,
  path: "/data",
  validateSearch: (given: Record<string, unknown>): DataSearch => ({
    ...(typeof given.upload === "string" ? { upload: given.upload } : {}),
    ...(typeof given.import === "number" ? { import: given.import } : {}),
    ...(typeof given.mend === "number" ? { mend: given.mend } : {}),
    ...(typeof given.tool === "string" ? { tool: given.tool } : {}),
    ...(typeof given.connection === "number" ? { connection: given.connection } : {}),
  }),
  component: lazyRouteComponent(() => import("../pages/DataPage"), "DataPage"),
});
const newMap = createRoute({
  getParentRoute: () => root,
  path: "/new",
  validateSearch: (given: Record<string, unknown>): NewMapSearch => ({
    ...(typeof given.from === "string" ? { from: given.from } : {}),
    ...(typeof given.source === "string" ? { source: given.source } : {}),
  }),
  component: lazyRouteComponent(() => import("../pages/new/NewMapPage"), "NewMapPage"),
});
const notifications = createRoute({
  getParentRoute: () => root,
  path: "/notifications",
  component: lazyRouteComponent(() => import("../pages/NotificationsPage"), "NotificationsPage"),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: "/settings",
  validateSearch: (given: Record<string, unknown>): SettingsSearch =>
    typeof given.part === "string" ? { part: given.part } : {},
  component: lazyRouteComponent(() => import("../pages/settings/SettingsPage"), "SettingsPage"),
});
const people = createRoute({
  getParentRoute: () => root,
  path: "/people",
  component: lazyRouteComponent(() => import("../pages/PeoplePage"), "PeoplePage"),
});
const personas = createRoute({
  getParentRoute: () => root,
  path: "/personas",
  component: lazyRouteComponent(() => import("../personas/PersonasPage"), "PersonasPage"),
});
const persona = createRoute({
  getParentRoute: () => root,
  path: "/personas/$personaId",
  component: lazyRouteComponent(() => import("../personas/PersonaPage"), "PersonaPage"),
});
const router = createRouter({
  routeTree: root.addChildren([
    home,
    maps,
    map,
    newMap,
    today,
    account,
    board,
    scorecards,
    playbooks,
    customers,
    renewals,
    support,
    data,
    people,
    personas,
    persona,
    notifications,
    settings,
  ]),
  defaultPreload: "intent",
  defaultErrorComponent: ({ error }) => (
    <Alone
      title={words.broke}
      says={error instanceof Error ? error.message : ""}
      onRetry={() => {
        window.location.reload();
      }}
    />
  ),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}

/** The page on which somebody begins; the maps are shown where they stand, so that nothing flickers. */
function Home() {
  const mine = useMe();
  return beginsAt(mine) === "/today" ? <Navigate to="/today" replace /> : <MapsPage />;
}

function Frame() {
  const mine = useQuery({ queryKey: ["me"], queryFn: () => answered(me()) });
  const workspace = useWorkspace();
  if (mine.error instanceof Refused && mine.error.status === 401) {
    window.location.assign(`/sign-in/?next=${encodeURIComponent(window.location.pathname)}`);
    return null;
  }
  if (mine.error)
    return (
      <main className="page">
        <Message
          heading="h1"
          title={words.broke}
          says={mine.error.message}
          onRetry={() => void mine.refetch()}
        />
      </main>
    );
  if (!mine.data || workspace.isPending)
    return (
      <p className="hidden" role="status">
        {words.loading}
      </p>
    );
  return (
    <MeContext value={mine.data}>
      <Framed />
    </MeContext>
  );
}

function Framed() {
  const unread = useNews();
  const mine = useMe();
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <UnreadContext value={unread}>
      <PaletteProvider>
        {!mine.can_return && <NoWayBack />}
        {mayOpen(mine, path) ? <Outlet /> : <NotForGuests />}
        <Tellings />
      </PaletteProvider>
    </UnreadContext>
  );
}

function NotForGuests() {
  return (
    <>
      <Bar />
      <main className="page">
        <Message heading="h1" title={shellWords.notForGuests} says={shellWords.notForGuestsHint}>
          <Link to="/maps" className="button first">
            {shellWords.toMyMaps}
          </Link>
        </Message>
      </main>
    </>
  );
}

/** For who came by an invitation, or a link, and left before a passkey or a password was there. */
function NoWayBack() {
  return (
    <p className="no-way-back" role="status">
      <b>{shellWords.noWayBack}</b> <a href="/account/passkeys/add/">{shellWords.addPasskey}</a>{" "}
      {shellWords.or} <a href="/account/password/first/">{shellWords.choosePassword}</a>.
    </p>
  );
}
