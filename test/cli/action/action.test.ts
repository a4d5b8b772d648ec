import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { actionEvent } from "../../../src/cli/action/action-event.ts";
import { runOn } from "../../../src/cli/action.ts";
import type { Io } from "../../../src/cli/command.ts";
import { rung } from "../../../src/cli/rung.ts";
import { STATUS_MARKER } from "../../../src/commands/replies/status-comment.ts";
import type { Env } from "../../../src/environment/variables.ts";
import { openGitHub } from "../../../src/github/client/client.ts";
import type { PlayedWorld } from "../../../src/sandbox/played-world.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start.ts";
import { steppingClock } from "../../../src/sandbox/world/clock.ts";
import type { Pull } from "../../../src/sandbox/world/model.ts";
import { hasUse, toJob } from "../../../src/server/webhook/to-job.ts";
import { aListener, aWorld, KUSION } from "../../sandbox/a-sandbox.ts";
import { REGISTRY } from "../../scenarios/stage.ts";
import { allExamples, known } from "../../server/webhook/an-event.ts";
import { aDatabase } from "../../support/a-database.ts";
import { noBot } from "../no-bot.ts";

const RECORD_KEY = "a record key of this very test";

let world: PlayedWorld;
let sandbox: Sandbox;
let token: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "rung-action-"));
  world = aWorld({ registry: REGISTRY, clock: steppingClock(Date.now(), 2_000) });
  sandbox = await startSandbox({ world });
  token = await granted();
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true });
});

/** A token of the installation, as a workflow's job gets one by its permissions. */
async function granted(permissions?: Record<string, string>): Promise<string> {
  const urls = { apiUrl: `${sandbox.url}/api/v3`, graphqlUrl: `${sandbox.url}/api/graphql` };
  const github = openGitHub({ ...urls, appId: sandbox.appId, privateKey: sandbox.privateKey });
  const { data } = await github.app.rest("POST", `/app/installations/${sandbox.installationId}/access_tokens`, {
    body: permissions === undefined ? {} : { permissions },
  });
  github.close();
  return z.object({ token: z.string() }).parse(data).token;
}

type Run = (io: Io, env: Env) => Promise<number>;

/** As a workflow does, with a database in memory; that takes longer than all else. */
const asWorkflow: Run = (io, env) => rung(["action"], io, noBot, env);
const quickly: Run = (io, env) => runOn(aDatabase, io, env);

/** Runs the Action for an event as GitHub's webhook told it: Actions leave the installation out. */
async function acted(
  name: string,
  payload: Record<string, unknown>,
  more: Record<string, string> = {},
  run: Run = quickly,
) {
  const { installation: _, ...told } = payload;
  const path = join(folder, "event.json");
  writeFileSync(path, JSON.stringify(told));
  const out: string[] = [];
  const io = {
    out: (text: string) => out.push(text),
    err: (text: string) => out.push(text),
    readFile: (file: string) => readFileSync(file, "utf8"),
    cwd: folder,
  };
  const env = {
    ...{ GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: path, GITHUB_TOKEN: token },
    ...{ GITHUB_API_URL: `${sandbox.url}/api/v3`, GITHUB_GRAPHQL_URL: `${sandbox.url}/api/graphql` },
    ...{ RUNG_APP_ID: `${sandbox.appId}`, RUNG_BOT: sandbox.botLogin, RUNG_RECORD_KEY: RECORD_KEY, ...more },
  };
  const code = await run(io, env);
  const text = out.join("\n");
  // R27: whatever happened, no secret shows.
  expect(text).not.toContain(token);
  expect(text).not.toContain(RECORD_KEY);
  return { code, out: text };
}

/** The newest event of that name, as the sandbox's GitHub tells it. */
async function eventOf(name: string, act: () => unknown): Promise<Record<string, unknown>> {
  const { url } = await aListener();
  sandbox.setWebhookUrl(url);
  act();
  await sandbox.settled();
  sandbox.setWebhookUrl(null);
  const delivery = sandbox.webhooks.log.findLast(({ event }) => event === name);
  return z.record(z.string(), z.unknown()).parse(JSON.parse(delivery?.body ?? "{}"));
}

function verdict(pull: Pull): string | null {
  const last = pull.repo.checkRuns.get(pull.headSha)?.findLast(({ name }) => name === "rung");
  return last === undefined ? null : `${last.conclusion ?? last.status}: ${last.title}`;
}

