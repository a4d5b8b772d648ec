import { describe, expect, it } from "vitest";
import { indexed } from "../../src/registry/registry-index.ts";
import { aRegistry, chainAt, KUSION, logins, user } from "./a-registry.ts";

/** The longest realistic registry: 10,000 people, 5,000 areas. */
function largeText(): string {
  const areas = Array.from({ length: 5000 }, (_, n) =>
    n % 10 === 0
      ? `  a${n}: { paths: ["**/*.x${n}"] }`
      : `  a${n}: { repos: [kusion], paths: ["src/${n % 70}/${n}/**"] }`,
  );
  const people = Array.from(
    { length: 9990 },
    (_, n) =>
      `- { login: person-${n}, id: ${n + 1}, areas: [a${n % 5000}], since: 2024-01-24, affiliation: Some Company }`,
  );
  const others = Array.from({ length: 10 }, (_, n) => `- everywhere-${n}`);
  return `areas:\n${areas.join("\n")}\nmaintainers:\n${others.join("\n")}\napprovers:\n${people.join("\n")}\n`;
}

describe("a registry of 10,000 people and 5,000 areas", () => {
  const registry = aRegistry(largeText());
  const index = indexed(registry);

  it("R24: is read whole", () => {
    expect([registry.people.length, registry.areas.length]).toEqual([10_000, 5000]);
  });

  it("answers for 3,000 files, each with its own area", () => {
    for (let n = 0; n < 3000; n++) {
      const path = n % 10 === 0 ? `lib/${n}/file.x${n}` : `src/${n % 70}/${n}/file.go`;
      const chain = chainAt(index, KUSION, path);
      expect(chain.areas).toEqual([`a${n}`]);
      expect(index.mayApprove(user(`Person-${n}`, n + 1), chain)?.role).toBe("approvers");
      expect(index.mayApprove(user(`person-${n}`, n + 2), chain)).toBeNull();
      expect(index.neededFor(chain, "main")).toEqual({ from: "approvers", min: 1 });
    }
    const chain = chainAt(index, KUSION, "src/1/1/file.go");
    expect(logins(index.approversOf(chain)).slice(8)).toEqual([
      "everywhere-8",
      "everywhere-9",
      "person-1",
      "person-5001",
    ]);
  });
});

describe("R24: a registry is read in the time that its length takes, whatever of it belongs together", () => {
  const many = <Item>(count: number, item: (n: number) => Item) => Array.from({ length: count }, (_, n) => item(n));
  const day = (n: number) => new Date(Date.UTC(1920, 0, n + 1)).toISOString().slice(0, 10);

  it("thousands of people beside thousands who left", () => {
    const left = many(30_000, (n) => `left-${n}`);
    const here = many(60_000, (n) => `here-${n}`);
    const index = indexed(aRegistry(`maintainers: [ann, ben]\nemeritus: [${left}]\napprovers: [${here}, left-7]\n`));
    expect(index.rolesOf(user("here-59999"))).toMatchObject([{ role: "approvers" }]);
    expect(index.rolesOf(user("left-7"))).toEqual([]);
  });

  it("one person thousands of times at one area", () => {
    const dated = many(36_000, (n) => `{ login: cho, since: ${day(n)} }`);
    const named = many(3_000, (n) => `{ login: dee, affiliation: Company ${n} }`);
    const areas = `areas: { docs: { paths: ["docs/**"], approvers: [${[...dated, ...named, "cho"].join(", ")}] } }`;
    const index = indexed(aRegistry(`maintainers: [ann, ben]\n${areas}\n`));
    expect(index.rolesOf(user("dee")).length).toBe(3_000);
    expect(logins(index.approversOf(chainAt(index, KUSION, "docs/a.md")))).toEqual(["ann", "ben", "cho", "dee"]);
  });
});
