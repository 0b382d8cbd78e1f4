import { afterEach, expect, it } from "vitest";
import { sayMoment } from "../words/figures";
import { keepTime, timeNow, today } from "./clock";

const now = "2026-09-29T23:30:00Z";
const at = Date.parse(now);

afterEach(() => {
  keepTime(null, 0);
});

it("goes on with this computer's clock, however wrong that is", () => {
  keepTime({ now, is_demo: false, time_zone: "UTC" }, 1000);
  expect(timeNow(61_000)).toBe(at + 60_000);
});
it("stands still in the demo, on the workspace's day", () => {
  keepTime({ now, is_demo: true, time_zone: "Europe/Berlin" }, 1000);
  expect(timeNow(61_000)).toBe(at);
  expect(today()).toBe("2026-09-30");
  expect(sayMoment(now)).toBe("30 September 2026, 01:30");
});
it("is this computer's for whom the workspace tells nothing", () => {
  expect(timeNow(5)).toBe(5);
});
