/** Merges the reasons why a statement failed in several rows into one entry, so that each statement is explained once. */

import type { AreaRow } from "./rows.ts";
import type { Statement } from "./statements.ts";
import type { Failure } from "./tally.ts";
import type { AreaVerdict, Uncounted, UncountedReason } from "./verdict-types.ts";

/**
 * Every approval and request for changes that did not count, oldest first. A statement that counts in some rows is listed for others
 * only if it lost there what it had, or if it named them.
 */
export function uncountedOf(
  failures: readonly Failure[],
  areas: readonly AreaVerdict[],
  rows: readonly AreaRow[],
): readonly Uncounted[] {
  const effects = areas.flatMap((area) => [...area.approved, ...area.blockedBy]).map(wordKey);
  const losses = failures.filter(({ reason }) => !isElsewhere(reason)).map(({ word }) => wordKey(asSaid(word)));
  const heard = new Set([...effects, ...losses]);
  const groups = Map.groupBy(
    failures.filter((failed) => tells(failed, heard)),
    entryKey,
  );
  return [...groups.values()]
    .flatMap((failed) => entryOf(failed, rows))
    .toSorted((one, other) => one.at - other.at || (one.key < other.key ? -1 : 1));
}

function asSaid({ by, at }: Statement): { readonly login: string; readonly at: number } {
  return { login: by?.login ?? "", at };
}

function wordKey({ login, at }: { readonly login: string; readonly at: number }): string {
  return `${login} ${at}`;
}

/**
 * An approver of one area is not told about each of the others: a statement that counts somewhere and named no area needs no
 * explanation.
 */
function tells({ word, reason }: Failure, heard: ReadonlySet<string>): boolean {
  if (!isElsewhere(reason)) return true;
  const named = word.meaning.kind === "approval" && word.meaning.gives !== null;
  return named || !heard.has(wordKey(asSaid(word)));
}

/** Reasons that only say that somebody else is asked in an area. */
function isElsewhere({ kind }: UncountedReason): boolean {
  return kind === "other-area" || kind === "role-too-low" || kind === "changes-requested-without-role";
}

/** Reasons that differ only in the files of the row are one reason. */
function entryKey({ word, reason }: Failure): string {
  const shape = reason.kind === "lapsed" || reason.kind === "base-changed" ? { ...reason, files: [] } : reason;
  return JSON.stringify([word.key, word.said, shape]);
}

function entryOf(failed: readonly Failure[], rows: readonly AreaRow[]): readonly Uncounted[] {
  const [first] = failed;
  if (first === undefined) return [];
  const names = [...new Set(failed.flatMap(({ row }) => (row === null ? [] : [row.name])))];
  const reason = withFiles(first.reason, failed);
  return [{ ...said(first.word), areas: names.length === rows.length ? [] : names, reason }];
}

function withFiles(reason: UncountedReason, failed: readonly Failure[]): UncountedReason {
  if (reason.kind !== "lapsed" && reason.kind !== "base-changed") return reason;
  const files = failed.flatMap((one) => ("files" in one.reason ? one.reason.files : []));
  return { ...reason, files: [...new Set(files)] };
}

/** The part of an entry that identifies the statement itself. */
export function said(word: Statement): Omit<Uncounted, "areas" | "reason"> {
  return { login: word.by?.login ?? "", said: word.said, key: word.key, commit: word.commit, at: word.at };
}
