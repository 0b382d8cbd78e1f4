import { expect, it } from "vitest";
import type { Me } from "../api/generated/types.gen";
import { beginsAt, mayOpen, placesOf } from "./places";

const mia: Me = {
  id: 1,
  name: "Mia",
  email: "mia@example.com",
  function: "customer_success",
  role: "editor",
  is_active: true,
  map_roles: {},
  begins_at: "",
  has_password: true,
  passkeys: 0,
  has_app_code: false,
  can_return: true,
};

it("begins where one's team works, unless somebody chose", () => {
  expect(beginsAt(mia)).toBe("/today");
  expect(beginsAt({ ...mia, function: "product" })).toBe("/maps");
  expect(beginsAt({ ...mia, begins_at: "maps" })).toBe("/maps");
  expect(beginsAt({ ...mia, function: "product", begins_at: "today" })).toBe("/today");
});
it("begins at no page that one may not open", () => {
  expect(beginsAt({ ...mia, role: "viewer" })).toBe("/maps");
});

it("leads a guest of single maps to her maps, their personas and her settings, and nowhere else", () => {
  const gus: Me = { ...mia, role: "none", map_roles: { onboarding: "editor" } };
  expect(placesOf(gus).map(({ to }) => to)).toEqual(["/maps", "/personas", "/settings"]);
  expect(placesOf({ ...gus, map_roles: {} }).map(({ to }) => to)).toEqual(["/maps", "/settings"]);
  for (const path of ["/", "/maps", "/maps/onboarding", "/personas/carla", "/notifications", "/settings"]) {
    expect(mayOpen(gus, path), path).toBe(true);
  }
  for (const path of ["/people", "/data", "/customers", "/mapsandmore", "/today", "/new"]) {
    expect(mayOpen(gus, path), path).toBe(false);
    expect(mayOpen(mia, path), path).toBe(true);
  }
});
