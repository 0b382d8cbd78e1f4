// A stream of the server's events, followed as long as a component is there.

import { useEffect, useRef } from "react";
import { follow } from "./stream";

const ALWAYS = () => Promise.resolve(true);

/**
 * Call what stands under an event's name whenever one comes. Under `open`: whenever the stream begins, also again, for
 * what may have been missed between.
 */
export function useStream(address: string, hearers: Readonly<Record<string, () => void>>): void {
  const newest = useRef(hearers);
  useEffect(() => {
    newest.current = hearers;
  });
  const names = Object.keys(hearers).join(" ");
  useEffect(
    () =>
      follow({
        address: () => address,
        listen: (stream) => {
          for (const name of names.split(" ")) {
            stream.addEventListener(name, () => newest.current[name]?.());
          }
        },
        onOpen: () => undefined,
        onLost: () => undefined,
        mayReturn: ALWAYS,
      }),
    [address, names],
  );
}
