import { describe, expect, it } from "vitest";
import { lastRules } from "../../../src/github/read/last-rules.ts";
import { anIndex } from "../../registry/a-registry.ts";

const FEW = anIndex("maintainers: [ann, ben]\nlabels: { hold: stop }\n");
/** So many people that two such registries are too many. */
const crowd = (name: string) => {
  const index = anIndex("maintainers: [ann, ben]\n");
  const [ann] = index.registry.people;
  if (ann === undefined) throw new Error("nobody is in it");
  const people = Array.from({ length: 160_000 }, () => ({ ...ann, login: name }));
  return { ...index, registry: { ...index.registry, people } };
};

describe("what last governed a repository", () => {
  it("is not known before it was noted, nor where nothing good governs", () => {
    const last = lastRules(() => false);
    expect([last.isNew(1), last.labelsOfInterest(1), last.lastGoverning(1)]).toEqual([true, null, null]);
    last.note(1, FEW);
    expect([last.isNew(1), last.labelsOfInterest(1)]).toEqual([false, new Set(["stop"])]);
    last.note(1, null);
    expect([last.isNew(1), last.labelsOfInterest(1)]).toEqual([false, null]);
  });

  it("is forgotten where too much was noted since, the oldest first: then it is not known, as at a start", () => {
    const last = lastRules(() => false);
    const [one, other] = [crowd("a"), crowd("b")];
    last.note(1, one);
    last.note(2, FEW);
    last.note(3, other);
    expect([1, 2, 3].map((id) => last.lastGoverning(id))).toEqual([null, FEW.registry, other.registry]);
  });

  it("weighs once, however many repositories one registry governs", () => {
    const last = lastRules(() => false);
    const shared = crowd("a");
    for (let id = 1; id <= 1_000; id += 1) last.note(id, shared);
    expect(last.lastGoverning(1)).toBe(shared.registry);
    last.note(1_001, crowd("b"));
    expect(last.lastGoverning(1)).toBeNull();
    expect(last.lastGoverning(1_000)).toBeNull();
  });

  it("is of so many repositories at most", () => {
    const last = lastRules(() => false);
    for (let id = 1; id <= 50_001; id += 1) last.note(id, FEW);
    expect([1, 2].map((id) => last.lastGoverning(id))).toEqual([null, FEW.registry]);
  });
});
