// Today: what one has to do, what matters most first; the team's day; and what nobody has. All of it by keys.

import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Fragment, useEffect, useRef, useState } from "react";
import { listAlerts, oneTask, today as readToday } from "../api/generated/sdk.gen";
import type { ItemOut, TodayOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useMe } from "../app/me";
import { Bar } from "../pages/Bar";
import { Until } from "../pages/Until";
import { tell } from "../app/told";
import { useCommands } from "../palette/PaletteContext";
import { todayWords as said } from "../words/today";
import { Beside } from "./Beside";
import { afterLeaving, itemOf, itemOfTask, membersOf, rowAt, rowsOf, stepFrom } from "./day";
import { AllDone, NewTask, PutOff } from "./Dialogs";
import { GroupRow } from "./GroupRow";
import { accountsOf, Nobodys } from "./Nobodys";
import { Row } from "./Row";
import { Team } from "./Team";
import { useDeeds } from "./useDeeds";
import "../styles/today.css";
import { sayDay, sayMoment, sayWeekday } from "../words/figures";

/** So many more of a group are asked for at a time. */
const AT_ONCE = 100;

export interface TodaySearch {
  readonly view?: "team" | "nobody";
  /** Whose day; one's own where it is not said. */
  readonly person?: number;
  /** The task that is open: its address, whoever's it is. */
  readonly task?: number;
}

export function TodayPage() {
  const search: TodaySearch = useSearch({ from: "/today" });
  const go = useNavigate({ from: "/today" });
  const mine = useMe();
  const person = search.person ?? mine.id;
  const view = search.view ?? "mine";
  const day = useQuery({
    queryKey: ["desk", "today", person],
    queryFn: () => answered(readToday({ query: { person } })),
    staleTime: 0,
    refetchInterval: (known) => (known.state.data?.looked_at === null ? 3000 : false),
  });
  const show = (next: TodaySearch) => void go({ search: next });
  const task = useQuery({
    queryKey: ["desk", "task", search.task],
    queryFn: () => answered(oneTask({ path: { task_id: search.task ?? 0 } })),
    enabled: search.task !== undefined,
    retry: false,
  });
  const asked = search.task !== undefined && task.data ? itemOfTask(task.data) : null;
  const close = () => {
    // Of the address as it is then: a deed may end after one has gone on to another view.
    void go({ search: ({ task: _, ...rest }) => rest, replace: true });
  };
  const views = [
    ["mine", person === mine.id ? said.mine : (day.data?.person.name ?? said.mine)],
    ["team", said.team],
    ["nobody", said.nobodys(day.data?.unowned_total ?? 0, accountsOf(day.data?.unowned ?? []))],
  ] as const;
  return (
    <>
      <Bar />
      <main className="page desk">
        <header>
          <div>
            <h1>
              {person === mine.id || view !== "mine"
                ? said.today
                : said.ofPerson(day.data?.person.name ?? "")}
              {day.data && <span className="desk-day"> {sayWeekday(day.data.today)}</span>}
            </h1>
            {day.data && <Known day={day.data} isList={view === "mine"} />}
          </div>
          <div className="segmented" role="group" aria-label={said.today}>
            {views.map(([name, label]) => (
              <button
                key={name}
                type="button"
                aria-pressed={view === name}
                onClick={() => {
                  show(name === "mine" ? {} : { view: name });
                }}
              >
                {label}
              </button>
            ))}
          </div>
        </header>
        <Until answer={day} />
        {task.error && search.task !== undefined && (
          <p role="alert" className="inline">
            <span>{said.noTask}</span>
            <button type="button" className="button" onClick={close}>
              {said.toMyDay}
            </button>
          </p>
        )}
        {day.data && view === "mine" && (
          <Things
            key={person}
            day={day.data}
            items={day.data.items}
            isNobodys={false}
            asked={asked}
            onClosed={close}
          />
        )}
        {day.data && view === "nobody" && (
          <Things
            key="nobody"
            day={day.data}
            items={day.data.unowned_items}
            isNobodys
            asked={asked}
            onClosed={close}
          />
        )}
        {view === "team" && (
          <Team
            onPerson={(id) => {
              show(id === mine.id ? {} : { person: id });
            }}
          />
        )}
      </main>
    </>
  );
}

