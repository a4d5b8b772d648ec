/** What follows from a record that an older version of Rung wrote, beyond what it says. Pure. */

import type { PullFacts } from "../../model/facts.ts";
import type { PullRecord } from "../../model/pull-record.ts";

/** The limit of older versions: with this many restrictions, some may have been forgotten. */
const MAX_RESTRICTIONS = 60;

/**
 * Older versions remembered every limit, but not the reviews without one. So an approving review that has been edited, and that was
 * given while such a record was kept, had no limit if the record has none for it. Otherwise an upgrade would end its approval.
 */
export function ofOlderVersion(record: PullRecord, facts: PullFacts): PullRecord {
  // Every reading by a version that notes them notes the base's commit as well.
  const isOlder = record.baseCommits === undefined && record.unlimited === undefined;
  const [since, seen] = [record.heads[0]?.from, record.heads.at(-1)?.until];
  if (!isOlder || since === undefined || seen === undefined || record.restrictions.length >= MAX_RESTRICTIONS)
    return record;
  const limited = new Set(record.restrictions.map(({ key }) => key));
  const given = facts.reviews.items.filter(({ state, edited }) => state === "APPROVED" && edited);
  const unlimited = given
    .filter(({ at, id }) => since <= at && at <= seen && !limited.has(`review:${id}`))
    .map(({ id }) => id);
  return unlimited.length === 0 ? record : { ...record, unlimited };
}
