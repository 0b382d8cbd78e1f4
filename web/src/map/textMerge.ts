// Three-way merge of one text. The algorithm is spelt out in src/desirepath/model/text_merge.py; this is it
// again, and tests/vectors/merge.json holds both to it. Positions count code points, not UTF-16 units.

const MOST_PAIRS = 1_000_000;

export interface Merged {
  readonly text: string;
  readonly isClean: boolean;
}

/** Base tokens from `start` (included) to `end` (excluded) become `tokens`. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly tokens: readonly string[];
}

/** Merge two changes of one text; where they overlap, `text` is mine and `isClean` false. */
export function mergeText(base: string, mine: string, theirs: string): Merged {
  const tokens = cut(base);
  const hunks = sortedOnce([...difference(tokens, cut(mine)), ...difference(tokens, cut(theirs))]);
  for (let i = 1; i < hunks.length; i += 1) {
    const [one, other] = [hunks[i - 1], hunks[i]];
    if (one && other && other.start < one.end) return { text: mine, isClean: false };
  }
  const merged: string[] = [];
  let reached = 0;
  for (const hunk of hunks) {
    merged.push(...tokens.slice(reached, hunk.start), ...hunk.tokens);
    reached = hunk.end;
  }
  merged.push(...tokens.slice(reached));
  return { text: merged.join(""), isClean: true };
}

/** The tokens of a text; together they are the text. */
export function cut(text: string): string[] {
  const tokens: string[] = [];
  let word = "";
  for (const char of text) {
    if (isWordChar(char)) {
      word += char;
      continue;
    }
    if (word !== "") tokens.push(word);
    word = "";
    tokens.push(char);
  }
  if (word !== "") tokens.push(word);
  return tokens;
}

export function difference(base: readonly string[], changed: readonly string[]): Hunk[] {
  let start = 0;
  while (start < Math.min(base.length, changed.length) && base[start] === changed[start]) start += 1;
  let baseEnd = base.length;
  let changedEnd = changed.length;
  while (baseEnd > start && changedEnd > start && base[baseEnd - 1] === changed[changedEnd - 1]) {
    baseEnd -= 1;
    changedEnd -= 1;
  }
  const hunks: Hunk[] = [];
  let before: readonly [number, number] = [start, start];
  const found = matches(base, changed, start, baseEnd, changedEnd);
  for (const match of [...found, [baseEnd, changedEnd] as const]) {
    if (match[0] !== before[0] || match[1] !== before[1]) {
      hunks.push({ start: before[0], end: match[0], tokens: changed.slice(before[1], match[1]) });
    }
    before = [match[0] + 1, match[1] + 1];
  }
  return hunks;
}

/** Positions of a longest common subsequence of the two middles, from the left. */
function matches(
  base: readonly string[],
  changed: readonly string[],
  start: number,
  baseEnd: number,
  changedEnd: number,
): (readonly [number, number])[] {
  const rows = baseEnd - start;
  const columns = changedEnd - start;
  if (rows * columns > MOST_PAIRS) return [];
  const width = columns + 1;
  const longest = new Uint32Array((rows + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = rows - 1; i >= 0; i -= 1) {
    for (let j = columns - 1; j >= 0; j -= 1) {
      longest[i * width + j] =
        base[start + i] === changed[start + j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const found: (readonly [number, number])[] = [];
  let i = 0;
  let j = 0;
  while (i < rows && j < columns) {
    if (base[start + i] === changed[start + j]) {
      found.push([start + i, start + j]);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return found;
}

function sortedOnce(hunks: Hunk[]): Hunk[] {
  const sorted = hunks.toSorted(compareHunks);
  return sorted.filter((hunk, i) => {
    const before = sorted[i - 1];
    return before === undefined || compareHunks(before, hunk) !== 0;
  });
}

function compareHunks(one: Hunk, other: Hunk): number {
  if (one.start !== other.start) return one.start - other.start;
  if (one.end !== other.end) return one.end - other.end;
  for (let i = 0; i < Math.min(one.tokens.length, other.tokens.length); i += 1) {
    const order = compareCodePoints(one.tokens[i] ?? "", other.tokens[i] ?? "");
    if (order !== 0) return order;
  }
  return one.tokens.length - other.tokens.length;
}

/** The order of two texts by code points (JavaScript's own `<` compares UTF-16 units). */
export function compareCodePoints(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  let at = 0;
  while (at < length && one.charCodeAt(at) === other.charCodeAt(at)) at += 1;
  if (at === length) return one.length - other.length;
  // Two that differ in the second half of a pair have the first in common: the pairs are compared.
  if (at > 0 && isFirstHalf(one.charCodeAt(at - 1))) at -= 1;
  return (one.codePointAt(at) ?? 0) - (other.codePointAt(at) ?? 0);
}

function isFirstHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isWordChar(char: string): boolean {
  return /^[A-Za-z0-9\u00c0-\u1fff]$/.test(char);
}
