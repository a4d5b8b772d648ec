import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { saveValue } from "../../../src/database/key-values.ts";
import { Forbidden, RateLimited } from "../../../src/github/client/errors.ts";
import type { RegistryHead } from "../../../src/github/read/registry-head.ts";
import type { Job } from "../../../src/model/job.ts";
import { type SweepOptions, sweepRound } from "../../../src/server/recovery/sweep.ts";
import { aClient } from "../../github/a-client.ts";
import { aDatabase } from "../../support/a-database.ts";
import { silent } from "../../support/each-database.ts";

let database: Database;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await sql`truncate key_values`.execute(database.db);
});

/** Repository ids and how many pull requests are open in each. */
const REPOSITORIES = { 12: 40, 11: 30 } as const;

/** `hidden`: what GitHub does not let the app list of r11. */
function anInstallation(hidden: readonly string[] = []) {
  const repositories = Object.keys(REPOSITORIES).map((id) => ({
    id: Number(id),
    name: `r${id}`,
    owner: { login: "o" },
  }));
  return aClient({
    rest: () => ({ total_count: repositories.length, repositories }),
    graph: (query, { name }) => {
      if (name === "r11" && hidden.includes(query))
        throw new Forbidden(
          `GraphQL ${query}: FORBIDDEN at repository: Resource not accessible by integration`,
          "permission",
        );
      const repository = repositories.find((one) => one.name === name);
      const id = repository?.id ?? 0;
      const home = { databaseId: id, name, owner: { login: "o" }, isPrivate: false };
      const empty = { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
      if (query === "TalkedAbout") return { repository: { ...home, issues: empty, pullRequests: empty } };
      const count = id === 11 ? REPOSITORIES[11] : REPOSITORIES[12];
      const nodes = Array.from({ length: count }, (_, index) => ({
        ...{ number: index + 1, headRefOid: "a", baseRefName: "main" },
      }));
      return { repository: { ...home, isArchived: false, pullRequests: { ...empty, nodes } } };
    },
  });
}

function options(over: Partial<SweepOptions> = {}, hidden: readonly string[] = []) {
  const sent: Job[] = [];
  const client = anInstallation(hidden);
  const queue = {
    enqueue: async (jobs: readonly Job[]) => {
      sent.push(...jobs);
    },
  };
  const github = {
    app: aClient({ rest: () => [{ id: 7 }, { id: 8, suspended_at: "2026-11-01T00:00:00Z" }] }),
    installation: () => client,
    appIdentity: async () => ({ slug: "rung", botLogin: "rung[bot]", appId: 1 }),
  };
  const listed: string[] = [];
  const listing = {
    companionOf: () => ".github",
    listed: async (_client: unknown, { own }: RegistryHead) => void listed.push(own.repository.name),
  };
  const all: SweepOptions = {
    ...{ github, db: database.db, queue, listing, log: silent, everyMs: 3_600_000, requests: 1_000 },
    ...{ version: "1", signal: new AbortController().signal },
    ...over,
  };
  const places = () =>
    sent.map(({ subject }) => ("number" in subject ? `${subject.repository.id}#${subject.number}` : subject.kind));
  return { options: all, sent, places, listed };
}

/** The installation was swept to its end before. */
async function known(): Promise<void> {
  await saveValue(database.db, "sweep of 7", {});
}

async function hourPassed(): Promise<void> {
  await sql`update key_values set updated_at = now() - interval '61 minutes' where key = 'sweep'`.execute(database.db);
}

describe("R31: the sweep", () => {
  it("looks at everything open in each installation that is not suspended, as what can wait", async () => {
    await known();
    const { options: asked, sent, places } = options();
    expect(await sweepRound(asked)).toEqual({ kind: "done" });
    expect(new Set(places()).size).toBe(70);
    expect(new Set(sent.map(({ installationId, cause }) => `${installationId} ${cause}`))).toEqual(
      new Set(["7 sweep.round"]),
    );
  });

  it("spends no more than a round may, goes on from there, and begins anew at the end", async () => {
    await known();
    const seen: string[][] = [];
    for (let round = 0; round < 4; round += 1) {
      const { options: asked, places } = options({ requests: 30 });
      await sweepRound(asked);
      seen.push(places());
      await hourPassed();
    }
    const [first = [], second = [], third = []] = seen;
    expect(first[0]).toBe("11#1");
    expect(first.length).toBeLessThanOrEqual(30 + 25);
    const whole = [...first, ...second, ...third];
    expect(new Set(whole).size).toBe(70);
    // Nothing is left out between two rounds, and nothing is looked at again before all was.
    expect(new Set(whole.slice(0, 70)).size).toBe(70);
  });

  it("R91: the first one of an installation sends first looks, in each repository the newest first, and no second time", async () => {
    const first = options();
    await sweepRound(first.options);
    expect(new Set(first.sent.map(({ cause }) => cause))).toEqual(new Set(["first.look"]));
    const numbers = (id: number, count: number) =>
      Array.from({ length: count }, (_, index) => `${id}#${count - index}`);
    expect(first.places()).toEqual([...numbers(11, REPOSITORIES[11]), ...numbers(12, REPOSITORIES[12])]);
    await hourPassed();
    const second = options();
    await sweepRound(second.options);
    expect(new Set(second.sent.map(({ cause }) => cause))).toEqual(new Set(["sweep.round"]));
  });

  it("R91: what a first one may not spend any more is swept in the next rounds", async () => {
    const seen: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { options: asked, places } = options({ requests: 30 });
      await sweepRound(asked);
      seen.push(...places());
      await hourPassed();
    }
    expect(new Set(seen).size).toBe(70);
  });

  it("tells what its listing shows of each repository, which may have nothing open", async () => {
    const { options: asked, listed } = options();
    await sweepRound(asked);
    expect(listed).toEqual(["r11", "r12"]);
  });

  it("is not made again within the hour, unless Rung is another one", async () => {
    await sweepRound(options().options);
    const again = options();
    expect(await sweepRound(again.options)).toMatchObject({ kind: "early" });
    expect(again.sent).toEqual([]);
    const upgraded = options({ version: "2" });
    expect(await sweepRound(upgraded.options)).toEqual({ kind: "done" });
    expect(upgraded.places()).toHaveLength(70);
  });

  it("an installation whose limits are used up keeps no other from being swept", async () => {
    const { options: asked, sent } = options();
    const limited = { ...anInstallation(), rest: () => Promise.reject(new RateLimited("403", 60)) };
    const github = {
      ...asked.github,
      app: aClient({ rest: () => [{ id: 6 }, { id: 7 }] }),
      installation: (id: number) => (id === 6 ? limited : anInstallation()),
    };
    await sweepRound({ ...asked, github });
    expect(sent).toHaveLength(70);
  });

  it("sweeps several installations at a time, so that thousands are done before the next round", async () => {
    const { options: asked, sent } = options();
    const ids = Array.from({ length: 20 }, (_, at) => at + 1);
    const eight = Promise.withResolvers<void>();
    let [underWay, most] = [0, 0];
    const waiting = (): ReturnType<typeof anInstallation> => {
      const client = anInstallation();
      const rest: typeof client.rest = async (...given) => {
        underWay += 1;
        most = Math.max(most, underWay);
        if (underWay === 8) eight.resolve();
        await eight.promise;
        underWay -= 1;
        return await client.rest(...given);
      };
      return { ...client, rest };
    };
    const app = aClient({ rest: () => ids.map((id) => ({ id })) });
    await sweepRound({ ...asked, github: { ...asked.github, app, installation: waiting } });
    expect(most).toBe(8);
    expect(new Set(sent.map(({ installationId }) => installationId))).toEqual(new Set(ids));
  });

  it("what is no installation's own trouble ends the round, and no further installation is begun", async () => {
    const { options: asked } = options();
    const begun: number[] = [];
    const app = aClient({ rest: () => Array.from({ length: 50 }, (_, id) => ({ id: id + 1 })) });
    const installation = (id: number) => {
      begun.push(id);
      return anInstallation();
    };
    const queue = { enqueue: () => Promise.reject(new Error("the database is away")) };
    const round = sweepRound({ ...asked, queue, github: { ...asked.github, app, installation } });
    await expect(round).rejects.toThrow("the database is away");
    expect(begun.length).toBeLessThanOrEqual(8);
    expect(await sweepRound(options().options)).toEqual({ kind: "done" });
  });
});

it("R32: a repository that the app may not list keeps none after it waiting", async () => {
  await known();
  const { options: all, places } = options({}, ["TalkedAbout", "OpenPulls"]);
  await sweepRound(all);
  expect(new Set(places().map((place) => place.split("#")[0]))).toEqual(new Set(["12"]));
  expect(places()).toHaveLength(REPOSITORIES[12]);
});
