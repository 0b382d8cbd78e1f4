// What a product's page includes: `desirepath.show({key, customer, signature})` shows what waits for them.

import { begin, type Asked } from "./show";

declare global {
  interface Window {
    desirepath?: { readonly show: (asked: Asked) => void };
  }
}

const script = document.currentScript;
const server = script instanceof HTMLScriptElement ? new URL(script.src).origin : "";
let stop: (() => void) | null = null;

window.desirepath = {
  show: (asked) => {
    stop?.();
    stop = begin(server, asked);
  },
};
