/** The record with what was said folded into it, within its bounds. Pure. */
import { wordsOf } from "../gate/words.ts";
import type { Note } from "../queue/model.ts";
import type { RegistryIndex } from "../roles/registry.ts";
import type { PullFacts } from "../snapshot/facts.ts";
import { standingHolds } from "./holds.ts";
import type { PullRecord } from "./model.ts";
import { bounded } from "./restrictions.ts";

export interface Hearing {
  readonly index: RegistryIndex;
  readonly notes: readonly Note[];
  /** A team could not be read, so who has no role is not known: nobody's words are void or cut short for good (R14, R87). */
  readonly teamsUnread: boolean;
}

export function folded(seen: PullRecord, facts: PullFacts, { index, notes, teamsUnread }: Hearing): PullRecord {
  const { record } = standingHolds(seen, wordsOf(facts, seen), facts, index, notes);
  if (!teamsUnread) return bounded(record, facts, index);
  const anybody = { holdsAnyRole: (account: Parameters<RegistryIndex["holdsAnyRole"]>[0]) => account !== null };
  return bounded({ ...record, holdsThrough: seen.holdsThrough }, facts, anybody);
}
