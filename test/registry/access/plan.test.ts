import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AccessWorld, handedOverTo, handOverText, NO_MEMORY } from "../../../src/registry/access/access-world.ts";
import { accessDifferences } from "../../../src/registry/access/differences.ts";
import { type GrantPlan, grantPlan, MAX_ADDS } from "../../../src/registry/access/plan.ts";
import { seenAfter } from "../../../src/registry/access/seen.ts";
import { told } from "../../../src/registry/access/told.ts";
import {
  aRepository,
  aTeam,
  aWorld,
  december,
  FAILED,
  failed,
  invited,
  known,
  PEOPLE,
  people,
  person,
  theClaims,
} from "./a-world.ts";

const LOGINS = Object.keys(PEOPLE);
const registry = (approvers: readonly string[], maintainers: readonly string[], mode = "grant") =>
  `access: { mode: ${mode}, teams: { core: approvers, "{area}-team": { from: approvers, or-above: true } } }
areas: { kusion: { repos: [kusion] } }
maintainers: [${maintainers.join(", ")}]
approvers: [${approvers.join(", ")}]
`;

/** As GitHub does it: members of the organisation are in at once, everybody else is invited. */
function applied(world: AccessWorld, { adds }: GrantPlan, isMember: (login: string) => boolean): AccessWorld {
  const teams = [...world.teams].map(([slug, team]) => {
    if (team.kind === "unread" || team.value === null) return [slug, team] as const;
    const { members, invitations } = team.value;
    const theirs = adds.filter((add) => add.team === team.value?.slug).map((add) => add.person);
    if (members.kind === "unread" || invitations.kind === "unread") return [slug, team] as const;
    const now = {
      ...team.value,
      members: known([...members.value, ...theirs.filter(({ login }) => isMember(login))]),
      invitations: known([
        ...invitations.value,
        ...theirs.filter(({ login }) => !isMember(login)).map(({ login }) => invited(login)),
      ]),
    };
    return [slug, known(now)] as const;
  });
  return { ...world, teams: new Map(teams) };
}

/** Each run reads a registry. */
const RUNS = { numRuns: 40 };
const some = fc.subarray(LOGINS);
const worlds = fc.record({ core: some, team: some, pending: some, owners: some, expired: some }).map((one) =>
  aWorld({
    teams: [
      aTeam("core", people(...one.core), { invitations: known(one.pending.map((login) => invited(login))) }),
      aTeam("kusion-team", people(...one.team)),
    ],
    owners: people(...one.owners),
    failed: one.expired.map((login) => failed(login, december(2))),
  }),
);

describe("R68: the plan", () => {
  it("a world that is as the registry says differs in nothing", () => {
    fc.assert(
      fc.property(some, some, some, (approvers, maintainers, owners) => {
        const claims = theClaims(registry(approvers, maintainers));
        const teams = claims.teams.map(({ slug, members }) =>
          aTeam(slug, people(...members.map(({ login }) => login))),
        );
        expect(accessDifferences(claims, aWorld({ teams, owners: people(...owners) }), NO_MEMORY)).toEqual({
          differences: [],
          pending: [],
          unread: [],
          unseen: [],
        });
      }),
      RUNS,
    );
  });

  it("ids win: whatever pinned people are called now, and in whatever letter case others are written, nothing differs", () => {
    const cases = (login: string, at: number) => [login, login.toUpperCase(), login.toLowerCase()][at % 3] ?? login;
    fc.assert(
      fc.property(some, fc.boolean(), fc.nat(2), (approvers, isPinned, at) => {
        const entries = approvers.map((login) => (isPinned ? `{ login: ${login}, id: ${PEOPLE[login]} }` : login));
        const claims = theClaims(registry(entries, []));
        const members = people(...approvers).map(({ login, id }) => ({
          login: isPinned ? `was-${login}` : cases(login, at),
          id,
        }));
        const gone = Object.fromEntries(isPinned ? approvers.map((login) => [login, null]) : []);
        const world = aWorld({ teams: [aTeam("core", members), aTeam("kusion-team", members)], accounts: gone });
        expect(accessDifferences(claims, world, NO_MEMORY).differences).toEqual([]);
      }),
      RUNS,
    );
  });

  it("carried out, in whatever part, leaves the rest of it to do and nothing twice", () => {
    fc.assert(
      fc.property(some, some, worlds, some, fc.nat(30), (approvers, maintainers, world, members, done) => {
        const claims = theClaims(registry(approvers, maintainers));
        const planned = (now: AccessWorld) => grantPlan(accessDifferences(claims, now, NO_MEMORY), claims);
        const plan = planned(world);
        const killed = { ...plan, adds: plan.adds.slice(0, done) };
        const rest = planned(applied(world, killed, (login) => members.includes(login)));
        expect(rest.adds).toEqual(plan.adds.slice(done));
        expect(planned(applied(world, plan, (login) => members.includes(login))).adds).toEqual([]);
      }),
      RUNS,
    );
  });

  it("R69: adds nobody whom the registry does not say, and takes nobody out", () => {
    fc.assert(
      fc.property(some, some, worlds, (approvers, maintainers, world) => {
        const claims = theClaims(registry(approvers, maintainers));
        const { adds } = grantPlan(accessDifferences(claims, world, NO_MEMORY), claims);
        for (const { team, person: added } of adds)
          expect(claims.teams.find(({ slug }) => slug === team)?.members.map(({ login }) => login)).toContain(
            added.login,
          );
        expect(Object.keys(grantPlan({ differences: [], pending: [], unread: [], unseen: [] }, claims))).toEqual([
          "adds",
          "withheld",
        ]);
      }),
      RUNS,
    );
  });

  it("R69: adds nobody who was there before", () => {
    fc.assert(
      fc.property(some, worlds, worlds, (approvers, before, now) => {
        const claims = theClaims(registry(approvers, []));
        const findings = accessDifferences(claims, before, NO_MEMORY);
        const seen = seenAfter(claims, before, { memory: NO_MEMORY, findings });
        const plan = grantPlan(accessDifferences(claims, now, { ...NO_MEMORY, seen }), claims);
        for (const { team, person: added } of plan.adds) expect(seen?.teams.get(team)?.members).not.toContain(added.id);
      }),
      RUNS,
    );
  });

  it("R67: is empty where a part is unread", () => {
    fc.assert(
      fc.property(
        some,
        worlds,
        fc.constantFrom("owners", "failedInvitations", "core", "members"),
        (approvers, world, part) => {
          const claims = theClaims(registry(["ann", ...approvers], []));
          const core = part === "core" ? FAILED : known({ ...aTeam("core", []), members: FAILED });
          const partial =
            part === "core" || part === "members"
              ? { ...world, teams: new Map([...world.teams, ["core", core] as const]) }
              : { ...world, [part]: FAILED };
          const findings = accessDifferences(claims, partial, NO_MEMORY);
          const needed = findings.unread.length > 0;
          // Which invitations failed is asked of somebody who is missing alone.
          expect(needed || part === "failedInvitations").toBe(true);
          if (needed) expect(grantPlan(findings, claims).adds).toEqual([]);
        },
      ),
      RUNS,
    );
  });
});