function aPull(file: string): Pull {
  return world.as("octo-fan").openPull({ repo: KUSION, title: `feat: ${file}`, files: { [file]: "package engine\n" } });
}

const repository = () => ({
  id: world.repo(KUSION).id,
  name: "kusion",
  full_name: KUSION,
  owner: { login: "KusionStack" },
});
const schedule = () => ({ repository: repository(), sender: { login: "github", id: 1 }, schedule: "0 * * * *" });

describe("the Action", () => {
  it("an opened pull request from a fork, by pull_request_target: the check is written", async () => {
    let pull: Pull | undefined;
    const event = await eventOf("pull_request", () => {
      pull = aPull("pkg/engine/one.go");
    });
    if (pull === undefined) throw new Error("no pull request");
    expect(await acted("pull_request", event)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^::error title=Rung::.*can only read.*Use the event pull_request_target/),
    });
    expect(verdict(pull)).toBeNull();
    const { code, out } = await acted("pull_request_target", event, {}, asWorkflow);
    expect(out).toBe(`pull_request.opened: ${KUSION}#${pull.number} looked at.`);
    expect(code).toBe(0);
    expect(verdict(pull)).toBe("in_progress: Needs 1 approval: engine");
  });

  it("a review of a fork's pull request: by the schedule or a workflow_run, everything open is looked at", async () => {
    const pull = aPull("pkg/engine/two.go");
    const event = await eventOf("pull_request_review", () => world.as("hoangndst").review(pull, "APPROVE", ""));
    expect((await acted("pull_request_review", event)).out).toMatch(/workflow_run/);
    for (const name of ["workflow_run", "schedule"]) {
      const { code, out } = await acted(name, schedule());
      expect(out).toContain(`sweep: ${KUSION}#${pull.number} looked at.`);
      expect(code).toBe(0);
      expect(verdict(pull)).toBe("success: Approved: engine");
    }
  });

  it("a workflow_run tells a head: its pull requests are read, and no other that is open; a commit that is nobody's head: everything", async () => {
    aPull("pkg/engine/five.go");
    const pull = aPull("pkg/engine/six.go");
    await acted("schedule", schedule());
    world.as("hoangndst").review(pull, "APPROVE", "");
    const before = sandbox.journal.last;
    const told = await acted("workflow_run", { ...schedule(), workflow_run: { head_sha: pull.headSha } });
    expect(told).toEqual({ code: 0, out: `workflow_run: ${KUSION}#${pull.number} looked at.` });
    expect(verdict(pull)).toBe("success: Approved: engine");
    const reads = sandbox.journal.counted(before).map(({ operation }) => operation);
    expect(reads.slice(0, 2)).toEqual(["GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", "query Pull"]);
    expect(reads.filter((operation) => operation.startsWith("query"))).not.toContain("query OpenPulls");
    const other = await acted("workflow_run", { ...schedule(), workflow_run: { head_sha: "f".repeat(40) } });
    expect(other.out).toContain(`workflow_run: everything open in ${KUSION} looked at.`);
  });

  it("a command in a comment: obeyed once, also when the run is repeated, and remembered to the next run by the record key alone", async () => {
    const pull = aPull("pkg/engine/three.go");
    world.as("hoangndst").review(pull, "APPROVE", "");
    const event = await eventOf("issue_comment", () => world.as("hoangndst").comment(pull, "/hold until Monday"));
    expect((await acted("issue_comment", event)).code).toBe(0);
    expect(verdict(pull)).toMatch(/^action_required: Held by hoangndst/);
    const said = pull.comments.length;
    expect((await acted("issue_comment", event, { GITHUB_RUN_ATTEMPT: "2" })).code).toBe(0);
    expect(pull.comments).toHaveLength(said);
    const status = pull.comments.filter(({ body }) => body.startsWith(STATUS_MARKER));
    expect(status).toHaveLength(1);
    const hold = pull.comments.find(({ body }) => body.startsWith("/hold"));
    if (hold === undefined) throw new Error("no hold");
    world.as("hoangndst").deleteComment(hold);
    await acted("schedule", schedule());
    expect(verdict(pull)).toMatch(/^action_required: Held/);
    const without = await acted("schedule", schedule(), { RUNG_RECORD_KEY: "" });
    expect(without.out).toMatch(/^::warning title=Rung::No record-key was given, .*a hold stays as its label/);
    // Whose hold it was is forgotten; that it is one is not.
    expect(verdict(pull)).toBe("action_required: Held by the label");
  });

  it("what Rung has no use for: nothing is asked of GitHub, exit 0; what is no event: exit 1 with the reason", async () => {
    const before = sandbox.journal.last;
    expect(await acted("star", { ...schedule(), action: "created" })).toEqual({
      code: 0,
      out: "Nothing to do: Rung has no use for the event star.",
    });
    expect((await acted("issues", { action: "opened" })).out).toMatch(/names no repository/);
    expect((await acted("issue_comment", { ...schedule(), action: "created" })).out).toMatch(/not of GitHub's shape/);
    expect(sandbox.journal.last).toBe(before);
  });

  it("a token that may not write: the permissions are named, exit 1", async () => {
    const pull = aPull("pkg/engine/four.go");
    const event = await eventOf("pull_request", () =>
      world.as("octo-fan").push(pull, { files: { "pkg/engine/four.go": "package x\n" } }),
    );
    const reading = await granted({ contents: "read", issues: "write", pull_requests: "write", checks: "read" });
    const { code, out } = await acted("pull_request_target", event, { GITHUB_TOKEN: reading });
    expect(out).not.toContain(reading);
    expect(code).toBe(1);
    expect(out).toMatch(/^::error title=Rung::KusionStack\/kusion#\d+: .*Give the workflow's job the permissions/m);
  });

  it("settings that are missing or weak are told at once, without their values", async () => {
    const out: string[] = [];
    const io = { out: (text: string) => out.push(text), err: () => {}, readFile: () => "", cwd: "/" };
    expect(await rung(["action"], io, noBot, { RUNG_RECORD_KEY: "hunter2" })).toBe(1);
    expect(out).toHaveLength(3);
    expect(out.join()).not.toContain("hunter2");
  });
});

