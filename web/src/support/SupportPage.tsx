// Support moments: when customers need us most, how fast each channel helps, what they ask again and again, and what
// nobody has written for them yet.

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { support } from "../api/generated/sdk.gen";
import type { AnswerOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useAnswer } from "../lived/useLived";
import { Bar } from "../pages/Bar";
import { Answer } from "../renewals/Answer";
import { MapChoice } from "../renewals/MapChoice";
import type { Estimate } from "../lived/measured";
import { sayDay, sayInterval, sayShare } from "../renewals/renewals";
import { supportWords as said } from "../words/support";
import { barsOf, nameOf, type ChannelTimes, sayTime, sayTimes, type Support, type Topic } from "./support";
import "../styles/support.css";
import { sayCount } from "../words/figures";

export interface SupportSearch {
  readonly map?: string;
}

export function SupportPage() {
  const search: SupportSearch = useSearch({ from: "/support" });
  const go = useNavigate({ from: "/support" });
  return (
    <>
      <Bar />
      <main className="page support-page">
        <header>
          <h1>{said.title}</h1>
        </header>
        <MapChoice map={search.map} onMap={(map) => void go({ search: { map } })}>
          {(map) => <OfMap key={map} mapId={map} />}
        </MapChoice>
      </main>
    </>
  );
}

