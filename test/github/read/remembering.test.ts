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
});
