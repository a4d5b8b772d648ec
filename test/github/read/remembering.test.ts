import { describe, expect, it } from "vitest";
import { remembering } from "../../../src/github/read/remembering.ts";

describe("remembering", () => {
  it("makes a thing once, also when several ask at once", async () => {
    const known = remembering<number>(5);
    let made = 0;
    const make = async () => ++made;
    expect(await Promise.all([known("a", make), known("a", make)])).toEqual([1, 1]);
    expect(await known("a", make)).toBe(1);
  });

  it("R29: a failure is not remembered", async () => {
    const known = remembering<string>(5);
    await expect(known("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await known("a", async () => "yes")).toBe("yes");
  });

  it("forgets what was asked for longest ago", async () => {
    const known = remembering<string>(2);
    await known("a", async () => "first");
    await known("b", async () => "first");
    await known("a", async () => "never made");
    await known("c", async () => "first");
    expect(await known("a", async () => "again")).toBe("first");
    expect(await known("b", async () => "again")).toBe("again");
  });

  it("keeps more than so many while all together weigh little, and no fewer however much they weigh", async () => {
    const known = remembering<string>(2, { of: (text) => text.length, most: 10 });
    const make = (key: string, text: string) => known(key, async () => text);
    for (const key of ["a", "b", "c", "d", "e"]) await make(key, "xx");
    expect(await make("a", "again")).toBe("xx");
    await make("f", "x".repeat(7));
    // Ten are left for those asked for last: a, which was looked up again, and the new one; b to e gave way.
    expect(await make("b", "again")).toBe("again");
    await make("g", "x".repeat(100));
    await make("h", "x".repeat(100));
    expect(await make("g", "again")).toHaveLength(100);
    expect(await make("h", "again")).toHaveLength(100);
  });
});
