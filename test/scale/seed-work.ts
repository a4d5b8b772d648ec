/**
 * Deliveries, handled and looked at, as they are after weeks of work: each day's rows are added, those that are too old are deleted as
 * Rung deletes them, and their space is used again. So the files keep no order of time, as in a database that has run for long.
 */

import type { Step } from "./seed.ts";
import type { Sizes } from "./sizes.ts";

/** Two rounds of what is kept, and two rounds are enough that nothing lies where it began. */
const DAYS = 28;
const KEPT_DAYS = 14;
const SEEN_DAYS = 4;

export function workSteps({ storedADay, ignoredADay }: Sizes): readonly Step[] {
  const days = Array.from({ length: DAYS }, (_, at) => DAYS - at);
  return days.flatMap((ago) => [
    { table: "deliveries", text: stored(ago, storedADay) },
    { table: "seen_deliveries", text: ago <= 2 * SEEN_DAYS ? ignored(ago, ignoredADay) : "select 1" },
    {
      table: null,
      text: `delete from deliveries where received_at < now() - interval '1 day' * ${ago + KEPT_DAYS - 1}`,
    },
    {
      table: null,
      text: `delete from seen_deliveries where seen_at < now() - interval '1 day' * ${ago + SEEN_DAYS - 1}`,
    },
    { table: null, text: "vacuum deliveries" },
    { table: null, text: "vacuum seen_deliveries" },
  ]);
}

const moment = (ago: number, count: number) => `now() - interval '1 day' * (${ago} - n / ${count + 1}.0)`;

/** The busiest repositories have the most of them. */
function stored(ago: number, count: number): string {
  return `
    insert into deliveries (id, event, installation_id, subject_key, job, job_id, received_at, handled_at)
    select gen_random_uuid(), d.event, p.installation_id, 'pull:' || p.repository_id || '#' || (p.closed + 1 - n % 20), d.job,
      gen_random_uuid(), ${moment(ago, count)}, ${moment(ago, count)} + interval '1 second'
    from generate_series(1, ${count}) n
      join seed.places p on p.rank = (n * 7919 + ${ago}) % 104729 % ((select count(*) from seed.places) / (1 + n % 50) + 1)
      join seed.deliveries d on d.nr = n % (select count(*) from seed.deliveries)`;
}

function ignored(ago: number, count: number): string {
  return `
    insert into seen_deliveries (id, seen_at)
    select gen_random_uuid(), ${moment(ago, count)} from generate_series(1, ${count}) n`;
}
