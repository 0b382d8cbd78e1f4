// What is looked at on the map page, kept in the address: a link shows the same.

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { searchOf, type View, viewOf } from "../../lived/view";
import type { LookId } from "./looks";

export function useView() {
  const search = useSearch({ from: "/maps/$mapId" });
  const navigate = useNavigate({ from: "/maps/$mapId" });
  const view = useMemo(() => viewOf(search), [search]);
  const setLook = useCallback(
    (look: LookId) => {
      void navigate({
        search: ({ look: _, ...rest }) => (look === "planned" ? rest : { ...rest, look }),
        replace: true,
      });
    },
    [navigate],
  );
  const setView = useCallback(
    (next: View) => {
      void navigate({
        search: ({ look }) => ({ ...searchOf(next), ...(look === undefined ? {} : { look }) }),
        replace: true,
      });
    },
    [navigate],
  );
  return { lookId: search.look ?? "planned", setLook, view, setView };
}

/** The view without another side beside it. */
export function alone(view: View): View {
  return view.against === null ? view : { ...view, against: null };
}
