import { describe, expect, it } from "vitest";
import { keyedLock } from "../../src/database/keyed-lock.ts";

describe("keyedLock", () => {
  it("one at a time on a key, in order, even after a failure; other keys do not wait", async () => {
    const lock = keyedLock();
    const events: string[] = [];
    let release = () => {};
    const first = lock.run("a", async () => {
      events.push("first begins");
      await new Promise<void>((resolve) => (release = resolve));
      events.push("first fails");
      throw new Error("no");
    });
    const second = lock.run("a", async () => events.push("second"));
    await lock.run("b", async () => events.push("other key"));
    release();
    await expect(first).rejects.toThrow("no");
    await second;
    expect(events).toEqual(["first begins", "other key", "first fails", "second"]);
  });
});
