// The one switch that stops all playbooks at once. Wherever playbooks are shown it says that it is thrown.

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { haltPlaybooks, liftPlaybooksHalt, listPlaybooks } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { Asking } from "../app/Asking";
import { useCommands } from "../palette/PaletteContext";
import { playbookWords as said } from "../words/playbooks";
import { sayMoment } from "./say";
import "../styles/playbooks.css";

export function useAll() {
  return useQuery({
    queryKey: ["playbooks", "all"],
    queryFn: () => answered(listPlaybooks()),
    staleTime: 0,
  });
}

function useHalting() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (isOn: boolean) => answered(isOn ? haltPlaybooks() : liftPlaybooksHalt()),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["playbooks"] }),
  });
}

/** That everything is halted, and the way to let it go on; nothing where it is not. */
export function Halted() {
  const since = useAll().data?.halted_at ?? null;
  return since === null ? null : <Lifting since={since} />;
}

function Lifting({ since }: { readonly since: string }) {
  const halting = useHalting();
  const lift = () => {
    halting.mutate(false);
  };
  useCommands(() => [{ name: said.lift, hint: said.title, run: lift }]);
  return (
    <div role="alert" className="book-asks inline">
      <span>{said.halted(sayMoment(since))}</span>
      <button type="button" className="button" disabled={halting.isPending} onClick={lift}>
        {said.lift}
      </button>
      {halting.error && <span>{halting.error.message}</span>}
    </div>
  );
}

/** Stops everything, once somebody has confirmed it; nothing where everything is halted. */
export function HaltButton() {
  const all = useAll().data;
  return all?.halted_at === null ? <Throwing /> : null;
}

function Throwing() {
  const [isAsking, setAsking] = useState(false);
  const halting = useHalting();
  const ask = () => {
    setAsking(true);
  };
  useCommands(() => [{ name: said.halt, hint: said.title, run: ask }]);
  return (
    <>
      <button type="button" className="button" onClick={ask}>
        {said.halt}
      </button>
      {isAsking && (
        <Asking
          title={said.halt}
          says={said.haltSays}
          confirm={said.halt}
          error={halting.error}
          onConfirm={() => {
            halting.mutate(true);
          }}
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </>
  );
}
