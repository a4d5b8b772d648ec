/**
 * Whether a change of a text, approved against one version of it, is the change that was made to another version (R33). The base's
 * own change says how far every line moved; a changed stretch must have moved by just that, with the lines around it.
 */

/** As many lines around a change belong to it as people are shown. */
const CONTEXT = 3;
/** Steps of the search for corresponding lines; beyond it texts are too different to be aligned. */
const MAX_CELLS = 1_500_000;

interface TextChange {
  readonly before: string;
  readonly after: string;
}

type TextAnswer =
  | "same"
  | "different"
  /** The base changed the same lines, or lines beside them. */
  | "overlapping"
  /** The texts differ so much that lines cannot be matched. */
  | "too different";

/** Exact: "same" is returned only if applying `then` to `now.before`, at its place, gives `now.after`. */
export function sameTextChange(then: TextChange, now: TextChange): TextAnswer {
  const [before, after, moved] = [linesOf(then.before), linesOf(then.after), linesOf(now.before)];
  const changed = anchors(before, after);
  const shifted = anchors(before, moved);
  if (changed === null || shifted === null) return "too different";
  const result: string[] = [];
  let copied = 0;
  for (const stretch of stretches(changed, after.length)) {
    const place = placeOf(stretch, shifted, moved.length);
    if (place === null) return "overlapping";
    result.push(...moved.slice(copied, place.from), ...after.slice(stretch.newFrom, stretch.newTo));
    copied = place.to;
  }
  result.push(...moved.slice(copied));
  return result.join("") === now.after ? "same" : "different";
}

/** With their ends, so that a missing last one is seen. Lines end at `\n` alone: CR, U+2028 and U+2029 are characters like others. */
function linesOf(text: string): readonly string[] {
  if (text === "") return [];
  const lines = text.split("\n").map((line) => `${line}\n`);
  const last = lines.pop()?.slice(0, -1) ?? "";
  return last === "" ? lines : [...lines, last];
}

/** Lines `[from, to)` of the old text that became `[newFrom, newTo)` of the new one. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

function stretches(changed: readonly number[], newLength: number): readonly Stretch[] {
  const found: Stretch[] = [];
  let [old, fresh] = [-1, -1];
  for (let line = 0; line <= changed.length; line += 1) {
    const there = line === changed.length ? newLength : (changed[line] ?? -1);
    if (there === -1) continue;
    if (line !== old + 1 || there !== fresh + 1) {
      found.push({ from: old + 1, to: line, newFrom: fresh + 1, newTo: there });
    }
    [old, fresh] = [line, there];
  }
  return found;
}

/** Where a stretch is in the other version: its lines and those around it must be there, together. `null`: they are not. */
function placeOf(
  { from, to }: Stretch,
  shifted: readonly number[],
  length: number,
): { readonly from: number; readonly to: number } | null {
  const at = (line: number) => (line === -1 ? -1 : line === shifted.length ? length : (shifted[line] ?? -1));
  const first = Math.max(from === 0 ? -1 : 0, from - CONTEXT);
  const last = Math.min(to === shifted.length ? shifted.length : shifted.length - 1, to + CONTEXT - 1);
  for (let line = Math.max(first, 0); line <= Math.min(last, shifted.length - 1); line += 1) {
    if (at(line) === -1) return null;
  }
  for (let line = first; line < last; line += 1) if (at(line + 1) !== at(line) + 1) return null;
  const start = from === 0 ? 0 : at(from - 1) + 1;
  return { from: start, to: start + (to - from) };
}

/**
 * For each line of `old`, the line of `fresh` that corresponds to it in every shortest description of the difference; -1 where there is
 * none, or where descriptions disagree (repeated equal lines). `null`: the texts differ too much.
 */
function anchors(old: readonly string[], fresh: readonly string[]): readonly number[] | null {
  const known = new Map<string, number>();
  const numbered = (line: string) => known.get(line) ?? known.set(line, known.size).size - 1;
  const [a, b] = [old.map(numbered), fresh.map(numbered)];
  const most = Math.floor(MAX_CELLS / (a.length + 1));
  const edits = distance(a, b, most);
  if (edits === null) return null;
  const table = new Band(a, b, (a.length + edits - b.length) / 2, (b.length + edits - a.length) / 2);
  return a.map((_, line) => table.only(line));
}

