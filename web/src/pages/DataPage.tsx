// What came in: from which source, how much each day, and under which names.

import { useQuery } from "@tanstack/react-query";
import { logInfo, volumes } from "../api/generated/sdk.gen";
import type { VolumeOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { words } from "../words/en";
import { Bar } from "./Bar";
import { Loading } from "./Loading";

export function DataPage() {
  const info = useQuery({ queryKey: ["log"], queryFn: () => answered(logInfo()) });
  const days = useQuery({ queryKey: ["volumes"], queryFn: () => answered(volumes()) });
  const error = info.error ?? days.error;
  const sources = Object.entries((info.data?.sources ?? {}) as Record<string, number>);
  const activities = Object.entries((info.data?.activities ?? {}) as Record<string, number>);
  return (
    <>
      <Bar />
      <main className="page">
        <header>
          <h1>{words.data}</h1>
          {info.data?.first && info.data.last && (
            <span className="quiet">{words.fromTo(day(info.data.first), day(info.data.last))}</span>
          )}
        </header>
        {info.isPending && <Loading />}
        {error && <p role="alert">{error.message}</p>}
        {info.data && sources.length === 0 && <p>{words.noData}</p>}
        {sources.length > 0 && (
          <div className="wide">
            <table>
              <thead>
                <tr>
                  <th scope="col">{words.source}</th>
                  <th scope="col">{words.facts}</th>
                  <th scope="col">{words.aWeek}</th>
                </tr>
              </thead>
              <tbody>
                {sources
                  .toSorted((a, b) => b[1] - a[1])
                  .map(([name, count]) => (
                    <tr key={name}>
                      <th scope="row">{name}</th>
                      <td className="number">{count.toLocaleString("en")}</td>
                      <td>{days.data ? <Weeks name={name} volumes={days.data} /> : <Loading />}</td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        )}
        {activities.length > 0 && (
          <>
            <h2 className="apart">{words.activities}</h2>
            <ul className="many">
              {activities
                .toSorted((a, b) => b[1] - a[1])
                .map(([name, count]) => (
                  <li key={name}>
                    {name} <span className="quiet number">{count.toLocaleString("en")}</span>
                  </li>
                ))}
            </ul>
          </>
        )}
      </main>
    </>
  );
}

const WIDTH = 320;
const HEIGHT = 28;

/** A bar for each week from the source's first to its last. A week without anything is a gap. */
function Weeks({ name, volumes: all }: { readonly name: string; readonly volumes: readonly VolumeOut[] }) {
  const weeks = new Map<number, number>();
  for (const one of all) {
    if (one.source !== name) continue;
    const week = Math.floor(Date.parse(one.day) / (7 * 86_400_000));
    weeks.set(week, (weeks.get(week) ?? 0) + one.interactions);
  }
  if (weeks.size === 0) return <span className="quiet">{words.noInteractions}</span>;
  const first = Math.min(...weeks.keys());
  const span = Math.max(...weeks.keys()) - first + 1;
  const most = Math.max(...weeks.values());
  return (
    <svg className="weeks" width={WIDTH} height={HEIGHT} role="img" aria-label={words.mostInAWeek(most)}>
      <title>{words.mostInAWeek(most)}</title>
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      {[...weeks].map(([week, count]) => (
        <rect
          key={week}
          x={((week - first) / span) * WIDTH}
          width={Math.max(0.8, WIDTH / span - 0.5)}
          y={HEIGHT - 1 - (count / most) * (HEIGHT - 2)}
          height={(count / most) * (HEIGHT - 2)}
        />
      ))}
    </svg>
  );
}

function day(instant: string): string {
  return new Date(instant).toLocaleDateString("en", { dateStyle: "medium" });
}
