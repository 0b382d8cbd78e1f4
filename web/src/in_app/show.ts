// Shows the messages that wait for somebody in a product's page, one at a time, and tells what they do with them.
// It runs in pages that are not ours: no cookie, no storage, nothing global, its styles under a roof of their own.

export interface Asked {
  /** The connection's key: says which product, and may be read by everybody. */
  readonly key: string;
  /** Who looks: the id under which the log knows the customer. */
  readonly customer: string;
  /** What the product's server made of that id and its secret. */
  readonly signature: string;
}

export interface Message {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly button: string | null;
  readonly link: string | null;
}

type Deed = "seen" | "clicked" | "dismissed";

const ASKS_APART = 60_000;
const MOST_ASKS = 120;

const STYLES = `
:host { all: initial }
.box { position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; box-sizing: border-box;
  inline-size: min(24rem, calc(100vw - 2rem)); padding: 1rem 1.1rem; border-radius: 12px; background: #fff; color: #20221f;
  border: 1px solid #d4d2c8; box-shadow: 0 8px 30px #0003; font: 400 15px/1.45 system-ui, sans-serif }
.head { display: flex; gap: .75rem; justify-content: space-between; align-items: start }
.title { margin: 0; font-size: 16px; font-weight: 650; overflow-wrap: anywhere }
p { margin: .5rem 0 0; overflow-wrap: anywhere }
button { flex: none; inline-size: 2rem; block-size: 2rem; margin: -.35rem -.5rem 0 0; border: 0; border-radius: 8px;
  background: none; color: inherit; font: 400 20px/1 system-ui, sans-serif; cursor: pointer }
button:hover { background: #8882 }
a { display: inline-block; margin-block-start: .8rem; padding: .45rem .9rem; border-radius: 8px; background: #20221f;
  color: #fff; text-decoration: none; font-weight: 600 }
:is(a, button):focus-visible { outline: 2px solid #a3400b; outline-offset: 2px }
@media (prefers-color-scheme: dark) {
  .box { background: #1b1d1a; color: #eeede6; border-color: #45473f }
  a { background: #eeede6; color: #1b1d1a }
  :is(a, button):focus-visible { outline-color: #f0a06a }
}
@media (prefers-reduced-motion: no-preference) {
  .box { animation: come .25s ease-out }
  @keyframes come { from { opacity: 0; transform: translateY(.6rem) } }
}
@media print { .box { display: none } }
`;

/** Asks now and then, as long as the page is looked at, and shows what waits. Returns what stops it. */
export function begin(server: string, asked: Asked): () => void {
  const known = new Set<string>();
  const waiting: Message[] = [];
  let close: (() => void) | null = null;
  let asks = 0;

  const send = async (more: Readonly<Record<string, string>>): Promise<unknown> => {
    const { key, customer, signature } = asked;
    const answer = await fetch(`${server}/t/messages`, {
      method: "POST",
      body: JSON.stringify({ key, customer, signature, ...more }),
      credentials: "omit",
      keepalive: true,
    });
    return answer.ok ? answer.json() : null;
  };
  const tell = (message: Message, did: Deed) => {
    // What could not be told is told when it is shown the next time: it waits still.
    void send({ message: message.id, did }).catch(() => null);
  };
  const next = () => {
    if (close !== null || document.visibilityState === "hidden") return;
    const message = waiting.shift();
    if (message === undefined) return;
    tell(message, "seen");
    close = put(message, (did) => {
      tell(message, did);
      close = null;
      // Who follows a link leaves the page: the next one would be seen by nobody.
      if (did !== "clicked") next();
    });
  };
  const ask = async () => {
    if (document.visibilityState === "hidden" || asks >= MOST_ASKS) return;
    asks += 1;
    const answer = await send({}).catch(() => null);
    for (const one of messagesIn(answer))
      if (!known.has(one.id)) {
        known.add(one.id);
        waiting.push(one);
      }
    next();
  };
  const timer = setInterval(() => void ask(), ASKS_APART);
  document.addEventListener("visibilitychange", next);
  void ask();
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", next);
    waiting.length = 0;
    close?.();
    close = null;
  };
}

/** The messages in an answer; what is none is left out. */
export function messagesIn(answer: unknown): readonly Message[] {
  if (typeof answer !== "object" || answer === null || !("messages" in answer)) return [];
  return Array.isArray(answer.messages)
    ? answer.messages.filter((one: unknown): one is Message => {
        const said = one as Message | null;
        return (
          typeof said?.id === "string" && typeof said.title === "string" && typeof said.text === "string"
        );
      })
    : [];
}

/** Where a link may lead: pages, and nothing that runs. */
export function safeLink(link: string | null): string | null {
  if (link === null || link === "") return null;
  try {
    const found = new URL(link, window.location.href);
    return found.protocol === "https:" || found.protocol === "http:" ? found.href : null;
  } catch {
    return null;
  }
}

/** Puts a message on the page, without taking the focus; `onEnd` says how it ended. Returns what takes it away. */
export function put(message: Message, onEnd: (did: Deed) => void): () => void {
  const host = document.createElement("div");
  const roof = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLES);
  roof.adoptedStyleSheets = [sheet];

  const box = make("div", "box");
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", message.title);
  const head = make("div", "head");
  const said = make("div", "said");
  said.setAttribute("role", "status");
  const shut = make("button", "shut", "×");
  shut.setAttribute("type", "button");
  shut.setAttribute("aria-label", "Close");
  head.append(said, shut);
  box.append(head);
  roof.append(box);
  document.body.append(host);
  // What comes into a region that is there already is read aloud.
  said.append(make("div", "title", message.title));
  for (const part of message.text.split(/\n\s*\n/))
    if (part.trim() !== "") said.append(make("p", "", part.trim()));

  const away = () => {
    document.removeEventListener("keydown", onKey);
    host.remove();
  };
  const end = (did: Deed) => {
    away();
    onEnd(did);
  };
  const onKey = (event: KeyboardEvent) => {
    const at = document.activeElement;
    const isOurs = at === null || at === document.body || at === host;
    if (event.key === "Escape" && !event.defaultPrevented && isOurs) end("dismissed");
  };
  document.addEventListener("keydown", onKey);
  shut.addEventListener("click", () => {
    end("dismissed");
  });
  const link = safeLink(message.link);
  if (link !== null && message.button) {
    const leads = make("a", "", message.button);
    leads.setAttribute("href", link);
    leads.setAttribute("rel", "noopener");
    leads.addEventListener("click", () => {
      end("clicked");
    });
    box.append(leads);
  }
  return away;
}

function make(tag: string, name: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  if (name !== "") made.className = name;
  made.textContent = text;
  return made;
}
