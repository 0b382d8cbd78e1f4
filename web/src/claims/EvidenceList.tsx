// What shows the claims of a step or of one card: each thing with what it is, how old, and the way to withdraw it.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { listEvidence, withdrawEvidence } from "../api/generated/sdk.gen";
import type { EvidenceOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { claimWords as words } from "../words/claims";
import type { Source } from "./claim";
import { SourceSaid } from "./KnownEditor";

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
                {one.about}
              </button>
            )}
            <SourceSaid source={one.source as unknown as Source} />
            <span className="quiet small">
              {[
                one.by?.name ?? "",
                words.age(one.age_days),
                one.confidence === null ? "" : words.sure(Math.round(one.confidence * 100)),
                one.is_cited ? "" : words.notCited,
              ]
                .filter((part) => part !== "")
                .join(" · ")}{" "}
              {one.url && (
                <a href={one.url} target="_blank" rel="noreferrer noopener">
                  {nameOf(one)}
                </a>
              )}
            </span>
            {canEdit && (
              <button
                type="button"
                className="link small"
                aria-label={words.withdrawIt(nameOf(one))}
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

function nameOf(one: EvidenceOut): string {
  const { name, activity, measure, title } = one.thing;
  const said = [name, activity, measure, title].find((part) => typeof part === "string" && part !== "");
  return typeof said === "string" ? said : one.what;
}
