/**
 * Claims subjects and has them handled: several at a time, each by one process only, immediately when this process stored something and
 * within half a second when another one did.
 */

import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "../database/database.ts";
import { perRun } from "../database/deliveries.ts";
import type { Log } from "../shared/log.ts";
import type { Boss, Claim } from "./boss.ts";
import { type Crowds, crowds, groupOf, type Shares, sharesOf } from "./fairness.ts";
import { type Handle, performRun, type RunParts, type RunSeen, shownClaim } from "./run-claim.ts";
import { createSettler } from "./settle.ts";

export type { Handle, Work, WorkDelivery } from "./run-claim.ts";

export interface Worker {
  /** Look for work now; `subjectKeys`, where known, are those that have some. */
  kick(subjectKeys?: readonly string[]): void;
  running(): number;
  /** Claims nothing more; resolves when the running ones ended, or gives them back after `withinMs`. */
  drain(withinMs: number): Promise<void>;
}

export interface WorkerOptions {
  readonly database: Database;
  readonly boss: Boss;
  readonly log: Log;
  readonly handle: Handle;
  readonly concurrency: number;
  /** A flood of deliveries is being stored: few subjects are handled meanwhile, so that the senders get their answers. */
  readonly isPressed?: () => boolean;
  /** Called with how long each run took, for the metrics. */
  readonly onRun?: (run: RunSeen) => void;
}

const pollMs = 500;
const heartbeatMs = 3_000;
/** The database's clock decides what is due, so it is asked slightly later. */
const clockSlackMs = 5;
const largestClaim = 16;
const concurrencyUnderPressure = 4;

interface Running {
  readonly claim: Claim;
  readonly abort: AbortController;
  /** Something arrived for this subject while it ran. */
  more: boolean;
  /** When the claim was last known to be valid. */
  aliveAt: number;
  /** Its outcome is being written down: then the claim may be gone because the run is done. */
  settling: boolean;
}

export function startWorker(options: WorkerOptions): Worker {
  return new ClaimingWorker(options);
}

class ClaimingWorker implements Worker {
  readonly #options: WorkerOptions;
  readonly #parts: RunParts;
  readonly #running = new Map<string, Running>();
  readonly #shares: Shares;
  readonly #crowd: Crowds;
  readonly #poll: NodeJS.Timeout;
  readonly #heart: NodeJS.Timeout;
  #draining = false;
  #looking: Promise<void> | null = null;
  #lookAgain: boolean = false;
  /** The last look stopped for want of a free place, not of work. */
  #leftOver = false;
  /** Passing over a long crowd is work; if nobody else was found behind it, this is not repeated immediately. */
  #nobodyElseUntil = 0;
  #idleNotice: (() => void) | null = null;
  #failing = false;

