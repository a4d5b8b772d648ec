import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterEach, expect, it, vi } from "vitest";
import type { Database } from "../../src/database/database.ts";
import type { NewDelivery } from "../../src/database/deliveries.ts";
import { savePull } from "../../src/database/pulls.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { startBoss } from "../../src/queue/boss.ts";
import { createIntake, type Incoming } from "../../src/queue/intake.ts";
import { type Queue, startQueue } from "../../src/queue/queue.ts";
import type { Handle, Work } from "../../src/queue/worker.ts";
import { onEachDatabase, silent } from "../support/each-database.ts";
import { aDelivery, aJob } from "./a-job.ts";

/** A handler that records its runs and does what it is told. */
function aHandler(act: (work: Work) => Promise<void> | void = () => {}) {
  const runs: Work[] = [];
  const handle: Handle = async (work) => {
    runs.push(work);
    await act(work);
  };
  const deliveries = () => runs.flatMap((run) => run.deliveries.map(({ id }) => id));
  return { runs, handle, deliveries };
}

/** Something that waits until it is opened. */
function aGate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

function numberOf(work: Work): number {
  return "number" in work.subject ? work.subject.number : -1;
}

function sorted(ids: readonly string[]): readonly string[] {
  return ids.toSorted((one, other) => one.localeCompare(other));
}

const soon = { timeout: 60_000, interval: 10 };

