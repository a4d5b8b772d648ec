import { sql } from "kysely";
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

  it("a server that does not answer is an error, not a wait", async () => {
    await expect(openServer("postgres://rung@127.0.0.1:1/none", silent)).rejects.toThrow(/ECONNREFUSED/);
  });
});
