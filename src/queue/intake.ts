/**
 * Stores deliveries in groups: those that arrive while a statement is under way go into the next one together, so that a burst costs a
 * few commits instead of one each, and no delivery is refused because there are many.
 */

import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "../database/database.ts";
import type { NewDelivery, Waiting } from "../database/deliveries.ts";
import { isBackground, subjectKey } from "../model/job.ts";
import { failureKind } from "../shared/failure-kind.ts";
import type { Boss } from "./boss.ts";
import { retriedOnDeadlock } from "./deadlocks.ts";
import { type Storing, triedDelivery, watchStoring } from "./storing.ts";

export type Incoming = Pick<NewDelivery, "id" | "event" | "job" | "inSeconds">;

/** "unstorable": no table takes it, now or later. */
export type Accepted = "stored" | "duplicate" | "unstorable";

export interface Intake {
  /** Resolves once the delivery is committed; rejects when it could not be stored. */
  accept(delivery: Incoming): Promise<Accepted>;
  /** So many senders wait for the database that answering them comes before handling what they sent. */
  isPressed(): boolean;
  /** Why no delivery would be stored now; `null`: it would. Never rejects. */
  fault(): Promise<string | null>;
  /** Resolves when nothing is on its way to the database. */
  idle(): Promise<void>;
}

/** More senders than GitHub has under way in everyday life; a flood. */
const pressedAt = 40;

/** Bounds one statement's time and size. */
const groupSize = 500;
/** Likewise, in characters: each delivery may carry a long comment (R53). */
const groupLength = 2_000_000;

/** GitHub waits ten seconds for its answer. */
const AGAIN_FOR_MS = 5_000;
const AGAIN_MS = 200;

/** Another try may find the database there. */
function isPassing(error: unknown): boolean {
  const kind = failureKind(error);
  return kind === "connection" || kind === "read-only";
}

interface Waiter {
  readonly delivery: NewDelivery;
  /** Of its job, as it is written. */
  readonly length: number;
  readonly resolve: (accepted: Accepted) => void;
  readonly reject: (error: unknown) => void;
}

/** `onStored` is called with what is committed, before the callers are answered. */
export function createIntake(database: Database, boss: Boss, onStored: (stored: readonly Waiting[]) => void): Intake {
  return new GroupingIntake(database, boss, onStored);
}

class GroupingIntake implements Intake {
  readonly #boss: Boss;
  readonly #onStored: (stored: readonly Waiting[]) => void;
  readonly #storing: Storing;
  #waiters: Waiter[] = [];
  #underWay = 0;
  #flushing: Promise<void> | null = null;
  #isAway = false;

  constructor(database: Database, boss: Boss, onStored: (stored: readonly Waiting[]) => void) {
    this.#boss = boss;
    this.#onStored = onStored;
    this.#storing = watchStoring({
      attempt: async (bytes) => {
        await database.ping();
        await boss.tryStoring(prepared(triedDelivery(bytes)));
      },
    });
  }

  accept(delivery: Incoming): Promise<Accepted> {
    return new Promise((resolve, reject) => {
      const length = JSON.stringify(delivery.job).length;
      this.#waiters.push({ delivery: prepared(delivery), length, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  isPressed(): boolean {
    return this.#waiters.length + this.#underWay >= pressedAt;
  }

  fault(): Promise<string | null> {
    return this.#storing.fault();
  }

  async idle(): Promise<void> {
    await this.#flushing;
  }

  async #flush(): Promise<void> {
    // Whatever is accepted in the same breath goes together.
    await null;
    while (this.#waiters.length > 0) {
      const size = sizeOfGroup(this.#waiters);
      const group = this.#waiters.slice(0, size);
      this.#waiters = this.#waiters.slice(size);
      this.#underWay = group.length;
      await this.#storeAll(group);
    }
    this.#underWay = 0;
    this.#flushing = null;
  }

  /** A delivery that cannot be stored harms nothing else: the group is halved until it is alone (R52). */
  async #storeAll(group: readonly Waiter[]): Promise<void> {
    try {
      await this.#storePatiently(group);
      this.#isAway = false;
    } catch (error) {
      const kind = failureKind(error);
      if (isPassing(error) || kind === "server") this.#refuse(group, error);
      else if (group.length > 1) {
        const half = Math.ceil(group.length / 2);
        await this.#storeAll(group.slice(0, half));
        await this.#storeAll(group.slice(half));
      } else if (kind === "data") group[0]?.resolve("unstorable");
      else this.#refuse(group, error);
    }
  }

  /**
   * A connection that ends causes no refusal: what is stored twice is a duplicate. While the database stays away, later senders are
   * refused immediately.
   */
  async #storePatiently(group: readonly Waiter[]): Promise<void> {
    const until = performance.now() + AGAIN_FOR_MS;
    for (;;) {
      try {
        await this.#store(group);
        this.#storing.stored();
        return;
      } catch (error) {
        if (this.#isAway || !isPassing(error) || performance.now() > until) throw error;
        await wait(AGAIN_MS);
      }
    }
  }

  async #store(group: readonly Waiter[]): Promise<void> {
    // The same id twice in a group: one statement must not name it twice; the second is a duplicate of the first.
    const byId = new Map<string, NewDelivery>();
    for (const { delivery } of group) if (!byId.has(delivery.id)) byId.set(delivery.id, delivery);
    const all = [...byId.values()];
    // Two processes that store the same deliveries in different orders (redeliveries) can wait for each other.
    const fresh = await retriedOnDeadlock(() => this.#boss.store(all));
    const repeated = all.filter(({ id }) => !fresh.has(id));
    // A parked delivery that comes again was redelivered by hand: somebody wants it tried.
    if (repeated.length > 0) await this.#boss.unpark(repeated.map(({ id }) => id));
    this.#onStored(all);
    const first = new Set(fresh);
    for (const { delivery, resolve } of group) resolve(first.delete(delivery.id) ? "stored" : "duplicate");
  }

  #refuse(group: readonly Waiter[], error: unknown): void {
    this.#storing.refused(error, Math.max(...group.map(({ length }) => length)));
    this.#isAway = isPassing(error);
    for (const { reject } of group) reject(error);
  }
}

/** How many go into the next group: at least one. */
function sizeOfGroup(waiters: readonly Waiter[]): number {
  let length = 0;
  const next = waiters.slice(0, groupSize).findIndex((one, at) => {
    length += one.length;
    return at > 0 && length > groupLength;
  });
  return next === -1 ? groupSize : next;
}

function prepared({ id, event, job, inSeconds = 0 }: Incoming): NewDelivery {
  const key = subjectKey(job.installationId, job.subject);
  return { id, event, job, subjectKey: key, jobId: jobIdOf(id), background: isBackground(job), inSeconds };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** GitHub's delivery ids are UUIDs and are used as they are; any other id gets a UUID of its own, always the same. */
function jobIdOf(deliveryId: string): string {
  if (uuid.test(deliveryId)) return deliveryId.toLowerCase();
  const hex = createHash("sha256").update(deliveryId).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
