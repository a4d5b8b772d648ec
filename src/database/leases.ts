/** What only one process should do at a time: leased for some seconds by the database's clock, and free again when the holder dies. */

import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** Takes or renews; `false`: another holder has it. */
export async function takeLease(
  db: Kysely<Schema>,
  { name, holder, seconds }: { readonly name: string; readonly holder: string; readonly seconds: number },
): Promise<boolean> {
  const taken = await sql`
    insert into leases (name, holder, until)
    values (${name}, ${holder}, clock_timestamp() + make_interval(secs => ${seconds}::float8))
    on conflict (name) do update set holder = excluded.holder, until = excluded.until
      where leases.holder = excluded.holder or leases.until <= clock_timestamp()
    returning name`.execute(db);
  return taken.rows.length > 0;
}

/** Only one's own. */
export async function releaseLease(db: Kysely<Schema>, name: string, holder: string): Promise<void> {
  await db.deleteFrom("leases").where("name", "=", name).where("holder", "=", holder).execute();
}
