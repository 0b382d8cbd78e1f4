// Playbooks: all of them, one of them, and the outbox.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { listPlaybookTemplates, onePlaybook, onePlaybookTemplate } from "../api/generated/sdk.gen";
import type { PlaybookOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Bar } from "../pages/Bar";
import { Until } from "../pages/Until";
import { useCommands } from "../palette/PaletteContext";
import { letterWords } from "../words/letters";
import { playbookWords as said } from "../words/playbooks";
import { BLANK, blankText } from "./book";
import { EmailAnalytics } from "./EmailAnalytics";
import { OnePlaybook, type Tab } from "./OnePlaybook";
import { DemoStrip } from "./DemoStrip";
import { Halted, HaltButton, useAll } from "./Halt";
import { Outbox } from "./Outbox";
import { WorkspaceLimits } from "./WorkspaceLimits";
import "../styles/playbooks.css";
import "../styles/playbook.css";

export interface PlaybooksSearch {
  readonly playbook?: string;
  /** The name of what a new one begins with. */
  readonly from?: string;
  readonly view?: "outbox" | "letters" | "limits";
  /** Which side of one playbook; without it what it does. */
  readonly tab?: Tab;
}

export function PlaybooksPage() {
  const search: PlaybooksSearch = useSearch({ from: "/playbooks" });
  const go = useNavigate({ from: "/playbooks" });
  const show = (next: PlaybooksSearch) => void go({ search: next });
  return (
    <>
      <Bar />
      <main className="page books">
        <DemoStrip />
        <Halted />
        {search.playbook !== undefined ? (
          <One key={search.playbook} id={search.playbook} tab={search.tab ?? "book"} onShow={show} />
        ) : search.from !== undefined ? (
          <New key={search.from} name={search.from} tab={search.tab ?? "book"} onShow={show} />
        ) : (
          <All view={search.view} onShow={show} />
        )}
      </main>
    </>
  );
}

/** Those that are shipped: each has the name of its file, which is its id too. */
function useTemplates() {
  return useQuery({
    queryKey: ["playbooks", "templates"],
    queryFn: () => answered(listPlaybookTemplates()),
    staleTime: Infinity,
  });
}

interface Showing {
  readonly onShow: (search: PlaybooksSearch) => void;
}

