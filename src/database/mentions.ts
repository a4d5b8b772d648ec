/** When Rung last mentioned somebody who had not asked for it: at most once in thirty days, whatever it was about. */

import { type Kysely, sql } from "kysely";
import { type Instant, loginKey } from "../shared/names.ts";
import type { Person } from "../shared/person-sets.ts";
import { daysAgo, forgetInParts } from "./forget-in-parts.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

interface Mention {
  readonly person: Person;
  /** The reason: another try for the same reason is the same mention. */
  readonly about: string;
  /** By GitHub's clock. */
  readonly at: Instant;
}

const DAYS = 30;

/** Whether they may be mentioned; if so, this is recorded. Of two processes one gets true, unless the reason is the same. */
export async function takeMention(db: Db, { person: { login, id }, about, at }: Mention): Promise<boolean> {
  const person = id === null ? loginKey(login) : `#${id}`;
  const now = new Date(at);
  const taken = await sql<{ person: string }>`
    insert into mentions (person, about, at) values (${person}, ${about}, ${now})
    on conflict (person) do update set about = excluded.about, at = excluded.at
      where mentions.about = excluded.about or mentions.at <= excluded.at - make_interval(days => ${DAYS}::int)
    returning person`.execute(db);
  return taken.rows.length > 0;
}

export async function forgetMentions(db: Db): Promise<number> {
  return await forgetInParts(db, "mentions", sql`at < ${daysAgo(DAYS * 12)}`);
}