/** Lines to take out and put in, at least; `null`: more than `most`. Myers, with furthest points only. */
function distance(a: readonly number[], b: readonly number[], most: number): number | null {
  const limit = Math.min(a.length + b.length, most);
  const furthest = new Map<number, number>([[1, 0]]);
  for (let edits = 0; edits <= limit; edits += 1) {
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && (furthest.get(k - 1) ?? 0) < (furthest.get(k + 1) ?? 0));
      let x = down ? (furthest.get(k + 1) ?? 0) : (furthest.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      furthest.set(k, x);
      if (x >= a.length && x - k >= b.length) return edits;
    }
  }
  return null;
}

/** Lengths of common subsequences, before and behind each pair of lines, in the band that shortest descriptions stay in. */
class Band {
  readonly #a: readonly number[];
  readonly #b: readonly number[];
  readonly #taken: number;
  readonly #width: number;
  readonly #before: Int32Array;
  readonly #behind: Int32Array;
  readonly #common: number;

  constructor(a: readonly number[], b: readonly number[], taken: number, put: number) {
    this.#a = a;
    this.#b = b;
    this.#taken = taken;
    this.#width = taken + put + 1;
    this.#common = a.length - taken;
    this.#before = new Int32Array((a.length + 1) * this.#width).fill(-1);
    this.#behind = this.#before.slice();
    for (let i = 0; i <= a.length; i += 1) this.#row(this.#before, i, 1);
    for (let i = a.length; i >= 0; i -= 1) this.#row(this.#behind, i, -1);
  }

  /** The one line that corresponds to it in all of them; -1: there is none. */
  only(i: number): number {
    let found = -1;
    for (const j of this.#columns(i)) {
      // Here a shortest description takes the line out: it has no place.
      if (this.#sum(i, j, i + 1, j) === this.#common) return -1;
      if (j === this.#b.length || this.#a[i] !== this.#b[j] || this.#sum(i, j, i + 1, j + 1) + 1 !== this.#common)
        continue;
      if (found !== -1) return -1;
      found = j;
    }
    return found;
  }

  /** Fills a row forwards (`step` 1: from the one before it) or backwards (-1: from the one after it). */
  #row(table: Int32Array, i: number, step: 1 | -1): void {
    const columns = this.#columns(i);
    for (const j of step === 1 ? columns : columns.toReversed()) {
      const isStart = step === 1 ? i === 0 && j === 0 : i === this.#a.length && j === this.#b.length;
      const [line, column] = step === 1 ? [i - 1, j - 1] : [i, j];
      const met = this.#a[line] !== undefined && this.#a[line] === this.#b[column];
      const across = met ? this.#at(table, i - step, j - step) : -1;
      const best = Math.max(
        isStart ? 0 : -1,
        across === -1 ? -1 : across + 1,
        this.#at(table, i - step, j),
        this.#at(table, i, j - step),
      );
      table[i * this.#width + (j - i + this.#taken)] = best;
    }
  }

  #sum(i: number, j: number, nextI: number, nextJ: number): number {
    const [before, behind] = [this.#at(this.#before, i, j), this.#at(this.#behind, nextI, nextJ)];
    return before === -1 || behind === -1 ? -1 : before + behind;
  }

  #columns(i: number): readonly number[] {
    const from = Math.max(0, i - this.#taken);
    const to = Math.min(this.#b.length, i - this.#taken + this.#width - 1);
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
  }

  #at(table: Int32Array, i: number, j: number): number {
    const diagonal = j - i + this.#taken;
    if (i < 0 || j < 0 || i > this.#a.length || j > this.#b.length || diagonal < 0 || diagonal >= this.#width)
      return -1;
    return table[i * this.#width + diagonal] ?? -1;
  }
}
