import { expect, it } from "vitest";
import type { Me } from "../api/generated/types.gen";
import { beginsAt } from "./places";

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
