/** Additions to teams, against the sandbox and a database: what is checked again before each, and what happens after a killed run. */

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { beginGrant, forgetRefusals, grantsOf } from "../../../src/database/access-grants.ts";
import { findAudit } from "../../../src/database/audit-entries.ts";
import type { Database } from "../../../src/database/database.ts";
import { MAX_INVITATIONS_A_DAY } from "../../../src/github/write/invitation-budget.ts";
import type { PlayedWorld } from "../../../src/sandbox/played-world.ts";
import { aDatabase } from "../../support/a-database.ts";
import { emptied } from "../../support/emptied.ts";
import { aStage, OWN, put, REGISTRY, renamed } from "./a-granting.ts";

const HOUR = 3_600_000;

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(() => emptied(database));

describe("adding people to teams", () => {
  it("puts members in and invites others, one request each, a second apart, and leaves an entry of each in the audit", async () => {
    const stage = await aStage(database);
    const adds = [stage.add("zoumo"), stage.add("octo-fan"), stage.add("wu8685")];
    expect(await stage.run(adds)).toEqual(["zoumo added", "octo-fan invited", "wu8685 added"]);
    expect(stage.writes()).toEqual([put("zoumo"), put("octo-fan"), put("wu8685")]);
    expect(stage.waits).toEqual([0, 1_000, 1_000]);
    const entries = await findAudit(database.db, { repository: REGISTRY, number: 3, since: null, limit: 9 });
    expect(entries.map(({ what, detail }) => [what, detail.login, detail.team, detail.outcome, detail.role])).toEqual([
      ["access-grant", "wu8685", "KusionStack/kusion-approvers", "added", "approvers"],
      ["access-grant", "octo-fan", "KusionStack/kusion-approvers", "invited", "approvers"],
      ["access-grant", "zoumo", "KusionStack/kusion-approvers", "added", "approvers"],
    ]);
  });

  it("does nothing a second time: who is in, or invited, is not written again", async () => {
    const stage = await aStage(database);
    stage.world.as("SparkYuan").addToTeam(stage.team, "jemshad");
    const adds = [stage.add("zoumo"), stage.add("octo-fan"), stage.add("jemshad")];
    expect(await stage.run(adds)).toEqual(["zoumo added", "octo-fan invited", "jemshad was-there"]);
    expect(await stage.run(adds)).toEqual(["zoumo was-there", "octo-fan was-there", "jemshad was-there"]);
    expect(stage.writes()).toHaveLength(2);
  });

  it("leaves a maintainer of the team one, whom somebody made that since the plan", async () => {
    const stage = await aStage(database);
    stage.world.as("SparkYuan").addToTeam(stage.team, "zoumo", "maintainer");
    expect(await stage.run([stage.add("zoumo")])).toEqual(["zoumo was-there"]);
    expect(stage.team.maintainers.has(stage.world.actor("zoumo"))).toBe(true);
  });

  it("one try a person: 403, 404 and 422 become sentences, and the others are added all the same", async () => {
    const stage = await aStage(database);
    const { world, team } = stage;
    world.organizations.of(team.organization).blocked.add(world.actor("jemshad"));
    stage.sandbox.faults.add({ kind: "status", status: 404, match: put("elliotxx") });
    stage.sandbox.faults.add({ kind: "status", status: 422, match: put("adohe") });
    const adds = ["jemshad", "elliotxx", "adohe", "zoumo"].map((login) => stage.add(login));
    const [blocked, gone, declined, added] = await stage.run(adds);
    expect(blocked).toMatch(/^jemshad refused: GitHub forbids it: jemshad is blocked by KusionStack$/);
    expect(gone).toBe("elliotxx refused: GitHub finds the team or the account no more");
    expect(declined).toMatch(/^adohe refused: GitHub declined: /);
    expect(added).toBe("zoumo added");
    const before = stage.writes().length;
    expect(await stage.run(adds.slice(0, 3))).toEqual([blocked, gone, declined]);
    expect(stage.writes()).toHaveLength(before);
  });

  it("tries again after a day, or once somebody asked for it, what GitHub refused", async () => {
    const stage = await aStage(database);
    stage.sandbox.faults.add({ kind: "status", status: 422, match: put("zoumo"), times: 2 });
    const adds = [stage.add("zoumo")];
    const refused = [expect.stringMatching(/^zoumo refused: /)];
    expect(await stage.run(adds)).toEqual(refused);
    stage.world.clock.advance(25 * HOUR);
    expect(await stage.run(adds)).toEqual(refused);
    await forgetRefusals(database.db, "KusionStack", stage.add("zoumo").person.id);
    expect(await stage.run(adds)).toEqual(["zoumo added"]);
  });

  it("an app without members: write is told so once, and asks for nobody else", async () => {
    const stage = await aStage(database);
    stage.sandbox.faults.add({ kind: "without-permission", permission: "members", match: "PUT ", times: 1 });
    expect(await stage.run([stage.add("zoumo"), stage.add("octo-fan")])).toEqual([
      "zoumo forbidden",
      "octo-fan forbidden",
    ]);
    expect(stage.sandbox.journal.since().filter(({ method }) => method === "PUT")).toHaveLength(1);
    expect(await stage.run([stage.add("zoumo"), stage.add("octo-fan")])).toEqual(["zoumo added", "octo-fan invited"]);
  });

  it("20 in a run, the 21st in the next", async () => {
    const stage = await aStage(database);
    const names = Array.from({ length: 21 }, (_, at) => `member-${at}`);
    for (const name of names) stage.world.addMember("KusionStack", name);
    const adds = names.map((name) => stage.add(name));
    const first = await stage.run(adds);
    expect([first[19], first[20]]).toEqual(["member-19 added", "member-20 later: writes"]);
    expect(stage.writes()).toHaveLength(20);
    expect((await stage.run(adds)).at(-1)).toBe("member-20 added");
    expect(stage.writes()).toHaveLength(21);
  });
});

