import { expect, it } from "vitest";
import { unshownChanges } from "../../../src/jobs/access/late-world.ts";
import type { AccessChange, AccessWorld, TeamFacts } from "../../../src/registry/access/access-world.ts";

const known = <Value>(value: Value) => ({ kind: "known", value }) as const;
const ann = { id: 1, login: "ann" };
const eve = { id: 2, login: "eve" };

function worldWith(members: TeamFacts["members"], readAt = 100_000): AccessWorld {
  const facts: TeamFacts = {
    ...{ slug: "core", description: null, privacy: "visible", parent: null, fromIdentityProvider: null },
    members,
    invitations: known([]),
  };
  return {
    ...{ owner: "o", readAt, owners: known([{ id: 9, login: "owner" }]), teams: new Map([["core", known(facts)]]) },
    ...{ failedInvitations: known([]), repositories: new Map(), accounts: new Map() },
  };
}

const change = (what: AccessChange["what"], person: AccessChange["person"], at = 95_000): AccessChange => ({
  ...{ what, person, by: ann, at },
  where: { kind: "team", team: "core" },
});

const late = (members: TeamFacts["members"], ...changes: readonly AccessChange[]) =>
  unshownChanges(worldWith(members), changes).map(({ what }) => what);

it("R37: a reading that lacks whom an event of the last minute put in, or shows whom it took out, is late", () => {
  expect(late(known([ann]), change("added", eve))).toEqual(["eve added in team core"]);
  expect(late(known([ann, eve]), change("removed", eve))).toEqual(["eve removed in team core"]);
  expect(late(known([ann, eve]), change("added", eve))).toEqual([]);
  expect(late(known([ann]), change("removed", eve))).toEqual([]);
});

it("R37: what happened longer ago, invitations, owners and a team that was not read are not waited for", () => {
  expect(late(known([ann]), change("added", eve, 30_000))).toEqual([]);
  expect(late(known([ann]), change("invited", eve))).toEqual([]);
  expect(late(known([ann]), change("added", { id: 9, login: "owner" }))).toEqual([]);
  expect(late({ kind: "unread", why: "failed", detail: "" }, change("added", eve))).toEqual([]);
});

it("R37: so is one of a repository's collaborators", () => {
  const given = (what: "added" | "removed"): AccessChange => ({
    ...change(what, eve),
    where: { kind: "repository", repository: "kusion" },
  });
  const lateBy = (what: "added" | "removed", ...direct: readonly boolean[]) => {
    const all = direct.map((isDirect) => ({ ...eve, permission: "write", customRole: null, isDirect }) as const);
    const facts = { name: "kusion", isPrivate: false, teams: known(new Map()), collaborators: known(all) };
    const world = { ...worldWith(known([])), repositories: new Map([["kusion", facts]]) };
    return unshownChanges(world, [given(what)]).length;
  };
  expect([lateBy("added"), lateBy("added", true)]).toEqual([1, 0]);
  expect([lateBy("removed", true), lateBy("removed"), lateBy("removed", false)]).toEqual([1, 0, 0]);
});
