/** `/lgtm`: who looked through the change, whose statement counts as that, and why others' do not. Pure. */

import type { Account } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { asksContributors } from "./contributors.ts";
import { standingLgtms } from "./current-statements.ts";
import { whyPersonIneligible } from "./ineligibility.ts";
import { lapsed } from "./lapse.ts";
import { type AreaRow, reviewFloor } from "./rows.ts";
import type { Statement } from "./statements.ts";
import { counted, type GateContext } from "./tally.ts";
import { said } from "./uncounted.ts";
import type { Counted, Uncounted, UncountedReason } from "./verdict-types.ts";

export interface Lgtm {
  readonly needed: number;
  readonly by: readonly Counted[];
  readonly uncounted: readonly Uncounted[];
}

/** `/lgtm` and approving reviews of reviewers; required only where `approval.lgtm` says so, and always shown. */
export function lgtmOf(words: readonly Statement[], rows: readonly AreaRow[], context: GateContext): Lgtm {
  const { facts, index } = context;
  const standing = standingLgtms(words, rows, facts, index);
  const by: Statement[] = [];
  for (const word of standing.toReversed()) {
    const known = by.some((other) => samePerson(other.by, word.by));
    if (!known && whyPersonIneligible(word.by, null, context) === null && lapseOf(word, context) === null)
      by.unshift(word);
  }
  const typed = words.filter(({ said, meaning }) => said === "/lgtm" && meaning.kind === "lgtm" && !meaning.cancel);
  const failed = typed.filter((word) => !by.some((other) => samePerson(other.by, word.by)));
  const uncounted = failed.flatMap((word) => {
    const reason = lgtmFails(word, rows, context, standing.includes(word));
    return reason === null ? [] : [{ ...said(word), areas: [], reason }];
  });
  return { needed: index.registry.approval.lgtm, by: by.map(counted), uncounted };
}

/** People whose `/lgtm` cannot count, whatever their role (R44). */
export function unableToReview(context: GateContext): "everybody" | readonly Account[] {
  const { contributors, index } = context;
  if (!asksContributors(null, index)) return [];
  if (contributors.unknown !== null) return "everybody";
  return contributors.people.filter((account) => whyPersonIneligible(account, null, context) !== null);
}

function lapseOf(word: Statement, { facts, index, record, diffs }: GateContext): UncountedReason | null {
  return lapsed(word, null, { facts, record, diffs, rule: index.registry.approval.lapse });
}

function lgtmFails(
  word: Statement,
  rows: readonly AreaRow[],
  context: GateContext,
  stands: boolean,
): UncountedReason | null {
  const { facts, index } = context;
  if (word.by !== null && samePerson(word.by, facts.author)) return { kind: "author" };
  const who = whyPersonIneligible(word.by, null, context);
  if (who !== null) return who;
  if (!rows.some((row) => row.requirements.some((unit) => unit.mayReview(word.by)))) {
    const held = index.rolesOf(word.by);
    const high = held.filter((holding) => index.atLeast(holding.role, reviewFloor(index)));
    if (high.length === 0) return { kind: "role-too-low", role: held[0]?.role ?? "" };
    return { kind: "other-area", holds: [...new Set(high.flatMap((holding) => holding.areas))] };
  }
  if (word.edited) return { kind: "edited" };
  if (word.forgotten) return { kind: "forgotten" };
  return stands ? lapseOf(word, context) : { kind: "withdrawn" };
}
