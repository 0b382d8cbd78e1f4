// The line that shows where what is dragged would come to.

import type { Line } from "./spots";

export function DropLine({ line }: { readonly line: Line }) {
  const { left, top, width, height, label } = line;
  return (
    <div
      className="drop-line"
      aria-hidden="true"
      data-across={height === 0 || undefined}
      style={{
        left,
        top,
        width: height === 0 ? width : undefined,
        height: height === 0 ? undefined : height,
      }}
    >
      {label !== "" && <span className="drop-label">{label}</span>}
    </div>
  );
}
