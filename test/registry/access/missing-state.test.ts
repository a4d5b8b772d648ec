import { describe, expect, it } from "vitest";
import { type AccessMemory, type AccessWorld, NO_MEMORY } from "../../../src/registry/access/access-world.ts";
import { accessDifferences } from "../../../src/registry/access/differences.ts";
import { grantPlan } from "../../../src/registry/access/plan.ts";
import { seenAfter } from "../../../src/registry/access/seen.ts";
import { aTeam, aWorld, december, FAILED, failed, invited, known, people, person, theClaims } from "./a-world.ts";

const CLAIMS = theClaims("access: { mode: grant, teams: { core: approvers } }\napprovers: [ben]\n");
const NOBODY = theClaims("access: { mode: grant, teams: { core: approvers } }\napprovers: []\nmaintainers: [ann]\n");
const absent = (facts: Parameters<typeof aWorld>[0] = {}, day = 10) =>
  aWorld({ teams: [aTeam("core", [])], ...facts }, { readAt: december(day) });
const present = (day: number) => aWorld({ teams: [aTeam("core", people("ben"))] }, { readAt: december(day) });
const pending = (day: number) =>
  aWorld({ teams: [aTeam("core", [], { invitations: known([invited("ben")]) })] }, { readAt: december(day) });

type Changes = AccessMemory["changes"];
const team = { kind: "team", team: "core" } as const;
const change = (what: "added" | "removed", by: string, day: number, where: Changes[number]["where"] = team) =>
  ({ what, where, person: person("ben"), by: person(by), at: december(day) }) as const;

function judged(world: AccessWorld, memory: Partial<AccessMemory> = {}, claims = CLAIMS) {
  const findings = accessDifferences(claims, world, { ...NO_MEMORY, ...memory });
  const [missing] = findings.differences.filter((one) => one.kind === "missing");
  const { adds, withheld } = grantPlan(findings, claims);
  return {
    state: missing?.state ?? null,
    again: missing?.again ?? null,
    adds: adds.length,
    withheld: withheld.map(({ why }) => why),
  };
}

/** What is remembered after the readings, one after the other. */
function remembered(
  readings: readonly (readonly [AccessWorld, typeof CLAIMS])[],
  changes: Changes = [],
): Partial<AccessMemory> {
  let memory: AccessMemory = { ...NO_MEMORY, changes };
  for (const [world, claims] of readings) {
    const findings = accessDifferences(claims, world, memory);
    memory = { ...memory, seen: seenAfter(claims, world, { memory, findings }) };
  }
  return memory;
}

