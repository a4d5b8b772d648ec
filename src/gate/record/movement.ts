/** What a pull request's events tell about its movement before anything is read: which heads it left, and where it went. Pure. */

import type { Note } from "../../model/job.ts";
import type { PullRecord } from "../../model/pull-record.ts";

/** As it was last judged. */
export interface LastJudged {
  readonly headSha: string;
  readonly baseRef: string;
  readonly state: "open" | "closed" | "merged";
  readonly record: PullRecord;
}

export interface Movement {
  /** The head that the newest event shows; `null`: no event tells. */
  readonly head: string | null;
  /** Heads that are its head no more; all of them where it was closed unmerged. */
  readonly left: readonly string[];
  /** The head is now in this pull request, or against this base, and was not judged so. */
  readonly isMoved: boolean;
}

type HeadNote = Extract<Note, { kind: "head" }>;
type BaseNote = Extract<Note, { kind: "base" }>;

/** `last` is `null` where nothing is remembered of it. Events that come a second time, or late, move nothing. */
export function movement(last: LastJudged | null, notes: readonly Note[]): Movement {
  const heads = notes.filter((note): note is HeadNote => note.kind === "head" && !isOldHead(note, last));
  const bases = notes.filter((note): note is BaseNote => note.kind === "base" && !isOldBase(note, last));
  const head = newest(heads)?.sha ?? null;
  const stood = [...heads.flatMap(({ before }) => before ?? []), ...(last?.state === "open" ? [last.headSha] : [])];
  const present = head ?? (last?.state === "open" ? last.headSha : null);
  const isClosed = notes.some((note) => note.kind === "closed" && note.merged === false);
  const known = head === null ? [] : stood.filter((sha) => sha !== head);
  const left = isClosed && present !== null ? [...known, present] : known;
  return { head, left: [...new Set(left)], isMoved: isMoved(last, head, newest(bases)?.ref ?? null) };
}

function isMoved(last: LastJudged | null, head: string | null, base: string | null): boolean {
  if (last?.state === "merged" || head === null) return false;
  if (last === null || last.state === "closed" || last.headSha !== head) return true;
  return base !== null && base !== last.baseRef;
}

/** Within one second, the one that no other says it replaced; where the events do not tell, the one that came last. */
function newest<Told extends HeadNote | BaseNote>(notes: readonly Told[]): Told | undefined {
  const last = Math.max(...notes.map(({ at }) => at));
  const latest = notes.filter(({ at }) => at === last);
  return latest.findLast((note) => latest.every(({ before }) => before !== toldBy(note))) ?? latest.at(-1);
}

function toldBy(note: HeadNote | BaseNote): string {
  return note.kind === "head" ? note.sha : note.ref;
}

/** Known before: it was the head earlier, and something else has been the head since. */
function isOldHead({ sha, at }: HeadNote, last: LastJudged | null): boolean {
  if (last === null || sha === last.headSha) return false;
  return last.record.heads.some((span) => span.sha === sha && at <= span.until);
}

function isOldBase({ ref, at }: BaseNote, last: LastJudged | null): boolean {
  if (last === null || ref === last.baseRef) return false;
  return last.record.bases.some((span) => span.ref === ref && at <= span.until);
}
