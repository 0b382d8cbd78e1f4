// Offers the tour: by itself once, in the demo, on a map; afterwards from Ctrl-K.

import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { workspace as readWorkspace } from "../api/generated/sdk.gen";
import { answered } from "../api/http";
import { useCommands } from "../palette/PaletteContext";
import { tourWords as words } from "../words/tour";

const Tour = lazy(() => import("./Tour").then((it) => ({ default: it.Tour })));
const KEY = "desirepath:tour";

/** `mayShow`: whether the board is what one looks at; while it is not, the tour waits. */
export function TourHost({ mayShow }: { readonly mayShow: boolean }) {
  const [wasSeen, setSeen] = useState(() => localStorage.getItem(KEY) !== null);
  const [isAsked, setAsked] = useState(false);
  const workspace = useQuery({
    queryKey: ["workspace"],
    queryFn: () => answered(readWorkspace()),
    retry: false,
    enabled: !wasSeen,
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
  const isDemo = workspace.data?.is_demo === true;
  if (!mayShow || (!isAsked && (wasSeen || !isDemo))) return null;
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