function Known({ day, isList }: { readonly day: TodayOut; readonly isList: boolean }) {
  const parts = [
    day.lines < day.total ? `${said.toDo(day.total)} ${said.inLines(day.lines)}` : said.toDo(day.total),
    ...(day.late > 0 ? [said.late(day.late)] : []),
    ...(day.snoozed > 0 ? [said.putOffCount(day.snoozed)] : []),
    ...(day.done_today > 0 ? [said.doneToday(day.done_today)] : []),
  ];
  const isOld =
    day.data_until !== null &&
    new Date(day.now).getTime() - new Date(day.data_until).getTime() > 2 * 86_400_000;
  return (
    <p className="quiet" role="status">
      {isList && `${parts.join(" · ")}. `}
      {day.stands_still
        ? said.standsStill(sayDay(day.today))
        : isOld && day.data_until && said.dataUntil(sayMoment(day.data_until))}
    </p>
  );
}

interface ThingsProps {
  readonly day: TodayOut;
  readonly items: readonly ItemOut[];
  readonly isNobodys: boolean;
  /** What is open because the address names it; it may stand on another's day, or on none any more. */
  readonly asked: ItemOut | null;
  readonly onClosed: () => void;
}

type Asked =
  | { readonly what: "put off"; readonly item: ItemOut }
  | { readonly what: "all done"; readonly item: ItemOut }
  | { readonly what: "task"; readonly from: ItemOut | null };

