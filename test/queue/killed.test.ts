import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { openDatabase } from "../../src/database/open-database.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { startQueue } from "../../src/queue/queue.ts";
import { silent } from "../support/each-database.ts";
import { freshDatabase } from "../support/fresh-database.ts";

const script = fileURLToPath(new URL("./killed-worker.ts", import.meta.url));

const said = z.looseObject({
  started: z.boolean().optional(),
  accepted: z.string().optional(),
  id: z.string().optional(),
  handling: z.array(z.string()).optional(),
  handled: z.array(z.string()).optional(),
  attempt: z.number().optional(),
});

/** A bound for hangs: a loaded machine takes its time. Without heartbeats it would be a quarter of an hour. */
const patient = { timeout: 60_000, interval: 50 };

/** A process of the bot's queue, what it said so far, and its end. */
function aBot(where: { databaseUrl?: string; dataDir?: string }, act: "hang" | "work") {
  const args = [script, where.databaseUrl ?? "", where.dataDir ?? "", act];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ["pipe", "pipe", "inherit"] });
  const lines: z.infer<typeof said>[] = [];
  if (child.stdout) createInterface(child.stdout).on("line", (line) => lines.push(said.parse(JSON.parse(line))));
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    lines,
    send: (id: string, number: number) => child.stdin?.write(`${id} ${number}\n`),
    until: (seen: (line: z.infer<typeof said>) => boolean) =>
      vi.waitFor(() => {
        const line = lines.find(seen);
        if (line === undefined) throw new Error(`not yet among ${JSON.stringify(lines)}`);
        return line;
      }, patient),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

describe("R30: a process killed between claim and done", () => {
  const bots: ReturnType<typeof aBot>[] = [];
  afterEach(async () => {
    for (const bot of bots.splice(0)) await bot.kill();
  });

  function started(where: { databaseUrl?: string; dataDir?: string }, act: "hang" | "work") {
    const bot = aBot(where, act);
    bots.push(bot);
    return bot;
  }

  it("its subject is taken up by another; nothing is lost, ids count once", async () => {
    const databaseUrl = await freshDatabase();
    const doomed = started({ databaseUrl }, "hang");
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    doomed.send(first, 1);
    await doomed.until((line) => line.handling?.includes(first) === true);
    // Arrived while the first one was being handled: its job must wake somebody too.
    doomed.send(second, 1);
    await doomed.until((line) => line.id === second);
    await doomed.kill();

    const heir = started({ databaseUrl }, "work");
    await heir.until((line) => line.started === true);
    heir.send(third, 2);
    await heir.until((line) => line.handled?.includes(third) === true);
    const run = await heir.until((line) => line.handling?.includes(first) === true);
    expect(run.handling).toEqual([first, second]);
    expect(run.attempt).toBeGreaterThan(1);
    heir.send(first, 1);
    expect(await heir.until((line) => line.id === first)).toMatchObject({ accepted: "duplicate" });
    const database = await openServer(databaseUrl, silent);
    const queue = await startQueue({ database, log: silent, handle: async () => {} });
    await vi.waitFor(async () => expect(await queue.stats()).toMatchObject({ waiting: 0, parked: 0 }), patient);
    expect(heir.lines.flatMap((line) => line.handled ?? []).filter((id) => id === first)).toEqual([first]);
    await queue.drain(0);
    await database.close();
  });

  it("embedded: the next process has the folder and the subject at once", async () => {
    const dataDir = mkdtempSync(join(tmpdir(), "rung-killed-"));
    const doomed = started({ dataDir }, "hang");
    const id = randomUUID();
    doomed.send(id, 1);
    await doomed.until((line) => line.handling?.includes(id) === true);
    await doomed.kill();
    // Nothing is to be had by waiting until the dead one's heartbeat counts for nothing.
    const database = await openDatabase({ databaseUrl: null, dataDir }, silent);
    const { rows } = await database.prepared(
      "update pgboss.job set heartbeat_seconds = 86400 where state = 'active' returning id",
      [],
    );
    await database.close();
    expect(rows).toHaveLength(1);
    const heir = started({ dataDir }, "work");
    await heir.until((line) => line.handled?.includes(id) === true);
  });
});
