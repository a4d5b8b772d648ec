/** Whether a PostgreSQL database can serve Rung, found out by one look before anything is done in it. */

import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { SystemFault } from "../environment/system-fault.ts";
import type { ServerPool } from "./pool.ts";
import { UnfitDatabase } from "./server-fault.ts";
import { SharedSessions } from "./shared-sessions.ts";

/** Something that exists already needs no right to create it. */
const LOOK = `
  select current_setting('server_encoding') as encoding,
    current_setting('server_version_num')::int as version,
    pg_is_in_recovery() as standby,
    current_setting('default_transaction_read_only') = 'on' as "readOnly",
    current_user::text as "user", current_database()::text as name, current_schema()::text as schema,
    to_regclass('kysely_migration') is not null
      or coalesce(has_schema_privilege(current_schema(), 'create'), false) as "makesTables",
    to_regnamespace('pgboss') is not null
      or has_database_privilege(current_database(), 'create') as "makesSchemas",
    case when to_regnamespace('pgboss') is null then true
      else has_schema_privilege('pgboss', 'usage') end
    and case when to_regclass('deliveries') is null then true
      else has_table_privilege('deliveries', 'select') and has_table_privilege('deliveries', 'insert')
        and has_table_privilege('deliveries', 'update') and has_table_privilege('deliveries', 'delete') end as writes`;

const view = z.object({
  encoding: z.string(),
  version: z.number(),
  standby: z.boolean(),
  readOnly: z.boolean(),
  user: z.string(),
  name: z.string(),
  schema: z.string().nullable(),
  makesTables: z.boolean(),
  makesSchemas: z.boolean(),
  writes: z.boolean(),
});
type Look = z.infer<typeof view>;

/** The version that the queue's tables and functions need. */
const LEAST_VERSION = 13;
const READ_ONLY = "25006";
const NO_RIGHT = "42501";

/** Throws UnfitDatabase with the first reason why it cannot be used. */
export async function requireFit(pool: ServerPool): Promise<void> {
  const { rows } = await pool.query({ text: LOOK });
  const [told, code] = unfitness(view.parse(rows[0])) ?? [];
  if (told !== undefined) throw new UnfitDatabase(told, code);
  await ownSessions(pool).catch((error: unknown) => {
    if (!(error instanceof SharedSessions)) throw error;
    const todo = "Set the pooler to session mode, or let DATABASE_URL lead past it.";
    throw new UnfitDatabase({ cause: "a pooler before it lends connections by transaction", todo });
  });
}

/** `null`: fit. The code is the one that the first statement it stops would have. */
export function unfitness(look: Look): readonly [SystemFault, string?] | null {
  const { encoding, version, standby, readOnly, user, name, schema, makesTables, makesSchemas, writes } = look;
  if (Math.floor(version / 10_000) < LEAST_VERSION)
    return [
      {
        cause: `it is PostgreSQL ${Math.floor(version / 10_000)}, and Rung needs ${LEAST_VERSION} or newer`,
        todo: "Bring it up to date, or name another server in DATABASE_URL.",
      },
    ];
  if (encoding !== "UTF8")
    return [
      {
        cause: `the database ${name} has the encoding ${encoding}, which cannot hold all that people write`,
        todo: "Make one that can, and name it in DATABASE_URL: createdb --encoding=UTF8 --template=template0 NAME.",
      },
    ];
  if (standby)
    return [{ cause: "it is a standby, which takes no writes", todo: "Name the primary in DATABASE_URL." }, READ_ONLY];
  if (readOnly)
    return [
      {
        cause: `it is set to be read-only for ${user} in ${name} (default_transaction_read_only)`,
        todo: `Switch that off: alter database ${name} set default_transaction_read_only = off; or name the primary in DATABASE_URL.`,
      },
      READ_ONLY,
    ];
  if (!makesTables && schema === null)
    return [
      {
        cause: `no schema of the search_path of ${user} is there, so that tables have no place`,
        todo: `Make one: create schema public authorization ${user}.`,
      },
    ];
  if (!makesTables)
    return [
      {
        cause: `the user ${user} may not make tables in the schema ${schema}`,
        todo: `As the owner of ${name}: grant create on schema ${schema} to ${user}.`,
      },
      NO_RIGHT,
    ];
  if (!writes)
    return [
      {
        cause: `Rung's tables in ${name} belong to somebody else, and the user ${user} may not write to them`,
        todo: `As their owner: reassign owned by OWNER to ${user}; or name their owner in DATABASE_URL.`,
      },
      NO_RIGHT,
    ];
  if (!makesSchemas)
    return [
      {
        cause: `the user ${user} may not make a schema in ${name}, which the queue needs`,
        todo: `As the owner of ${name}: grant create on database ${name} to ${user}.`,
      },
      NO_RIGHT,
    ];
  return null;
}

/** Statements are prepared and locks are held by session: behind a pooler that lends sessions by transaction, both come apart. */
export async function ownSessions(pool: ServerPool): Promise<void> {
  const one = await pool.connect();
  try {
    const mark = randomUUID();
    await one.query("select set_config('rung.session', $1, false)", [mark]);
    await pool.query({ text: "select set_config('rung.session', $1, false)", values: [randomUUID()] });
    const { rows } = await one.query<{ mark: string }>("select current_setting('rung.session', true) as mark");
    if (rows[0]?.mark !== mark) throw new SharedSessions();
    one.release();
  } catch (error) {
    pool.failed(error);
    one.release(true);
    throw error;
  }
}
