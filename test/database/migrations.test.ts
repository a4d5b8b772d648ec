import { sql } from "kysely";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { findValue, saveValue } from "../../src/database/key-values.ts";
import { migrate } from "../../src/database/migrations.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { silent } from "../support/each-database.ts";
import { freshDatabase } from "../support/fresh-database.ts";

describe("bringing the tables up to date", () => {
  it("several processes that start on an empty database at once all find the tables", async () => {
    const url = await freshDatabase();
    const opened = await Promise.all([1, 2, 3, 4].map(() => openServer(url, silent)));
    for (const [index, database] of opened.entries()) {
      await saveValue(database.db, `of-${index}`, { index });
      expect(await findValue(database.db, `of-${index}`)).toEqual({ index });
    }
    await Promise.all(opened.map((database) => database.close()));
  });

  it("an older Rung starts on tables that a newer one has taken further, and says so", async () => {
    const url = await freshDatabase();
    const database = await openServer(url, silent);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-of-the-future', '2030')`.execute(
      database.db,
    );
    const warned: unknown[] = [];
    await migrate(database.db, { ...silent, warn: (...told: unknown[]) => warned.push(told) });
    expect(JSON.stringify(warned)).toContain("9999-of-the-future");
    await database.close();
    const again = await openServer(url, silent);
    await again.ping();
    await again.close();
  });

  it("R88: a schema that another process makes in the same moment, listed before it is found by its name, is no reason not to start", async () => {
    const url = await freshDatabase();
    const client = new pg.Client(url);
    await client.connect();
    // What PostgreSQL does for the blink of an eye between another's commit and the news of it, here for the migrator's first two questions.
    await client.query("create sequence asked");
    await client.query(`
      create function has_schema_privilege(name, text) returns boolean language plpgsql as $function$
      begin
        if $2 = 'USAGE' and nextval('public.asked') <= 2 then
          raise exception 'schema "pgboss" does not exist' using errcode = '3F000';
        end if;
        return pg_catalog.has_schema_privilege($1, $2);
      end $function$`);
    const { rows } = await client.query<{ name: string }>("select quote_ident(current_database()) as name");
    await client.query(`alter database ${rows[0]?.name} set search_path = public, pg_catalog`);
    const database = await openServer(url, silent);
    await saveValue(database.db, "here", {});
    expect(await findValue(database.db, "here")).toEqual({});
    await database.close();
    const asked = await client.query<{ last: string }>("select last_value as last from asked");
    expect(Number(asked.rows[0]?.last)).toBeGreaterThan(2);
    await client.end();
  });

  it("a server that does not answer is an error, not a wait", async () => {
    await expect(openServer("postgres://rung@127.0.0.1:1/none", silent)).rejects.toThrow(/ECONNREFUSED/);
  });
});
