import { describe, expect, it } from "vitest";
import { joinedMemory, keptMemory, memoryFrom, sealedMemory } from "../../../src/jobs/access/access-memory.ts";
import {
  type AccessChange,
  type AccessMemory,
  NO_MEMORY,
  type SeenAccess,
} from "../../../src/registry/access/access-world.ts";
import type { Difference } from "../../../src/registry/access/difference.ts";

const person = (id: number) => ({ id, login: `p${id}` });

function aChange(id: number, at: number, more: Partial<AccessChange> = {}): AccessChange {
  return { what: "added", where: { kind: "team", team: "core" }, person: person(id), by: person(9), at, ...more };
}

function seenAt(at: number, more: Partial<SeenAccess> = {}): SeenAccess {
  return {
    at,
    teams: new Map([["core", { members: [2, 1], invited: [3] }]]),
    gone: [{ team: "core", id: 4, how: { kind: "taken-out", at: 5, by: null } }],
    settled: [{ team: "core", id: 6, at }],
    ...more,
  };
}

const memory: AccessMemory = {
  seen: seenAt(100),
  changes: [aChange(1, 50), aChange(7, 60, { where: { kind: "organisation" } })],
  askedAgain: [{ id: 4, by: "ann", at: 70 }],
};

const missing = (id: number): Difference => ({
  ...{ kind: "missing", key: `missing:core:${id}`, team: "core", role: "approvers", orAbove: false, area: null },
  ...{ person: person(id), state: { kind: "never-invited" }, again: null },
});

const back = (kept: unknown) => memoryFrom(JSON.parse(JSON.stringify(kept)));

describe("what is remembered of access", () => {
  it("comes back as it was kept, in whatever order GitHub listed people", () => {
    const sorted = seenAt(100, { teams: new Map([["core", { members: [1, 2], invited: [3] }]]) });
    expect(back(keptMemory(memory))).toEqual({ ...memory, seen: sorted });
    expect(keptMemory({ ...memory, seen: sorted })).toEqual(keptMemory(memory));
  });

  it("how often invitations expired comes back, and is not there where none did", () => {
    const expired = [{ id: 3, at: 5, times: 1 }];
    expect(back(keptMemory({ ...memory, seen: seenAt(100, { expired }) })).seen?.expired).toEqual(expired);
    expect(back(keptMemory(memory)).seen).not.toHaveProperty("expired");
  });

  it("of another shape it is nothing, rather than half of it", () => {
    for (const kept of [null, 1, {}, { ...keptMemory(memory), changes: [{}] }])
      expect(memoryFrom(kept)).toEqual(NO_MEMORY);
  });

  it("R69: of a database that was set back and the issue's line the later counts, in either order", () => {
    const older: AccessMemory = { ...NO_MEMORY, seen: seenAt(40), changes: [aChange(1, 30), aChange(8, 35)] };
    for (const joined of [joinedMemory(memory, older), joinedMemory(older, memory)]) {
      expect(joined.seen?.at).toBe(100);
      expect(joined.changes.map(({ person: { id }, at }) => [id, at])).toEqual([
        [8, 35],
        [1, 50],
        [7, 60],
      ]);
      expect(joined.askedAgain).toEqual(memory.askedAgain);
    }
    expect(joinedMemory(memory, memory).askedAgain).toHaveLength(1);
  });
});

describe("what the issue's line keeps", () => {
  it("who changed the access of those of whom something is told, and of nobody else", () => {
    const kept = back(sealedMemory(memory, [missing(1)], undefined));
    expect(kept.changes.map(({ person: { id } }) => id)).toEqual([1]);
    expect(kept.seen?.gone).toEqual(memory.seen?.gone);
  });

  it("stays as it is where only the time of the reading is another one", () => {
    const before = JSON.parse(JSON.stringify(sealedMemory(memory, [missing(1)], undefined)));
    expect(sealedMemory({ ...memory, seen: seenAt(200) }, [missing(1)], before)).toBe(before);
    const moved = seenAt(200, { teams: new Map([["core", { members: [1], invited: [3] }]]) });
    expect(sealedMemory({ ...memory, seen: moved }, [missing(1)], before)).not.toBe(before);
    expect(sealedMemory({ ...memory, seen: seenAt(200) }, [missing(7)], before)).not.toBe(before);
  });
});
