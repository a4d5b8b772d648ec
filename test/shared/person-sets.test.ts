import { expect, it } from "vitest";
import { byPerson, distinct } from "../../src/shared/person-sets.ts";

const ann = (id: number | null, login = "ann") => ({ login, id });

it("R4: people are found by id where both sides know it, else by login without case", () => {
  const found = byPerson([[ann(1), "one"] as const, [{ login: "Ben", id: null }, "two"] as const]);
  expect(found.get(ann(1, "renamed"))).toBe("one");
  expect(found.get(ann(2))).toBeUndefined();
  expect(found.get(ann(null, "ANN"))).toBe("one");
  expect(found.get({ login: "bEN", id: 7 })).toBe("two");
  expect(found.has(ann(null, "cho"))).toBe(false);
});

it("one person under two names is one", () => {
  expect(distinct([ann(1), ann(1, "renamed"), ann(null, "ANN"), ann(null, "ben")])).toEqual([ann(1), ann(null, "ben")]);
});
