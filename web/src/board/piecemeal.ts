// A zoom lays out every word anew. What is seen is laid out at once; the columns out of view keep the size they
// had, and follow a few at a time, those nearest to the view first: nobody waits for what nobody sees.

/** How many columns follow in one go. */
const AT_A_TIME = 6;
/** What a person does that may need any column, wherever it is. */
const CALLS = ["keydown", "pointerdown", "beforeprint"] as const;

/** The head of a step and its cells. */
export type Column = readonly HTMLElement[];

/**
 * The columns out of view, the nearest first. `away` tells of the left and right edge of a column on the screen how
 * far from the view it will be: 0 where it is seen.
 */
export function columnsUnseen(
  board: HTMLElement,
  away: (left: number, right: number) => number,
): readonly Column[] {
  const rows = [...board.querySelectorAll(".row.heads, .row.lane")];
  const heads = [...(rows.find((row) => row.matches(".heads"))?.children ?? [])];
  return heads
    .map((head, index) => {
      const { left, right } = head.getBoundingClientRect();
      return { index, far: head.matches(".step-head") ? away(left, right) : 0 };
    })
    .filter(({ far }) => far > 0)
    .toSorted((one, other) => one.far - other.far)
    .map(({ index }) => rows.flatMap((row) => leavable(row.children[index])));
}

/** What has the keys keeps them: nothing that is left out can have them. */
function leavable(it: Element | undefined): Column {
  const isOfColumn = it instanceof HTMLElement && it.matches(".cell, .step-head");
  return isOfColumn && !it.contains(document.activeElement) ? [it] : [];
}

/** Leave these out of what is laid out next. They follow by themselves, or all when what comes back is called. */
export function leaveOut(columns: readonly Column[]): () => void {
  let left = columns;
  let frame = 0;
  let task: ReturnType<typeof setTimeout> | undefined;
  const each = (some: readonly Column[], visibility: "hidden" | "") => {
    for (const cell of some.flat()) cell.style.contentVisibility = visibility;
  };
  const finish = () => {
    cancelAnimationFrame(frame);
    clearTimeout(task);
    for (const name of CALLS) window.removeEventListener(name, finish, true);
    each(left, "");
    left = [];
  };
  const goOn = () => {
    // After a frame, not before it: what a person does meanwhile is painted between two goes.
    frame = requestAnimationFrame(() => {
      task = setTimeout(() => {
        each(left.slice(0, AT_A_TIME), "");
        left = left.slice(AT_A_TIME);
        if (left.length > 0) goOn();
        else finish();
      });
    });
  };
  each(left, "hidden");
  if (left.length === 0) return finish;
  for (const name of CALLS) window.addEventListener(name, finish, true);
  goOn();
  return finish;
}
