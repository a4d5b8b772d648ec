import { describe, expect, it } from "vitest";
import { RateLimited } from "../../../src/github/client/errors.ts";
import { limiter } from "../../../src/github/client/limiter.ts";
import { reserve } from "../../../src/github/client/reserve.ts";
import { spacing } from "../../../src/github/client/spacing.ts";

describe("R29: after a secondary limit", () => {
  it("writes go out a second apart, for ten times as long as GitHub asked to wait", () => {
    let now = 0;
    const writes = spacing(() => now);
    expect([writes.turn(), writes.turn()]).toEqual([0, 0]);
    writes.asked(60, -60);
    now = 60_000;
    expect([writes.turn(), writes.turn(), writes.turn()]).toEqual([0, 1_000, 2_000]);
    now = 660_000;
    expect([writes.turn(), writes.turn()]).toEqual([0, 0]);
  });

  it("a write that would wait long is sent away, each to a time of its own", () => {
    let now = 0;
    const writes = spacing(() => now);
    writes.asked(60, -60);
    now = 60_000;
    for (let turn = 0; turn < 3; turn += 1) writes.turn();
    const waits = [0, 1, 2].map(() => {
      try {
        return writes.turn();
      } catch (error) {
        return error instanceof RateLimited ? error.retryAfter : -1;
      }
    });
    expect(waits).toEqual([4, 5, 6]);
  });

  it("a short wait asks for little spacing", () => {
    let now = 0;
    const writes = spacing(() => now);
    writes.asked(1.2, -1.2);
    now = 1_200;
    expect([writes.turn(), writes.turn()]).toEqual([0, 20]);
  });

  it("reads are not spaced", async () => {
    let now = 0;
    const limits = limiter(5, () => now);
    limits.space(60, -60);
    now = 60_000;
    // The next write would wait a second, the one after next more than that; reads after it do not.
    await limits.run(() => Promise.resolve(), { write: true });
    const next = limits.run(() => Promise.resolve("write"), { write: true });
    const reads = Promise.all([0, 1, 2].map(() => limits.run(() => Promise.resolve("read"))));
    expect(await Promise.race([next, reads])).toEqual(["read", "read", "read"]);
    await next;
  });
});

describe("R29: when little is left of the hour's requests", () => {
  const headers = (remaining: number, resource = "core") => ({
    "x-ratelimit-limit": "5000",
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": "1200",
    "x-ratelimit-resource": resource,
  });

  it("what can wait waits until the reset, told by GitHub's clock; what people wait for goes on", async () => {
    let now = 0;
    const limits = limiter(5, () => now);
    limits.seen(headers(1_000), 1_000_000);
    await expect(limits.run(() => Promise.resolve(), { background: true })).rejects.toMatchObject({ retryAfter: 200 });
    await limits.run(() => Promise.resolve());
    now = 200_000;
    await limits.run(() => Promise.resolve(), { background: true });
  });

  it("REST and GraphQL are counted apart, and enough again is enough", () => {
    const left = reserve(() => 0);
    left.seen(headers(10, "graphql"), 1_000_000);
    left.seen(headers(4_000), 1_000_000);
    expect(left.low()).toBe(200);
    left.seen(headers(4_000, "graphql"), 1_000_000);
    expect(left.low()).toBeNull();
  });
});