describe("an event of Actions", () => {
  it.each([...new Set(allExamples.map(({ event }) => event))])(
    "%s: every recorded example becomes what the app would make of it",
    (name) => {
      for (const { payload } of allExamples.filter(({ event }) => event === name)) {
        const { installation: _, ...told } = payload;
        const made = actionEvent(name, told, known);
        if (
          !hasUse(name) ||
          made.kind === "refused" ||
          ["schedule", "workflow_dispatch", "workflow_run", "repository_dispatch"].includes(name)
        )
          continue;
        const routing = toJob(name, { ...payload, installation: { id: 1 } }, known);
        // A token of one repository does not see who has access in the organisation.
        const isAccess = routing.kind === "job" && routing.job.subject.kind === "access-news";
        expect(made.kind).toBe(isAccess ? "ignored" : routing.kind);
        if (made.kind !== "job" || routing.kind !== "job") continue;
        const { subject } = routing.job;
        if (subject.kind === "registry" || subject.kind === "sweep") expect(made.job.subject.kind).toBe("sweep");
        else expect(made.job).toEqual(routing.job);
      }
    },
  );

  it("anything else is refused, and never thrown at", () => {
    for (const payload of [null, 1, "x", [], {}, { repository: null }, { repository: { id: "1" } }])
      expect(actionEvent("pull_request_target", payload, known).kind).toBe("refused");
  });
});

describe("action.yml", () => {
  const action = z
    .object({
      inputs: z.record(z.string(), z.object({ description: z.string() })),
      runs: z.object({
        using: z.literal("composite"),
        steps: z.array(z.object({ run: z.string().optional(), env: z.record(z.string(), z.string()).optional() })),
      }),
    })
    .parse(parse(readFileSync(new URL("../../../action.yml", import.meta.url), "utf8")));

  it("runs this entry, with each input as the variable that is read", () => {
    const last = action.runs.steps.at(-1);
    expect(last?.run).toMatch(/scripts\/rung\.mjs" action$/);
    expect(existsSync(new URL("../../../scripts/rung.mjs", import.meta.url))).toBe(true);
    const settings = readFileSync(new URL("../../../src/cli/action/action-settings.ts", import.meta.url), "utf8");
    for (const [variable, value] of Object.entries(last?.env ?? {})) {
      expect(settings).toContain(`  ${variable}: text`);
      expect(Object.keys(action.inputs)).toContain(/inputs\.([\w-]+)/.exec(value)?.[1]);
    }
    expect(Object.keys(last?.env ?? {})).toHaveLength(Object.keys(action.inputs).length);
  });

  it("puts no input into a shell's text", () => {
    for (const { run: script } of action.runs.steps) expect(script ?? "").not.toContain("${{");
  });
});
