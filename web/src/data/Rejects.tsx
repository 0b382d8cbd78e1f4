// Rows that were refused: each with its reason, mended in place, and imported.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listRejects, mendRejects } from "../api/generated/sdk.gen";
import type { RejectOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { Until } from "../pages/Until";
import { dataWords as words } from "../words/data";
import { cellText, isNamed, plainly } from "./say";

const SHOWN = 50;

export interface RejectsProps {
  readonly id: number;
  readonly name: string;
  readonly onImport: (id: number) => void;
  readonly onBack: () => void;
}

type Mended = Readonly<Record<number, Readonly<Record<string, string>>>>;

export function Rejects({ id, name, onImport, onBack }: RejectsProps) {
  const queries = useQueryClient();
  const [mended, setMended] = useState<Mended>({});
  const found = useQuery({
    queryKey: ["data-rejects", id],
    queryFn: () => answered(listRejects({ path: { import_id: id }, query: { limit: SHOWN } })),
    staleTime: 0,
  });
  const bringIn = useMutation({
    mutationFn: () =>
      answered(
        mendRejects({
          path: { import_id: id },
          body: {
            rows: Object.entries(mended).map(([line, cells]) => ({
              line: Number(line),
              cells: { ...cells },
            })),
          },
        }),
      ),
    onSuccess: (record) => {
      void queries.invalidateQueries({ queryKey: ["data-imports"] });
      onImport(record.id);
    },
  });
  const rows = found.data?.items ?? [];
  const columns = [...new Set(rows.flatMap((one) => Object.keys(cellsOf(one))))];
  return (
    <section className="rejects">
      <h2>{words.mendTitle(name)}</h2>
      <p className="quiet">{found.data?.can_mend === false ? words.cannotMend : words.mendHint}</p>
      {rows.length >= SHOWN && <p className="quiet">{words.firstOfMany(SHOWN)}</p>}
      <Until answer={found} />
      {found.data && (
        <div className="wide" tabIndex={0} role="group" aria-label={words.mendTitle(name)}>
          <table>
            <thead>
              <tr>
                <th scope="col">
                  <span className="hidden">{words.lineNumber}</span>
                </th>
                <th scope="col">{words.why}</th>
                {columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((one, at) => (
                <tr key={one.line ?? at}>
                  <th scope="row" className="quiet">
                    {one.line === null ? "" : words.line(one.line)}
                  </th>
                  <td className="why">
                    {plainly(one.why)
                      .split(" Also: ")
                      .map((reason) => (
                        <span key={reason} className="block">
                          {reason}
                        </span>
                      ))}
                  </td>
                  {columns.map((column) => {
                    const before = cellsOf(one)[column];
                    if (before === undefined || one.line === null || !found.data.can_mend)
                      return <td key={column}>{cellText(before)}</td>;
                    const line = one.line;
                    const now = mended[line]?.[column] ?? cellText(before);
                    return (
                      <td key={column}>
                        <input
                          className="field mend-cell"
                          aria-label={words.cell(column, line)}
                          value={now}
                          data-named={isNamed(one.why, column, cellText(before)) || undefined}
                          data-changed={now !== cellText(before) || undefined}
                          size={Math.min(40, Math.max(8, now.length + 1))}
                          onChange={(event) => {
                            setMended({
                              ...mended,
                              [line]: { ...mended[line], [column]: event.target.value },
                            });
                          }}
                        />
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {bringIn.error && <p role="alert">{bringIn.error.message}</p>}
      <div className="inline apart-small">
        <button
          type="button"
          className="button first"
          disabled={bringIn.isPending || !found.data}
          onClick={() => {
            bringIn.mutate();
          }}
        >
          {words.importMended(Object.keys(mended).length)}
        </button>
        <a className="button" href={`/api/v1/data/imports/${String(id)}/rejects.csv`} download>
          {words.download}
        </a>
        <a className="button" href={`/api/v1/data/imports/${String(id)}/rejects.jsonl`} download>
          {words.downloadRaw}
        </a>
        <button type="button" className="button" onClick={onBack}>
          {words.back}
        </button>
      </div>
    </section>
  );
}

function cellsOf(one: RejectOut): Record<string, unknown> {
  return typeof one.row === "object" && one.row !== null ? (one.row as Record<string, unknown>) : {};
}
