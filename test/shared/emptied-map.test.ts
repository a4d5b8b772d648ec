import { expect, it } from "vitest";
import { emptiedMap } from "../../src/shared/emptied-map.ts";

it("R53: a memory is emptied before it weighs more than it may, and keeps what came last", () => {
  const kept = emptiedMap<string>(10, ({ length }) => length);
  kept.set("a", "12345");
  expect(kept.set("b", "1234")).toBe("1234");
  expect([kept.get("a"), kept.get("b")]).toEqual(["12345", "1234"]);
  kept.set("c", "12");
  expect([kept.get("a"), kept.get("b"), kept.get("c")]).toEqual([undefined, undefined, "12"]);
  for (const key of "defghijklmn") kept.set(key, "");
  expect(kept.get("d")).toBeUndefined();
});
