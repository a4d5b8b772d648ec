/**
 * Manual edits of published lists that follow the registry: which lines they change, and where in the registry to make the change
 * instead. Pure.
 */

import type { Annotation } from "../model/effect.ts";
import { changedLines, linesOf } from "../registry/publishing/changed-lines.ts";
import type { Outcome } from "../registry/publishing/plan.ts";

/** A published file at a commit. */
export interface PublishedState {
  readonly text: string | null;
  /** The result that publishing would have. */
  readonly outcome: Outcome;
}

export interface Followed {
  readonly path: string;
  readonly fails: boolean;
  /** At the commit where the pull request begins. */
  readonly before: PublishedState;
  readonly after: PublishedState;
}

/** A file of a registry. */
export interface RegistryText {
  /** As people read it: "roles.yaml". */
  readonly name: string;
  readonly text: string;
}

interface Drift {
  readonly path: string;
  readonly fails: boolean;
  readonly line: number;
  /** The text that is there, and the text that belongs there. */
  readonly words: string;
  /** Why it cannot be published any more, as a sentence; `null`: it can. */
  readonly why: string | null;
}

/** What was already wrong before the pull request is not its fault, and correcting it is not drift. */
export function driftOf({ path, fails, before, after }: Followed): Drift | null {
  const now = difference(after);
  if (now === null || now.words === difference(before)?.words || isBegun(before, now)) return null;
  const { saysNothing: _, ...told } = now;
  return { path, fails, ...told };
}

/** Where nothing was published yet, making a place for it (markers, as Rung asks for them) is not an edit of published content. */
function isBegun({ text, outcome }: PublishedState, { saysNothing }: Found): boolean {
  return saysNothing && (text === null || outcome.kind === "told");
}

interface Found extends Pick<Drift, "line" | "words" | "why"> {
  /** It only lacks lines. */
  readonly saysNothing: boolean;
}

const NOT_ASKED_FOR = "The registry asks for no such file any more, so it is taken away";

/** The lines between those that are alike at the beginning and at the end. */
function difference({ text, outcome }: PublishedState): Found | null {
  if (outcome.kind === "same") return null;
  if (outcome.kind === "told") return { line: 1, words: outcome.why, why: outcome.why, saysNothing: false };
  if (outcome.kind === "removed") return { line: 1, words: NOT_ASKED_FOR, why: NOT_ASKED_FOR, saysNothing: false };
  const { start, found, wanted } = changedLines(text ?? "", outcome.text);
  const words = [found, wanted].map((lines) => lines.join("\n")).join("\n\n");
  const line = Math.max(1, Math.min(start + 1, linesOf(text ?? "").length));
  return { line, words, why: null, saysNothing: text !== null && found.length === 0 };
}

/** `logins`: the people whom the registry names. */
export function driftAnnotation(drift: Drift, logins: readonly string[], files: readonly RegistryText[]): Annotation {
  const { path, line, fails, why } = drift;
  const source = sourceOf(drift, logins, files);
  return {
    path,
    line,
    column: null,
    level: fails ? "failure" : "warning",
    message: why === null ? `This comes from ${source}; change it there.` : `${why}. It comes from ${source}.`,
  };
}

/** The line of the first person named in the difference, otherwise of the entry that publishes the file. */
function sourceOf({ words, path }: Drift, logins: readonly string[], files: readonly RegistryText[]): string {
  const named = logins.filter((login) => naming(login).test(words));
  const file = path.split("/").at(-1) ?? path;
  for (const wanted of [...named, path, file, "publish"])
    for (const { name, text } of files) {
      const at = linesOf(text).findIndex((line) => naming(wanted).test(line.replace(/(?:^|\s)#.*$/, "")));
      if (at >= 0) return `${name} line ${at + 1}`;
    }
  return files[0]?.name ?? "roles.yaml";
}

function naming(word: string): RegExp {
  return new RegExp(`(?<![\\w-])${word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![\\w-])`, "i");
}
