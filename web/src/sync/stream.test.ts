import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { follow } from "./stream";

/** A stream that does what it is told. */
class Told extends EventTarget {
  static readonly CLOSED = 2;
  static all: Told[] = [];
  readyState = 1;
  constructor() {
    super();
    Told.all.push(this);
  }
  close() {
    this.readyState = Told.CLOSED;
  }
  fail(isGivenUp: boolean) {
    this.readyState = isGivenUp ? Told.CLOSED : 0;
    this.dispatchEvent(new Event("error"));
  }
}

beforeEach(() => {
  Told.all = [];
  vi.stubGlobal("EventSource", Told);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function followed(may: () => boolean) {
  const heard: string[] = [];
  const end = follow({
    address: () => "/events",
    listen: (stream) => {
      stream.addEventListener("came", () => heard.push("came"));
    },
    onOpen: () => heard.push("open"),
    onLost: () => heard.push("lost"),
    mayReturn: () => Promise.resolve(may()),
  });
  return { heard, end };
}

it("begins again where the browser gave up, and listens to the new one", async () => {
  const { heard, end } = followed(() => true);
  Told.all[0]?.fail(true);
  await vi.advanceTimersByTimeAsync(5000);
  expect(Told.all).toHaveLength(2);
  Told.all[1]?.dispatchEvent(new Event("open"));
  Told.all[1]?.dispatchEvent(new Event("came"));
  expect(heard).toEqual(["lost", "open", "came"]);
  end();
  expect(Told.all[1]?.readyState).toBe(Told.CLOSED);
});

it("leaves it to the browser while that still tries", async () => {
  followed(() => true);
  Told.all[0]?.fail(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Told.all).toHaveLength(1);
});

it("asks before it comes back, again and again, and not at all once it is over", async () => {
  const answers = [false, false, true];
  const { end } = followed(() => answers.shift() ?? false);
  Told.all[0]?.fail(true);
  await vi.advanceTimersByTimeAsync(9000);
  expect(Told.all).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(5000);
  expect(Told.all).toHaveLength(2);
  Told.all[1]?.fail(true);
  end();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Told.all).toHaveLength(2);
});
