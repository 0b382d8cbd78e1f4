// What the browser calls the page, in its tab, its history and to a screen reader: what is open, then whose it is.

import { useEffect } from "react";

/** What is open, the most particular last: the page, and on it a map, an account, a customer. */
const names: string[] = [];
let whose: string | null = null;

/** Call the page by this name while it is shown; an empty one says nothing. */
export function useTitle(name: string): void {
  useEffect(() => {
    if (name === "") return;
    names.push(name);
    tell();
    return () => {
      names.splice(names.lastIndexOf(name), 1);
      tell();
    };
  }, [name]);
}

function tell(): void {
  whose ??= document.title;
  document.title = [names.at(-1), whose].filter(Boolean).join(" · ");
}
