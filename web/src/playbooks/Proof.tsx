// What a playbook changes: those it acted for against those it left alone, with intervals, and no more than the
// numbers bear.

import { useQuery } from "@tanstack/react-query";
import { playbookProof } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { playbookWords as said } from "../words/playbooks";
import { sayPoints, sayShare, type ProofData, type Share } from "./say";
import { saySpan } from "./sentences";

export function Proof({ playbook }: { readonly playbook: string }) {
  const found = useQuery({
    queryKey: ["playbooks", playbook, "proof"],
    queryFn: () => answered(playbookProof({ path: { playbook_id: playbook } })),
    staleTime: 0,
  });
  const proof = found.data?.proof;
  if (found.error) return <p role="alert">{found.error.message}</p>;
  if (!found.data) return null;
  return (
    <section aria-label={said.proofLive}>
      <h3>{said.proofLive}</h3>
      {proof ? <ProofSays proof={proof} /> : <p className="quiet">{said.noGoalNoProof}</p>}
    </section>
  );
}

export function ProofSays({
  proof,
  isSimulated = false,
}: {
  readonly proof: ProofData;
  readonly isSimulated?: boolean;
}) {
  const within = saySpan(proof.within);
  const verdict = isSimulated ? said.beats : said.verdicts[proof.verdict];
  return (
    <div className="book-proof">
      <p>
        <strong>{verdict}</strong>{" "}
        {!isSimulated && proof.verdict === "too few" && said.tooFew(proof.meant.n, proof.held_out.n)}
        {proof.waiting > 0 && ` ${said.stillWaiting(proof.waiting, within)}`}
      </p>
      <table className="book-shares">
        <tbody>
          <Row name={isSimulated ? said.meantFor : said.actedFor} share={proof.meant} />
          <Row name={said.leftAlone} share={proof.held_out} />
        </tbody>
      </table>
      <p className="quiet small">
        {said.reachedWithin(within)}
        {proof.difference.value !== null &&
          ` ${said.differs(sayPoints(proof.difference, proof.meant, proof.held_out))}`}{" "}
        {proof.smallest !== null && said.smallest(Math.round(proof.smallest * 100))}
      </p>
    </div>
  );
}

function Row({ name, share }: { readonly name: string; readonly share: Share }) {
  const [low, high, value] = [share.low ?? 0, share.high ?? 0, share.value];
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="book-interval" aria-hidden="true">
        {value !== null && (
          <svg viewBox="0 0 100 10" preserveAspectRatio="none">
            <rect className="ground" x={0} y={4.5} width={100} height={1} />
            <rect
              className="range"
              x={low * 100}
              y={2.5}
              width={Math.max(0.5, (high - low) * 100)}
              height={5}
            />
            <rect className="value" x={Math.min(99, value * 100)} y={0} width={1} height={10} />
          </svg>
        )}
      </td>
      <td>{sayShare(share)}</td>
    </tr>
  );
}
