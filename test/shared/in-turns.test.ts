import { describe, expect, it } from "vitest";
import { inTurns } from "../../src/shared/in-turns.ts";

describe("work that only one can have done at a time", () => {
  it("is done for one party after the other, each in its own order, and for nobody twice", async () => {
    const turns = inTurns();
    const done: string[] = [];
    let atOnce = 0;
    const task = (name: string) => async () => {
      atOnce += 1;
      expect(atOnce).toBe(1);
      await Promise.resolve();
      atOnce -= 1;
      done.push(name);
    };
    await Promise.all([
      ...["a1", "a2", "a3"].map((name) => turns("a", task(name))),
      ...["b1", "b2"].map((name) => turns("b", task(name))),
      turns("c", task("c1")),
    ]);
    expect(done).toEqual(["a1", "b1", "c1", "a2", "b2", "a3"]);
  });

  it("goes on after one that fails, whose party alone hears of it", async () => {
    const turns = inTurns();
    const failing = turns("a", () => Promise.reject(new Error("it broke")));
    const next = turns("b", async () => "done");
    await expect(failing).rejects.toThrow("it broke");
    expect(await next).toBe("done");
    expect(await turns("a", async () => "again")).toBe("again");
  });
});
