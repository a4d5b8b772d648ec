import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { takeLease } from "../../../src/database/leases.ts";
import { type Rounds, startRounds } from "../../../src/server/recovery/rounds.ts";
import { aDatabase } from "../../support/a-database.ts";
import { silent } from "../../support/each-database.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());

const running: Rounds[] = [];
afterEach(async () => {
  for (const rounds of running.splice(0)) await rounds.stop();
  await sql`truncate leases, key_values`.execute(database.db);
});

type Round = Parameters<typeof startRounds>[0]["round"];

function started(round: Round, everyMs = 3_600_000): Rounds {
  const rounds = startRounds({ name: "test", db: database.db, log: silent, everyMs, round });
  running.push(rounds);
  return rounds;
}

const soon = { timeout: 60_000, interval: 10 };
const done: Round = async () => ({ kind: "done" });

describe("rounds", () => {
  it("each process makes one at its start, one process at a time", async () => {
    let at = 0;
    let most = 0;
    let made = 0;
    const round: Round = async () => {
      at += 1;
      most = Math.max(most, at);
      made += 1;
      await new Promise((resolve) => setTimeout(resolve, 30));
      at -= 1;
      return { kind: "done" };
    };
    await Promise.all([started(round), started(round), started(round)].map(({ first }) => first));
    expect([made, most]).toEqual([3, 1]);
  });

  it("a dead process's turn is free after its lease", async () => {
    await takeLease(database.db, { name: "test", holder: "the dead", seconds: 0.5 });
    expect(await takeLease(database.db, { name: "test", holder: "another", seconds: 1 })).toBe(false);
    await started(done).first;
  });

  it("what fails is tried again, and what has more goes on", async () => {
    const ends = ["fails", "more", "done"] as const;
    let made = 0;
    const round: Round = async () => {
      const end = ends[made] ?? "done";
      made += 1;
      if (end === "fails") throw new Error("GitHub is not there");
      return { kind: end };
    };
    await started(round).first;
    expect(made).toBe(3);
  });

  it("R31: one more is made soon after the first, whatever others did, where that is asked for", async () => {
    let made = 0;
    const round: Round = async () => {
      made += 1;
      return { kind: "done" };
    };
    const rounds = startRounds({
      name: "test",
      db: database.db,
      log: silent,
      everyMs: 3_600_000,
      onceMoreMs: 20,
      round,
    });
    running.push(rounds);
    await vi.waitFor(() => expect(made).toBe(2), soon);
  });

  it("in between, one process's round serves all", async () => {
    let made = 0;
    const round: Round = async () => {
      made += 1;
      return { kind: "done" };
    };
    await started(round, 400).first;
    await started(round, 3_600_000).first;
    await vi.waitFor(() => expect(made).toBeGreaterThanOrEqual(4), soon);
  });
});
