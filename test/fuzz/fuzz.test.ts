/** The fuzzer itself: it covers what it should, repeats what it did, and shortens what it found. */

import { afterAll, describe, expect, it } from "vitest";
import { minimized } from "./minimized.ts";
import { random } from "./random.ts";
import { targets } from "./targets.ts";

afterAll(async () => {
  for (const target of targets) await target.close?.();
});

describe("R22, R24, R25, R26: hostile inputs", () => {
  it.each(targets.map((target) => [target.name, target] as const))("to %s crash nothing", async (_, target) => {
    for (let at = 0; at < 300; at += 1) await target.run(target.make(random(5, at)));
  });

  it("are the same for the same seed and number, and others for another", () => {
    const inputs = (seed: number) => targets.map((target) => target.make(random(seed, 17)));
    const before = inputs(1);
    for (let at = 0; at < 500; at += 1) for (const target of targets) target.make(random(3, at));
    expect(inputs(1)).toEqual(before);
    expect(inputs(1)).not.toEqual(inputs(2));
  });

  it("that crash are shortened to what is needed", async () => {
    const text = `${"x".repeat(200)}A${"y".repeat(300)}B${"z".repeat(100)}`;
    expect(await minimized(text, async (shorter) => /A.*B/.test(shorter))).toBe("AB");
  });
});
