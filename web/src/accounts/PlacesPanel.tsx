// Where the account stands on each map, and its way over it.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { createPortal } from "react-dom";
import { customerVisits, mapNodes, way } from "../api/generated/sdk.gen";
import type { NextOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { makeBoard, textOf } from "../map/board";
import { type MapNodesJson, nodesFromJson, ownId } from "../map/nodes";
import { Passages } from "../pages/customers/Customer";
import { Until } from "../pages/Until";
import { successWords } from "../words/success";
import { accountWords as said, sayDay } from "../words/accounts";
import { MoveDialog } from "./MoveDialog";
import { Panel, type PanelProps } from "./Panel";
import type { Whom } from "./useWriting";

type PlaceOut = NextOut["places"][number];

export interface PlacesPanelProps {
  readonly whom: Whom;
  readonly name: string;
  readonly next: NextOut | undefined;
  readonly answer: NonNullable<PanelProps["answer"]>;
  /** Where the way over a map is laid out: it needs the width of the page. */
  readonly across: HTMLElement | null;
}

export function PlacesPanel({ whom, name, next, answer, across }: PlacesPanelProps) {
  return (
    <Panel title={said.places} answer={answer} comes={said.comes.places} height={7}>
      {next?.places.length === 0 && <p className="quiet">{said.noPlaces}</p>}
      {next?.places.map((place) => (
        <Place key={place.map.id} place={place} whom={whom} name={name} across={across} />
      ))}
    </Panel>
  );
}

interface PlaceProps {
  readonly place: PlaceOut;
  readonly whom: Whom;
  readonly name: string;
  readonly across: HTMLElement | null;
}

function Place({ place, whom, name, across }: PlaceProps) {
  const [isShown, setShown] = useState(false);
  const [isMoving, setMoving] = useState(false);
  const isOpen = place.outcome === "open";
  return (
    <div className="account-place">
      <p className="small quiet">{place.map.title}</p>
      <p>
        <b>{place.step_name ?? said.beforeFirst}</b>{" "}
        {isOpen && place.pace !== null && (
          <span className="pace-word" data-pace={place.pace}>
            {successWords.pace[place.pace as keyof typeof successWords.pace]}
          </span>
        )}
      </p>
      <p className="small quiet">
        {said.since(sayDay(place.since))}
        {!isOpen && ` · ${said.outcomes[place.outcome] ?? place.outcome}`}
        {place.owner && ` · ${place.owner.role}: ${place.owner.name ?? said.noOwner}`}
      </p>
      {place.moved && (
        <p className="small">
          {said.moved(place.moved.by ?? "", place.moved.name ?? "")}{" "}
          <span className="quiet">{place.moved.reason}</span>
        </p>
      )}
      <p className="inline">
        <button
          type="button"
          className="link small"
          aria-expanded={isShown}
          onClick={() => {
            setShown(!isShown);
          }}
        >
          {isShown ? said.hideWay : said.showWay}
        </button>
        {isOpen && (
          <button
            type="button"
            className="link small"
            onClick={() => {
              setMoving(true);
            }}
          >
            {said.move}
          </button>
        )}
      </p>
      {(isShown || isMoving) && (
        <OnMap
          place={place}
          whom={whom}
          name={name}
          across={across}
          isShown={isShown}
          isMoving={isMoving}
          onMoved={() => {
            setMoving(false);
          }}
        />
      )}
    </div>
  );
}

interface OnMapProps extends PlaceProps {
  readonly isShown: boolean;
  readonly isMoving: boolean;
  readonly onMoved: () => void;
}

function OnMap({ place, whom, name, across, isShown, isMoving, onMoved }: OnMapProps) {
  const path = { map_id: place.map.id };
  const nodes = useQuery({
    queryKey: ["nodes", place.map.id],
    queryFn: async () =>
      makeBoard(nodesFromJson((await answered(mapNodes({ path }))) as unknown as MapNodesJson), null),
  });
  const visits = useQuery({
    queryKey: ["visits", place.map.id, whom.account],
    queryFn: () => answered(customerVisits({ path, query: { subject: whom.account } })),
    enabled: isShown,
  });
  const passages = useQuery({
    queryKey: ["passages", place.map.id, whom.account],
    queryFn: () => answered(way({ path, query: { subject: whom.account, limit: 1 } })),
    enabled: isShown,
  });
  return (
    <>
      {isShown && <Until answer={visits.error ? visits : nodes.error ? nodes : passages} />}
      {isShown &&
        across &&
        nodes.data &&
        visits.data &&
        passages.data &&
        createPortal(
          <div ref={bringIntoView}>
            <p className="small quiet">{place.map.title}</p>
            <Passages board={nodes.data} visits={visits.data.visits} passages={passages.data.passages} />
          </div>,
          across,
        )}
      {isMoving && nodes.data && (
        <MoveDialog
          whom={whom}
          name={name}
          mapId={place.map.id}
          steps={nodes.data.steps.map((one) => ({
            id: ownId(one.node.id),
            name: textOf(one.node.properties.name),
          }))}
          from={place.step}
          onClose={onMoved}
        />
      )}
    </>
  );
}

/** The way is laid out above the story: whoever asked for it further down should see it. */
function bringIntoView(it: HTMLElement | null) {
  it?.scrollIntoView({ block: "nearest" });
}
