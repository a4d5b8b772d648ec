/** R91: what nobody waits for keeps to GitHub's pace by what was really sent, whatever was slow before. */

import { describe, expect, it } from "vitest";
import { pacedLooks } from "../../src/jobs/first-look.ts";
import { KeepsPace, pace } from "../../src/jobs/pace.ts";
import { dice } from "../chaos/dice.ts";

/** https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api, "About secondary rate limits". */
const GITHUB = { points: 900, write: 5 } as const;
const HOME = 7;

/** Looks that are due, each taking as long as `takes` says before and after its write, so many at a time; the times of all writes, ms. */
function played(due: readonly number[], atOnce: number, takes: (at: number) => number): readonly number[] {
  let clock = 0;
  const kept = pace(() => clock);
  const writes: number[] = [];
  const waiting = due.map((seconds) => seconds * 1_000);
  const running: { at: number; next: (() => void) | null }[] = [];
  while (waiting.length > 0 || running.length > 0) {
    const moments = [...running.map(({ at }) => at), ...(running.length < atOnce ? waiting : [])];
    clock = Math.max(clock, Math.min(...moments));
    const step = running.findIndex(({ at }) => at <= clock);
    if (step >= 0) {
      const [one] = running.splice(step, 1);
      one?.next?.();
      continue;
    }
    const index = waiting.findIndex((at) => at <= clock);
    if (index < 0) continue;
    waiting.splice(index, 1);
    try {
      const look = kept.begin(HOME, true);
      const written = () => {
        look.sent({ isWrite: true });
        writes.push(clock);
        running.push({ at: clock + takes(clock), next: look.ended });
      };
      running.push({ at: clock + takes(clock), next: written });
    } catch (error) {
      if (!(error instanceof KeepsPace)) throw error;
      waiting.push(clock + error.retryAfter * 1_000);
    }
  }
  return writes;
}

function busiestMinute(times: readonly number[]): number {
  return Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length));
}

function dueOf(count: number): readonly number[] {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const all = [{ repository: { owner: "o", name: "r", id: 1 }, numbers }];
  return pacedLooks(HOME, all).flatMap(({ items, inSeconds }) => items.map(() => inSeconds));
}

describe("R91: 500 first looks, as they are sent", () => {
  it("all have written within three minutes, with eight at a time that take a second and a half each", async () => {
    const writes = played(dueOf(500), 8, () => 750);
    expect(writes).toHaveLength(500);
    expect(Math.max(...writes)).toBeLessThan(180_000);
    expect(busiestMinute(writes) * GITHUB.write).toBeLessThanOrEqual(GITHUB.points);
  });

  it("never send more in any minute than GitHub allows, wherever it was slow or stood still", async () => {
    const due = dueOf(500);
    for (let seed = 1; seed <= 25; seed += 1) {
      const { pick } = dice(seed);
      const from = pick([0, 5_000, 20_000, 50_000, 61_000, 100_000]);
      const [still, slow, fast] = [pick([0, 10_000, 55_000]), pick([200, 1_000, 4_000]), pick([5, 50, 300])];
      const takes = (at: number) => (at < from ? slow : at < from + still ? from + still - at : fast);
      const writes = played(due, pick([4, 16, 60]), takes);
      expect(writes).toHaveLength(500);
      expect(busiestMinute(writes) * GITHUB.write, `seed ${seed}`).toBeLessThanOrEqual(GITHUB.points);
    }
  });
});

describe("R91: what people wait for", () => {
  it("is never held up, and what can wait leaves it its room", () => {
    let clock = 0;
    const kept = pace(() => clock);
    for (let sent = 0; sent < 300; sent += 1) kept.begin(HOME, false).sent({ isWrite: true });
    expect(() => kept.begin(HOME, true)).toThrow(KeepsPace);
    expect(() => kept.begin(HOME, false)).not.toThrow();
    expect(() => kept.begin(HOME + 1, true)).not.toThrow();
    clock = 62_000;
    expect(() => kept.begin(HOME, true)).not.toThrow();
  });

  it("a look that ends without a write gives its room back", () => {
    const kept = pace(() => 0);
    for (let looks = 0; looks < 1_000; looks += 1) kept.begin(HOME, true).ended();
    for (let reads = 0; reads < 880; reads += 1) kept.begin(HOME, false).sent({ isWrite: false });
    const last = kept.begin(HOME, true);
    expect(() => kept.begin(HOME, true).ended()).not.toThrow();
    kept.begin(HOME, true);
    expect(() => kept.begin(HOME, true)).toThrow(KeepsPace);
    last.sent({ isWrite: true });
    last.ended();
    expect(() => kept.begin(HOME, true)).toThrow(KeepsPace);
  });
});