it("looks people up instead of comparing all with all (R53)", () => {
  const size = 4_000;
  const approvers = Array.from({ length: size }, (_, index) => `p${index}`);
  const text = registry(approvers, []).replace("teams:", "repositories: { approvers: write }, teams:");
  const claims = theClaims(text);
  let reads = 0;
  const members = Array.from({ length: size }, (_, index) => ({
    get login() {
      reads += 1;
      return `q${index}`;
    },
    get id() {
      reads += 1;
      return 1_000 + index;
    },
  }));
  const there = members.map((one) => ({ ...one, permission: "admin", customRole: null, isDirect: true }) as const);
  const accounts = approvers.map(
    (login, index) => [login, known({ login, id: 1e6 + index, createdAt: 0, type: "User" as const })] as const,
  );
  const world = aWorld({
    teams: [aTeam("core", members), aTeam("kusion-team", members)],
    owners: members.slice(0, size / 10),
    repositories: [aRepository("kusion", there)],
  });
  reads = 0;
  const findings = accessDifferences(claims, { ...world, accounts: new Map(accounts) }, NO_MEMORY);
  const plan = grantPlan(findings, claims);
  for (const difference of findings.differences) told(difference, { claims, plan });
  expect(findings.differences.length).toBeGreaterThan(size * 4);
  // By pairs each would be read as often as there are others.
  expect(reads).toBeLessThan(size * 100);
});

describe("what is withheld", () => {
  const claims = (mode = "grant") => theClaims(registry(["ann", "ben"], [], mode));
  const plan = (facts: object, mode = "grant", max?: number) => {
    const world = aWorld({ teams: [aTeam("core", [], facts), aTeam("kusion-team", people("ann", "ben"))] });
    const given = { mode: claims(mode).mode, ...(max === undefined ? {} : { max }) };
    const { adds, withheld } = grantPlan(accessDifferences(claims(mode), world, NO_MEMORY), given);
    return [...adds.map(({ person: { login } }) => `add ${login}`), ...withheld.map(({ why }) => why)];
  };

  it("is everything while access only watches", () => {
    expect(plan({}, "watch")).toEqual(["watching", "watching"]);
  });

  it("is whoever belongs into a team that is not handed over, or lies apart", () => {
    expect(plan({})).toEqual(["add ann", "add ben"]);
    expect(plan({ description: null })).toEqual(["not-handed-over", "not-handed-over"]);
    expect(plan({ parent: "staff" })).toEqual(["team-apart", "team-apart"]);
    expect(plan({ fromIdentityProvider: true })).toEqual(["team-apart", "team-apart"]);
  });

  it("is what is more than a run may add", () => {
    expect(plan({}, "grant", 1)).toEqual(["add ann", "next-run"]);
    expect(plan({}, "grant", 0)).toEqual(["next-run", "next-run"]);
    const many = Array.from({ length: 30 }, (_, index) => `p${index}`);
    const world = aWorld({ teams: [aTeam("core", []), aTeam("kusion-team", [])] }, {});
    const accounts = many.map(
      (login, index) => [login, known({ login, id: 100 + index, createdAt: 0, type: "User" as const })] as const,
    );
    const all = accessDifferences(theClaims(registry(many, [])), { ...world, accounts: new Map(accounts) }, NO_MEMORY);
    expect(grantPlan(all, { mode: "grant", max: 100 }).adds).toHaveLength(MAX_ADDS);
  });
});

describe("a team is handed over", () => {
  it("by a sentence of its description", () => {
    expect(handedOverTo(handOverText("KusionStack/.github"))).toBe("KusionStack/.github");
    expect(handedOverTo("The core. Kept by Rung from a/b. Ask ann.")).toBe("a/b");
    expect(handedOverTo("kept by rung from a/b_c")).toBe("a/b_c");
    for (const other of [null, "", "Kept by Rung", "Kept by Rung from nobody", "UnKept by Rung from a/b"])
      expect(handedOverTo(other)).toBeNull();
    expect(person("ann").id).toBe(1);
  });
});
