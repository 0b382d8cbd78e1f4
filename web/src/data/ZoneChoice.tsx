// Which time zone: those that are near by a click, every other by its city. Asked of a file whose times name none.

import { useState } from "react";
import { useWorkspace } from "../app/clock";
import { dataWords as words } from "../words/data";
import { zoneHere } from "../words/figures";
import { Written } from "./Written";

const ZONES = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];

const AS_PEOPLE_SAY: Readonly<Record<string, string>> = {
  eastern: "America/New_York",
  central: "America/Chicago",
  mountain: "America/Denver",
  pacific: "America/Los_Angeles",
  central_european: "Europe/Berlin",
  gmt: "UTC",
};

/** The zone of that name, or of the city of that name. */
function zoneNamed(text: string): string | undefined {
  const plain = text.trim().toLowerCase().replaceAll(" ", "_");
  const usual = AS_PEOPLE_SAY[plain.replace(/_(?:time|standard_time)$/, "")];
  if (usual !== undefined) return usual;
  return ZONES.find((one) => one.toLowerCase() === plain || one.toLowerCase().endsWith(`/${plain}`));
}

export interface ZoneChoiceProps {
  readonly asks: string;
  readonly hint: string;
  readonly zone: string;
  /** The workspace's, where it has one. */
  readonly usual?: string;
  readonly isBusy?: boolean;
  readonly onChoose: (zone: string) => void;
}

export function ZoneChoice({ asks, hint, zone, usual = "", isBusy = false, onChoose }: ZoneChoiceProps) {
  const here = zoneHere();
  const [unknown, setUnknown] = useState("");
  const near = [...new Set([usual, here, "UTC"])].filter((one) => one !== "");
  return (
    <fieldset className="choices" disabled={isBusy}>
      <legend>{asks}</legend>
      <p className="quiet small">{hint}</p>
      {near.map((one) => (
        <button
          key={one}
          type="button"
          className="button offered"
          aria-pressed={zone === one}
          onClick={() => {
            setUnknown("");
            onChoose(one);
          }}
        >
          {zone === one && <span aria-hidden="true">✓ </span>}
          {one}
          {one === usual && <span className="quiet small"> {words.thisWorkspace}</span>}
          {one === here && one !== usual && <span className="quiet small"> {words.thisComputer}</span>}
        </button>
      ))}
      <Written
        label={words.otherZone}
        placeholder={words.otherZone}
        value={zone === "" || near.includes(zone) ? "" : zone}
        suggestions={ZONES}
        onWritten={(text) => {
          const found = zoneNamed(text);
          setUnknown(found === undefined ? text : "");
          if (found !== undefined) onChoose(found);
        }}
      />
      {unknown !== "" && (
        <p role="alert" className="refused small">
          {words.noZone(unknown)}
        </p>
      )}
    </fieldset>
  );
}

export interface FileZoneProps {
  readonly example: string;
  readonly zone: string;
  readonly onChoose: (zone: string) => void;
}

/** In which zone a file's times are that name none. */
export function FileZone({ example, zone, onChoose }: FileZoneProps) {
  return (
    <ZoneChoice
      asks={words.askZone(example)}
      hint={words.zoneHint}
      zone={zone}
      usual={useUsualZone()}
      onChoose={onChoose}
    />
  );
}

/** The zone that times without one are read in until somebody says another; empty: that is asked. UTC is often nobody's
 *  own choice: a computer elsewhere does not take it for an answer. */
export function useZoneOfFiles(): string {
  const usual = useUsualZone();
  return usual === "UTC" && zoneHere() !== "UTC" ? "" : usual;
}

/** The workspace's zone; empty: nobody has chosen one. */
function useUsualZone(): string {
  const space = useWorkspace().data;
  return space?.zone_is_chosen ? space.time_zone : "";
}
