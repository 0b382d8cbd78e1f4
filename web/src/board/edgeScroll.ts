// While something is dragged near an edge, what lies beyond it comes into sight: the nearer, the faster.

const EDGE_PIXELS = 56;
const MOST_PIXELS_A_FRAME = 20;

export interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

export interface EdgeScroller {
  readonly follow: (point: Point) => void;
  readonly stop: () => void;
}

/** Scrolls the box that `board` lies in. The lanes' names and the heads cover its left and upper edge. */
export function edgeScroller(board: HTMLElement): EdgeScroller {
  const box = board.closest<HTMLElement>(".scroller");
  let point: Point | null = null;
  let frame = 0;
  const go = () => {
    frame = 0;
    if (!box || !point) return;
    const outer = box.getBoundingClientRect();
    const rail = board.querySelector(".corner")?.getBoundingClientRect();
    const heads = board.querySelector(".heads-block")?.getBoundingClientRect();
    const x = pull(point.clientX, rail?.right ?? outer.left, outer.right);
    const y = pull(point.clientY, heads?.bottom ?? outer.top, outer.bottom);
    if (x === 0 && y === 0) return;
    box.scrollBy(x, y);
    frame = requestAnimationFrame(go);
  };
  return {
    follow: (to) => {
      point = to;
      if (frame === 0) frame = requestAnimationFrame(go);
    },
    stop: () => {
      point = null;
      cancelAnimationFrame(frame);
      frame = 0;
    },
  };
}

/** How many pixels a frame, back (negative) or on, for a pointer between two edges. */
export function pull(at: number, from: number, until: number): number {
  const edge = Math.min(EDGE_PIXELS, (until - from) / 4);
  if (at < from + edge) return -Math.ceil(Math.min(1, (from + edge - at) / edge) * MOST_PIXELS_A_FRAME);
  if (at > until - edge) return Math.ceil(Math.min(1, (at - until + edge) / edge) * MOST_PIXELS_A_FRAME);
  return 0;
}
