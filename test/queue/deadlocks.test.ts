import { describe, expect, it } from "vitest";
import { retriedOnDeadlock } from "../../src/queue/deadlocks.ts";

const deadlock = Object.assign(new Error("deadlock detected"), { code: "40P01" });

/** Fails so often, then answers. */
function failing(times: number, error: Error) {
  let tries = 0;
  const run = async () => {
    tries += 1;
    if (tries <= times) throw error;
    return "done";
  };
  return { run, tries: () => tries };
}

describe("a statement that PostgreSQL ends to undo a deadlock", () => {
  it("R30: is repeated", async () => {
    expect(await retriedOnDeadlock(failing(2, deadlock).run)).toBe("done");
  });

  it("is not repeated for ever", async () => {
    const always = failing(100, deadlock);
    await expect(retriedOnDeadlock(always.run)).rejects.toBe(deadlock);
    expect(always.tries()).toBe(5);
  });

  it("any other failure is told at once", async () => {
    const once = failing(1, new Error("no such table"));
    await expect(retriedOnDeadlock(once.run)).rejects.toThrow("no such table");
    expect(once.tries()).toBe(1);
  });
});
