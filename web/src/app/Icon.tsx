// The few signs of the bar, drawn with the pen of the text.

const PATHS = {
  menu: "M3 5h14M3 10h14M3 15h14",
  bell: "M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.5 17.5h3",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M13 13l4 4",
  more: "M4.5 10h.01M10 10h.01M15.5 10h.01",
  undo: "M7 4 3 8l4 4M3 8h8a5 5 0 0 1 0 9H8",
  redo: "m13 4 4 4-4 4M17 8H9a5 5 0 0 0 0 9h3",
  check: "m4 10.5 4 4 8-9",
  cloud: "M5.5 15.5a3.5 3.5 0 0 1 0-7 5 5 0 0 1 9.5 1.5 2.75 2.75 0 0 1 0 5.5z",
  plus: "M10 4v12M4 10h12",
  lock: "M5.5 9h9v7h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9",
} as const;

export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg className="sign" data-sign={name} viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
