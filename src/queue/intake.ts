/**
 * Stores deliveries in groups: those that arrive while a statement is under way go into the next one together, so that a
 * burst costs a few commits instead of one each, and nobody is refused for being one of many.
 */
import { createHash } from "node:crypto";
import type { Database } from "../database/database.ts";
import { type NewDelivery, unpark, type Waiting } from "../database/deliveries.ts";
import { failureKind } from "../database/failures.ts";
import type { Boss } from "./boss.ts";
import { retriedOnDeadlock } from "./deadlocks.ts";
import { isBackground, type Job, subjectKey } from "./model.ts";

export interface Incoming {
  /** `X-GitHub-Delivery`; the same id again is the same delivery (R23). */
  readonly id: string;
  readonly event: string;
  readonly job: Job;
}

/** "unstorable": no table takes it, now or later. */
export type Accepted = "stored" | "duplicate" | "unstorable";

export interface Intake {
  /** Resolves once the delivery is committed; rejects when it could not be stored. */
  accept(delivery: Incoming): Promise<Accepted>;
  /** So many senders wait for the database that answering them comes before handling what they sent. */
  isPressed(): boolean;
  /** Resolves when nothing is on its way to the database. */
  idle(): Promise<void>;
}

/** More senders than GitHub has under way in everyday life; a flood. */
const pressedAt = 40;

/** Bounds one statement's time and size. */
const groupSize = 500;

interface Waiter {
  readonly delivery: NewDelivery;
  readonly resolve: (accepted: Accepted) => void;
  readonly reject: (error: unknown) => void;
}

/** `onStored` is told of what is committed, before the callers are. */
export function createIntake(database: Database, boss: Boss, onStored: (stored: readonly Waiting[]) => void): Intake {
  let waiters: Waiter[] = [];
  let storing = 0;
  let flushing: Promise<void> | null = null;

  async function flush(): Promise<void> {
    // Whatever is accepted in the same breath goes together.
    await null;
    while (waiters.length > 0) {
      const group = waiters.slice(0, groupSize);
      waiters = waiters.slice(groupSize);
      storing = group.length;
      await storeAll(group);
    }
    storing = 0;
    flushing = null;
  }

  /** One that cannot be stored spoils nothing but itself: the group is halved until it stands alone (R52). */
  async function storeAll(group: readonly Waiter[]): Promise<void> {
    try {
      await store(database, boss, group, onStored);
    } catch (error) {
      const kind = failureKind(error);
      const [only] = group;
      if (kind === "connection" || kind === "read-only" || kind === "server")
        for (const { reject } of group) reject(error);
      else if (group.length > 1) {
        const half = Math.ceil(group.length / 2);
        await storeAll(group.slice(0, half));
        await storeAll(group.slice(half));
      } else if (kind === "data") only?.resolve("unstorable");
      else only?.reject(error);
    }
  }

  return {
    accept: (delivery) =>
      new Promise((resolve, reject) => {
        waiters.push({ delivery: prepared(delivery), resolve, reject });
        flushing ??= flush();
      }),
    isPressed: () => waiters.length + storing >= pressedAt,
    idle: async () => {
      await flushing;
    },
  };
}

async function store(
  database: Database,
  boss: Boss,
  group: readonly Waiter[],
  onStored: (stored: readonly Waiting[]) => void,
): Promise<void> {
  // The same id twice in a group: one statement must not name it twice; the second is a duplicate of the first.
  const byId = new Map<string, NewDelivery>();
  for (const { delivery } of group) if (!byId.has(delivery.id)) byId.set(delivery.id, delivery);
  const all = [...byId.values()];
  // Two processes that store the same deliveries in different orders (redeliveries) can wait for each other.
  const fresh = await retriedOnDeadlock(() => boss.store(all));
  if (fresh.size < all.length)
    await takeOffTheShelf(
      database,
      boss,
      all.filter(({ id }) => !fresh.has(id)),
    );
  onStored(all);
  const first = new Set(fresh);
  for (const { delivery, resolve } of group) resolve(first.delete(delivery.id) ? "stored" : "duplicate");
}

/** A parked delivery that comes again was redelivered by hand: somebody wants it tried. */
async function takeOffTheShelf(database: Database, boss: Boss, repeated: readonly NewDelivery[]): Promise<void> {
  await database.db.transaction().execute(async (trx) => {
    const ids = repeated.map((delivery) => delivery.id);
    await boss.insert(trx, await unpark(trx, ids));
  });
}

function prepared({ id, event, job }: Incoming): NewDelivery {
  const key = subjectKey(job.installationId, job.subject);
  return { id, event, job, subjectKey: key, jobId: jobIdOf(id), background: isBackground(job) };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** GitHub's delivery ids are UUIDs and serve as they are; any other id gets one of its own, always the same. */
function jobIdOf(deliveryId: string): string {
  if (uuid.test(deliveryId)) return deliveryId.toLowerCase();
  const hex = createHash("sha256").update(deliveryId).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
