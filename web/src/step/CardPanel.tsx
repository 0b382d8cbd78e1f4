// One card beside the board: its words, what its lane lets it say, and how we know it.

import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { uploadAttachment } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { ChoiceInPlace } from "../fields/ChoiceInPlace";
import type { OfferGroup } from "../fields/Offer";
import { OneToFive } from "../fields/OneToFive";
import { useOwners } from "../fields/owners";
import { TextInPlace } from "../fields/TextInPlace";
import { textOf } from "../map/board";
import { remove, set, setText } from "../map/intents";
import type { MapNode } from "../map/nodes";
import type { Value } from "../map/valueMerge";
import { useMapPage } from "../pages/map/page";
import type { PanelProps } from "../pages/map/panels";
import { useLogWords } from "../rules/known";
import { words as allWords } from "../words/en";
import { stepWords as words } from "../words/step";
import { HowKnown } from "./ClaimField";

const UNCLAIMED = ["tasks", "images"];
const EXAMPLE = "example";

/** Shows the card of the id `card:…`; when somebody removes it, its panel closes. */
export function CardPanel({ id, onClose }: PanelProps) {
  const page = useMapPage();
  const { nodes, board, canEdit, edit, openPanel } = page;
  const card = nodes.nodes.get(id);
  const isGone = !card || card.removed !== undefined;
  useEffect(() => {
    if (isGone) onClose();
  }, [isGone, onClose]);
  if (isGone) return null;
  const column = board.steps.find((step) => step.node.id === card.parent);
  const field = textOf(card.properties.lane);
  const lane = board.allLanes.find((one) => one.field === field);
  const text = textOf(card.properties.text);
  return (
    <aside className="panel" aria-label={`${words.card}: ${text}`}>
      <header>
        <div className="panel-title">
          <h2 className="small quiet">{lane?.name ?? words.card}</h2>
          {column && (
            <button
              type="button"
              className="link small"
              onClick={() => {
                openPanel(column.node.id);
              }}
            >
              {words.at(textOf(column.node.properties.name))}
            </button>
          )}
        </div>
        <button type="button" className="button icon" aria-label={allWords.close} onClick={onClose}>
          ×
        </button>
      </header>
      <div className="fields">
        <TextInPlace
          label={field === "images" ? words.alt : words.text}
          isNeeded
          value={text}
          canEdit={canEdit}
          onKeep={(typed) => {
            edit(setText(nodes, card, "text", typed));
          }}
        />
        <LaneFields card={card} lane={field} />
        {!UNCLAIMED.includes(field) && (
          <HowKnown node={card} property="" about={text} step={column?.node.id ?? null} isOpen />
        )}
        {canEdit && (
          <button
            type="button"
            className="button begin"
            onClick={() => {
              edit(remove(card));
              onClose();
            }}
          >
            {words.removeCard}
          </button>
        )}
      </div>
    </aside>
  );
}

function LaneFields({ card, lane }: { readonly card: MapNode; readonly lane: string }) {
  const { nodes, canEdit, edit } = useMapPage();
  const owners = useOwners(nodes);
  const keep = (name: string, value: Value) => {
    edit(set(nodes, card, name, value));
  };
  const text = (name: string) => (typed: string) => {
    keep(name, typed === "" ? undefined : typed);
  };
  const rating = (name: string, label: string, ends: readonly [string, string]) => (
    <OneToFive
      label={label}
      ends={ends}
      value={typeof card.properties[name] === "number" ? card.properties[name] : null}
      canEdit={canEdit}
      onKeep={(value) => {
        keep(name, value ?? undefined);
      }}
    />
  );
  const choice = (name: string, label: string, groups: readonly OfferGroup[]) => (
    <ChoiceInPlace
      label={label}
      value={textOf(card.properties[name])}
      groups={groups}
      canEdit={canEdit}
      onKeep={text(name)}
    />
  );
  switch (lane) {
    case "pain_points":
      return (
        <>
          {rating("severity", words.severity, words.severityEnds)}
          {rating("importance", words.importance, words.importanceEnds)}
        </>
      );
    case "opportunities":
      return (
        <>
          {rating("impact", words.impact, words.impactEnds)}
          {rating("effort", words.effort, words.effortEnds)}
          {choice("owner", words.opportunityOwner, owners)}
        </>
      );
    case "touchpoints":
      return <Channel card={card} onKeep={text("channel")} />;
    case "quotes":
      return (
        <>
          {choice("source", words.source, [])}
          {card.properties.source === EXAMPLE && <p className="nobody">{words.exampleSource}</p>}
        </>
      );
    case "tasks":
      return (
        <>
          {choice("owner", words.taskOwner, owners)}
          <TextInPlace
            label={words.due}
            placeholder={words.dueHint}
            value={textOf(card.properties.due)}
            canEdit={canEdit}
            onKeep={text("due")}
          />
        </>
      );
    case "images":
      return <Picture card={card} />;
    default:
      return null;
  }
}

function Channel({ card, onKeep }: { readonly card: MapNode; readonly onKeep: (text: string) => void }) {
  const { canEdit } = useMapPage();
  const known = useLogWords(canEdit);
  const channels = new Set((known?.activities ?? []).flatMap((one) => one.channels.map(([name]) => name)));
  const items = [...channels].sort().map((value) => ({ value, label: value, hint: "" }));
  return (
    <ChoiceInPlace
      label={words.channel}
      value={textOf(card.properties.channel)}
      groups={[{ value: "", items }]}
      canEdit={canEdit}
      onKeep={onKeep}
    />
  );
}

function Picture({ card }: { readonly card: MapNode }) {
  const { mapId, nodes, canEdit, edit } = useMapPage();
  const src = textOf(card.properties.src);
  const isOurs = src.startsWith("attachments/");
  const url = isOurs ? `/api/v1/maps/${encodeURIComponent(mapId)}/${src}` : src;
  const upload = useMutation({
    mutationFn: (file: File) => answered(uploadAttachment({ path: { map_id: mapId }, body: { file } })),
    onSuccess: (kept) => {
      edit(set(nodes, card, "src", kept.src));
    },
  });
  return (
    <>
      {isOurs && <img className="picture" src={url} alt={textOf(card.properties.text)} />}
      <TextInPlace
        label={words.src}
        isNeeded
        value={src}
        canEdit={canEdit}
        onKeep={(typed) => {
          edit(set(nodes, card, "src", typed));
        }}
      />
      {canEdit && (
        <label className="in-place">
          <span className="label field-label">{words.upload}</span>
          <input
            type="file"
            accept="image/*"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) upload.mutate(file);
            }}
          />
        </label>
      )}
      {upload.error && <p role="alert">{upload.error.message}</p>}
    </>
  );
}
