// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { columnsUnseen, leaveOut } from "./piecemeal";

const WIDE = 100;
let board: HTMLElement;

/** A board of twenty columns, each of them 100 px wide. */
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ["setTimeout", "clearTimeout", "requestAnimationFrame", "cancelAnimationFrame"],
  });
  const row = (names: string, child: string) =>
    `<div class="row ${names}"><div class="rail"></div>${child.repeat(20)}<div class="end"></div></div>`;
  document.body.innerHTML = `<div>${row("heads", '<div class="step-head"></div>')}${row("lane", '<div class="cell"><textarea></textarea></div>')}</div>`;
  board = document.body.firstElementChild as HTMLElement;
  board.querySelectorAll(".step-head").forEach((head, i) => {
    head.getBoundingClientRect = () => new DOMRect(i * WIDE, 0, WIDE, 20);
  });
});

afterEach(() => {
  vi.useRealTimers();
});

const away = (left: number, right: number) => Math.max(0, left - 1000, 500 - right);
const isOut = (i: number) => cells()[i]?.style.contentVisibility === "hidden";
const cells = () => [...board.querySelectorAll<HTMLElement>(".cell")];
const out = () => cells().flatMap((_, i) => (isOut(i) ? [i] : []));

it("leaves out what is not seen, heads and cells", () => {
  leaveOut(columnsUnseen(board, away));
  expect(out()).toEqual([0, 1, 2, 3, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  expect(board.querySelectorAll('.step-head[style*="hidden"]')).toHaveLength(out().length);
});

it("lets the rest follow by itself, the nearest first", () => {
  leaveOut(columnsUnseen(board, away));
  vi.advanceTimersByTime(20);
  expect(out()).toEqual([0, 14, 15, 16, 17, 18, 19]);
  vi.advanceTimersByTime(1000);
  expect(board.innerHTML).not.toContain("hidden");
});

it("lays out everything when a key is pressed, or when it is told to", () => {
  leaveOut(columnsUnseen(board, away));
  window.dispatchEvent(new KeyboardEvent("keydown", { key: "x" }));
  expect(out()).toEqual([]);
  const layAll = leaveOut(columnsUnseen(board, away));
  expect(out()).not.toEqual([]);
  layAll();
  expect(out()).toEqual([]);
});

it("leaves the keys to what has them", () => {
  cells()[19]?.querySelector("textarea")?.focus();
  leaveOut(columnsUnseen(board, away));
  expect(isOut(18)).toBe(true);
  expect(isOut(19)).toBe(false);
});

it("brings back what has moved meanwhile", () => {
  leaveOut(columnsUnseen(board, away));
  board.querySelector(".lane .rail")?.after(document.createElement("div"));
  vi.advanceTimersByTime(1000);
  expect(board.innerHTML).not.toContain("hidden");
});

it("leaves out nothing where all is seen", () => {
  leaveOut(columnsUnseen(board, () => 0));
  expect(out()).toEqual([]);
});
