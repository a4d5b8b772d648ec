/** One repository that is published into, and a processor that looks at it. */

import { expect, onTestFinished } from "vitest";
import { findPublishing } from "../../src/database/publishing.ts";
import { type Client, openGitHub } from "../../src/github/client/client.ts";
import { createProcessor } from "../../src/jobs/process.ts";
import type { Job } from "../../src/model/job.ts";
import type { Pull, Repo } from "../../src/sandbox/world/model.ts";
import { createLog } from "../../src/shared/log.ts";
import { exchangeFaults } from "../contract/github-description.ts";
import { aSandbox, aWorld } from "../sandbox/a-sandbox.ts";
import { aDatabase } from "../support/a-database.ts";

export const HOME = "KusionStack/.github";
export const MARKED = "# People\n<!-- rung:begin -->\n<!-- rung:end -->\nkept\n";
export const PEOPLE = "maintainers: [SparkYuan, ann]\napprovers: [ben]\n";
export const TABLE = "publish: [{ file: M.md, as: table, columns: [name] }]\n";

interface Begun {
  readonly registry?: string;
  /** Of the repository that is published into. */
  readonly files?: Readonly<Record<string, string>>;
  readonly repo?: string;
}

/** What happens before a request is sent. */
type Before = (method: string, path: string) => Promise<void> | void;

export async function begun({
  registry = `${TABLE}${PEOPLE}`,
  files = { "M.md": MARKED },
  repo: into = HOME,
}: Begun = {}) {
  const sandbox = await aSandbox({ world: aWorld({ registry }) });
  const exchanged: string[] = [];
  sandbox.onExchange((exchange) => exchanged.push(...exchangeFaults(exchange)));
  const { world, appId, privateKey, webhookSecret, installationId } = sandbox;
  const repo = world.repo(into);
  const spark = world.as("SparkYuan");
  if (Object.keys(files).length > 0) spark.commit(repo, "main", { files });
  const database = await aDatabase();
  const urls = { apiUrl: `${sandbox.url}/api/v3`, graphqlUrl: `${sandbox.url}/api/graphql` };
  const github = openGitHub({ ...urls, appId, privateKey });
  onTestFinished(async () => {
    github.close();
    await database.close();
  });
  const idle = async () => {};
  let before: Before = () => {};
  const installation = (id: number): Client => {
    const client = github.installation(id);
    return {
      ...client,
      rest: async (method, path, options) => {
        await before(method, path);
        return await client.rest(method, path, options);
      },
    };
  };
  const sent: Job[] = [];
  const handle = createProcessor({
    registryRepo: ".github",
    log: createLog("silent"),
    secrets: [webhookSecret],
    enqueue: async (jobs) => void sent.push(...jobs),
    later: idle,
    database,
    github: { ...github, installation },
    webUrl: sandbox.url,
  });
  const onRequest = (act: Before) => {
    before = act;
  };
  /** One look; the operations that it asked. */
  const look = async () => {
    const last = sandbox.journal.last;
    const repository = { owner: "KusionStack", name: repo.name, id: repo.id };
    await handle({
      subject: { kind: "publishing", repository },
      ...{ installationId, deliveries: [], notes: [], attempt: 1, signal: new AbortController().signal },
    });
    expect(exchanged).toEqual([]);
    return sandbox.journal.counted(last).map(({ operation }) => operation);
  };
  /** The registry's own look, as of a push that made this commit. */
  const pushed = async (sha: string, at = world.clock.now()) => {
    const { id } = world.repo(HOME);
    await handle({
      subject: { kind: "registry", repository: { owner: "KusionStack", name: ".github", id } },
      notes: [{ kind: "base", ref: "main", before: null, at, sha }],
      deliveries: [{ id: "1", event: "push", cause: "push", receivedAt: 0 }],
      ...{ installationId, attempt: 1, signal: new AbortController().signal },
    });
  };
  const notes = async () => (await findPublishing(database.db, repo.id))?.notes ?? [];
  const textAt = (path: string, branch = "rung/publish") =>
    world.git.text(world.git.filesAt(world.tip(repo, branch) ?? "").get(path) ?? "");
  const has = (path: string) => world.git.filesAt(world.tip(repo, "rung/publish") ?? "").has(path);
  return {
    onRequest,
    sandbox,
    world,
    repo,
    spark,
    look,
    pushed,
    notes,
    textAt,
    has,
    database,
    pulls: () => pullsIn(repo),
    sent,
  };
}

function pullsIn(repo: Repo): readonly Pull[] {
  return [...repo.subjects.values()].filter(
    (subject): subject is Pull => subject.kind === "pull" && subject.headRef === "rung/publish",
  );
}
