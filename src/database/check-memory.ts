/** What is remembered about the checks on a commit, and whether it may be believed without asking GitHub (R75). */

import type { Kysely } from "kysely";
import type { AuditEntry } from "../model/audit-entry.ts";
import {
  BEGUN,
  beginCheck,
  type CheckRow,
  checkRows,
  forgetCheck,
  type StoredCheck,
  saveCheck,
  storedOf,
} from "./checks.ts";
import type { StandingBeside } from "./merge-groups.ts";
import type { Schema } from "./schema.ts";

interface Remembered {
  readonly checks: readonly StoredCheck[];
  /**
   * "none": nothing was ever written there as far as anybody remembers. "sure": GitHub has just this. "doubted": a write's end is
   * not known, or the database may be an older copy; the newest runs have to be read first.
   */
  readonly certainty: "none" | "sure" | "doubted";
}

export interface CheckMemory {
  /** `just`: the commit's rows, where they were just read. */
  on(repositoryId: number, headSha: string, just?: readonly CheckRow[]): Promise<Remembered>;
  /** Before the request: whatever becomes of it, nothing is believed of this check until it is saved. */
  begin(check: Pick<StoredCheck, "repositoryId" | "headSha" | "name">): Promise<void>;
  /** After GitHub's answer. Answers what is asked next of the pull request of that number, as of then. */
  save(check: StoredCheck, entries?: readonly AuditEntry[], number?: number | null): Promise<StandingBeside>;
  /**
   * To be called after the newest runs of a commit were read: `found` is complete. Returns for how many seconds the result must still be
   * doubted, since a write of a process that died may be on its way; 0: no longer.
   */
  confirm(repositoryId: number, headSha: string, found: readonly StoredCheck[]): Promise<number>;
}

/** GitHub ends a request after ten seconds: what another process began longer ago was done by then, or never will be. */
const MAX_ON_ITS_WAY_S = 12;

/** For how many commits a process remembers the table's state; for others only their epoch is known. */
const MAX_COMMITS = 5_000;

/**
 * One for the process: a row that is older than what this process itself wrote or saw means that the database was set back
 * while it ran, as when a standby takes over that lacks the last writes.
 */
export function checkMemory(db: Kysely<Schema>): CheckMemory {
  const seen = newest();
  /** By commit, until when a write of another process may still reach GitHub; ms, monotonic. */
  const onTheirWay = new Map<string, number>();

  function stillDoubted(repositoryId: number, headSha: string, rows: readonly CheckRow[]): number {
    const key = keyOf(repositoryId, headSha);
    const versions = seen.of(repositoryId, headSha);
    const others = rows.filter((row) => row.begun && versions.get(row.name) !== row.version);
    const seconds = Math.max(0, ...others.map(({ age }) => MAX_ON_ITS_WAY_S - age));
    const until = Math.max(performance.now() + seconds * 1_000, onTheirWay.get(key) ?? 0);
    const left = (until - performance.now()) / 1_000;
    if (left > 0) onTheirWay.set(key, until);
    else onTheirWay.delete(key);
    return Math.max(0, left);
  }

  return {
    async on(repositoryId, headSha, just) {
      const rows = just ?? (await checkRows(db, repositoryId, headSha));
      const versions = new Map(rows.map(({ name, version }) => [name, version]));
      const isSetBack = [...seen.of(repositoryId, headSha)].some(
        ([name, version]) => (versions.get(name) ?? 0) < version,
      );
      const isDoubted =
        isSetBack ||
        onTheirWay.has(keyOf(repositoryId, headSha)) ||
        rows.some((row) => row.begun || !row.isOfEpoch || row.checkRunId === BEGUN);
      const checks = rows.map(storedOf);
      const certainty = isDoubted ? "doubted" : rows.length === 0 ? "none" : "sure";
      return { checks, certainty };
    },
    async begin(check) {
      seen.note(check, await beginCheck(db, check));
    },
    async save(check, entries, number) {
      const { version, ...beside } = await saveCheck(db, check, entries, number);
      seen.note(check, version);
      return beside;
    },
    async confirm(repositoryId, headSha, found) {
      const names = new Set(found.map(({ name }) => name));
      const rows = await checkRows(db, repositoryId, headSha);
      const seconds = stillDoubted(repositoryId, headSha, rows);
      seen.forget(repositoryId, headSha);
      for (const row of rows) if (!names.has(row.name)) await forgetCheck(db, row);
      for (const check of found) seen.note(check, (await saveCheck(db, check)).version);
      return seconds;
    },
  };
}

function keyOf(repositoryId: number, headSha: string): string {
  return `${repositoryId} ${headSha}`;
}

type Named = Pick<StoredCheck, "repositoryId" | "headSha" | "name">;

interface Newest {
  of(repositoryId: number, headSha: string): ReadonlyMap<string, number>;
  note(check: Named, version: number): void;
  forget(repositoryId: number, headSha: string): void;
}

/** The newest version of each row that this process made; the commits last written are kept. */
function newest(): Newest {
  const commits = new Map<string, Map<string, number>>();
  return {
    of: (repositoryId, headSha) => commits.get(keyOf(repositoryId, headSha)) ?? new Map(),
    note({ repositoryId, headSha, name }, version) {
      const key = keyOf(repositoryId, headSha);
      const names = commits.get(key) ?? new Map<string, number>();
      commits.delete(key);
      commits.set(key, names.set(name, version));
      const [oldest] = commits.keys();
      if (commits.size > MAX_COMMITS && oldest !== undefined) commits.delete(oldest);
    },
    forget(repositoryId, headSha) {
      commits.delete(keyOf(repositoryId, headSha));
    },
  };
}
