// Revenue: the waterfall of the period, its numbers in the course of time, segments and cohorts side by side, and
// whose every number is.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { revenue } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { today } from "../app/clock";
import { answered } from "../api/http";
import { useAnswer } from "../lived/useLived";
import { isoDay } from "../words/figures";
import { renewalWords as said } from "../words/renewals";
import { Answer } from "./Answer";
import { Behind, type Picked } from "./Behind";
import { daysOf, type Months, monthsOf } from "./period";
import { PeriodPicker } from "./PeriodPicker";
import {
  NUMBERS,
  type Revenue,
  type RevenueNumber,
  type RevenueRow,
  sayCents,
  sayInterval,
  sayMonth,
  sayNumber,
  sayPeriod,
  sayShare,
} from "./renewals";
import type { RenewalsSearch } from "./RenewalsPage";
import { Waterfall } from "./Waterfall";

/** What of revenue the address asks for, and how to ask for something else. */
function useAsked() {
  const search: RenewalsSearch = useSearch({ from: "/renewals" });
  const go = useNavigate({ from: "/renewals" });
  const put = (some: Partial<RenewalsSearch>) =>
    void go({ search: { ...search, ...some }, resetScroll: false });
  return {
    by: search.by === "quarter" ? ("quarter" as const) : ("month" as const),
    split: search.split ?? null,
    months: monthsOf(search.from, search.to),
    setBy: (by: string) => {
      put({ by: by === "month" ? undefined : by });
    },
    setSplit: (split: string) => {
      put({ split: split === "" ? undefined : split });
    },
    setMonths: (months: Months | null) => {
      put({ from: months?.from, to: months?.to });
    },
  };
}

export function RevenuePart() {
  const { by, split, months, ...look } = useAsked();
  const [picked, setPicked] = useState<Picked | null>(null);
  const query = { by, ...(split === null ? {} : { split }), ...daysOf(months) };
  const asked = useAnswer<Revenue>(["revenue", by, split, months?.from, months?.to], true, () =>
    answered<AnswerOut>(revenue({ query })),
  );
  const found = asked.answer;
  const [asOf, setAsOf] = useState<string | null>(null);
  if (found && found.as_of !== asOf) setAsOf(found.as_of);
  const traits = found?.traits ?? (split === null ? [] : [split]);
  return (
    <>
      <div className="inline">
        <PeriodPicker
          months={months}
          lastDay={asOf === null ? today() : isoDay(asOf)}
          onChoose={look.setMonths}
        />
        <select
          className="field"
          aria-label={said.by}
          value={by}
          onChange={(event) => {
            look.setBy(event.target.value);
          }}
        >
          <option value="month">
            {said.by} {said.byOf.month}
          </option>
          <option value="quarter">
            {said.by} {said.byOf.quarter}
          </option>
        </select>
        <select
          className="field"
          aria-label={said.split}
          value={split ?? ""}
          onChange={(event) => {
            look.setSplit(event.target.value);
          }}
        >
          <option value="">
            {said.split}: {said.splitNone}
          </option>
          {traits.map((trait) => (
            <option key={trait} value={trait}>
              {said.split}: {said.splitBy(trait)}
            </option>
          ))}
        </select>
      </div>
      <Answer asked={asked}>
        {(found) => {
          const pick = (row: RevenueRow, number: RevenueNumber | "excluded") => {
            setPicked({ row, number, name: nameOf(row) });
          };
          return (
            <>
              <Head found={found} onPick={pick} />
              <h2 className="apart">{said.moved}</h2>
              <p className="quiet">
                {periodOf(found)}. {said.movedHint}
              </p>
              <Waterfall row={found.total} currency={found.currency} onPick={pick} />
              <Rows
                title={said.stretches}
                hint={said.stretchesHint(said.byOf[found.by])}
                rows={[...found.stretches].reverse()}
                found={found}
                onPick={pick}
              />
              {found.segments.length > 0 && (
                <Rows
                  title={said.segments}
                  hint={periodOf(found)}
                  rows={found.segments}
                  found={found}
                  onPick={pick}
                />
              )}
              <Rows
                title={said.cohorts}
                hint={periodOf(found)}
                rows={found.cohorts}
                found={found}
                onPick={pick}
              />
              <Ages found={found} />
              {picked && (
                <Behind
                  picked={picked}
                  query={query}
                  onClose={() => {
                    setPicked(null);
                  }}
                />
              )}
            </>
          );
        }}
      </Answer>
    </>
  );
}

