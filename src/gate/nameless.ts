/** Approvals that name areas, none of which the pull request touches. Pure. */

import type { RegistryIndex } from "../registry/registry-index.ts";
import { means } from "./current-statements.ts";
import { whyIneligibleEverywhere, whyPersonIneligible } from "./ineligibility.ts";
import type { AreaRow } from "./rows.ts";
import type { Statement } from "./statements.ts";
import type { GateContext } from "./tally.ts";
import { said } from "./uncounted.ts";
import type { Uncounted, UncountedReason } from "./verdict-types.ts";

/** Statements that name areas which do not exist or are not touched: they change nothing (R8a). */
export function nameless(
  words: readonly Statement[],
  rows: readonly AreaRow[],
  context: GateContext,
): readonly Uncounted[] {
  return words.flatMap((word): readonly Uncounted[] => {
    const reason =
      word.edited || whyIneligibleEverywhere(word.by, context) !== null
        ? null
        : namesNothing(word, rows, context.index);
    if (reason === null) return [];
    return [{ ...said(word), areas: [], reason: whyPersonIneligible(word.by, null, context) ?? reason }];
  });
}

function namesNothing({ meaning }: Statement, rows: readonly AreaRow[], index: RegistryIndex): UncountedReason | null {
  if (meaning.kind !== "approval") return null;
  const named = [...new Set([...(meaning.gives ?? []), ...(meaning.takes ?? [])])];
  const missing = named.filter((name) => !rows.some((row) => means([name], row)));
  const unknown = missing.filter((name) => index.areaNamed(name) === null);
  if (unknown.length > 0) return { kind: "unknown-area", words: unknown };
  return missing.length > 0 && missing.length === named.length ? { kind: "untouched-area", words: missing } : null;
}
