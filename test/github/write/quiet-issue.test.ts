import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Database } from "../../../src/database/database.ts";
import { type Client, openGitHub } from "../../../src/github/client/client.ts";
import { Gone } from "../../../src/github/client/errors.ts";
import {
  type QuietIssueOutcome,
  type QuietIssueWanted,
  readQuietIssue,
} from "../../../src/github/write/quiet-issue.ts";
import { toldDigest } from "../../../src/model/quiet-seal.ts";
import type { Sandbox } from "../../../src/sandbox/start.ts";
import type { Issue, Repo } from "../../../src/sandbox/world/model.ts";
import { exchangeFaults } from "../../contract/github-description.ts";
import { aSandbox, aWorld } from "../../sandbox/a-sandbox.ts";
import { aDatabase } from "../../support/a-database.ts";
import { emptied } from "../../support/emptied.ts";

const key = randomBytes(32);
const wrong: string[] = [];
let database: Database;
let sandbox: Sandbox;
let client: Client;
let repo: Repo;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await forgotten();
  sandbox = await aSandbox({ world: aWorld({}) });
  sandbox.onExchange((exchange) => wrong.push(...exchangeFaults(exchange)));
  const github = openGitHub({
    ...{ apiUrl: `${sandbox.url}/api/v3`, graphqlUrl: `${sandbox.url}/api/graphql` },
    ...{ appId: sandbox.appId, privateKey: sandbox.privateKey },
  });
  client = github.installation(sandbox.installationId);
  repo = sandbox.world.repo("KusionStack/.github");
  return () => expect(wrong.splice(0)).toEqual([]);
});

const forgotten = () => emptied(database);

async function keep(
  entries: readonly string[],
  more: Partial<QuietIssueWanted> & {
    readonly as?: Client;
    readonly keys?: readonly [Uint8Array, ...Uint8Array[]];
    readonly without?: Set<string>;
  } = {},
): Promise<QuietIssueOutcome> {
  const context = {
    client: more.as ?? client,
    db: database.db,
    botLogin: "rung[bot]",
    keys: more.keys ?? ([key] as const),
    ...(more.without && { without: more.without }),
  };
  const name = { repository: { owner: "KusionStack", name: ".github", id: repo.id }, subject: "access" };
  const issue = await readQuietIssue(context, name);
  const body = entries.join("\n") || "Nothing differs.";
  return await issue.keep({ title: "What differs", body, told: entries.map(toldDigest), memory: { n: 1 }, ...more });
}

const issues = () => [...repo.subjects.values()].filter((one): one is Issue => one.kind === "issue");
const one = (): Issue => {
  const [only, ...others] = issues();
  if (only === undefined || others.length > 0) throw new Error(`${issues().length} issues`);
  return only;
};
const seen = () => [one().state, one().body.replace(/\n*<!--.*-->/s, "")];
const writes = () => sandbox.journal.since().filter(({ effect }) => effect === "write").length;

