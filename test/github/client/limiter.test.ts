import { describe, expect, it } from "vitest";
import { RateLimited } from "../../../src/github/client/errors.ts";
import { limiter } from "../../../src/github/client/limiter.ts";

/** Lets everything that can go on go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("limiter", () => {
  it("never lets more run than there are places, and starts the rest in order", async () => {
    const limits = limiter(2);
    const finish: (() => void)[] = [];
    const started: number[] = [];
    const tasks = [0, 1, 2, 3].map((number) =>
      limits.run(() => {
        started.push(number);
        return new Promise<void>((resolve) => finish.push(resolve));
      }),
    );
    await settled();
    expect(started).toEqual([0, 1]);
    finish[1]?.();
    await settled();
    expect(started).toEqual([0, 1, 2]);
    finish[0]?.();
    await settled();
    expect(started).toEqual([0, 1, 2, 3]);
    finish[2]?.();
    await settled();
    finish[3]?.();
    await Promise.all(tasks);
  });

  it("a failure frees its place", async () => {
    const limits = limiter(1);
    await expect(limits.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    await expect(limits.run(() => Promise.resolve("yes"))).resolves.toBe("yes");
  });

  it("R29: while paused nothing goes out, those already waiting included; afterwards all does", async () => {
    let now = 0;
    const limits = limiter(1, () => now);
    let finish = () => {};
    const running = limits.run(() => new Promise<void>((resolve) => (finish = resolve)));
    const waiting = limits.run(() => Promise.resolve("sent"));
    const refused = expect(waiting).rejects.toBeInstanceOf(RateLimited);
    await settled();
    limits.pause(30);
    finish();
    await running;
    await refused;
    await expect(limits.run(() => Promise.resolve())).rejects.toMatchObject({ retryAfter: 30 });
    now = 30_000;
    await expect(limits.run(() => Promise.resolve("sent"))).resolves.toBe("sent");
  });
});
