import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { afterEach, expect, it, vi } from "vitest";
import type { Database } from "../../src/database/database.ts";
import { keyedLock } from "../../src/database/keyed-lock.ts";
import type { Schema } from "../../src/database/schema.ts";
import type { Boss, Claim } from "../../src/queue/boss.ts";
import { startWorker, type Work, type Worker } from "../../src/queue/worker.ts";
import { silent } from "../support/each-database.ts";
import { aJob } from "./a-job.ts";

/** A bound for hangs. */
const soon = { timeout: 60_000, interval: 10 };

function aClaim(number: number): Claim {
  const id = `job-${number}`;
  const subjectKey = `pull:31#${number}`;
  const times = { receivedAt: 0, attempts: 0, failures: 0, dueIn: 0 };
  const delivery = { id, jobId: id, subjectKey, event: "pull_request", job: aJob(number), ...times };
  return { attempt: { id, retryCount: 0 }, subjectKey, deliveries: [delivery] };
}

/** Has claims for the asking, and settles what it is told. */
function aBoss(claims: Claim[]): Boss {
  const all = async (given: readonly Claim[]) => new Set(given.map(({ attempt }) => attempt.id));
  return {
    store: async () => new Set(),
    tryStoring: async () => {},
    claim: async (limit) => claims.splice(0, limit),
    settle: all,
    touch: all,
    insert: async () => {},
    unpark: async () => [],
    standForAll: async () => {},
    release: async () => true,
    remove: async () => {},
    stop: async () => {},
  };
}

/** What the worker hands on to the queue's own part, which is played here. */
function aDatabase(): Database {
  const db = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (introspected) => new PostgresIntrospector(introspected),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  const nothing = async () => {};
  const none = async () => ({ rows: [] });
  return {
    kind: "server",
    db,
    boss: { executeSql: none },
    prepared: none,
    transaction: (run) => run(none),
    exclusive: keyedLock(),
    ping: nothing,
    tidy: nothing,
    close: nothing,
  };
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it("while a flood is stored few subjects are handled beside it; afterwards as many as there is room for", async () => {
  let pressed = true;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const boss = aBoss(Array.from({ length: 20 }, (_, n) => aClaim(n)));
  const parts = { database: aDatabase(), boss, log: silent, concurrency: 12, isPressed: () => pressed };
  const worker: Worker = startWorker({ ...parts, handle: () => gate });
  closing.push(() => worker.drain(1_000));
  await vi.waitFor(() => expect(worker.running()).toBe(4), soon);
  worker.kick();
  await vi.waitFor(() => expect(worker.running()).toBe(4), soon);
  pressed = false;
  await vi.waitFor(() => expect(worker.running()).toBe(12), soon);
  open();
});

it("a claim that is gone because its run is done is not said to be lost", async () => {
  let settled = () => {};
  const settling = new Promise<void>((resolve) => {
    settled = resolve;
  });
  let ended = () => {};
  const running = new Promise<void>((resolve) => {
    ended = resolve;
  });
  const [done, busy] = [aClaim(1), aClaim(2)];
  const beats: string[][] = [];
  const ids = (given: readonly Claim[]) => given.map(({ attempt }) => attempt.id);
  const boss: Boss = {
    ...aBoss([done, busy]),
    settle: async (given) => {
      if (given.includes(done)) await settling;
      return new Set(ids(given));
    },
    // What was settled is gone, though the answer that says so is still on its way.
    touch: async (given) => {
      beats.push(ids(given));
      return new Set([busy.attempt.id]);
    },
  };
  const warnings: unknown[] = [];
  const log = { ...silent, warn: (about: unknown) => warnings.push(about) };
  const handle = ({ subject }: Work) => ("number" in subject && subject.number === 2 ? running : Promise.resolve());
  const worker = startWorker({ database: aDatabase(), boss, log, concurrency: 2, handle });
  closing.push(() => worker.drain(100));
  await vi.waitFor(() => expect(beats).toHaveLength(1), soon);
  settled();
  ended();
  await vi.waitFor(() => expect(worker.running()).toBe(0), soon);
  expect(beats).toEqual([[busy.attempt.id]]);
  expect(warnings).toEqual([]);
});
