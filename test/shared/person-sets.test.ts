import fc from "fast-check";
import { expect, it } from "vitest";
import { samePerson } from "../../src/shared/people.ts";
import { byPerson, distinct, KnownPeople } from "../../src/shared/person-sets.ts";

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

it("R4: somebody is known who is the same person as anybody before, as any two are told apart", () => {
  const anybody = fc.record({
    login: fc.constantFrom("ann", "ANN", "ben", "cho"),
    id: fc.constantFrom(null, 1, 2, 3),
  });
  fc.assert(
    fc.property(fc.array(anybody, { maxLength: 8 }), (people) => {
      const known = new KnownPeople();
      const isNew = people.map((person) => known.isNew(person));
      expect(isNew).toEqual(people.map((one, at) => !people.slice(0, at).some((other) => samePerson(one, other))));
    }),
  );
});
