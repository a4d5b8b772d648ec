/** Additions over random worlds and troubles. */

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import type { PlannedAdd } from "../../../src/registry/access/plan.ts";
import { dice } from "../../chaos/dice.ts";
import { aDatabase } from "../../support/a-database.ts";
import { emptied } from "../../support/emptied.ts";
import { aStage, OWN, put } from "./a-granting.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());

describe("R68, R69: over random worlds", () => {
  it("what is written is a part of the plan, once each, and nothing but additions; without trouble it is all of it", async () => {
    const stage = await aStage(database);
    const { world, sandbox } = stage;
    const slugs = ["alpha", "beta", "gamma"];
    const teams = slugs.map((slug) => world.addTeam("KusionStack", slug, [], { description: OWN }));
    const people = ["zoumo", "wu8685", "adohe", "octo-fan", "jemshad", "riven-blade"];
    const draw = dice(20_261_129).next;
    for (let round = 0; round < 40; round += 1) {
      await emptied(database);
      sandbox.faults.clear();
      for (const team of teams) {
        team.description = draw() < 0.8 ? OWN : "Ours";
        team.privacy = draw() < 0.9 ? "closed" : "secret";
        team.members.length = 0;
      }
      const organisation = world.organizations.of(world.actor("KusionStack"));
      organisation.invitations.length = 0;
      organisation.sent.length = 0;
      const plan = people.flatMap((login) => slugs.filter(() => draw() < 0.5).map((slug) => stage.add(login, slug)));
      const status = [502, 403, 404, 422][Math.floor(draw() * 8)];
      if (status !== undefined) sandbox.faults.add({ kind: "status", status, share: 0.3, match: "/orgs/" });
      sandbox.faults.random = draw;
      const before = sandbox.journal.last;
      const outcomes = await stage.run(plan).catch((error: unknown) => [`${error}`]);
      const written = sandbox.journal.since(before).filter(({ method }) => method !== "GET");
      const wanted = plan.map(({ person, team }) => put(person.login, team));
      const puts = written.map(({ method, path }) => `${method} ${path}`);
      expect(
        puts.filter((one) => !wanted.includes(one) && !one.startsWith("POST /app/")),
        `round ${round}`,
      ).toEqual([]);
      expect(new Set(puts).size).toBe(puts.length);
      const kept = new Set(teams.filter((team) => team.description === OWN && team.privacy === "closed"));
      const isIn = ({ person, team }: PlannedAdd) => {
        const one = teams.find(({ slug }) => slug === team);
        const invited = world.organizations.pending(world.actor("KusionStack"), world.clock.now());
        const asked = invited.some(({ invitee, teams: to }) => invitee?.id === person.id && one && to.includes(one));
        return one !== undefined && (one.members.some(({ id }) => id === person.id) || asked);
      };
      const due = plan.filter(({ team }) => [...kept].some(({ slug }) => slug === team));
      expect(plan.filter((add) => isIn(add) && !due.includes(add))).toEqual([]);
      if (status === undefined) expect([outcomes.length, due.filter((add) => !isIn(add))]).toEqual([plan.length, []]);
    }
  });
});