describe("what is asked again just before", () => {
  it("R67: a team that was taken back, made secret, put below another or deleted gets nobody", async () => {
    const stage = await aStage(database);
    const { world } = stage;
    const own = (slug: string, more: Parameters<PlayedWorld["addTeam"]>[3]) =>
      world.addTeam("KusionStack", slug, [], { description: OWN, ...more });
    own("taken-back", { description: "Ours again" });
    own("another's", { description: "Kept by Rung from KusionStack/kusion" });
    own("secret", { privacy: "secret" });
    own("below", { parent: stage.team });
    const slugs = ["taken-back", "another's", "secret", "below", "gone", "kusion-approvers"];
    expect(await stage.run(slugs.map((slug) => stage.add("zoumo", slug)))).toEqual([
      "zoumo refused: the team's description does not say `Kept by Rung from KusionStack/.github` any more",
      "zoumo refused: the team's description does not say `Kept by Rung from KusionStack/.github` any more",
      "zoumo refused: the team is secret by now",
      "zoumo refused: the team lies below kusion-approvers by now",
      "zoumo refused: there is no such team any more",
      "zoumo added",
    ]);
    expect(stage.writes()).toEqual([put("zoumo")]);
  });

  it("R69: a team of an identity provider is GitHub's to refuse, and is told", async () => {
    const stage = await aStage(database);
    stage.team.identityProvider = "Okta";
    expect(await stage.run([stage.add("zoumo")])).toEqual([
      expect.stringMatching(/^zoumo refused: GitHub forbids it: .*managed by Okta$/),
    ]);
  });

  it("an account that was renamed is added by its number, under its new name", async () => {
    const stage = await aStage(database);
    const add = stage.add("zoumo");
    renamed(stage.world, "zoumo", "zou-mo");
    expect(await stage.run([add])).toEqual(["zoumo added"]);
    expect(stage.writes()).toEqual([put("zou-mo")]);
    expect(stage.team.members).toContain(stage.world.actor("zou-mo"));
  });

  it("a login that another account took over brings nobody in: not the new one, nor the old", async () => {
    const stage = await aStage(database);
    const add = stage.add("zoumo");
    renamed(stage.world, "zoumo", "zou-mo");
    stage.world.anyone("zoumo");
    expect(await stage.run([add])).toEqual([
      "zoumo refused: the login belongs to another account now, and this one is called zou-mo; correct the registry's entry",
    ]);
    expect(stage.writes()).toEqual([]);
  });

  it("an account that is gone", async () => {
    const stage = await aStage(database);
    const add = stage.add("zoumo");
    stage.world.actor("zoumo").deleted = true;
    expect(await stage.run([add])).toEqual(["zoumo refused: the account is gone"]);
  });

  it.each([
    ["the team", "GET /orgs/KusionStack/teams/kusion-approvers"],
    ["who is in it", "memberships/zoumo"],
    ["whose account it is", "GET /user/"],
  ])(
    "R67: where GitHub fails to tell %s, nothing is written of that person, and the others go on",
    async (_, match) => {
      const stage = await aStage(database);
      stage.sandbox.faults.add({ kind: "status", status: 502, match, times: 1 });
      const adds = [stage.add("zoumo"), stage.add("wu8685")];
      expect(await stage.run(adds)).toEqual(["zoumo later: failed", "wu8685 added"]);
      expect(stage.writes()).toEqual([put("wu8685")]);
      expect(await stage.run(adds)).toEqual(["zoumo added", "wu8685 was-there"]);
    },
  );

  it("where GitHub fails three times nobody else is tried", async () => {
    const stage = await aStage(database);
    stage.sandbox.faults.add({ kind: "status", status: 502, match: "GET /user/" });
    const before = stage.sandbox.journal.last;
    const adds = ["zoumo", "wu8685", "adohe", "elliotxx"].map((login) => stage.add(login));
    expect(await stage.run(adds)).toEqual(adds.map(({ person }) => `${person.login} later: failed`));
    const asked = stage.sandbox.journal.since(before).filter(({ path }) => path.startsWith("/user/"));
    expect(asked).toHaveLength(3);
  });
});

