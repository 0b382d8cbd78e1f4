// What shows the claims of a step or of one card: each thing with what it is, how old, and the way to withdraw it.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { listEvidence, oneEvidence, withdrawEvidence } from "../api/generated/sdk.gen";
import type { EvidenceOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { useMapPage } from "../pages/map/page";
import { claimWords as words } from "../words/claims";
import { sayProof } from "./proof";

export interface EvidenceListProps {
  readonly mapId: string;
  readonly node: string;
  /** Only what shows this claim; undefined: all below the node. */
  readonly property?: string;
  readonly canEdit: boolean;
  /** What is said where there is none; nothing: then nothing is shown. */
  readonly none?: string;
  readonly onOpen?: (node: string) => void;
}

const MOST = 100;

/** The evidence of a node and of all below it; of no node ("") it is not asked for. */
export function useEvidence(mapId: string, node: string) {
  return useQuery({
    queryKey: ["evidence", mapId, node],
    queryFn: () => answered(listEvidence({ path: { map_id: mapId }, query: { node, limit: MOST } })),
    enabled: node !== "",
  });
}

export function EvidenceList({ mapId, node, property, canEdit, none, onOpen }: EvidenceListProps) {
  const queries = useQueryClient();
  const found = useEvidence(mapId, node);
  const withdraw = useMutation({
    mutationFn: (id: number) => answered(withdrawEvidence({ path: { map_id: mapId, evidence_id: id } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["evidence", mapId] }),
  });
  const items = (found.data?.items ?? []).filter(
    (one) => one.is_on_map && (property === undefined || (one.node === node && one.property === property)),
  );
  if (items.length === 0) return none && found.data ? <p className="quiet small">{none}</p> : null;
  return (
    <>
      {withdraw.error && <p role="alert">{withdraw.error.message}</p>}
      <ul className="evidence">
        {items.map((one) => (
          <li key={one.id}>
            {property === undefined && (
              <button
                type="button"
                className="link"
                onClick={() => {
                  onOpen?.(one.node);
                }}
              >
                {words.aboutPlace[one.property] ?? one.about}
              </button>
            )}
            <Proof one={one} />
            <span className="quiet small">
              {[
                one.by?.name ?? "",
                words.age(one.age_days),
                one.confidence === null ? "" : words.sure(Math.round(one.confidence * 100)),
                one.is_cited ? "" : words.notCited,
              ]
                .filter((part) => part !== "")
                .join(" · ")}
            </span>
            {canEdit && (
              <button
                type="button"
                className="link small"
                aria-label={words.withdrawIt(sayProof(one))}
                disabled={withdraw.isPending}
                onClick={() => {
                  withdraw.mutate(one.id);
                }}
              >
                {words.withdraw}
              </button>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

function Proof({ one }: { readonly one: EvidenceOut }) {
  const said = sayProof(one);
  const address = one.url ?? (one.what === "link" && typeof one.thing.url === "string" ? one.thing.url : "");
  return (
    <>
      {address === "" ? (
        <span>{said}</span>
      ) : (
        <a href={address} target="_blank" rel="noreferrer noopener">
          {said}
        </a>
      )}
      {one.note !== "" && <span>{one.note}</span>}
      {one.what === "interaction" && "key" in one.thing && <Said one={one} />}
    </>
  );
}

/** The customer's own words, looked up in the data when somebody asks: they are kept nowhere else. */
function Said({ one }: { readonly one: EvidenceOut }) {
  const { mapId } = useMapPage();
  const [isAsked, setAsked] = useState(false);
  const found = useQuery({
    queryKey: ["evidence", mapId, "one", one.id],
    queryFn: () => answered(oneEvidence({ path: { map_id: mapId, evidence_id: one.id } })),
    enabled: isAsked,
  });
  if (!isAsked) {
    return (
      <button
        type="button"
        className="link small"
        onClick={() => {
          setAsked(true);
        }}
      >
        {words.whatWasSaid}
      </button>
    );
  }
  if (found.error) return <span role="alert">{found.error.message}</span>;
  if (!found.data) return <span className="quiet small">{words.looking}</span>;
  const said = found.data.interaction;
  if (!said) return <span className="quiet small">{words.goneFromLog}</span>;
  const score = said.score === null ? "" : words.scored(said.score, said.scale ?? "");
  return (
    <span role="status">
      {said.text !== null && said.text !== "" && <q>{said.text}</q>}{" "}
      <span className="quiet small">
        {[score, said.customer ?? said.account ?? ""].filter((part) => part !== "").join(" · ")}
      </span>
    </span>
  );
}
