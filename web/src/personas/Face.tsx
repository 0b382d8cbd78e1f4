// The face of a persona: their initials, in a shade of their own.

export function Face({ name, isLarge }: { readonly name: string; readonly isLarge?: boolean }) {
  const initials = name
    .split(",", 1)[0]
    ?.split(/\s+/)
    .slice(0, 2)
    .map((part) => Array.from(part)[0] ?? "")
    .join("")
    .toUpperCase();
  return (
    <span className="persona-face" data-large={isLarge || undefined} data-shade={shadeOf(name)} aria-hidden>
      {initials}
    </span>
  );
}

function shadeOf(name: string): number {
  return Array.from(name).reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 4, 0);
}
