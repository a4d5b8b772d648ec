import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { beforeAll, describe, expect, it } from "vitest";
import { LockLost, sharedLock } from "../../src/database/shared-lock.ts";
import { silent } from "../support/each-database.ts";
import { freshDatabase } from "../support/fresh-database.ts";

describe("R17: a lock that several processes share", () => {
  let url = "";
  beforeAll(async () => {
    url = await freshDatabase();
  });

  it("lets one at a time work on a key, and others on other keys", async () => {
    const locks = [sharedLock(url, silent), sharedLock(url, silent), sharedLock(url, silent)];
    let at = 0;
    const most = { same: 0, other: 0 };
    let others = 0;
    const tasks = Array.from({ length: 30 }, (_, turn) =>
      locks[turn % 3]?.run("one", async () => {
        at += 1;
        most.same = Math.max(most.same, at);
        await wait(1);
        at -= 1;
      }),
    );
    const beside = Array.from({ length: 3 }, (_, turn) =>
      locks[turn % 3]?.run(`key ${turn}`, async () => {
        others += 1;
        while (others < 3) await wait(1);
      }),
    );
    await Promise.all([...tasks, ...beside]);
    expect(most.same).toBe(1);
    await Promise.all(locks.map((lock) => lock.close()));
  });

  it("a task whose lock was lost with the connection is told so, and the lock is free for another", async () => {
    const [one, other] = [sharedLock(url, silent), sharedLock(url, silent)];
    const admin = new pg.Client(url);
    await admin.connect();
    const lost = await one.run("key", async (signal) => {
      await admin.query(
        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid() " +
          "and database = (select oid from pg_database where datname = current_database())",
      );
      await other.run("key", async () => {});
      while (!signal.aborted) await wait(1);
      return signal.reason;
    });
    expect(lost).toBeInstanceOf(LockLost);
    // The next one has a connection of its own again.
    expect(await one.run("key", async () => "held")).toBe("held");
    await admin.end();
    await Promise.all([one.close(), other.close()]);
  });

  it("a lock that the server gave without anybody hearing of it is taken back", async () => {
    const [one, other] = [sharedLock(url, silent, 300), sharedLock(url, silent)];
    const admin = new pg.Client(url);
    await admin.connect();
    await one.run("warm", async () => {});
    const found = await admin.query<{ pid: number }>(
      "select pid from pg_stat_activity where application_name = 'rung-locks' and state = 'idle' and datname = current_database()",
    );
    const pid = found.rows[0]?.pid ?? 0;
    process.kill(pid, "SIGSTOP");
    // The question lies in the stopped server process, which will answer it when it goes on.
    const unheard = await one.run("key", async () => "held").catch((error: unknown) => error);
    process.kill(pid, "SIGCONT");
    expect(unheard).toBeInstanceOf(LockLost);
    expect(await other.run("key", async () => "held")).toBe("held");
    await admin.end();
    await Promise.all([one.close(), other.close()]);
  });
});
