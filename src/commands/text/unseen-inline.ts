/** Finds what a link or an image holds besides what readers see: the title behind an address, the description in a picture's place. */

export interface UnseenInline {
  /** Where an image's description ends that begins there with "!["; `null`: none does. */
  descriptionEnd(at: number): number | null;
  /** Where a link's title ends, if there is one behind the "](" there; `null`: none is. */
  titleEnd(at: number): number | null;
}

/** By the mark that begins a title: the one that ends it, and what else none can hold. */
const MARKS: ReadonlyMap<string, { readonly closing: string; readonly next: string }> = new Map([
  ['"', { closing: '"', next: '"' }],
  ["'", { closing: "'", next: "'" }],
  ["(", { closing: ")", next: "()" }],
]);

/** Asked from the left to the right. Linear: what is missing is looked for once. */
export function unseenInline(paragraph: string): UnseenInline {
  const pairs = bracketsIn(paragraph);
  const missing = new Set<string>();
  const [angle, line, blank] = [nextOf(paragraph, />/g), nextOf(paragraph, /\n/g), nextOf(paragraph, /\s/g)];

  /** Behind the address, which blanks alone end. */
  function behindAddress(from: number): number {
    return paragraph[from] === "<" && angle(from) < line(from) ? angle(from) + 1 : blank(from);
  }

  /** `null`: it has no end. */
  function closed(mark: string, from: number): number | null {
    const { closing = "", next = "" } = MARKS.get(mark) ?? {};
    if (next === "" || missing.has(mark)) return null;
    for (let at = from; at < paragraph.length; at += 1) {
      const char = paragraph[at] ?? "";
      if (char === "\\") at += 1;
      else if (next.includes(char)) return char === closing ? at : null;
    }
    missing.add(mark);
    return null;
  }

  return {
    descriptionEnd(at) {
      const end = pairs.get(at + 1);
      return end !== undefined && paragraph[end + 1] === "(" ? end : null;
    },
    titleEnd(at) {
      const address = behindBlanks(paragraph, at + 2);
      const title = behindBlanks(paragraph, behindAddress(address));
      const end = closed(paragraph[title] ?? "", title + 1);
      return end !== null && paragraph[behindBlanks(paragraph, end + 1)] === ")" ? end + 1 : null;
    },
  };
}

/** Opening bracket → the one that closes it. */
function bracketsIn(paragraph: string): ReadonlyMap<number, number> {
  const open: number[] = [];
  const pairs = new Map<number, number>();
  for (const { 0: bracket, index } of paragraph.matchAll(/\\.|[[\]]/gs)) {
    if (bracket === "[") open.push(index);
    const from = bracket === "]" ? open.pop() : undefined;
    if (from !== undefined) pairs.set(from, index);
  }
  return pairs;
}

/** The next place from there on; asked from the left to the right, each stretch is looked through once. Without one: where the text ends. */
function nextOf(paragraph: string, what: RegExp): (from: number) => number {
  let known = -1;
  return (from) => {
    if (known >= from) return known;
    what.lastIndex = from;
    known = what.exec(paragraph)?.index ?? paragraph.length;
    return known;
  };
}

function behindBlanks(paragraph: string, from: number): number {
  let at = from;
  while (/\s/.test(paragraph[at] ?? "")) at += 1;
  return at;
}
