import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { glob } from "../../src/registry/glob.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import type { AreaDefinition, AreaPath, Holding, Registry } from "../../src/registry/registry-types.ts";
import { type Account, loginKey } from "../../src/shared/names.ts";
import { aRegistry, KUSION, logins } from "./a-registry.ts";

const ROLES = ["members", "contributors", "approvers", "maintainers"];
const PATTERNS = [
  "**",
  "docs/**",
  "docs/*",
  "docs/a*",
  "**/*.md",
  "*.md",
  "docs/",
  "src/**/*.md",
  "src/a/b.md",
  "s*c/**",
  "src/?/**",
];
const PATHS = [
  "",
  "a.md",
  "docs",
  "docs/a.md",
  "docs/a/b.md",
  "docs/.x",
  "src/a/b.md",
  "src/a/c.go",
  "main.go",
  "src/ab/b.md",
];
const NAMES = ["a1", "a2", "a3", "a4", "a5"];
const LOGINS = ["ann", "Ben", "cho", "dee"];

const area = (name: string): fc.Arbitrary<AreaDefinition> =>
  fc.record({
    name: fc.constant(name),
    repos: fc.subarray(["kusion", "Karpor"]),
    paths: fc.subarray(PATTERNS, { maxLength: 3 }),
    exclusive: fc.boolean(),
    inherits: fc.boolean(),
    approval: fc.record({ from: fc.constantFrom(...ROLES), min: fc.nat(3) }, { requiredKeys: [] }),
  });

const holding: fc.Arbitrary<Holding> = fc
  .record({
    role: fc.constantFrom(...ROLES),
    login: fc.constantFrom(...LOGINS),
    pinned: fc.boolean(),
    areas: fc.subarray(NAMES, { maxLength: 2 }),
  })
  .map(({ role, login, pinned, areas }) => ({
    ...{ role, login, key: loginKey(login), id: pinned ? LOGINS.indexOf(login) + 1 : null, areas },
    ...{ since: null, affiliation: null, away: null },
  }));

const plain = aRegistry("maintainers: [x, y]");

const registries: fc.Arbitrary<Registry> = fc
  .record({
    areas: fc.tuple(...NAMES.map(area)),
    people: fc.array(holding, { maxLength: 8 }),
    from: fc.constantFrom(...ROLES),
  })
  .map(({ areas, people, from }) => ({ ...plain, areas, people, approval: { ...plain.approval, from } }));

/** `x/**` is about a file, submodule or link called `x` too, with the lengths of the literal beginnings that match where the name of the folder has no wildcard. */
function matched(pattern: string, path: string): readonly number[] {
  const plain = pattern.endsWith("/") ? `${pattern}**` : pattern;
  const folder = plain.endsWith("/**") ? plain.slice(0, -3) : null;
  const isNamed = folder !== null && !/[*?[]/.test(folder.split("/").at(-1) ?? "");
  const patterns = [plain, ...(isNamed && folder !== null ? [folder] : [])];
  return patterns.filter((each) => glob(each).matches(path)).map((each) => glob(each).beginning.length);
}

/** The same, said plainly: every area and every person looked at in turn. */
function scannedChains(registry: Registry, repo: string, path: string): readonly Omit<AreaPath, "key">[] {
  const specific = (found: AreaDefinition): readonly number[] | null => {
    const order = registry.areas.indexOf(found);
    if (found.repos.length > 0 && !found.repos.some((name) => name.toLowerCase() === repo.toLowerCase())) return null;
    if (found.paths.length === 0) return [0, 0, found.repos.length > 0 ? 1 : 0, order];
    const lengths =
      path === "" ? (found.paths.includes("**") ? [0] : []) : found.paths.flatMap((each) => matched(each, path));
    return lengths.length === 0 ? null : [1, Math.max(...lengths), 0, order];
  };
  const lying = registry.areas
    .map((found) => ({ found, rank: specific(found) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => {
      for (const index of [0, 1, 2, 3]) {
        const difference = (b.rank?.[index] ?? 0) - (a.rank?.[index] ?? 0);
        if (difference !== 0) return difference;
      }
      return 0;
    })
    .map(({ found }) => found);
  const exclusive = lying.filter((area) => area.exclusive);
  if (exclusive.length > 0) return exclusive.map(({ name }) => ({ areas: [name], open: false }));
  const end = lying.findIndex(({ inherits }) => inherits === false);
  const kept = end === -1 ? lying : lying.slice(0, end + 1);
  return [{ areas: kept.map(({ name }) => name), open: end === -1 }];
}

function scannedApproval(registry: Registry, chain: Omit<AreaPath, "key">, account: Account): boolean {
  const owner = registry.areas.find(({ name }) => name === chain.areas[0]);
  const floor = ROLES.indexOf(owner?.approval.from ?? registry.approval.from);
  return registry.people.some(
    (held) =>
      (held.id === null ? held.key === loginKey(account.login) : held.id === account.id) &&
      ROLES.indexOf(held.role) >= floor &&
      (held.areas.length === 0 ? chain.open : held.areas.some((name) => chain.areas.includes(name))),
  );
}

describe("the index agrees with a plain scan", () => {
  it("R12a, R13, R15a, R76: on what is asked for any path of any registry", () => {
    fc.assert(
      fc.property(
        registries,
        fc.constantFrom(...PATHS),
        fc.constantFrom("kusion", "KARPOR", "other"),
        (registry, path, name) => {
          const chains = indexed(registry).areaPathsOf({ owner: "KusionStack", name }, path);
          expect(chains.map(({ areas, open }) => ({ areas, open }))).toEqual(scannedChains(registry, name, path));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("on who may approve it", () => {
    fc.assert(
      fc.property(registries, fc.constantFrom(...PATHS), (registry, path) => {
        const index = indexed(registry);
        for (const chain of index.areaPathsOf(KUSION, path))
          for (const [position, login] of LOGINS.entries()) {
            for (const id of [position + 1, 77, null]) {
              const account: Account = { login: login.toUpperCase(), id, type: "User" };
              expect(index.mayApprove(account, chain) !== null).toBe(scannedApproval(registry, chain, account));
            }
          }
      }),
      { numRuns: 1000 },
    );
  });

  it("approversOf lists each person who may approve once, with the role that mayApprove finds", () => {
    fc.assert(
      fc.property(registries, fc.constantFrom(...PATHS), (registry, path) => {
        const index = indexed(registry);
        for (const chain of index.areaPathsOf(KUSION, path)) {
          const found = index.approversOf(chain);
          expect(new Set(logins(found).map(loginKey)).size).toBe(found.length);
          for (const login of LOGINS) {
            const ids = registry.people.filter((held) => held.key === loginKey(login)).map(({ id }) => id);
            const roles = [null, ...ids].flatMap(
              (id) => index.mayApprove({ login, id, type: "User" }, chain)?.role ?? [],
            );
            const highest = ROLES.findLast((role) => roles.includes(role));
            expect(found.find((holder) => loginKey(holder.login) === loginKey(login))?.role).toBe(highest);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});
