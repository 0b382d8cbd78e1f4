// Offers the tour: by itself once, on a map of the demo or on the first map of a workspace; afterwards from Ctrl-K.

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { listMaps } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { useWorkspace } from "../app/clock";
import { useCommands } from "../palette/PaletteContext";
import { tourWords as words } from "../words/tour";

const Tour = lazy(() => import("./Tour").then((it) => ({ default: it.Tour })));
const KEY = "desirepath:tour";

/** `mayShow`: whether the board is what one looks at; while it is not, the tour waits. */
export interface TourHostProps {
  readonly mayShow: boolean;
  /** Whether it may come unasked: it shows how to write on a board. */
  readonly mayBegin: boolean;
}

export function TourHost({ mayShow, mayBegin }: TourHostProps) {
  const [wasSeen, setSeen] = useState(() => localStorage.getItem(KEY) !== null);
  const [isAsked, setAsked] = useState(false);
  const workspace = useWorkspace();
  const maps = useQuery({
    queryKey: ["maps", "first two"],
    queryFn: () => answered(listMaps({ query: { limit: 2 } })),
    retry: false,
    enabled: !wasSeen,
    staleTime: Infinity,
  });
  useCommands(() => [
    {
      name: words.name,
      hint: words.hint,
      run: () => {
        setAsked(true);
      },
    },
  ]);
  const isBoard = mayBegin && !window.matchMedia("(max-width: 44rem)").matches;
  const isNew = workspace.data?.is_demo === true || maps.data?.items.length === 1;
  if (!mayShow || (!isAsked && (wasSeen || !isNew || !isBoard))) return null;
  return (
    <Suspense fallback={null}>
      <Tour
        onClose={() => {
          localStorage.setItem(KEY, "seen");
          setSeen(true);
          setAsked(false);
        }}
      />
    </Suspense>
  );
}