/** The period, of which the data may end before it does. */
function periodOf({ since, until, as_of: asOf }: Revenue): string {
  const isCut = Date.parse(asOf) < Date.parse(until);
  return isCut ? said.untilData(sayPeriod(since, asOf)) : sayPeriod(since, until);
}

function nameOf(row: RevenueRow): string {
  if (row.kind === "all") return said.rowAll;
  return row.label === null ? said.nothingKnown : sayMonthOr(row.label);
}

function sayMonthOr(label: string): string {
  return /^\d{4}-\d{2}$/.test(label) ? sayMonth(label) : label;
}

interface PartProps {
  readonly found: Revenue;
  readonly onPick: (row: RevenueRow, number: RevenueNumber | "excluded") => void;
}

/** The three numbers that everybody asks for, each with its interval and what it means. */
function Head({ found, onPick }: PartProps) {
  return (
    <dl className="revenue-head">
      {(["nrr", "grr", "logo_churn"] as const).map((number) => {
        const one = found.total.measures[number];
        const interval = sayInterval(one);
        return (
          <div key={number} title={said.hints[number]}>
            <dt>{said.numbers[number]}</dt>
            <dd>
              <button
                type="button"
                className="renewal-pick"
                disabled={one.value === null}
                onClick={() => {
                  onPick(found.total, number);
                }}
              >
                {one.value === null ? "–" : sayShare(one.value)}
              </button>
              <span className="quiet small">{one.value === null ? one.reason : interval}</span>
            </dd>
            <dd className="small meaning">{periodOf(found)}</dd>
            <dd className="quiet small meaning">{said.hints[number]}</dd>
          </div>
        );
      })}
    </dl>
  );
}

interface RowsProps extends PartProps {
  readonly title: string;
  readonly hint: string;
  readonly rows: readonly RevenueRow[];
}

function Rows({ title, hint, rows, found, onPick }: RowsProps) {
  return (
    <section>
      <h2 className="apart">{title}</h2>
      <p className="quiet">{hint}</p>
      <div className="wide" tabIndex={0}>
        <table className="revenue-rows">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">{said.row}</span>
              </th>
              {NUMBERS.map((number) => (
                <th key={number} scope="col" className="money" title={said.hints[number]}>
                  {said.numbers[number]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label ?? ""}>
                <th scope="row">
                  {nameOf(row)}
                  <span className="quiet small">{said.accountsIn(row.accounts)}</span>
                  {Object.entries(row.excluded).map(([why, count]) => (
                    <button
                      key={why}
                      type="button"
                      className="link small"
                      onClick={() => {
                        onPick(row, "excluded");
                      }}
                    >
                      {said.excludedRow(count, why)}
                    </button>
                  ))}
                </th>
                {NUMBERS.map((number) => {
                  const one = row.measures[number];
                  const isShare = one.unit === "share";
                  return (
                    <td key={number} className="money">
                      {one.value === null || one.value === 0 ? (
                        <span className="quiet" title={one.reason ?? ""}>
                          {one.value === null ? "–" : isShare ? "0 %" : "0"}
                        </span>
                      ) : (
                        <button
                          type="button"
                          className="renewal-pick"
                          title={
                            isShare
                              ? said.hints[number]
                              : sayCents(Math.round(one.value * 100), found.currency)
                          }
                          onClick={() => {
                            onPick(row, number);
                          }}
                        >
                          {sayNumber(one, found.currency)}
                        </button>
                      )}
                      {isShare && one.value !== null && (
                        <span className="quiet small">{sayInterval(one)}</span>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Ages({ found }: { readonly found: Revenue }) {
  const months = [...new Set(found.ages.flatMap((one) => one.ages.map((age) => age.months)))];
  if (months.length === 0) return null;
  return (
    <section>
      <h2 className="apart">{said.ages}</h2>
      <p className="quiet">{said.agesHint}</p>
      <div className="wide" tabIndex={0}>
        <table className="revenue-rows revenue-ages">
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden">{said.row}</span>
              </th>
              {months.map((one) => (
                <th key={one} scope="col" className="money">
                  {said.after(one)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.ages.map((cohort) => (
              <tr key={cohort.label}>
                <th scope="row">
                  {sayMonthOr(cohort.label)}
                  <span className="quiet small">{said.accountsIn(cohort.size)}</span>
                </th>
                {months.map((one) => {
                  const net = cohort.ages.find((age) => age.months === one)?.net;
                  return (
                    <td key={one} className="money">
                      {net?.value != null && (
                        <>
                          <span>{sayShare(net.value)}</span>
                          <span className="quiet small">{sayInterval(net)}</span>
                        </>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
