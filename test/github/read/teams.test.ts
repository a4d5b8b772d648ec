import { describe, expect, it } from "vitest";
import { Forbidden } from "../../../src/github/client/errors.ts";
import { teams } from "../../../src/github/read/teams.ts";
import { aClient } from "../a-client.ts";

const holding = (team: string) => ({ role: "approvers", team, areas: [] });
const member = (login: string) => ({ login, id: 1, type: "User" });

describe("teams", () => {
  it("are read once, all pages, until forgotten or an hour has passed", async () => {
    let now = 0;
    const page1 = Array.from({ length: 100 }, (_, index) => member(`m${index}`));
    const client = aClient({ rest: (what) => (what.endsWith("page=1") ? page1 : [member("last")]) });
    const known = teams(undefined, () => now);
    const members = await known.membersOf(client, [holding("O/Core"), holding("o/core")]);
    expect(members.known.get("o/core")).toHaveLength(101);
    await known.membersOf(client, [holding("o/core")]);
    expect(client.asked).toHaveLength(2);
    await known.forget("O");
    await known.forget("other");
    await known.membersOf(client, [holding("o/core")]);
    expect(client.asked).toHaveLength(4);
    now = 61 * 60_000;
    await known.membersOf(client, [holding("o/core")]);
    expect(client.asked).toHaveLength(6);
  });

  it("what another process was told of is forgotten here too", async () => {
    const told: string[] = [];
    const shared = {
      since: async (count: number) => ({ count: told.length, owners: new Set(told.slice(count)) }),
      next: async (owner: string) => void told.push(owner),
    };
    const client = aClient({ rest: () => [member("ann")] });
    const [here, there] = [teams(shared), teams(shared)];
    await here.membersOf(client, [holding("o/core")]);
    await there.forget("o");
    await here.membersOf(client, [holding("o/core")]);
    expect(client.asked).toHaveLength(2);
    await here.membersOf(client, [holding("o/core")]);
    expect(client.asked).toHaveLength(2);
  });

  it("another organisation's are not read anew, unless so much has changed since that nobody knows whose", async () => {
    let changes: { readonly count: number; readonly owners: ReadonlySet<string> | null };
    changes = { count: 0, owners: new Set() };
    const shared = { since: async () => changes, next: async () => {} };
    const client = aClient({ rest: () => [member("ann")] });
    const known = teams(shared);
    const first = await known.membersOf(client, [holding("o/core")]);
    changes = { count: 1, owners: new Set(["other", "o-2"]) };
    expect((await known.membersOf(client, [holding("o/core")])).key).toBe(first.key);
    expect(client.asked).toHaveLength(1);
    changes = { count: 500, owners: null };
    await known.membersOf(client, [holding("o/core")]);
    expect(client.asked).toHaveLength(2);
  });

  it("R5: who was told to have left is no member for as long as GitHub's list still shows them, however late it is", async () => {
    let now = 0;
    let list = [member("ann"), { login: "ben", id: 2, type: "User" }];
    const known = teams(undefined, () => now);
    const client = aClient({ rest: () => list });
    const members = async () => {
      const { known: found, key } = await known.membersOf(client, [holding("o/core")]);
      return { logins: found.get("o/core")?.map(({ login }) => login), key };
    };
    const tell = async (isIn: boolean) => {
      await known.forget("o");
      return await known.unshown(client, [{ organisation: "O", team: "core", person: 2, isIn }]);
    };
    const before = await members();
    expect(await tell(false)).toHaveLength(1);
    const after = await members();
    expect(after.logins).toEqual(["ann"]);
    expect(after.key).not.toBe(before.key);
    // The list shows it at last; who comes back, by another event, is in it at once.
    list = [member("ann")];
    expect(await tell(false)).toEqual([]);
    list = [member("ann"), { login: "ben", id: 2, type: "User" }];
    expect(await tell(true)).toEqual([]);
    expect((await members()).logins).toEqual(["ann", "ben"]);
    // An event that was lost heals within the hour.
    await tell(false);
    now += 61 * 60_000;
    expect((await members()).logins).toEqual(["ann", "ben"]);
  });

  it("another membership has another key, so that indexes are made anew", async () => {
    let now = 0;
    let people = [member("ann")];
    const client = aClient({ rest: () => people });
    const known = teams(undefined, () => now);
    const first = await known.membersOf(client, [holding("o/core")]);
    people = [member("ben")];
    now = 61 * 60_000;
    expect((await known.membersOf(client, [holding("o/core")])).key).not.toBe(first.key);
  });

  it("R14: a team that cannot be read is unknown, not empty", async () => {
    const forbidding = {
      ...aClient(),
      rest: () => Promise.reject(new Forbidden("403", "permission")),
    };
    const members = await teams().membersOf(forbidding, [holding("o/core")]);
    expect(members.known.has("o/core")).toBe(false);
    expect(members.unread).toEqual(["o/core: the app may not read members of teams"]);
  });

  it("R29: a refused token says nothing of a team, and is not remembered", async () => {
    const failures = [new Forbidden("401", "credentials")];
    const refusing = {
      ...aClient(),
      rest: async () => {
        const failure = failures.pop();
        if (failure !== undefined) throw failure;
        return { status: 200, data: [member("ann")], etag: null, at: null };
      },
    };
    const known = teams();
    await expect(known.membersOf(refusing, [holding("o/core")])).rejects.toThrow("401");
    expect((await known.membersOf(refusing, [holding("o/core")])).unread).toEqual([]);
  });
});