  constructor(options: WorkerOptions) {
    const { database, boss, handle, log, concurrency } = options;
    this.#options = options;
    this.#parts = { settler: createSettler(database, boss), handle, log };
    this.#shares = sharesOf(concurrency);
    this.#crowd = crowds(this.#shares);
    this.#poll = setInterval(() => this.#look(), pollMs);
    this.#heart = setInterval(() => {
      this.#beat().catch((error: unknown) => log.error({ err: error }, "the heartbeat failed"));
    }, heartbeatMs);
    this.#look();
  }

  running(): number {
    return this.#running.size;
  }

  kick(subjectKeys: readonly string[] = []): void {
    const arrived = new Set(subjectKeys);
    for (const one of this.#running.values()) if (arrived.has(one.claim.subjectKey)) one.more = true;
    const full = new Set(this.#crowd.full());
    if (subjectKeys.some((key) => !full.has(groupOf(key)))) this.#nobodyElseUntil = 0;
    this.#look();
  }

  async drain(withinMs: number): Promise<void> {
    this.#draining = true;
    clearInterval(this.#poll);
    await this.#looking;
    if (this.#running.size > 0) {
      const idle = new Promise<void>((resolve) => {
        this.#idleNotice = resolve;
      });
      await Promise.race([idle, wait(withinMs, undefined, { ref: false })]);
      for (const one of this.#running.values()) one.abort.abort(new Error("the process is ending"));
      // A handler that heeds its signal is given back within this; one that does not is claimed anew after 10 s.
      await Promise.race([this.#running.size > 0 ? idle : null, wait(1_000, undefined, { ref: false })]);
    }
    clearInterval(this.#heart);
  }

  #look(): void {
    this.#lookAgain = true;
    this.#looking ??= this.#claimAll().finally(() => {
      this.#looking = null;
    });
  }

  /** For what is due again sooner than the poll would find it. */
  #lookIn(milliseconds: number): void {
    if (milliseconds < 2 * pollMs) setTimeout(() => this.#look(), milliseconds + clockSlackMs).unref();
  }

  async #claimAll(): Promise<void> {
    while (this.#lookAgain && !this.#draining) {
      this.#lookAgain = false;
      const { concurrency, isPressed } = this.#options;
      const most = isPressed?.() === true ? Math.min(concurrencyUnderPressure, concurrency) : concurrency;
      const free = most - this.#running.size;
      // A crowd may be waiting for the places that are kept free.
      this.#leftOver = free <= this.#shares.kept;
      if (free <= 0) return;
      try {
        // No more than a crowd's share at once, so that it shows before it has all places.
        const limit = Math.min(largestClaim, powerOfTwo(this.#shares.repository), powerOfTwo(free));
        const at = performance.now();
        const claims = await this.#claimed(limit, free);
        this.#failing = false;
        if (claims.length === 0) continue;
        this.#begin(claims, at);
        // A full claim may not be all there is, nor one in which a crowded subject took the others' places.
        if (claims.length >= limit || claims.some((claim) => claim.deliveries.length > 1)) this.#lookAgain = true;
      } catch (error) {
        // The next poll tries again; nothing is lost, and claims without a heartbeat go back by themselves.
        if (!this.#failing)
          this.#options.log.error({ err: error }, "claiming work failed; it is tried again twice a second");
        this.#failing = true;
        return;
      }
    }
  }

  /** Others first if a crowd has its share; if nobody else waits, the crowd gets all places but those kept free. */
  async #claimed(limit: number, free: number): Promise<readonly Claim[]> {
    const full = this.#crowd.full();
    if (full.length === 0) return await this.#options.boss.claim(limit, []);
    if (performance.now() >= this.#nobodyElseUntil) {
      const others = await this.#options.boss.claim(limit, full);
      if (others.length > 0) return others;
      this.#nobodyElseUntil = performance.now() + pollMs;
    }
    const left = free - this.#shares.kept;
    if (left <= 0) return [];
    return await this.#options.boss.claim(Math.min(limit, powerOfTwo(left)), []);
  }

  #begin(claims: readonly Claim[], aliveAt: number): void {
    for (const claim of claims) {
      const one = {
        claim,
        abort: new AbortController(),
        more: claim.deliveries.length >= perRun,
        aliveAt,
        settling: false,
      };
      this.#running.set(claim.attempt.id, one);
      this.#crowd.began(claim.subjectKey, claim.deliveries[0]?.job);
      const settling = () => {
        one.settling = true;
      };
      const hold = { signal: one.abort.signal, aliveAt: () => one.aliveAt, settling };
      void performRun(this.#parts, claim, hold).then((seen) => {
        this.#running.delete(claim.attempt.id);
        this.#crowd.ended(claim.subjectKey);
        if (this.#running.size === 0) this.#idleNotice?.();
        if (one.more || this.#leftOver) this.#look();
        if (seen.againInMs !== null) this.#lookIn(seen.againInMs);
        this.#options.onRun?.(seen);
      });
    }
  }

  async #beat(): Promise<void> {
    // The claim of a run that has ended goes with it; whether it was lost before is told where the outcome is written down.
    const all = [...this.#running.values()].filter((one) => !one.settling);
    if (all.length === 0) return;
    const at = performance.now();
    const alive = await this.#options.boss.touch(all.map((one) => one.claim));
    for (const one of all) {
      const { id } = one.claim.attempt;
      if (alive.has(id)) one.aliveAt = at;
      if (alive.has(id) || one.settling || one.abort.signal.aborted) continue;
      this.#options.log.warn(
        shownClaim(one.claim),
        "a claim was lost: this process stood still for too long, or another one took over",
      );
      one.abort.abort(new Error("the claim on this subject was lost"));
    }
  }
}

/** Few different limits keep the claim's statement among the prepared ones. */
function powerOfTwo(most: number): number {
  return 2 ** Math.floor(Math.log2(most));
}
