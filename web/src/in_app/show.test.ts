// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { begin, messagesIn, put, safeLink, type Message } from "./show";

const HELLO: Message = { id: "a", title: "Hello", text: "One\n\nTwo", button: "Show me", link: "/next" };
const ASKED = { key: "k", customer: "ann", signature: "s" };
const told: Record<string, string>[] = [];
let waits: readonly Message[] = [];

beforeEach(() => {
  told.length = 0;
  waits = [];
  vi.useFakeTimers();
  vi.stubGlobal("fetch", (_: string, sent: { readonly body: string }) => {
    const said = JSON.parse(sent.body) as Record<string, string>;
    if ("did" in said) told.push(said);
    return Promise.resolve({ ok: true, json: () => Promise.resolve({ messages: waits }) });
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function roof(): ShadowRoot | null {
  return document.body.querySelector("div")?.shadowRoot ?? null;
}

it("shows one after the other, and tells each deed once", async () => {
  waits = [HELLO, { ...HELLO, id: "b", title: "Again" }];
  const stop = begin("https://desk.example", ASKED);
  await vi.advanceTimersByTimeAsync(0);
  expect(document.body.children.length).toBe(1);
  expect(roof()?.querySelector(".title")?.textContent).toBe("Hello");
  expect(roof()?.querySelectorAll("p").length).toBe(2);
  expect(document.activeElement).toBe(document.body);
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect(roof()?.querySelector(".title")?.textContent).toBe("Again");
  roof()?.querySelector("button")?.click();
  expect(document.body.children.length).toBe(0);
  await vi.advanceTimersByTimeAsync(180_000); // the server says the same: it is not shown again
  expect(document.body.children.length).toBe(0);
  expect(told.map((one) => [one.message, one.did])).toEqual([
    ["a", "seen"],
    ["a", "dismissed"],
    ["b", "seen"],
    ["b", "dismissed"],
  ]);
  stop();
});

it("shows no other while the page is left for where a message leads", async () => {
  waits = [HELLO, { ...HELLO, id: "b", title: "Again" }];
  const stop = begin("https://desk.example", ASKED);
  await vi.advanceTimersByTimeAsync(0);
  const link = roof()?.querySelector("a");
  link?.addEventListener("click", (event) => {
    event.preventDefault(); // here nothing is left
  });
  link?.click();
  expect(roof()).toBeNull();
  expect(told.map((one) => [one.message, one.did])).toEqual([
    ["a", "seen"],
    ["a", "clicked"],
  ]);
  await vi.advanceTimersByTimeAsync(60_000); // it was opened beside this page, and this one stays
  expect(roof()?.querySelector(".title")?.textContent).toBe("Again");
  stop();
});

it("does not close what is another's when somebody types elsewhere", () => {
  const field = document.createElement("input");
  document.body.append(field);
  const onEnd = vi.fn();
  const away = put(HELLO, onEnd);
  field.focus();
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect(onEnd).not.toHaveBeenCalled();
  away();
});

it("puts words as words, and leads to pages only", () => {
  put({ ...HELLO, title: "<img src=x onerror=alert(1)>", link: "javascript:alert(1)" }, vi.fn());
  expect(roof()?.querySelector("img")).toBeNull();
  expect(roof()?.querySelector("a")).toBeNull();
  expect(safeLink("https://x.example/a")).toBe("https://x.example/a");
  expect(safeLink("data:text/html,x")).toBeNull();
  expect(safeLink(null)).toBeNull();
});

it("believes no answer that is none", () => {
  for (const answer of [null, 1, {}, { messages: 3 }, { messages: [null, { id: 1 }] }])
    expect(messagesIn(answer)).toEqual([]);
});
