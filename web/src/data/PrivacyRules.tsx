// What is not kept at all: for how long each source is kept, and fields that are dropped or hashed.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  applyPrivacyRules,
  changePrivacyRules,
  previewPrivacyRules,
  privacyRules,
} from "../api/generated/sdk.gen";
import type { PrivacyRulesOut } from "../api/generated/types.gen";
import { answered } from "../api/http";
import { privacyWords as words } from "../words/privacy";

export function PrivacyRules() {
  const found = useQuery({ queryKey: ["privacy-rules"], queryFn: () => answered(privacyRules()) });
  if (found.error) return <p role="alert">{found.error.message}</p>;
  return found.data ? <Rules key={JSON.stringify(found.data)} rules={found.data} /> : null;
}

function Rules({ rules }: { readonly rules: PrivacyRulesOut }) {
  const queries = useQueryClient();
  const [retention, setRetention] = useState(rules.retention as Record<string, string>);
  const [drop, setDrop] = useState<readonly string[]>(rules.drop);
  const [hash, setHash] = useState<readonly string[]>(rules.hash);
  const [field, setField] = useState("");
  const [how, setHow] = useState<"drop" | "hash">("drop");
  const kept = Object.fromEntries(Object.entries(retention).filter(([, span]) => span.trim() !== ""));
  const save = useMutation({
    mutationFn: () =>
      answered(changePrivacyRules({ body: { retention: kept, drop: [...drop], hash: [...hash] } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["privacy-rules"] });
      void queries.invalidateQueries({ queryKey: ["privacy-preview"] });
    },
  });
  const isChanged =
    JSON.stringify([kept, drop, hash]) !== JSON.stringify([rules.retention, rules.drop, rules.hash]);
  const sources = [...new Set([...rules.sources, ...Object.keys(retention).filter((one) => one !== "*")])];
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h4>{words.retention}</h4>
      <div className="retention">
        {[...sources, "*"].map((source) => (
          <label key={source}>
            <span>{source === "*" ? words.everySource : source}</span>
            <input
              className="field"
              placeholder={words.forEver}
              title={words.spanHint}
              value={retention[source] ?? ""}
              onChange={(event) => {
                setRetention({ ...retention, [source]: event.target.value });
              }}
            />
          </label>
        ))}
      </div>
      <h4>{words.fields}</h4>
      <p className="quiet small">{words.fieldHint}</p>
      <ul className="plain">
        {[...drop.map((name) => [name, words.drop]), ...hash.map((name) => [name, words.hash])].map(
          ([name = "", says]) => (
            <li key={name}>
              <code>{name}</code> <span className="quiet">{says}</span>{" "}
              <button
                type="button"
                className="button"
                aria-label={words.removeField(name)}
                onClick={() => {
                  setDrop(drop.filter((one) => one !== name));
                  setHash(hash.filter((one) => one !== name));
                }}
              >
                ×
              </button>
            </li>
          ),
        )}
      </ul>
      <div className="inline apart-small">
        <input
          className="field"
          aria-label={words.field}
          placeholder="properties.ip"
          value={field}
          onChange={(event) => {
            setField(event.target.value);
          }}
        />
        <select
          className="field"
          aria-label={words.fields}
          value={how}
          onChange={(event) => {
            setHow(event.target.value as "drop" | "hash");
          }}
        >
          <option value="drop">{words.drop}</option>
          <option value="hash">{words.hash}</option>
        </select>
        <button
          type="button"
          className="button"
          disabled={field.trim() === ""}
          onClick={() => {
            const [own, set] = how === "drop" ? ([drop, setDrop] as const) : ([hash, setHash] as const);
            set([...new Set([...own, field.trim()])]);
            setField("");
          }}
        >
          {words.addField}
        </button>
      </div>
      {save.error && <p role="alert">{save.error.message}</p>}
      <div className="inline">
        <button type="submit" className="button first" disabled={!isChanged || save.isPending}>
          {words.save}
        </button>
        {save.isSuccess && !isChanged && <span role="status">{words.saved}</span>}
      </div>
      <Apply />
    </form>
  );
}

function Apply() {
  const queries = useQueryClient();
  const preview = useQuery({
    queryKey: ["privacy-preview"],
    queryFn: () => answered(previewPrivacyRules()),
    staleTime: 0,
  });
  const apply = useMutation({
    mutationFn: () => answered(applyPrivacyRules()),
    onSuccess: () => {
      setTimeout(() => void queries.invalidateQueries({ queryKey: ["privacy-preview"] }), 3000);
    },
  });
  if (!preview.data) return null;
  const sum = (counts: unknown) =>
    Object.values(counts as Record<string, number>).reduce((all, one) => all + one, 0);
  const expired = sum(preview.data.expired);
  const changed = sum(preview.data.changed);
  return (
    <p>
      {expired + changed === 0 ? words.nothingToApply : words.wouldApply(expired, changed)}{" "}
      {expired + changed > 0 && (
        <button
          type="button"
          className="button"
          disabled={apply.isPending || apply.isSuccess}
          onClick={() => {
            if (window.confirm(words.reallyApply)) apply.mutate();
          }}
        >
          {words.apply}
        </button>
      )}
      {apply.isSuccess && <span role="status"> {words.applied}</span>}
      {apply.error && <span role="alert">{apply.error.message}</span>}
    </p>
  );
}
