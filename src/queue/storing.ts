/** Whether a delivery could be stored now (R85): by how the last ones ended, and by an occasional try. */

import { randomBytes, randomUUID } from "node:crypto";
import { SharedSessions } from "../database/shared-sessions.ts";

interface StoringOptions {
  /** Stores about this many bytes in the way in which a delivery is stored, and removes them. Rejects if it cannot. */
  readonly attempt: (bytes: number) => Promise<void>;
  /** Milliseconds, monotonic. */
  readonly now?: () => number;
}

export interface Storing {
  stored(): void;
  refused(error: unknown, bytes: number): void;
  /** `null`: yes; a sentence: why not. One attempt is shared by all who ask at the time. Never rejects. */
  fault(): Promise<string | null>;
}

/** While all is well, one attempt in this many milliseconds at most; a stored delivery is as good as one. */
const WELL_MS = 5_000;
/** While it is not. */
const ILL_MS = 1_000;
const ANSWER_MS = 4_000;
/** Enough that a full disk has no room left for it by chance. */
const LEAST_BYTES = 16_384;
const MAX_BYTES = 1_048_576;

export function watchStoring(options: StoringOptions): Storing {
  return new WatchedStoring(options);
}

class WatchedStoring implements Storing {
  readonly #attempt: StoringOptions["attempt"];
  readonly #now: () => number;
  #known: { readonly at: number; readonly fault: string | null } | null = null;
  #trying: Promise<void> | null = null;
  #bytes = LEAST_BYTES;
  #isUnderWay: boolean = false;

  constructor({ attempt, now = () => performance.now() }: StoringOptions) {
    this.#attempt = attempt;
    this.#now = now;
  }

  stored(): void {
    this.#note(null);
  }

  refused(error: unknown, bytes: number): void {
    // What was too large for the room there is has to fit before all is well again.
    this.#bytes = Math.min(MAX_BYTES, Math.max(this.#bytes, bytes));
    this.#note(faultOf(error));
  }

  async fault(): Promise<string | null> {
    if (!this.#isFresh()) {
      this.#trying ??= this.#try().finally(() => {
        this.#trying = null;
      });
      await this.#trying;
    }
    return this.#known?.fault ?? null;
  }

  #isFresh(): boolean {
    if (this.#known === null) return false;
    return this.#now() - this.#known.at < (this.#known.fault === null ? WELL_MS : ILL_MS);
  }

  #note(fault: string | null): void {
    this.#known = { at: this.#now(), fault };
  }

  async #try(): Promise<void> {
    // One that never ends holds its connections; more of them would take those that come back.
    if (this.#isUnderWay) {
      this.#note(faultOf(null));
      return;
    }
    const begun = this.#now();
    let late: NodeJS.Timeout | undefined;
    const slow = new Promise<never>((_resolve, reject) => {
      late = setTimeout(() => reject(new Error("no answer")), ANSWER_MS);
    });
    try {
      await Promise.race([this.#attempted(), slow]);
      // A delivery that was refused meanwhile counts for more.
      if (this.#known === null || this.#known.at < begun || this.#known.fault === null) this.#note(null);
      this.#bytes = LEAST_BYTES;
    } catch (error) {
      this.#note(faultOf(error));
    } finally {
      clearTimeout(late);
    }
  }

  #attempted(): Promise<void> {
    this.#isUnderWay = true;
    const ended = this.#attempt(this.#bytes).finally(() => {
      this.#isUnderWay = false;
    });
    // Nobody may be waiting for it any more.
    ended.catch(() => {});
    return ended;
  }
}

/** A class of SQLSTATE in words for the operator; nothing from the error itself, which may quote what was to be stored. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/^53100$|^ENOSPC$/, "its disk is full"],
  [/^53/, "it is short of room or connections"],
  [/^25006$/, "it is read-only"],
  [/^42501$/, "the user in DATABASE_URL may not write to its tables"],
  [/^42P01$|^3F000$/, "its tables are gone"],
  [/^26000$|^42P05$/, "a pooler in between does not keep sessions"],
];

function faultOf(error: unknown): string {
  if (error instanceof SharedSessions) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = REASONS.find(([shape]) => shape.test(code))?.[1] ?? (code === "" ? "it does not answer" : code);
  return `the database stores no deliveries: ${reason}`;
}

/** A delivery of Rung's own, with about this many incompressible bytes. */
export function triedDelivery(bytes: number) {
  const id = `tried-${randomUUID()}`;
  const subject = { kind: "sweep" as const, repositories: [] };
  const actor = randomBytes(Math.ceil(bytes / 2)).toString("hex");
  return { id, event: "rung", job: { installationId: 0, subject, cause: "readiness", notes: [], actor } };
}
