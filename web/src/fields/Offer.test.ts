import { expect, test } from "vitest";
import { nearestFirst } from "./Offer";

test("what begins as it was typed comes before what is merely like it", () => {
  const items = ["subscription.started", "my_subscription_start", "subscription_started"].map((value) => ({
    value,
    label: value,
    hint: "",
  }));
  expect(nearestFirst(items, "Subscription_st").map((one) => one.value)).toEqual([
    "subscription_started",
    "my_subscription_start",
    "subscription.started",
  ]);
});