onEachDatabase("the queue", (open) => {
  const closing: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  async function aDatabase(): Promise<Database> {
    const database = await open();
    closing.push(() => database.close());
    return database;
  }

  async function aQueue(handle: Handle, database?: Database, concurrency?: number): Promise<Queue> {
    const on = database ?? (await aDatabase());
    const queue = await startQueue({ database: on, log: silent, handle, ...(concurrency && { concurrency }) });
    closing.push(() => queue.drain(100));
    return queue;
  }

  async function settled(queue: Queue): Promise<void> {
    await vi.waitFor(async () => expect(await queue.stats()).toMatchObject({ waiting: 0, running: 0 }), soon);
  }

  it("R53: what arrives together is stored in groups that long comments do not swell, each delivery once", async () => {
    const database = await aDatabase();
    const boss = await startBoss(database, silent);
    closing.push(() => boss.stop());
    const groups: (readonly NewDelivery[])[] = [];
    const store: typeof boss.store = async (group) => {
      groups.push(group);
      return await boss.store(group);
    };
    const intake = createIntake(database, { ...boss, store }, () => {});
    const by = { login: "octo-fan", id: 5, type: "User" } as const;
    const long = (id: number): Incoming => {
      const said = { kind: "said", utterance: "comment", id, nodeId: `N${id}`, by, at: id } as const;
      return { ...aDelivery(7), job: { ...aJob(7), notes: [{ ...said, text: "/hold\n".repeat(10_000) }] } };
    };
    const pile = Array.from({ length: 100 }, (_, id) => long(id));
    const taken = await Promise.all(pile.map((one) => intake.accept(one)));
    expect(new Set(taken)).toEqual(new Set(["stored"]));
    expect(groups.flatMap((group) => group.map(({ id }) => id))).toEqual(pile.map(({ id }) => id));
    expect(Math.max(...groups.map((group) => JSON.stringify(group).length))).toBeLessThan(2_100_000);
    expect(groups.length).toBeLessThan(10);
    groups.length = 0;
    await Promise.all(Array.from({ length: 400 }, (_, number) => intake.accept(aDelivery(number))));
    expect(groups.map(({ length }) => length)).toEqual([400]);
  });

  it("R52: a delivery that no table takes spoils nothing of its group", async () => {
    const handler = aHandler();
    const queue = await aQueue(handler.handle);
    const good = Array.from({ length: 293 }, (_, at) => aDelivery(at + 1, `good-${at}`));
    const poison = { ...aDelivery(900, "poison"), job: { ...aJob(900), installationId: 1e300 } };
    const accepted = await queue.accept([...good.slice(0, 100), poison, ...good.slice(100)]);
    expect(accepted.filter((one) => one === "stored")).toHaveLength(293);
    expect(accepted[100]).toBe("unstorable");
    await settled(queue);
    expect(sorted(handler.deliveries())).toEqual(sorted(good.map(({ id }) => id)));
  });

  it("a run of a pull request has what was remembered of it when it was claimed", async () => {
    const database = await aDatabase();
    const stored = {
      repository: { owner: "KusionStack", name: "kusion", id: 31 },
      number: 5,
      headSha: "a1",
      baseRef: "main",
      state: "open",
      record: emptyRecord(),
    } as const;
    await savePull(database.db, stored);
    const { handle, runs } = aHandler();
    const queue = await aQueue(handle, database);
    const sweep = {
      installationId: 77,
      subject: { kind: "sweep", repositories: [] },
      cause: "sweep",
      notes: [],
    } as const;
    await queue.accept([aDelivery(5), aDelivery(6), { id: randomUUID(), event: "rung", job: sweep }]);
    await settled(queue);
    const seen = new Map(runs.map((run) => [numberOf(run), run.pull]));
    expect(seen).toEqual(new Map([5, 6, -1].map((number) => [number, { stored: number === 5 ? stored : null }])));
  });

  it("R23: a delivery id is accepted once, and handled once", async () => {
    const { handle, deliveries } = aHandler();
    const queue = await aQueue(handle);
    const one = aDelivery(1);
    expect(await queue.accept([one, aDelivery(2), one])).toEqual(["stored", "stored", "duplicate"]);
    await settled(queue);
    expect(await queue.accept([one])).toEqual(["duplicate"]);
    await settled(queue);
    expect(deliveries().filter((id) => id === one.id)).toEqual([one.id]);
  });

  it("a look at a time is taken then, one for a subject, the one stored last; or not at all when it was taken away", async () => {
    const { handle, runs } = aHandler();
    const queue = await aQueue(handle);
    const job = (number: number, cause: string) => aDelivery(number, randomUUID(), cause).job;
    await queue.schedule(job(1, "first"), 60_000);
    await queue.schedule(job(1, "second"), 20);
    await queue.schedule(job(2, "far"), 3_600_000);
    await queue.schedule(job(3, "gone"), 50);
    await queue.schedule(job(3, "gone"), null);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    await settled(queue);
    expect(runs.map((run) => [numberOf(run), run.deliveries.map(({ cause }) => cause)])).toEqual([[1, ["second"]]]);
    await queue.runDueNow();
    await vi.waitFor(() => expect(runs).toHaveLength(2), soon);
    expect(runs.map(numberOf)).toEqual([1, 2]);
  });

  it("a look outlives the process that asked for it", async () => {
    const { handle, runs } = aHandler();
    const database = await aDatabase();
    const first = await aQueue(handle, database);
    await first.schedule(aDelivery(7).job, 200);
    await first.drain(0);
    await aQueue(handle, database);
    await vi.waitFor(() => expect(runs.map(numberOf)).toEqual([7]), soon);
  });

  it("R30, R31: what comes together with a delivery that is at work already is handled after it, and waits for nothing else", async () => {
    const gate = aGate();
    const { handle, runs } = aHandler(() => gate.passed);
    const queue = await aQueue(handle);
    const [before, beside] = [aDelivery(4), aDelivery(4)];
    await queue.accept([before]);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    // GitHub sends one twice, and this time others were waiting for the database beside it.
    expect(await queue.accept([beside, before])).toEqual(["stored", "duplicate"]);
    gate.open();
    await settled(queue);
    expect(runs.map((run) => run.deliveries.map(({ id }) => id))).toEqual([[before.id], [beside.id]]);
  });

  it("R56: what comes together with a delivery that waits out its failure is tried at once", async () => {
    const { handle, runs } = aHandler(() => {
      if (runs.length === 1) throw Object.assign(new Error("not now"), { retryAfter: 600 });
    });
    const queue = await aQueue(handle);
    const [before, beside] = [aDelivery(4), aDelivery(4)];
    await queue.accept([before]);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    expect(await queue.accept([beside, before])).toEqual(["stored", "duplicate"]);
    await settled(queue);
    expect(runs.at(-1)?.deliveries.map(({ id }) => id)).toEqual([before.id, beside.id]);
  });

  it("R29: what is taken off the shelf is tried, also while the job that once stood for it is at work on others", async () => {
    const database = await aDatabase();
    const gate = aGate();
    const { handle, runs } = aHandler(async () => {
      if (runs.length === 1) throw Object.assign(new Error("not now"), { retryAfter: 600 });
      if (runs.length === 2) throw new Error("broken");
      await gate.passed;
    });
    const queue = await aQueue(handle, database);
    const [old, young] = [aDelivery(6), aDelivery(6)];
    await queue.accept([young, old]);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    await vi.waitFor(async () => expect((await queue.stats()).running).toBe(0), soon);
    await sql`update deliveries set retry_at = now(), failures = case id when ${old.id} then 29 else 0 end`.execute(
      database.db,
    );
    await sql`update pgboss.job set start_after = now()`.execute(database.db);
    await vi.waitFor(async () => expect(await queue.parked()).toHaveLength(1), soon);
    await vi.waitFor(() => expect(runs).toHaveLength(3), soon);
    expect(await queue.retryParked([old.id])).toBe(1);
    gate.open();
    await settled(queue);
    expect(runs.slice(2).map((run) => run.deliveries.map(({ id }) => id))).toEqual([[young.id], [old.id]]);
  });

  it("R30: what has long waited without a job, as after somebody emptied the queue's tables, gets one; what has one gets no other", async () => {
    const database = await aDatabase();
    const { handle, runs } = aHandler();
    await sql`
      insert into deliveries (id, event, installation_id, subject_key, job, job_id, received_at)
      select id, 'pull_request', 77, 'pull:31#' || number, ${JSON.stringify(aJob(8))}::jsonb, gen_random_uuid(), now() - interval '1 hour'
      from (values ('one', 8), ('two', 8), ('three', 9)) as forgotten (id, number)`.execute(database.db);
    const boss = await startBoss(database, silent);
    closing.push(() => boss.stop());
    await boss.standForAll(database.db, 60);
    await boss.standForAll(database.db, 60);
    const jobs = await sql<{ of: string }>`
      select singleton_key as of from pgboss.job where state < 'completed' order by 1`.execute(database.db);
    expect(jobs.rows.map(({ of }) => of)).toEqual(["pull:31#8", "pull:31#9"]);
    await aQueue(handle, database);
    await vi.waitFor(() => expect(runs).toHaveLength(2), soon);
    const taken = runs.map((run) => run.deliveries.map(({ id }) => id).join(" "));
    expect(sorted(taken)).toEqual(["one two", "three"]);
  });

  it("R30: as it starts, a queue handles what has long waited without a job", async () => {
    const database = await aDatabase();
    const { handle, runs } = aHandler();
    await sql`
      insert into deliveries (id, event, installation_id, subject_key, job, job_id, received_at)
      values ('one', 'pull_request', 77, 'pull:31#8', ${JSON.stringify(aJob(8))}::jsonb, gen_random_uuid(), now() - interval '1 hour')`.execute(
      database.db,
    );
    const queue = await aQueue(handle, database);
    await settled(queue);
    expect(runs.map((run) => run.deliveries.map(({ id }) => id))).toEqual([["one"]]);
  });

  it("an id that is no UUID is as good as one", async () => {
    const { handle, deliveries } = aHandler();
    const queue = await aQueue(handle);
    expect(await queue.accept([aDelivery(1, "delivery of another server")])).toEqual(["stored"]);
    expect(await queue.accept([aDelivery(1, "delivery of another server")])).toEqual(["duplicate"]);
    await settled(queue);
    expect(deliveries()).toEqual(["delivery of another server"]);
  });

  it("what waits for a subject is handled in one run, in the order it came", async () => {
    const gate = aGate();
    const { handle, runs } = aHandler(() => gate.passed);
    const queue = await aQueue(handle);
    await queue.accept([aDelivery(1, randomUUID(), "first")]);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    for (const cause of ["second", "third", "fourth"]) await queue.accept([aDelivery(1, randomUUID(), cause)]);
    gate.open();
    await settled(queue);
    expect(runs.map((run) => run.deliveries.map(({ cause }) => cause))).toEqual([
      ["first"],
      ["second", "third", "fourth"],
    ]);
    expect(runs[1]?.notes).toHaveLength(3);
  });

  it("one run a subject at a time, different subjects beside each other", async () => {
    const gate = aGate();
    const { handle, runs } = aHandler(() => gate.passed);
    const database = await aDatabase();
    const queues = [await aQueue(handle, database, 4), await aQueue(handle, database, 4)];
    for (let n = 0; n < 12; n++) await queues[n % 2]?.accept([aDelivery(n % 3)]);
    await vi.waitFor(() => expect(runs).toHaveLength(3), soon);
    for (const queue of queues) queue.kick();
    await vi.waitFor(async () => expect((await queues[0]?.stats())?.waiting).toBe(12), soon);
    expect(new Set(runs.map(numberOf))).toEqual(new Set([0, 1, 2]));
    gate.open();
    for (const queue of queues) await settled(queue);
  });

  it("no wake-up is lost, however deliveries and runs interleave", async () => {
    const running = new Set<number>();
    const overlaps: number[] = [];
    const { handle, runs, deliveries } = aHandler(async (work) => {
      const number = numberOf(work);
      if (running.has(number)) overlaps.push(number);
      running.add(number);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
      running.delete(number);
    });
    const database = await aDatabase();
    const queues = [await aQueue(handle, database), await aQueue(handle, database)];
    const sent: string[][] = [[], [], [], []];
    const bursts = Array.from({ length: 60 }, async (_, turn) => {
      await new Promise((resolve) => setTimeout(resolve, turn * 4 * Math.random()));
      const number = turn % sent.length;
      const batch = Array.from({ length: 1 + (turn % 5) }, () => aDelivery(number));
      await queues[turn % 2]?.accept(batch);
      sent[number]?.push(...batch.map(({ id }) => id));
    });
    await Promise.all(bursts);
    for (const queue of queues) await settled(queue);
    expect(overlaps).toEqual([]);
    expect(sorted(deliveries())).toEqual(sorted(sent.flat()));
    expect(runs.length).toBeLessThan(deliveries().length);
  });

  it("a subject with more than one run's worth of deliveries is handled to the end", async () => {
    const { handle, runs, deliveries } = aHandler();
    const queue = await aQueue(handle);
    const batch = Array.from({ length: 450 }, () => aDelivery(1));
    await queue.accept(batch);
    await settled(queue);
    expect(deliveries()).toEqual(batch.map(({ id }) => id));
    expect(runs.map((run) => run.deliveries.length)).toEqual([200, 200, 50]);
  });

  it("R29: a failed run is tried again, with its deliveries, and says which attempt it is", async () => {
    const { handle, runs } = aHandler((work) => {
      if (work.attempt === 1) throw Object.assign(new Error("limit"), { retryAfter: 0.2 });
    });
    const queue = await aQueue(handle);
    const one = aDelivery(1);
    await queue.accept([one]);
    await vi.waitFor(() => expect(runs).toHaveLength(2), soon);
    await settled(queue);
    expect(runs.map((run) => [run.attempt, run.deliveries[0]?.id])).toEqual([
      [1, one.id],
      [2, one.id],
    ]);
  });

  it("R29: GitHub's Retry-After is waited for; others go on", async () => {
    const times = new Map<string, number>();
    const { handle, runs } = aHandler((work) => {
      times.set(`${numberOf(work)}:${work.attempt}`, performance.now());
      if (numberOf(work) === 1 && work.attempt === 1) throw Object.assign(new Error("limit"), { retryAfter: 1.5 });
    });
    const queue = await aQueue(handle);
    const early = aDelivery(1);
    await queue.accept([early]);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    await vi.waitFor(async () => expect((await queue.stats()).running).toBe(0), soon);
    await queue.accept([aDelivery(2)]);
    await settled(queue);
    expect(runs.map(numberOf)).toEqual([1, 2, 1]);
    expect((times.get("1:2") ?? 0) - (times.get("1:1") ?? 0)).toBeGreaterThanOrEqual(1_400);
  });

  it("R56: what comes later for a subject is tried at once, with what waits out an old failure", async () => {
    const { handle, runs } = aHandler((work) => {
      if (runs.length <= 1) throw Object.assign(new Error("broken"), { retryAfter: 600 + work.attempt });
    });
    const queue = await aQueue(handle);
    const [early, late] = [aDelivery(1), aDelivery(1)];
    await queue.accept([early]);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    await vi.waitFor(async () => expect((await queue.stats()).running).toBe(0), soon);
    await queue.accept([late]);
    await settled(queue);
    expect(runs.map((run) => run.deliveries.map(({ id }) => id))).toEqual([[early.id], [early.id, late.id]]);
  });

  it("R56: what arrives while a run is failing does not wait for that failure's pause", async () => {
    const { passed, open: fail } = aGate();
    const { handle, runs } = aHandler(async () => {
      if (runs.length > 1) return;
      await passed;
      throw Object.assign(new Error("broken"), { retryAfter: 600 });
    });
    const queue = await aQueue(handle);
    await queue.accept([aDelivery(1)]);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    await queue.accept([aDelivery(1)]);
    fail();
    await settled(queue);
    expect(runs.map((run) => run.deliveries.length)).toEqual([1, 2]);
  });

  it("R56: an old delivery's failures do not put a newer one on the shelf, nor does the newer one's add to the old one's", async () => {
    const database = await aDatabase();
    const { handle, runs } = aHandler(() => {
      throw new Error("broken");
    });
    const queue = await aQueue(handle, database);
    const [old, young] = [aDelivery(1), aDelivery(1)];
    await queue.accept([old]);
    await vi.waitFor(async () => expect((await queue.stats()).running).toBe(0), soon);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    await vi.waitFor(async () => expect((await queue.stats()).running).toBe(0), soon);
    await sql`update deliveries set failures = 29, retry_at = now() + interval '1 hour'`.execute(database.db);
    await queue.accept([young]);
    await vi.waitFor(() => expect(runs).toHaveLength(2), soon);
    await vi.waitFor(async () => expect((await queue.stats()).running).toBe(0), soon);
    expect(runs[1]?.deliveries.map(({ id }) => id)).toEqual([old.id, young.id]);
    const rows = await sql<{ id: string; failures: number; parked: boolean }>`
      select id, failures, parked_at is not null as parked from deliveries order by seq`.execute(database.db);
    expect(rows.rows).toEqual([
      { id: old.id, failures: 29, parked: false },
      { id: young.id, failures: 1, parked: false },
    ]);
  });

  it("R29: what is hopeless is parked, shown, and tried again on demand; nothing else waits for it", async () => {
    const faults = new Set(["on"]);
    const { handle, runs, deliveries } = aHandler((work) => {
      if (faults.has("on") && numberOf(work) === 1)
        throw Object.assign(new Error("no such thing"), { retryable: false });
    });
    const queue = await aQueue(handle);
    const poison = aDelivery(1);
    await queue.accept([poison, aDelivery(2)]);
    await settled(queue);
    expect(await queue.stats()).toMatchObject({ waiting: 0, parked: 1 });
    expect(await queue.parked()).toMatchObject([
      { id: poison.id, subjectKey: "pull:31#1", attempts: 1, error: "Error: no such thing" },
    ]);
    const later = aDelivery(1);
    faults.clear();
    await queue.accept([later]);
    await settled(queue);
    expect(runs.at(-1)?.deliveries.map(({ id }) => id)).toEqual([later.id]);
    expect(await queue.retryParked([poison.id])).toBe(1);
    await settled(queue);
    expect(deliveries().filter((id) => id === poison.id)).toHaveLength(2);
    expect(await queue.parked()).toEqual([]);
    expect(await queue.retryParked()).toBe(0);
  });

  it("R23: a parked delivery that is redelivered by hand is tried again", async () => {
    const faults = new Set(["on"]);
    const { handle, deliveries } = aHandler(() => {
      if (faults.has("on")) throw Object.assign(new Error("broken"), { retryable: false });
    });
    const queue = await aQueue(handle);
    const one = aDelivery(1);
    await queue.accept([one]);
    await vi.waitFor(async () => expect((await queue.stats()).parked).toBe(1), soon);
    faults.clear();
    expect(await queue.accept([one])).toEqual(["duplicate"]);
    await settled(queue);
    expect(deliveries()).toEqual([one.id, one.id]);
    expect((await queue.stats()).parked).toBe(0);
  });

  it("its own jobs are handled like deliveries, those that a run sends too", async () => {
    const sender: { queue?: Queue } = {};
    const { handle, runs } = aHandler(async (work) => {
      if (numberOf(work) === 1) await sender.queue?.enqueue([aJob(2, "registry"), aJob(3, "registry")]);
    });
    sender.queue = await aQueue(handle);
    await sender.queue.enqueue([aJob(1, "start")]);
    await settled(sender.queue);
    expect(new Set(runs.map(numberOf))).toEqual(new Set([1, 2, 3]));
    expect(runs).toHaveLength(3);
  });

  it("R91: jobs for later wait for their time without being overdue, and whatever is due for the same subject takes them along", async () => {
    const { handle, runs } = aHandler();
    const queue = await aQueue(handle);
    await queue.enqueue([aJob(1, "first.look"), aJob(2, "first.look")], 300);
    await queue.accept([aDelivery(2)]);
    await queue.enqueue([aJob(3, "first.look")], 1);
    await vi.waitFor(() => expect(runs.map(numberOf)).toEqual([2, 3]), soon);
    expect(runs[0]?.deliveries.map(({ cause }) => cause)).toEqual(["first.look", "pull_request.opened"]);
    // Once the runs that were seen are written down.
    await vi.waitFor(async () => expect(await queue.stats()).toMatchObject({ waiting: 1, lagSeconds: 0 }), soon);
  });

  it("a drained queue has finished what ran, and claims nothing more", async () => {
    const gate = aGate();
    const { handle, runs } = aHandler(() => gate.passed);
    const database = await aDatabase();
    const queue = await aQueue(handle, database, 1);
    await queue.accept([aDelivery(1)]);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    await queue.accept([aDelivery(2)]);
    const drained = queue.drain(10_000);
    gate.open();
    await drained;
    expect(runs.map(numberOf)).toEqual([1]);
    await expect(queue.accept([aDelivery(3)])).rejects.toThrow("closed");
    const next = await aQueue(handle, database);
    await settled(next);
    expect(runs.map(numberOf)).toEqual([1, 2]);
  });

  it("a run that does not end in time is told to stop, and given to the next process at once", async () => {
    const { handle, runs } = aHandler(
      (work) =>
        new Promise((resolve, reject) => {
          if (runs.length > 1) resolve();
          work.signal.addEventListener("abort", () => reject(work.signal.reason));
        }),
    );
    const database = await aDatabase();
    const first = await aQueue(handle, database);
    await first.accept([aDelivery(1)]);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    await first.drain(50);
    const second = await aQueue(handle, database);
    await settled(second);
    expect(runs.map((run) => run.attempt)).toEqual([1, 1]);
  });

  it("a run whose claim is lost to another process is told to stop, and settles nothing", async () => {
    const { handle, runs } = aHandler(
      (work) =>
        new Promise((resolve) => {
          work.signal.addEventListener("abort", () => resolve());
        }),
    );
    const database = await aDatabase();
    const queue = await aQueue(handle, database);
    await queue.accept([aDelivery(1)]);
    await vi.waitFor(() => expect(runs).toHaveLength(1), soon);
    // As if the heartbeat had been missed, and another process had the job by now.
    await sql`update pgboss.job set retry_count = retry_count + 1 where state = 'active'`.execute(database.db);
    await vi.waitFor(() => expect(runs[0]?.signal.aborted).toBe(true), soon);
    await vi.waitFor(async () => expect((await queue.stats()).running).toBe(0), soon);
    const left = await sql<{
      count: number;
    }>`select count(*)::int as count from pgboss.job where state = 'active'`.execute(database.db);
    expect(left.rows).toEqual([{ count: 1 }]);
    expect((await queue.stats()).waiting).toBe(1);
  });

  it("R22: what cannot be stored is refused, and nothing of it remains", async () => {
    const { handle, runs } = aHandler();
    const database = await aDatabase();
    const full = { ...database, prepared: () => Promise.reject(new Error("the disk is full")) };
    const queue = await aQueue(handle, full);
    await expect(queue.accept([aDelivery(1)])).rejects.toThrow("the disk is full");
    expect(await queue.stats()).toMatchObject({ waiting: 0 });
    expect(runs).toEqual([]);
  });

  it("a burst is stored in few commits, and every sender waits for its own", async () => {
    const { handle, deliveries } = aHandler();
    const database = await aDatabase();
    const queue = await aQueue(handle, database);
    const burst = Array.from({ length: 1_500 }, (_, n) => aDelivery(n % 100));
    const accepted = await Promise.all(burst.map((delivery) => queue.accept([delivery])));
    expect(accepted.flat().every((one) => one === "stored")).toBe(true);
    await settled(queue);
    expect(sorted(deliveries())).toEqual(sorted(burst.map(({ id }) => id)));
  });

  it("what is due counts as lag, what waits for its next try does not", async () => {
    const { handle } = aHandler(() => {
      throw Object.assign(new Error("GitHub asked to wait"), { retryAfter: 300 });
    });
    const database = await aDatabase();
    const queue = await aQueue(handle, database);
    await queue.accept([aDelivery(1)]);
    const waits = { waiting: 1, running: 0, lagSeconds: 0 };
    await vi.waitFor(async () => expect(await queue.stats()).toMatchObject(waits), soon);
    await sql`update deliveries set retry_at = now() - interval '40 seconds', received_at = now() - interval '90 seconds'`.execute(
      database.db,
    );
    const { lagSeconds, oldestSeconds } = await queue.stats();
    expect([Math.floor(lagSeconds / 10), Math.floor(oldestSeconds / 10)]).toEqual([4, 9]);
  });
});
