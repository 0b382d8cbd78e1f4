// Renewals: what comes up when and how likely, how revenue moved and whose every number is, who is new.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { Bar } from "../pages/Bar";
import { useCommands } from "../palette/PaletteContext";
import { renewalWords as said } from "../words/renewals";
import { Calendar } from "./Calendar";
import { FirstDaysBoard } from "./FirstDaysBoard";
import { RevenuePart } from "./RevenuePart";
import "../styles/renewals.css";

export const PARTS = ["calendar", "revenue", "first"] as const;
export type Part = (typeof PARTS)[number];

export interface RenewalsSearch {
  readonly part?: Part;
  readonly map?: string;
  readonly ahead?: string;
  readonly month?: string;
  readonly call?: string;
  readonly order?: string;
  readonly mine?: boolean;
  /** Of revenue: its months, how it is cut, the trait that makes segments. */
  readonly from?: string;
  readonly to?: string;
  readonly by?: string;
  readonly split?: string;
}

export function RenewalsPage() {
  const search: RenewalsSearch = useSearch({ from: "/renewals" });
  const go = useNavigate({ from: "/renewals" });
  const part = search.part ?? "calendar";
  useCommands(() =>
    PARTS.map((one) => ({
      name: said.parts[one],
      hint: said.title,
      run: () => void go({ search: { ...search, part: one } }),
    })),
  );
  return (
    <>
      <Bar />
      <main className="page renewals-page">
        <header>
          <h1>{said.title}</h1>
          <div className="renewals-parts" role="tablist" aria-label={said.part}>
            {PARTS.map((one) => (
              <button
                key={one}
                type="button"
                role="tab"
                id={`tab-${one}`}
                aria-selected={one === part}
                aria-controls="renewals-part"
                tabIndex={one === part ? 0 : -1}
                onClick={() => void go({ search: { ...search, part: one } })}
                onKeyDown={(event) => {
                  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
                  const next = PARTS[(PARTS.indexOf(part) + step + PARTS.length) % PARTS.length];
                  if (step === 0 || next === undefined) return;
                  event.preventDefault();
                  void go({ search: { ...search, part: next } });
                  document.getElementById(`tab-${next}`)?.focus();
                }}
              >
                {said.parts[one]}
              </button>
            ))}
          </div>
        </header>
        <div id="renewals-part" role="tabpanel" aria-labelledby={`tab-${part}`}>
          {part === "calendar" && <Calendar />}
          {part === "revenue" && <RevenuePart />}
          {part === "first" && (
            <FirstDaysBoard
              map={search.map}
              isMine={search.mine === true}
              onMap={(map) => void go({ search: { ...search, map } })}
              onMine={(isMine) => void go({ search: { ...search, mine: isMine ? true : undefined } })}
            />
          )}
        </div>
      </main>
    </>
  );
}
