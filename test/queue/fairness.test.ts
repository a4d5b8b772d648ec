import { describe, expect, it, vi } from "vitest";
import { SWEEP_CAUSE } from "../../src/model/job.ts";
import { crowds, groupOf, sharesOf } from "../../src/queue/fairness.ts";
import { startQueue } from "../../src/queue/queue.ts";
import type { Handle, Work } from "../../src/queue/worker.ts";
import { onEachDatabase, silent } from "../support/each-database.ts";
import { aDelivery, aJob } from "./a-job.ts";

const byName = (one: string, other: string) => one.localeCompare(other);
const soon = { timeout: 60_000, interval: 10 };

describe("shares", () => {
  const job = (installationId: number) => ({ ...aJob(1), installationId });

  it("subjects of a repository are one group, an installation's sweep another", () => {
    expect(["pull:31#4", "issue:31#5", "registry:31", "merge-group:31:abc"].map(groupOf)).toEqual(Array(4).fill("31"));
    expect(groupOf("sweep:77:")).toBe("77");
  });

  it("a repository that has its share is passed over, until one of its runs ends", () => {
    const crowd = crowds(sharesOf(8));
    crowd.began("pull:1#1", job(7));
    expect(crowd.full()).toEqual([]);
    crowd.began("pull:1#2", job(7));
    crowd.began("pull:2#1", job(8));
    expect(crowd.full()).toEqual(["1"]);
    crowd.ended("pull:1#2");
    expect(crowd.full()).toEqual([]);
  });

  it("an installation that has its share is passed over with all its repositories", () => {
    const crowd = crowds(sharesOf(8));
    crowd.began("pull:9#1", job(7));
    crowd.ended("pull:9#1");
    for (const repository of [1, 2, 3, 4]) crowd.began(`pull:${repository}#1`, job(7));
    crowd.began("pull:5#1", job(8));
    expect(crowd.full().toSorted(byName)).toEqual(["1", "2", "3", "4", "9"]);
  });
});

/** Where one may look into what runs, and end it. */
function aStand() {
  const going = new Map<string, () => void>();
  const handle: Handle = (work) =>
    new Promise((resolve) => {
      going.set(nameOf(work), () => {
        going.delete(nameOf(work));
        resolve();
      });
    });
  return { going, handle };
}

function nameOf(work: Work): string {
  const { subject } = work;
  return "repository" in subject && "number" in subject ? `${subject.repository.id}#${subject.number}` : "";
}

const of = (repository: number, number: number, cause?: string) => {
  const delivery = aDelivery(number, undefined, cause);
  return {
    ...delivery,
    job: {
      ...delivery.job,
      installationId: repository,
      subject: { kind: "pull" as const, repository: { owner: "o", name: `r${repository}`, id: repository }, number },
    },
  };
};

onEachDatabase("a crowded queue", (open) => {
  it("R29: one noisy repository leaves room, and whoever comes is next", async () => {
    const database = await open();
    const { going, handle } = aStand();
    const queue = await startQueue({ database, log: silent, handle, concurrency: 8 });
    await queue.accept(Array.from({ length: 60 }, (_, number) => of(1, number)));
    // All but the places kept free: nobody else is there.
    await vi.waitFor(() => expect(going.size).toBe(7), soon);
    await queue.accept([of(2, 1), of(3, 1), of(4, 1)]);
    await vi.waitFor(() => expect(going.size).toBe(8), soon);
    for (const _ of [1, 2]) {
      const noisy = [...going].find(([name]) => name.startsWith("1#"));
      noisy?.[1]();
      await vi.waitFor(() => expect(going.size).toBe(8), soon);
    }
    expect([...going.keys()].filter((name) => !name.startsWith("1#")).toSorted(byName)).toEqual(["2#1", "3#1", "4#1"]);
    const ending = setInterval(() => {
      for (const end of going.values()) end();
    }, 5);
    await vi.waitFor(async () => expect((await queue.stats()).waiting).toBe(0), soon);
    clearInterval(ending);
    await queue.drain(0);
    await database.close();
  });

  it("what the sweep sends is taken when nothing else waits", async () => {
    const database = await open();
    const taken: string[] = [];
    const { going, handle } = aStand();
    const queue = await startQueue({
      ...{ database, log: silent, concurrency: 1 },
      handle: async (work) => {
        taken.push(nameOf(work));
        await handle(work);
      },
    });
    await queue.accept([of(9, 9)]);
    await vi.waitFor(() => expect(going.size).toBe(1), soon);
    await queue.accept([of(1, 1, SWEEP_CAUSE), of(1, 2, SWEEP_CAUSE)]);
    await queue.accept([of(2, 3), of(2, 4)]);
    const ending = setInterval(() => {
      for (const end of going.values()) end();
    }, 5);
    await vi.waitFor(async () => expect((await queue.stats()).waiting).toBe(0), soon);
    clearInterval(ending);
    expect(taken.slice(1, 3).toSorted(byName)).toEqual(["2#3", "2#4"]);
    expect(taken.slice(3).toSorted(byName)).toEqual(["1#1", "1#2"]);
    await queue.drain(0);
    await database.close();
  });
});