function OfMap({ mapId }: { readonly mapId: string }) {
  const asked = useAnswer<Support>(["support", mapId], true, () =>
    answered<AnswerOut>(support({ path: { map_id: mapId } })),
  );
  return (
    <Answer asked={asked}>
      {(found) => (
        <>
          <ul className="support-says">
            {found.says.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <Moments found={found} mapId={mapId} />
          <Channels found={found} />
          <Topics found={found} />
          <p className="quiet small apart">
            {found.nobodys > 0 && said.nobodys(found.nobodys)} {said.asOf(sayDay(found.as_of))}
          </p>
        </>
      )}
    </Answer>
  );
}

function Moments({ found, mapId }: { readonly found: Support; readonly mapId: string }) {
  const bars = barsOf(found.places);
  return (
    <section>
      <h2 className="apart">{said.moments}</h2>
      <p className="quiet">{said.momentsHint}</p>
      <ol className="support-moments">
        {found.places.map((one, i) => {
          const rate = one.per_visits;
          const bar = bars[i];
          return (
            <li key={one.step}>
              <div className="moment-head">
                <Link to="/maps/$mapId" params={{ mapId }} hash={one.step}>
                  {one.name}
                </Link>
                <span className="moment-need">
                  {one.need.value === null ? (
                    <span className="quiet small" title={one.need.reason ?? ""}>
                      {said.needNotKnown}
                    </span>
                  ) : (
                    <>
                      <b>{one.need.value.toFixed(1)}</b> {said.need(found.of)}{" "}
                      <span className="quiet small">
                        {one.need.low !== null && one.need.high !== null
                          ? `(${one.need.low.toFixed(1)} to ${one.need.high.toFixed(1)})`
                          : ""}
                      </span>
                    </>
                  )}
                </span>
              </div>
              <span className="moment-bar" aria-hidden="true">
                {bar != null && <i style={{ inlineSize: `${bar * 100}%` }} />}
              </span>
              <p className="moment-facts">
                <span>
                  <b>{rate.value === null ? said.notKnown : rate.value.toFixed(0)}</b> {said.perVisits}
                  {rate.low !== null && rate.high !== null && (
                    <span className="quiet">
                      {" "}
                      ({rate.low.toFixed(0)} to {rate.high.toFixed(0)})
                    </span>
                  )}
                  {one.elsewhere.value !== null && (
                    <span className="quiet">, {said.elsewhere(one.elsewhere.value.toFixed(0))}</span>
                  )}
                  {one.stands_out && <span className="moment-more"> {said.more}</span>}
                </span>
                <Fact name={said.reach} one={one.reach} />
                <Fact name={said.back} one={one.reopened} hint={said.hints.back} />
                <Fact
                  name={said.slow[one.slow_until]}
                  one={one.slow}
                  hint={said.hints.slow[one.slow_until]}
                />
                <Fact name={said.poor} one={one.poor} hint={said.hints.poor} />
                <span className="quiet">{said.tickets(one.tickets, one.subjects)}</span>
              </p>
              {one.topics.length > 0 && (
                <p className="moment-topics">
                  {said.asks}:{" "}
                  {one.topics.map(([topic, count]) => (
                    <a key={topic} href={`#topic-${topic}`}>
                      “{nameOf(found.topics[topic])}” ({sayCount(count)})
                    </a>
                  ))}
                </p>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Fact({
  name,
  one,
  hint,
}: {
  readonly name: string;
  readonly one: Estimate;
  readonly hint?: string;
}) {
  if (one.value === null) return null;
  return (
    <span title={[hint, sayInterval(one) === "" ? "" : `${sayInterval(one)} %, n ${one.n}`].join(" ").trim()}>
      {name} <b>{sayShare(one.value)}</b> <span className="quiet">{said.ofSo(one.n)}</span>
    </span>
  );
}

function Channels({ found }: { readonly found: Support }) {
  const rows: readonly (readonly [string, ChannelTimes])[] = [
    [said.all, found.whole],
    ...found.channels.map((one) => [one.channel ?? said.notTold, one] as const),
  ];
  return (
    <section>
      <h2 className="apart">{said.channels}</h2>
      <p className="quiet" title={said.channelsMethod}>
        {said.channelsHint}
      </p>
      <div className="wide" tabIndex={0}>
        <table className="support-channels">
          <thead>
            <tr>
              <th scope="col">{said.channel}</th>
              {[said.count, said.open, said.answeredHalf, said.solvedHalf, said.solvedMost, said.back].map(
                (head) => (
                  <th key={head} scope="col" className="told">
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, one]) => (
              <tr key={name}>
                <th scope="row">
                  {name}
                  {one.stands_out && (
                    <span className="small">{one.is_faster === true ? said.faster : said.slower}</span>
                  )}
                </th>
                <td className="told">{sayCount(one.tickets)}</td>
                <td className="told">
                  {one.open === null ? <span className="quiet">{said.notKnown}</span> : sayCount(one.open)}
                </td>
                <Time one={one.response[0]} />
                <Time one={one.resolution[0]} />
                <Time one={one.resolution[2]} />
                <td className="told">
                  {one.reopened.value === null ? "–" : sayShare(one.reopened.value)}
                  <span className="quiet small">{sayInterval(one.reopened)}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {found.channels.length > 1 && !found.channels.some((one) => one.stands_out) && (
        <p className="quiet">{said.noDifference}</p>
      )}
    </section>
  );
}

function Time({ one }: { readonly one: Estimate | undefined }) {
  return (
    <td className="told" title={one?.reason ?? ""}>
      {one?.value == null ? <span className="quiet">{said.notKnown}</span> : sayTime(one.value)}
      <span className="quiet small">{one?.value == null ? "" : sayTimes(one)}</span>
    </td>
  );
}

function Topics({ found }: { readonly found: Support }) {
  return (
    <section>
      <h2 className="apart">{said.topics}</h2>
      {found.topics.length === 0 ? (
        <p className="quiet">{said.noTopics}</p>
      ) : (
        <>
          <p className="quiet">{said.topicsHint(found.in_topics, found.with_words)}</p>
          <ul className="support-topics">
            {found.topics.map((one, i) => (
              <TopicCard key={i} id={`topic-${i}`} topic={one} names={found.names} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface TopicCardProps {
  readonly id: string;
  readonly topic: Topic;
  readonly names: Readonly<Record<string, string>>;
}

function TopicCard({ id, topic, names }: TopicCardProps) {
  const steps = topic.steps.map(([step]) => `“${names[step] ?? step}”`).slice(0, 2);
  const facts = [
    said.lately(topic.lately, topic.before),
    ...(topic.reopened.value === null ? [] : [said.reopened(sayShare(topic.reopened.value))]),
    ...(topic.resolution.value === null ? [] : [said.solved(sayTime(topic.resolution.value))]),
    ...(steps.length === 0 ? [] : [said.from(steps.join(", "))]),
  ];
  return (
    <li id={id}>
      <h3>{topic.examples.length > 0 ? `“${nameOf(topic)}”` : nameOf(topic)}</h3>
      <p className="small">
        {said.topicOf(sayShare(topic.share.value ?? 0), topic.tickets)}{" "}
        <span className="quiet">({sayInterval(topic.share)} %)</span>
      </p>
      {topic.examples.length > 0 && <p className="quiet small">{said.theirWords(topic.words.join(", "))}</p>}
      {topic.knowledge !== "not known" && (
        <p className="topic-knowledge" data-knowledge={topic.knowledge}>
          {said.knowledge[topic.knowledge]}
        </p>
      )}
      {topic.examples.slice(nameOf(topic) === topic.examples[0] ? 1 : 0).map((text) => (
        <blockquote key={text}>{text}</blockquote>
      ))}
      <p className="quiet small">{facts.join(" · ")}</p>
      {topic.articles.length > 0 && (
        <p className="quiet small">
          {said.articles(topic.articles.join(", "))}
          {topic.read_before.value !== null &&
            `. ${said.readBefore(sayShare(topic.read_before.value), sayInterval(topic.read_before))}`}
        </p>
      )}
    </li>
  );
}
