/** Every API request the sandbox answered, in order: what the bot read and wrote. Tests count it, the page tells it. */

import type { JournalEntry } from "../control-model.ts";

/** Older entries are dropped; a benchmark makes hundreds of thousands. */
const KEEP = 20_000;

export class Journal {
  #entries: JournalEntry[] = [];
  #seq = 0;
  readonly #listeners = new Set<(entry: JournalEntry) => void>();

  add(entry: Omit<JournalEntry, "seq">): void {
    this.#seq += 1;
    const full = { seq: this.#seq, ...entry };
    this.#entries.push(full);
    if (this.#entries.length > KEEP * 2) this.#entries = this.#entries.slice(-KEEP);
    for (const listener of this.#listeners) listener(full);
  }

  /** Entries after `seq`, oldest first. */
  since(seq = 0): readonly JournalEntry[] {
    return seq === 0 ? this.#entries : this.#entries.filter((entry) => entry.seq > seq);
  }

  get last(): number {
    return this.#seq;
  }

  /**
   * Requests that cost or changed something after `seq`: not tokens, not the free 304s, and not what an app asks about itself, which is
   * in no installation's budget and may come at any moment: by it Rung learns what time it is.
   */
  counted(seq = 0): readonly JournalEntry[] {
    return this.since(seq).filter(
      ({ effect, operation }) => (effect === "read" || effect === "write") && operation !== "GET /app",
    );
  }

  clear(): void {
    this.#entries = [];
  }

  onEntry(listener: (entry: JournalEntry) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