describe("a quiet issue", () => {
  it("is opened when there is something to say, edited in place, closed when there is nothing, and opened again", async () => {
    expect(await keep([])).toEqual({ kind: "kept", number: null, wrote: false });
    expect(await keep(["a"])).toMatchObject({ kind: "kept", wrote: true });
    expect(await keep(["a", "b"])).toMatchObject({ number: one().number, wrote: true });
    expect(seen()).toEqual(["open", "a\nb"]);
    await keep([]);
    expect(seen()).toEqual(["closed", "Nothing differs."]);
    await keep(["a"]);
    expect(seen()).toEqual(["open", "a"]);
    expect([one().comments, one().assignees]).toEqual([[], []]);
  });

  it("says the same without writing, at one request", async () => {
    await keep(["a"]);
    await keep(["a"]);
    const before = [writes(), sandbox.journal.counted(0).length];
    expect(await keep(["a"])).toMatchObject({ wrote: false });
    expect([writes(), sandbox.journal.counted(0).length]).toEqual([before[0], (before[1] ?? 0) + 1]);
  });

  it("where it found none, a process does not look again, until the database knows of one", async () => {
    const without = new Set<string>();
    await keep([], { without });
    const before = sandbox.journal.counted(0).length;
    await keep([], { without });
    expect(sandbox.journal.counted(0).length).toBe(before);
    await keep(["a"], { without });
    await keep(["a", "b"], { without });
    expect(seen()).toEqual(["open", "a\nb"]);
  });

  it("is found again without the database, with what it remembers, and by a key that was changed since", async () => {
    await keep(["a"]);
    await forgotten();
    const context = { client, db: database.db, botLogin: "rung[bot]", keys: [key] as const };
    const name = { repository: { owner: "KusionStack", name: ".github", id: repo.id }, subject: "access" };
    expect((await readQuietIssue({ ...context, keys: [key] }, name)).seal).toMatchObject({ memory: { n: 1 } });
    expect(await keep(["b"], { keys: [randomBytes(32), key] })).toMatchObject({ number: one().number });
    expect(seen()).toEqual(["open", "b"]);
  });

  it("a person's closing holds until there is something new", async () => {
    await keep(["a", "b"]);
    sandbox.world.as("SparkYuan").close(one());
    await keep(["a"]);
    expect(seen()).toEqual(["closed", "a"]);
    await forgotten();
    await keep(["a"]);
    expect(seen()).toEqual(["closed", "a"]);
    await keep(["a", "c"]);
    expect(seen()).toEqual(["open", "a\nc"]);
  });

  it("what went and came back is new; a person's reopening is left alone", async () => {
    await keep(["a", "b"]);
    sandbox.world.as("SparkYuan").close(one());
    await keep([]);
    sandbox.world.as("SparkYuan").reopen(one());
    await keep([]);
    expect(seen()).toEqual(["open", "Nothing differs."]);
    sandbox.world.as("SparkYuan").close(one());
    await keep(["a"]);
    expect(seen()).toEqual(["open", "a"]);
  });

  it("keeps its title to people, and writes over whatever they make of its text", async () => {
    await keep(["a"]);
    sandbox.world.as("SparkYuan").edit(one(), { title: "Ours", body: "gone" });
    expect(await keep(["a"])).toMatchObject({ number: one().number, wrote: true });
    expect([one().title, ...seen()]).toEqual(["Ours", "open", "a"]);
  });

  it.each(["octo-fan", "rung", "other-app[bot]"])("an issue of %s with its line copied is none", async (other) => {
    await keep(["a"]);
    sandbox.world.anyone(other);
    sandbox.world.as(other).openIssue({ repo: "KusionStack/.github", title: "Mine", body: one().body });
    await forgotten();
    await keep(["b"]);
    expect(issues().map(({ title, body }) => [title, body.startsWith("b")])).toEqual([
      ["What differs", true],
      ["Mine", false],
    ]);
  });

  it("R30: opened although the answer was lost, it is not opened again, by whichever process", async () => {
    sandbox.faults.add({ kind: "status-after", status: 502, times: 1, match: "POST /repos/{owner}/{repo}/issues" });
    await expect(keep(["a"])).rejects.toThrow("502");
    const tries = await Promise.all([keep(["a"]), keep(["a"])]);
    expect(tries.map(({ kind }) => kind)).toEqual(["kept", "kept"]);
    expect(seen()).toEqual(["open", "a"]);
  });

  it("R30: of two processes at once one opens it; the other waits for that", async () => {
    let looked = 0;
    const both = Promise.withResolvers<void>();
    const beside: Client = {
      ...client,
      rest: async (method, path, options) => {
        const answer = await client.rest(method, path, options);
        if (method !== "GET") return answer;
        looked += 1;
        if (looked === 2) both.resolve();
        await both.promise;
        return answer;
      },
    };
    const tries = await Promise.allSettled([keep(["a"], { as: beside }), keep(["a"], { as: beside })]);
    const waits = tries.flatMap((tried) => (tried.status === "rejected" ? [tried.reason] : []));
    expect(waits).toMatchObject([{ expected: true, retryAfter: expect.any(Number) }]);
    expect(seen()).toEqual(["open", "a"]);
  });

  it("R37: a list that does not show it yet opens no second one", async () => {
    await keep(["a"]);
    const late: Client = {
      ...client,
      rest: async (method, path, options) => {
        if (method !== "GET") return await client.rest(method, path, options);
        if (/issues\/\d/.test(path)) throw new Gone(path);
        return { ...(await client.rest(method, path, options)), data: [] };
      },
    };
    await expect(keep(["a"], { as: late })).rejects.toMatchObject({ expected: true });
    await expect(keep(["a", "b"], { as: late })).rejects.toMatchObject({ expected: true });
    await keep(["a", "b"]);
    expect(seen()).toEqual(["open", "a\nb"]);
  });

  it("two that were opened beside each other become one", async () => {
    await keep(["a"]);
    const { body, number } = one();
    sandbox.world.as("rung[bot]").openIssue({ repo: "KusionStack/.github", title: "Again", body });
    await forgotten();
    await keep(["a"]);
    expect(issues().map((issue) => [issue.state, issue.body.split("\n")[0]])).toEqual([
      ["open", "a"],
      ["closed", `This is said in #${number}.`],
    ]);
  });

  it("cannot be written: that is a sentence, and no crash", async () => {
    sandbox.faults.add({ kind: "status", status: 410, times: 1, match: "GET /repos/{owner}/{repo}/issues" });
    expect(await keep(["a"])).toEqual({
      kind: "cannot",
      why: "Issues are turned off in KusionStack/.github, or the app may not see them.",
    });
    sandbox.faults.add({ kind: "status", status: 403, times: 1, match: "POST /repos/{owner}/{repo}/issues" });
    expect(await keep(["a"])).toMatchObject({
      kind: "cannot",
      why: expect.stringContaining("lets the app write no issues"),
    });
    expect(await keep(["a"])).toMatchObject({ kind: "kept", wrote: true });
  });

  it("deleted, or moved away: it stays away until there is something new", async () => {
    await keep(["a"]);
    await keep(["a"]);
    const { number } = one();
    repo.subjects.delete(number);
    expect(await keep(["a"])).toMatchObject({ kind: "cannot", why: expect.stringContaining(`Issue ${number} of`) });
    expect(issues()).toEqual([]);
    expect(await keep(["a", "b"])).toMatchObject({ kind: "kept", wrote: true });
    expect(seen()).toEqual(["open", "a\nb"]);
  });

  it("is cut at a line where it would be longer than GitHub takes, and keeps its line", async () => {
    const body = Array.from({ length: 3_000 }, (_, at) => `- ${at} and some more words`).join("\n");
    await keep(["a"], { body });
    expect(one().body.length).toBeLessThan(65_536);
    expect(one().body).toContain("There is more than an issue holds.");
    await forgotten();
    expect(await keep(["a"])).toMatchObject({ number: one().number });
  });
});