describe("GitHub's daily invitations", () => {
  it("half of them, counted from GitHub's own lists, so that a lost database sends no more; members are added all the same", async () => {
    const stage = await aStage(database);
    const guests = Array.from({ length: MAX_INVITATIONS_A_DAY + 1 }, (_, at) => stage.add(`guest-${at}`));
    for (const { person } of guests.slice(0, 10)) stage.world.as("SparkYuan").addToTeam(stage.team, person.login);
    expect((await stage.run(guests.slice(10))).at(-1)).toBe("guest-25 later: invitations");
    await emptied(database);
    expect(await stage.run([stage.add("guest-25"), stage.add("zoumo")])).toEqual([
      "guest-25 later: invitations",
      "zoumo added",
    ]);
    stage.world.clock.advance(25 * HOUR);
    expect(await stage.run([stage.add("guest-25")])).toEqual(["guest-25 invited"]);
  });

  it("those that were accepted meanwhile stand in no list of GitHub's, and are remembered", async () => {
    const stage = await aStage(database);
    const now = stage.world.clock.now();
    for (let id = 1; id <= MAX_INVITATIONS_A_DAY; id += 1)
      await beginGrant(database.db, { owner: "KusionStack", team: "t", id, login: `accepted-${id}`, at: now });
    expect(await stage.run([stage.add("octo-fan")])).toEqual(["octo-fan later: invitations"]);
    stage.world.clock.advance(25 * HOUR);
    expect(await stage.run([stage.add("octo-fan")])).toEqual(["octo-fan invited"]);
  });

  it("R67: where GitHub does not tell how many, nobody is invited", async () => {
    const stage = await aStage(database);
    stage.sandbox.faults.add({ kind: "status", status: 403, match: "/failed_invitations" });
    expect(await stage.run([stage.add("octo-fan"), stage.add("zoumo")])).toEqual([
      "octo-fan later: invitations",
      "zoumo added",
    ]);
  });
});

describe("a run that ends in the middle", () => {
  it("killed between two additions, the next one goes on: nobody twice, nobody forgotten", async () => {
    const stage = await aStage(database);
    const adds = ["zoumo", "octo-fan", "wu8685", "jemshad"].map((login) => stage.add(login));
    let turns = 0;
    const throwIfAborted = () => {
      turns += 1;
      if (turns > 2) throw new Error("killed");
    };
    await expect(stage.run(adds, { throwIfAborted })).rejects.toThrow("killed");
    expect(stage.writes()).toHaveLength(2);
    expect(await stage.run(adds)).toEqual(["zoumo was-there", "octo-fan was-there", "wu8685 added", "jemshad invited"]);
    expect(stage.writes()).toEqual([put("zoumo"), put("octo-fan"), put("wu8685"), put("jemshad")]);
  });

  it("killed between GitHub's answer and the note of it, it is found done, and enters the audit then", async () => {
    const stage = await aStage(database);
    stage.sandbox.faults.add({ kind: "status-after", status: 502, match: put("octo-fan") });
    const adds = [stage.add("octo-fan"), stage.add("zoumo")];
    expect(await stage.run(adds.slice(0, 1))).toEqual(["octo-fan later: failed"]);
    expect(await grantsOf(database.db, "KusionStack")).toMatchObject([{ login: "octo-fan", outcome: null }]);
    expect(await stage.run(adds)).toEqual(["octo-fan invited", "zoumo added"]);
    expect(stage.writes()).toEqual([put("octo-fan"), put("zoumo")]);
    const entries = await findAudit(database.db, { repository: REGISTRY, number: null, since: null, limit: 9 });
    expect(entries.map(({ detail }) => [detail.login, detail.outcome])).toEqual([
      ["zoumo", "added"],
      ["octo-fan", "invited"],
    ]);
  });

  it("killed before GitHub heard of it, it is done by the next run", async () => {
    const stage = await aStage(database);
    stage.sandbox.faults.add({ kind: "reset", match: put("zoumo"), times: 1 });
    expect(await stage.run([stage.add("zoumo")])).toEqual(["zoumo later: failed"]);
    expect(await stage.run([stage.add("zoumo")])).toEqual(["zoumo added"]);
    expect(stage.team.members.filter(({ login }) => login === "zoumo")).toHaveLength(1);
  });

  it("a limit ends it at once, with how long to wait, and the rest is not tried", async () => {
    const stage = await aStage(database);
    stage.sandbox.faults.add({ kind: "secondary-limit", match: put("zoumo"), retryAfter: 60, times: 1 });
    const failed = stage.run([stage.add("zoumo"), stage.add("wu8685")]);
    await expect(failed).rejects.toMatchObject({ name: "RateLimited", retryAfter: 60 });
    expect(stage.sandbox.journal.since().filter(({ path }) => path.includes("wu8685"))).toEqual([]);
  });
});
