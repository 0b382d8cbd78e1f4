import { useEffect, useState } from "react";

const SECONDS_SAID = 7;

/** What is said of what was done; it goes by itself. */
export function useSaying(): [string, (says: string) => void] {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const silence = setTimeout(() => {
      setSaid("");
    }, SECONDS_SAID * 1000);
    return () => {
      clearTimeout(silence);
    };
  }, [said]);
  return [said, setSaid];
}