function All({ view, onShow }: Showing & { readonly view: PlaybooksSearch["view"] }) {
  const all = useAll();
  const templates = useTemplates();
  const unknown = all.data?.unknown ?? 0;
  useCommands(() => [
    {
      name: said.outbox,
      hint: said.title,
      run: () => {
        onShow({ view: "outbox" });
      },
    },
    {
      name: letterWords.title,
      hint: said.title,
      run: () => {
        onShow({ view: "letters" });
      },
    },
    {
      name: said.settings,
      hint: said.title,
      run: () => {
        onShow({ view: "limits" });
      },
    },
  ]);
  return (
    <>
      <header>
        <div>
          <h1>{said.title}</h1>
          <p className="quiet">
            {view === "outbox"
              ? said.outboxHint
              : view === "letters"
                ? letterWords.hint
                : view === "limits"
                  ? said.settingsHint
                  : said.hint}
          </p>
        </div>
        <div className="inline">
          <select
            className="field book-begin"
            aria-label={said.begin}
            value=""
            onChange={(event) => {
              onShow({ from: event.target.value });
            }}
          >
            <option value="" disabled>
              {said.begin}
            </option>
            {templates.data?.map((one) => (
              <option key={one.name} value={one.name}>
                {said.beginWith(one.title, one.about)}
              </option>
            ))}
            <option value={BLANK}>{said.beginBlank}</option>
          </select>
          <HaltButton />
        </div>
      </header>
      {unknown > 0 && view !== "outbox" && (
        <p role="status" className="book-asks">
          <button
            type="button"
            className="link"
            onClick={() => {
              onShow({ view: "outbox" });
            }}
          >
            {said.lookFirst(unknown)}
          </button>
        </p>
      )}
      <div className="segmented" role="group" aria-label={said.title}>
        <button
          type="button"
          aria-pressed={view === undefined}
          onClick={() => {
            onShow({});
          }}
        >
          {said.list}
        </button>
        <button
          type="button"
          aria-pressed={view === "outbox"}
          onClick={() => {
            onShow({ view: "outbox" });
          }}
        >
          {said.outbox}
        </button>
        <button
          type="button"
          aria-pressed={view === "letters"}
          onClick={() => {
            onShow({ view: "letters" });
          }}
        >
          {letterWords.title}
        </button>
        <button
          type="button"
          aria-pressed={view === "limits"}
          onClick={() => {
            onShow({ view: "limits" });
          }}
        >
          {said.settings}
        </button>
      </div>
      {view === "outbox" ? (
        <Outbox />
      ) : view === "letters" ? (
        <EmailAnalytics />
      ) : view === "limits" ? (
        <WorkspaceLimits />
      ) : (
        <>
          <Until answer={all} />
          {all.data?.playbooks.length === 0 && (
            <p className="empty quiet">
              {said.none} {said.noneHint}
            </p>
          )}
          <ul className="book-list">
            {all.data?.playbooks.map((one) => (
              <Line
                key={one.id}
                one={one}
                onOpen={() => {
                  onShow({ playbook: one.id });
                }}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Line({ one, onOpen }: { readonly one: PlaybookOut; readonly onOpen: () => void }) {
  const counts = [
    ...(one.running > 0 ? [said.running(one.running)] : []),
    ...(one.done > 0 ? [said.done(one.done)] : []),
    ...(one.waiting > 0 ? [said.waiting(one.waiting)] : []),
    ...(one.held_out > 0 ? [said.alone(one.held_out)] : []),
  ];
  return (
    <li className="book-line" data-how={one.how}>
      <button type="button" className="book-open" onClick={onOpen}>
        <span className="book-name">{one.name}</span>
        {one.description && <span className="quiet book-about">{one.description}</span>}
      </button>
      <span className="quiet small book-counts">{counts.join(" · ")}</span>
      <span className="book-how">{one.asks ? said.asksTitle : said.hows[one.how]}</span>
    </li>
  );
}

function Head({ title, says, onShow }: Showing & { readonly title: string; readonly says: string }) {
  return (
    <header>
      <div>
        <p className="small">
          <button
            type="button"
            className="link"
            onClick={() => {
              onShow({});
            }}
          >
            ← {said.back}
          </button>
        </p>
        <h1>{title}</h1>
        <p className="quiet">{says}</p>
      </div>
    </header>
  );
}

function One({ id, tab, onShow }: Showing & { readonly id: string; readonly tab: Tab }) {
  const queries = useQueryClient();
  const key = ["playbooks", "one", id];
  const one = useQuery({
    queryKey: key,
    queryFn: () => answered(onePlaybook({ path: { playbook_id: id } })),
    staleTime: 0,
  });
  const kept = one.data;
  const says = kept
    ? kept.version === null
      ? `${said.hows.off ?? ""}, ${said.versionOf(kept.latest)}`
      : kept.version === kept.latest
        ? `${said.hows[kept.how] ?? ""}, ${said.versionOf(kept.version)}`
        : said.isOld(kept.version, kept.latest)
    : "";
  return (
    <>
      <Head title={kept?.name ?? id} says={says} onShow={onShow} />
      <Until answer={one} />
      {kept && (
        <OnePlaybook
          key={kept.latest}
          kept={kept}
          text={kept.text}
          tab={tab}
          onTab={(next) => {
            onShow(next === "book" ? { playbook: id } : { playbook: id, tab: next });
          }}
          onKept={(playbook) => {
            queries.setQueryData(key, playbook);
          }}
        />
      )}
    </>
  );
}

function New({ name, tab, onShow }: Showing & { readonly name: string; readonly tab: Tab }) {
  const text = useQuery({
    queryKey: ["playbooks", "template", name],
    queryFn: () =>
      name === BLANK
        ? { text: blankText(said.blankName) }
        : answered(onePlaybookTemplate({ path: { name } })),
  });
  const about = useTemplates().data?.find((one) => one.name === name)?.about;
  const others = useAll().data?.playbooks;
  return (
    <>
      <Head title={said.newOne} says={about ?? ""} onShow={onShow} />
      <Until answer={text} />
      {text.data && (
        <OnePlaybook
          kept={null}
          from={name}
          others={others}
          text={text.data.text}
          tab={tab}
          onTab={(next) => {
            onShow(next === "book" ? { from: name } : { from: name, tab: next });
          }}
          onKept={(playbook, at) => {
            onShow(at === "book" ? { playbook: playbook.id } : { playbook: playbook.id, tab: at });
          }}
        />
      )}
    </>
  );
}
