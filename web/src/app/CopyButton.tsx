// Copies a text, and says that it did.

import { useEffect, useState } from "react";
import { shellWords } from "../words/shell";

const SAID_MS = 2000;

export function CopyButton({
  text,
  label = shellWords.copy,
}: {
  readonly text: string;
  readonly label?: string;
}) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => {
      setCopied(false);
    }, SAID_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [isCopied]);
  return (
    <button
      type="button"
      className="button"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true);
        });
      }}
    >
      <span aria-live="polite">{isCopied ? shellWords.copied : label}</span>
    </button>
  );
}
