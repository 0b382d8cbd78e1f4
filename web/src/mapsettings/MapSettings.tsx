// The map itself, beside its board: what it is about, whose journey it is, where it starts and ends, when it is
// looked at again, and what a careful reader says.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { listPersonas, logInfo } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { Chosen } from "../fields/Chosen";
import { ChoiceInPlace } from "../fields/ChoiceInPlace";
import { useOwners } from "../fields/owners";
import { SpanInPlace } from "../fields/SpanInPlace";
import { TextInPlace } from "../fields/TextInPlace";
import { YesInPlace } from "../fields/YesInPlace";
import { textOf } from "../map/board";
import { set } from "../map/intents";
import type { MapNode } from "../map/nodes";
import { isListOfTexts, isMapping, type Json, type Value } from "../map/valueMerge";
import { useMapPage } from "../pages/map/page";
import type { PanelProps } from "../pages/map/panels";
import { RuleField } from "../rules/RuleField";
import { words as allWords } from "../words/en";
import { ruleWords } from "../words/rules";
import { settingsWords as words } from "../words/mapsettings";
import { Checks } from "./Checks";

export function MapSettings({ onClose }: PanelProps) {
  const page = useMapPage();
  const { nodes, board, canEdit, edit } = page;
  const map = board.map;
  const owners = useOwners(nodes);
  const keep = (name: string, value: Value) => {
    edit(set(nodes, map, name, value));
  };
  const text = (name: string) => (typed: string) => {
    keep(name, typed === "" ? undefined : typed);
  };
  return (
    <aside className="panel" aria-label={words.settings}>
      <header>
        <h2>{words.settings}</h2>
        <button type="button" className="button icon" aria-label={allWords.close} onClick={onClose}>
          ×
        </button>
      </header>
      <div className="fields">
        <TextInPlace
          label={words.title}
          isNeeded
          value={textOf(map.properties.title)}
          canEdit={canEdit}
          onKeep={text("title")}
        />
        <TextInPlace
          label={words.scenario}
          placeholder={words.scenarioHint}
          value={textOf(map.properties.scenario)}
          canEdit={canEdit}
          onKeep={text("scenario")}
        />
        <TextInPlace
          label={words.description}
          value={textOf(map.properties.description)}
          canEdit={canEdit}
          onKeep={text("description")}
        />
        <PersonaChoice onKeep={text("persona")} />
        <ChoiceInPlace
          label={words.owner}
          value={textOf(map.properties.owner)}
          groups={owners}
          canEdit={canEdit}
          onKeep={text("owner")}
        />
        <Travels onKeep={text("travels")} />
      </div>
      <PassageFields />
      <Review />
      <section>
        <TextInPlace
          label={words.language}
          placeholder="en"
          value={textOf(map.properties.language)}
          canEdit={canEdit}
          onKeep={text("language")}
        />
      </section>
      <Checks />
    </aside>
  );
}

