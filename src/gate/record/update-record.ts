/** Folds what was said into the record, and keeps it within its bounds. Pure. */

import type { PullFacts } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import type { PullRecord } from "../../model/pull-record.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { statementsOf } from "../statements.ts";
import { standingHolds } from "./holds.ts";
import { bounded } from "./restrictions.ts";

interface RecordContext {
  readonly index: RegistryIndex;
  readonly notes: readonly ReadNote[];
  /** A team could not be read, so it is unknown who has no role: nobody's statements are declared void or cut short for good (R14, R87). */
  readonly teamsUnread: boolean;
}

export function folded(seen: PullRecord, facts: PullFacts, { index, notes, teamsUnread }: RecordContext): PullRecord {
  const { record } = standingHolds(seen, statementsOf(facts, seen), facts, index, notes);
  if (!teamsUnread) return bounded(record, facts, index);
  const anybody = { holdsAnyRole: (account: Parameters<RegistryIndex["holdsAnyRole"]>[0]) => account !== null };
  return bounded({ ...record, holdsThrough: seen.holdsThrough }, facts, anybody);
}
