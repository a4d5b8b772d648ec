/** Expresses regular expressions as globs: exactly, or by globs that certainly match no less, or no more. */

import { globFault } from "../../../registry/glob.ts";
import { goRegexp } from "../../../registry/ownership/go-regexp.ts";
import { globsOfRegexp } from "../regexp-globs.ts";
import type { NameSet, Statement } from "./policy-types.ts";

/** Names in which one of the (Go) expressions is found; `null`: one of them is none. */
export function namesFound(expressions: readonly string[], statement: Statement): NameSet | null {
  const compiled = expressions.map((expression) => goRegexp(expression));
  if (compiled.includes(null)) return null;
  const exact = expressions.map((expression) => writable(globsOfRegexp(expression)));
  const under = expressions.flatMap(
    (expression, at) => exact[at] ?? writable(globsOfRegexp(expression, "literal-dots")) ?? [],
  );
  const over = exact.includes(null) ? null : exact.flatMap((globs) => globs ?? []);
  return {
    statement,
    matches: (name) => compiled.some((expression) => expression?.test(name) === true),
    over: over === null ? null : [...new Set(over)],
    under: [...new Set(under)],
    isExact: over !== null,
  };
}

/** One name, as it is. */
export function theName(name: string, globOfName: string, statement: Statement): NameSet {
  const globs = writable([globOfName]);
  return { statement, matches: (other) => other === name, over: globs, under: globs ?? [], isExact: globs !== null };
}

function writable(globs: readonly string[] | null): readonly string[] | null {
  return globs === null || globs.length === 0 || globs.some((each) => globFault(each) !== null) ? null : globs;
}

export function isEverything(set: NameSet): boolean {
  return set.over?.includes("**") === true && set.isExact;
}