function Things({ day, items, isNobodys, asked: named, onClosed }: ThingsProps) {
  const deeds = useDeeds();
  const list = useRef<HTMLOListElement>(null);
  const [at, setAt] = useState<string | null>(named?.key ?? null);
  const [openKey, setOpenKey] = useState<string | null>(named?.key ?? null);
  // What the address names opens when it comes, and closes when it goes, unless one has gone on since.
  const [namedKey, setNamedKey] = useState<string | null>(named?.key ?? null);
  if ((named?.key ?? null) !== namedKey) {
    setNamedKey(named?.key ?? null);
    if (named) setAt(named.key);
    if (named || openKey === namedKey) setOpenKey(named?.key ?? null);
  }
  const setOpen = (key: string | null) => {
    setOpenKey(key);
    if (named && key !== named.key) onClosed();
  };
  const [asked, setAsked] = useState<Asked | null>(null);
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const [fetched, setFetched] = useState<ReadonlyMap<number, ItemOut>>(new Map());
  const rows = rowsOf(items, opened, fetched);
  const keys = rows.map((one) => one.item.key);
  const open = rows.find((one) => one.item.key === openKey)?.item ?? (named?.key === openKey ? named : null);
  const current = rowAt(keys, at, open?.key ?? null);
  const itemAt = current === null ? open : (rows.find((one) => one.item.key === current)?.item ?? null);
  const focus = (key: string | null) => {
    setAt(key);
    if (key !== null)
      requestAnimationFrame(() => {
        list.current?.querySelector<HTMLElement>(`[id="thing-${key}"]`)?.focus();
      });
  };
  const move = (by: number) => {
    const next = stepFrom(keys, current, by);
    focus(next);
    if (open && next !== null && !items.some((one) => one.key === next && one.group)) setOpen(next);
  };
  const leave = (key: string) => {
    const next = afterLeaving(keys, key);
    if (openKey === key) setOpen(null);
    focus(next);
  };
  const done = (item: ItemOut, because = "") => {
    if (item.handoff) {
      setOpen(item.key);
      return;
    }
    if (item.group && asked?.what !== "all done") {
      setAsked({ what: "all done", item });
      return;
    }
    setAsked(null);
    void deeds.done(item, because).then((isDone) => {
      if (isDone) leave(item.key);
    });
  };
  const putOff = (item: ItemOut) => {
    setAsked({ what: "put off", item });
  };
  const take = (item: ItemOut) => {
    void deeds.take(item).then((isTaken) => {
      // Who takes a side of a handoff may still see to the other one here.
      if (isTaken && !item.handoff?.owner) leave(item.key);
    });
  };
  const toggle = (key: string) => {
    setAt(key);
    if (!items.some((one) => one.key === key && one.group)) {
      setOpen(openKey === key ? null : key);
      return;
    }
    const others = new Set(opened);
    if (!others.delete(key)) others.add(key);
    setOpened(others);
  };
  const showMore = async (item: ItemOut) => {
    if (!item.group) return;
    const known = new Set(membersOf(item.group, fetched).map((one) => one.alert?.id));
    const alert = item.group.ids.filter((id) => !known.has(id)).slice(0, AT_ONCE);
    try {
      const found = await answered(listAlerts({ query: { alert, limit: AT_ONCE } }));
      setFetched(
        (before) => new Map([...before, ...found.items.map((one) => [one.id, itemOf(one)] as const)]),
      );
    } catch (error) {
      tell({ says: error instanceof Error ? error.message : String(error) });
    }
  };
  const doings: readonly (readonly [keys: string, name: string, run: () => void])[] = [
    [
      "j",
      said.next,
      () => {
        move(1);
      },
    ],
    [
      "k",
      said.previous,
      () => {
        move(-1);
      },
    ],
    [
      "Enter",
      said.open,
      () => {
        if (current !== null) toggle(current);
      },
    ],
    [
      "e",
      said.done,
      () => {
        if (itemAt && !itemAt.task?.done_at) done(itemAt);
      },
    ],
    [
      "s",
      said.putOff,
      () => {
        if (itemAt && !itemAt.task?.done_at) putOff(itemAt);
      },
    ],
    [
      "n",
      said.newTask,
      () => {
        setAsked({ what: "task", from: null });
      },
    ],
    ["u", said.undo, deeds.undo],
  ];
  useCommands(() => doings.map(([key, name, run]) => ({ name, hint: said.today, keys: key, run })));
  const latest = useRef({ doings, setOpen });
  useEffect(() => {
    latest.current = { doings, setOpen };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event)) return;
      const pressed = event.key === "ArrowDown" ? "j" : event.key === "ArrowUp" ? "k" : event.key;
      if (pressed === "Escape") latest.current.setOpen(null);
      const doing = latest.current.doings.find(([key]) => key === pressed);
      if (!doing) return;
      event.preventDefault();
      doing[2]();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, []);
  return (
    <>
      <div className="inline desk-tools">
        <button
          type="button"
          className="button first"
          title={`${said.newTask} (n)`}
          onClick={() => {
            setAsked({ what: "task", from: null });
          }}
        >
          {said.newTask}
        </button>
        <button
          type="button"
          className="button"
          disabled={deeds.last === null}
          title={deeds.last === null ? said.cannotUndo : said.undoes(deeds.last)}
          onClick={deeds.undo}
        >
          {said.undo}
        </button>
        {deeds.last !== null && <span className="quiet small desk-last">{deeds.last}</span>}
        <span className="quiet small desk-keys">{said.keysHint}</span>
      </div>
      <div className="desk-both" data-open={open ? "" : undefined}>
        <div>
          {isNobodys && items.length > 0 && (
            <h2 className="desk-part">{said.unownedItems(day.unowned_total)}</h2>
          )}
          {items.length > 0 ? (
            <ol className="things" ref={list} aria-label={said.list}>
              {rows.map(({ item, within }, place) => {
                const group = items.find((one) => one.key === (within ?? item.key));
                const isLast = rows[place + 1]?.within !== group?.key;
                const rest =
                  group?.group && opened.has(group.key) && isLast
                    ? group.group.ids.length - membersOf(group.group, fetched).length
                    : 0;
                const row = {
                  item,
                  currency: day.currency,
                  isAt: item.key === current,
                  isTabStop: item.key === (current ?? keys[0]),
                  isOpen: item.group ? opened.has(item.key) : item.key === openKey,
                  onAt: () => {
                    setAt(item.key);
                  },
                  onOpen: () => {
                    toggle(item.key);
                  },
                  onDone: () => {
                    done(item);
                  },
                  onPutOff: () => {
                    putOff(item);
                  },
                };
                return (
                  <Fragment key={item.key}>
                    {item.group ? (
                      <GroupRow {...row} />
                    ) : (
                      <Row
                        {...row}
                        isMember={within !== null}
                        isNobodys={isNobodys}
                        onTake={() => {
                          take(item);
                        }}
                      />
                    )}
                    {rest > 0 && group && (
                      <li className="thing-more">
                        <button type="button" className="link" onClick={() => void showMore(group)}>
                          {said.showMore(Math.min(rest, AT_ONCE))}
                        </button>
                      </li>
                    )}
                  </Fragment>
                );
              })}
            </ol>
          ) : (
            (!isNobodys || day.unowned.length === 0) && <Zero day={day} isNobodys={isNobodys} />
          )}
          {!isNobodys && day.lines > items.length && (
            <p className="quiet">{said.more(day.lines - items.length)}</p>
          )}
          {isNobodys && day.unowned.length > 0 && <Nobodys moments={day.unowned} />}
        </div>
        {open && (
          <Beside
            item={open}
            currency={day.currency}
            deeds={deeds}
            onDone={(because) => {
              done(open, because);
            }}
            onPutOff={() => {
              putOff(open);
            }}
            onTake={() => {
              take(open);
            }}
            onTask={() => {
              setAsked({ what: "task", from: open });
            }}
            onClose={() => {
              setOpen(null);
              focus(open.key);
            }}
          />
        )}
      </div>
      {asked?.what === "put off" && (
        <PutOff
          item={asked.item}
          today={day.today}
          onPutOff={(on, because) => {
            const { item } = asked;
            setAsked(null);
            void deeds.putOff(item, on, because).then((isPutOff) => {
              if (isPutOff) leave(item.key);
            });
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
      {asked?.what === "all done" && (
        <AllDone
          item={asked.item}
          onDone={(because) => {
            done(asked.item, because);
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
      {asked?.what === "task" && (
        <NewTask
          from={asked.from}
          today={day.today}
          onMake={(task) => {
            setAsked(null);
            void deeds.make(task);
          }}
          onClose={() => {
            setAsked(null);
          }}
        />
      )}
    </>
  );
}

function Zero({ day, isNobodys }: { readonly day: TodayOut; readonly isNobodys: boolean }) {
  const mine = useMe();
  const isMine = day.person.id === mine.id;
  if (day.looked_at === null)
    return (
      <div className="zero">
        <h2>{said.lookingFirst}</h2>
        <p className="quiet">{said.lookingFirstHint}</p>
      </div>
    );
  return (
    <div className="zero">
      <svg viewBox="0 0 200 90" width="200" height="90" fill="none" strokeLinecap="round" aria-hidden="true">
        <path className="planned" d="M10 78H130Q178 78 178 40V22" strokeWidth="2.5" strokeDasharray="1 8" />
        <path className="worn" d="M10 78C78 76 96 30 168 20" strokeWidth="5" />
        <path className="worn" d="m158 12 11 8-9 10" strokeWidth="5" strokeLinejoin="round" />
      </svg>
      <h2>{isNobodys ? said.nobodyZero : isMine ? said.zero : said.zeroOf(day.person.name)}</h2>
      <p className="quiet">
        {isNobodys ? said.nobodyZeroHint : said.zeroHint}{" "}
        {!isNobodys && isMine && day.done_today > 0 && said.zeroDone(day.done_today)}
      </p>
    </div>
  );
}

/** Whether a key is meant for something else: what is typed into, a dialog, a popup, a button that is pressed. */
function isElsewhere(event: KeyboardEvent): boolean {
  const target = event.target;
  if (document.querySelector("dialog[open]") || document.querySelector(".popup:popover-open")) return true;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName)) return true;
  return event.key === "Enter" && ["BUTTON", "A", "SUMMARY"].includes(target.tagName);
}
