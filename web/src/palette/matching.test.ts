import { describe, expect, it } from "vitest";
import type { Command } from "./command";
import { find, plain } from "./matching";

const nothing = () => undefined;
const made = (name: string, group: Command["group"] = "do", hint = ""): Command => ({
  name,
  hint,
  group,
  run: nothing,
});
const ALL = [
  made("Undo"),
  made("History"),
  made("We sign", "steps", "Somebody knows us here"),
  made("Our first sign of life", "steps"),
  made("Signs, and tells the team", "cards", "We sign"),
  made("After the signature", "maps"),
  made("Größe wählen", "cards"),
  made("People", "pages"),
];
const names = (sought: string, recent: readonly string[] = []) =>
  find(ALL, sought, recent).map(({ group, commands }) => [group, commands.map((one) => one.name)]);

describe("find", () => {
  it("puts what begins with the letters first, whatever its group", () => {
    expect(names("sign")[0]).toEqual(["cards", ["Signs, and tells the team"]]);
    expect(names("we")[0]).toEqual(["steps", ["We sign"]]);
  });
  it("wants every word, in the name or the hint", () => {
    expect(names("team sign")).toEqual([["cards", ["Signs, and tells the team"]]]);
    expect(names("sign somebody")).toEqual([["steps", ["We sign"]]]);
    expect(names("sign spaceship")).toEqual([]);
  });
  it("does not mind accents and sharp s", () => {
    expect(names("grosse")).toEqual([["cards", ["Größe wählen"]]]);
    expect(plain("Ünder Straße")).toBe("under strasse");
  });
  it("shows what was used last where nothing is typed, and no cards", () => {
    expect(names("", ["pages:People", "gone"])).toEqual([
      ["recent", ["People"]],
      ["do", ["Undo", "History"]],
      ["steps", ["We sign", "Our first sign of life"]],
      ["maps", ["After the signature"]],
    ]);
  });
});