describe("somebody who is missing", () => {
  it("was never invited where nothing tells more, and is added", () => {
    expect(judged(absent())).toMatchObject({ state: { kind: "never-invited" }, adds: 1, withheld: [] });
  });

  it("an invitation that expired is sent again once; a second time not by itself", () => {
    const once = absent({ failed: [failed("ben", december(3))] });
    expect(judged(once)).toMatchObject({ state: { kind: "expired", at: december(3), times: 1 }, adds: 1 });
    const twice = absent({ failed: [failed("ben", december(3)), failed("ben", december(9))] });
    expect(judged(twice)).toMatchObject({
      state: { kind: "expired", at: december(9), times: 2 },
      adds: 0,
      withheld: ["asked-no-more"],
    });
  });

  it("expirations are counted by readings too, where GitHub lists the last one alone", () => {
    const expiredOn = (day: number, on: number) => absent({ failed: [failed("ben", december(on))] }, day);
    const once = remembered([[expiredOn(4, 3), CLAIMS]]);
    expect(judged(expiredOn(5, 3), once)).toMatchObject({ state: { times: 1 }, adds: 1 });
    const again = remembered([
      [expiredOn(4, 3), CLAIMS],
      [expiredOn(5, 3), CLAIMS],
      [pending(6), CLAIMS],
    ]);
    expect(judged(expiredOn(14, 13), again)).toMatchObject({ state: { times: 2 }, withheld: ["asked-no-more"] });
    const accepted = remembered([
      [expiredOn(4, 3), CLAIMS],
      [present(6), CLAIMS],
    ]);
    expect(accepted.seen).not.toHaveProperty("expired");
  });

  it("an invitation that GitHub could not send is told with its reason", () => {
    expect(judged(absent({ failed: [failed("ben", december(3), "Blocked")] }))).toMatchObject({
      state: { kind: "failed", reason: "Blocked" },
      adds: 0,
    });
  });

  it("R69: who left by themselves is not added again, and neither is whom a person took out", () => {
    expect(judged(absent(), { changes: [change("removed", "ben", 5)] })).toMatchObject({
      state: { kind: "left", at: december(5) },
      withheld: ["asked-no-more"],
    });
    expect(judged(absent(), { changes: [change("removed", "ann", 5)] })).toMatchObject({
      state: { kind: "taken-out", by: "ann" },
      withheld: ["asked-no-more"],
    });
    expect(judged(absent(), { changes: [change("removed", "ben", 5, { kind: "organisation" })] })).toMatchObject({
      state: { kind: "left" },
    });
    const elsewhere = change("removed", "ben", 5, { kind: "team", team: "other" });
    expect(judged(absent(), { changes: [elsewhere] })).toMatchObject({ state: { kind: "never-invited" } });
  });

  it("R69: who was a member at the last whole reading and is none now is such a person, though no event came", () => {
    const memory = remembered([[present(5), CLAIMS]]);
    expect(judged(absent(), memory)).toMatchObject({
      state: { kind: "taken-out", by: null, at: december(10) },
      withheld: ["asked-no-more"],
    });
    const put = { changes: [change("added", "ann", 5)] };
    expect(judged(absent(), put)).toMatchObject({ state: { kind: "taken-out", by: null } });
  });

  it("R69: an invitation that is there no more, and neither accepted nor expired, was declined", () => {
    const memory = remembered([[pending(5), CLAIMS]]);
    expect(judged(absent(), memory)).toMatchObject({ state: { kind: "declined" }, withheld: ["asked-no-more"] });
    expect(judged(absent({ failed: [failed("ben", december(8))] }), memory)).toMatchObject({
      state: { kind: "expired" },
      adds: 1,
    });
  });

  it("R69: stays so by later readings, when the events are forgotten, until they are back", () => {
    const left = remembered(
      [
        [present(4), CLAIMS],
        [absent({}, 6), CLAIMS],
      ],
      [change("removed", "ben", 5)],
    );
    const forgotten = { ...left, changes: [] };
    expect(judged(absent(), forgotten)).toMatchObject({ state: { kind: "left", at: december(5) }, adds: 0 });
    const noEvent = remembered([
      [present(4), CLAIMS],
      [absent({}, 6), CLAIMS],
      [absent({}, 7), CLAIMS],
    ]);
    expect(judged(absent(), noEvent)).toMatchObject({ state: { kind: "taken-out", at: december(6) }, adds: 0 });
    const back = remembered([
      [present(4), CLAIMS],
      [absent({}, 6), CLAIMS],
      [present(7), CLAIMS],
    ]);
    expect(back.seen?.gone).toEqual([]);
  });

  it("an event that comes late tells how they went", () => {
    const memory = remembered([
      [present(4), CLAIMS],
      [absent({}, 6), CLAIMS],
    ]);
    expect(judged(absent(), { ...memory, changes: [change("removed", "ben", 5)] })).toMatchObject({
      state: { kind: "left", at: december(5) },
    });
  });

  it("/invite by somebody of the top role asks again, until they go again", () => {
    const changes = [change("removed", "ben", 5)];
    const asked = (day: number) => ({ askedAgain: [{ id: 2, by: "ann", at: december(day) }] });
    expect(judged(absent(), { changes, ...asked(6) })).toMatchObject({ again: { by: "ann" }, adds: 1 });
    expect(judged(absent(), { changes, ...asked(4) })).toMatchObject({ again: null, adds: 0 });
    const other = { askedAgain: [{ id: 3, by: "ann", at: december(6) }] };
    expect(judged(absent(), { changes, ...other })).toMatchObject({ again: null, adds: 0 });
    const twice = [...changes, change("added", "ann", 7), change("removed", "ben", 8)];
    expect(judged(absent(), { changes: twice, ...asked(6) })).toMatchObject({ state: { at: december(8) }, adds: 0 });
  });

  it("what happened while the registry did not have them does not count against them when it has them again", () => {
    const changes = [change("removed", "ann", 5)];
    const memory = remembered(
      [
        [present(4), CLAIMS],
        [absent({}, 6), NOBODY],
      ],
      changes,
    );
    expect(judged(absent(), memory)).toMatchObject({ state: { kind: "never-invited" }, adds: 1 });
    const later = remembered(
      [
        [present(4), CLAIMS],
        [absent({}, 6), NOBODY],
        [absent({}, 7), CLAIMS],
      ],
      changes,
    );
    expect(judged(absent(), later)).toMatchObject({ state: { kind: "never-invited" }, adds: 1 });
    // Without an event likewise.
    const silent = remembered([
      [present(4), CLAIMS],
      [absent({}, 6), NOBODY],
    ]);
    expect(judged(absent(), silent)).toMatchObject({ state: { kind: "never-invited" }, adds: 1 });
    const again = [...changes, change("added", "ann", 8), change("removed", "ben", 9)];
    expect(judged(absent(), { ...memory, changes: again })).toMatchObject({ state: { kind: "left" }, adds: 0 });
  });

  it("who left stays gone while their team is away or secret; of a team that was made anew nobody has", () => {
    const away = (day: number) => aWorld({}, { readAt: december(day), teams: new Map([["core", known(null)]]) });
    const secret = (day: number) =>
      aWorld({ teams: [aTeam("core", people("ben"), { privacy: "secret" })] }, { readAt: december(day) });
    for (const hidden of [away, secret]) {
      const left = remembered([
        [present(4), CLAIMS],
        [absent({}, 5), CLAIMS],
        [hidden(6), CLAIMS],
      ]);
      expect(judged(absent(), left)).toMatchObject({ state: { kind: "taken-out", at: december(5) }, adds: 0 });
      const anew = remembered([
        [present(4), CLAIMS],
        [hidden(6), CLAIMS],
      ]);
      expect(anew.seen?.teams).toEqual(new Map());
      expect(judged(absent(), anew)).toMatchObject({ state: { kind: "never-invited" }, adds: 1 });
    }
    const expired = remembered([
      [absent({ failed: [failed("ben", december(3))] }, 4), CLAIMS],
      [away(5), CLAIMS],
    ]);
    expect(judged(absent({ failed: [failed("ben", december(9))] }), expired)).toMatchObject({ state: { times: 2 } });
  });

  it("an invitation that tells no number is remembered by the login's", () => {
    const invitations = known([{ ...invited("Ben"), id: null }]);
    const waiting = aWorld({ teams: [aTeam("core", [], { invitations })] }, { readAt: december(4) });
    const memory = remembered([[waiting, CLAIMS]]);
    expect(memory.seen?.teams.get("core")?.invited).toEqual([2]);
    expect(judged(absent(), memory)).toMatchObject({ state: { kind: "declined" }, adds: 0 });
  });

  it("R67: a reading that lacks a part leaves what was remembered", () => {
    const findings = accessDifferences(CLAIMS, absent(), NO_MEMORY);
    const partial = { ...absent(), failedInvitations: FAILED };
    expect(seenAfter(CLAIMS, partial, { memory: NO_MEMORY, findings })).toBeNull();
    const unread = accessDifferences(CLAIMS, { ...absent(), owners: FAILED }, NO_MEMORY);
    expect(seenAfter(CLAIMS, absent(), { memory: NO_MEMORY, findings: unread })).toBeNull();
  });
});
