/** What Rung did since the last whole reading counts as seen, so that nobody is added twice against their will. */

import { describe, expect, it } from "vitest";
import type { StoredGrant } from "../../../src/database/access-grants.ts";
import { grantedEarlier, refusedEarlier } from "../../../src/jobs/access/grant-step.ts";
import { unshownGrants } from "../../../src/jobs/access/late-world.ts";
import {
  type AccessChange,
  type AccessMemory,
  NO_MEMORY,
  type SeenAccess,
} from "../../../src/registry/access/access-world.ts";
import { accessDifferences } from "../../../src/registry/access/differences.ts";
import { seenWith } from "../../../src/registry/access/granted.ts";
import { grantPlan } from "../../../src/registry/access/plan.ts";
import { aTeam, aWorld, december, invited, known, people, person, theClaims } from "../../registry/access/a-world.ts";

const TEAM = "kusion-approvers";
const CLAIMS = theClaims(`areas: { kusion: { repos: [kusion] } }
maintainers: [ann]
approvers: [{ login: eve, areas: [kusion] }]
access: { mode: grant, teams: { ${TEAM}: approvers } }
`);
const SEEN: SeenAccess = {
  at: december(4),
  teams: new Map([[TEAM, { members: [], invited: [] }]]),
  gone: [],
  settled: [],
};
const { id } = person("eve");

function aGrant(kind: "added" | "invited" | "refused" | null, begunAt = december(5)): StoredGrant {
  const outcome = kind === null ? null : kind === "refused" ? { kind, why: "x" } : { kind };
  return { team: TEAM, id, login: "eve", begunAt, outcome };
}

/** What is planned by a reading on 10 December in which eve is not in the team. */
function planned(
  grants: readonly StoredGrant[],
  { seen = SEEN, ...more }: Partial<AccessMemory> = {},
): readonly string[] {
  const world = aWorld({ teams: [aTeam(TEAM, [])], owners: people("ann") });
  const refused = refusedEarlier(grants);
  const memory: AccessMemory = { ...NO_MEMORY, refused, ...more, seen: seenWith(seen, grantedEarlier(grants)) };
  const findings = accessDifferences(CLAIMS, world, memory);
  return grantPlan(findings, { mode: "grant" }).adds.map(({ person: { login } }) => login);
}

describe("what Rung did since the last whole reading", () => {
  it("R69: whom it added or invited, and who is gone by the next reading, left or declined: not again", () => {
    expect(planned([])).toEqual(["eve"]);
    expect(planned([aGrant("added")])).toEqual([]);
    expect(planned([aGrant("invited")])).toEqual([]);
  });

  it("whom GitHub refused, or a killed run had begun with, is still to be added: nobody is forgotten", () => {
    expect(planned([aGrant("refused")])).toEqual(["eve"]);
    expect(planned([aGrant(null)])).toEqual(["eve"]);
  });

  it("whom GitHub refused takes no place in the plan for a day, or until somebody says /invite, so that others have their turn", () => {
    const now = aGrant("refused", december(10) - 3_600_000);
    expect(planned([now])).toEqual([]);
    expect(planned([now], { askedAgain: [{ id, by: "ann", at: december(10) - 60_000 }] })).toEqual(["eve"]);
    expect(planned([now], { askedAgain: [{ id, by: "ann", at: december(9) }] })).toEqual([]);
    expect(planned([{ ...now, team: "another" }])).toEqual(["eve"]);
    expect(planned([aGrant("refused", december(9))])).toEqual(["eve"]);
  });

  it("what was done before that reading is in it, or was undone and told since", () => {
    expect(planned([aGrant("added", december(3))])).toEqual(["eve"]);
    expect(planned([aGrant("added")], { seen: null })).toEqual(["eve"]);
  });
});

describe("R37: a reading that lags behind what Rung did", () => {
  const now = december(5) + 30_000;
  const granted = grantedEarlier([aGrant("added")]);
  const reading = (team = aTeam(TEAM, []), readAt = now) =>
    aWorld({ teams: [team], owners: people("ann") }, { readAt });
  const left: AccessChange = {
    what: "removed",
    where: { kind: "team", team: TEAM },
    person: person("eve"),
    by: person("eve"),
    at: now,
  };

  it("is waited for, within a minute, unless an event tells that they went", () => {
    expect(unshownGrants(reading(), granted, [])).toMatchObject([{ what: `${id} added to team ${TEAM}` }]);
    expect(unshownGrants(reading(), granted, [left])).toEqual([]);
    expect(unshownGrants(reading(), granted, [{ ...left, at: december(4) }])).toHaveLength(1);
    expect(unshownGrants(reading(undefined, now + 60_000), granted, [])).toEqual([]);
  });

  it("shows them as a member or as invited", () => {
    expect(unshownGrants(reading(aTeam(TEAM, people("eve"))), granted, [])).toEqual([]);
    const pending = aTeam(TEAM, [], { invitations: known([invited("eve")]) });
    expect(unshownGrants(reading(pending), granted, [])).toEqual([]);
  });
});