function PersonaChoice({ onKeep }: { readonly onKeep: (id: string) => void }) {
  const { board, canEdit } = useMapPage();
  const personas = useQuery({ queryKey: ["personas"], queryFn: () => answered(listPersonas()) });
  const chosen = textOf(board.map.properties.persona);
  const known = personas.data ?? [];
  const isKnown = chosen === "" || known.some((one) => one.id === chosen);
  return (
    <div className="in-place">
      <label htmlFor="map-persona">{words.persona}</label>
      {canEdit ? (
        <select
          id="map-persona"
          className="field"
          value={chosen}
          onChange={(event) => {
            onKeep(event.target.value);
          }}
        >
          <option value="">{words.noPersona}</option>
          {!isKnown && <option value={chosen}>{words.unknownPersona(chosen)}</option>}
          {known.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      ) : (
        <p>{known.find((one) => one.id === chosen)?.name ?? (chosen || words.noPersona)}</p>
      )}
      <p className="quiet small hint">{words.personaHint}</p>
      {chosen !== "" && isKnown ? (
        <Link to="/personas/$personaId" params={{ personaId: chosen }} className="small">
          {words.managePersonas}
        </Link>
      ) : (
        <Link to="/personas" className="small">
          {words.managePersonas}
        </Link>
      )}
    </div>
  );
}

function Travels({ onKeep }: { readonly onKeep: (type: string) => void }) {
  const { board, canEdit } = useMapPage();
  const log = useQuery({ queryKey: ["log"], queryFn: () => answered(logInfo()) });
  const objects = Object.entries(log.data?.objects ?? {}).map(([value, count]) => ({
    value,
    label: value,
    hint: words.travelCount(count),
  }));
  return (
    <div>
      <ChoiceInPlace
        label={words.travels}
        value={textOf(board.map.properties.travels)}
        placeholder="customer"
        groups={[{ value: "", items: objects }]}
        canEdit={canEdit}
        onKeep={onKeep}
      />
      <p className="quiet small hint">{words.travelsHint}</p>
    </div>
  );
}

const ENDS = [
  ["starts", words.starts, words.startsNone],
  ["succeeds", words.succeeds, words.succeedsNone],
  ["fails", words.fails, words.failsNone],
] as const;

function PassageFields() {
  const { mapId, nodes, board, canEdit, edit } = useMapPage();
  const said = board.map.properties.passage;
  const passage = isMapping(said) ? said : {};
  const put = (name: string, value: Json | undefined) => {
    const { [name]: _, ...rest } = passage;
    const next = value === undefined ? rest : { ...rest, [name]: value };
    edit(set(nodes, board.map, "passage", Object.keys(next).length > 0 ? next : undefined));
  };
  return (
    <section className="fields">
      <h3>{words.passage}</h3>
      {ENDS.map(([name, label, none]) => (
        <div key={name} className="map-ends">
          <h4>{label}</h4>
          {name === "succeeds" && passage.succeeds === undefined && (
            <SucceedsInWords
              onUse={(rules) => {
                put("succeeds", [...rules]);
              }}
            />
          )}
          <RuleField
            label={label}
            none={none}
            rules={passage[name]}
            subject={textOf(board.map.properties.travels) || "customer"}
            place={`${mapId}:map:${name}`}
            canEdit={canEdit}
            onSave={(rules) => {
              put(name, rules === null ? undefined : [...rules]);
            }}
          />
        </div>
      ))}
      <SpanInPlace
        label={words.horizon}
        value={textOf(passage.horizon)}
        canEdit={canEdit}
        onKeep={(horizon) => {
          put("horizon", horizon === "" ? undefined : horizon);
        }}
      />
      <YesInPlace
        label={words.again}
        hint={words.againHint}
        value={passage.again === true}
        canEdit={canEdit}
        onKeep={(again) => {
          put("again", again ? true : undefined);
        }}
      />
    </section>
  );
}

/** What the map says in words of how one knows that it went well, else its last step, and what makes a rule of it. */
function SucceedsInWords({ onUse }: { readonly onUse: (rules: readonly Json[]) => void }) {
  const { board, canEdit, openPanel } = useMapPage();
  const step =
    board.steps.findLast((one) => textOf(one.node.properties.success) !== "") ??
    board.steps.findLast(({ node }) => rulesOf(node).length > 0 && node.properties.optional !== true);
  if (!step) return null;
  const name = textOf(step.node.properties.name);
  const success = textOf(step.node.properties.success);
  const rules = rulesOf(step.node);
  return (
    <div className="in-words">
      <p>{success === "" ? words.lastStep : words.inWords(success)}</p>
      {canEdit && (
        <button
          type="button"
          className="button small"
          onClick={() => {
            if (rules.length > 0) onUse(rules);
            else openPanel(step.node.id);
          }}
        >
          {rules.length > 0 ? words.succeedsWith(name) : words.bind}
        </button>
      )}
    </div>
  );
}

function rulesOf({ properties: { when } }: MapNode): readonly Json[] {
  return Array.isArray(when) ? (when as readonly Json[]) : [];
}

function Review() {
  const { nodes, board, canEdit, edit } = useMapPage();
  const owners = useOwners(nodes);
  const said = board.map.properties.review;
  const review = isMapping(said) ? said : {};
  const put = (name: string, value: Json | undefined) => {
    const { [name]: _, ...rest } = review;
    const next = value === undefined ? rest : { ...rest, [name]: value };
    edit(set(nodes, board.map, "review", Object.keys(next).length > 0 ? next : undefined));
  };
  const events = isListOfTexts(review.on) ? review.on : [];
  return (
    <section className="fields">
      <h3>{words.review}</h3>
      <div>
        <SpanInPlace
          label={words.every}
          value={textOf(review.every)}
          canEdit={canEdit}
          onKeep={(every) => {
            put("every", every === "" ? undefined : every);
          }}
        />
        <p className="quiet small hint">{words.everyHint}</p>
      </div>
      <div className="in-place">
        <span className="label" aria-hidden>
          {words.on}
        </span>
        {canEdit ? (
          <Chosen
            label={words.on}
            adds={words.addEvent}
            values={events}
            read={(typed) => typed.trim()}
            groups={[
              { value: "", items: words.onOffers.map((value) => ({ value, label: value, hint: "" })) },
            ]}
            onChange={(values) => {
              put("on", values.length > 0 ? [...values] : undefined);
            }}
          />
        ) : (
          <p>{events.join(` ${ruleWords.or} `)}</p>
        )}
      </div>
      <ChoiceInPlace
        label={words.reviewOwner}
        value={textOf(review.owner)}
        groups={owners}
        canEdit={canEdit}
        onKeep={(owner) => {
          put("owner", owner === "" ? undefined : owner);
        }}
      />
    </section>
  );
}
