import { chmodSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { roomFinding } from "../../../src/cli/doctor/machine.ts";
import { rung } from "../../../src/cli/rung.ts";
import { lockFolder } from "../../../src/database/folder-lock.ts";
import { writeCredentials } from "../../../src/environment/credentials-file.ts";
import type { PlayedWorld } from "../../../src/sandbox/played-world.ts";
import { type Sandbox, startSandbox } from "../../../src/sandbox/start.ts";
import { steppingClock } from "../../../src/sandbox/world/clock.ts";
import { createMetrics } from "../../../src/server/metrics.ts";
import { startServer } from "../../../src/server/server.ts";
import { aWorld, KUSION } from "../../sandbox/a-sandbox.ts";
import { aPrivateKey } from "../../support/a-key.ts";
import { silent } from "../../support/each-database.ts";
import { noBot } from "../no-bot.ts";

const REGISTRY = `areas:
  kusion: { repos: [kusion] }
  docs: { repos: [kusion], paths: ["docs/**"] }
approval: { branches: { "release-*": { min: 2 } } }
maintainers: [SparkYuan, liu-hm19, adohe]
approvers: [hoangndst, { team: KusionStack/go-reviewer }]
`;

const MIB = 1_048_576;

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Installation {
  readonly world: PlayedWorld;
  readonly sandbox: Sandbox;
  readonly folder: string;
  readonly env: Record<string, string>;
}

/** An installation with nothing to mend: Rung's own endpoint answers, and main and release branches wait for its checks. */
async function anInstallation(registry: string | null = REGISTRY): Promise<Installation> {
  const world = aWorld({ registry, clock: steppingClock(Date.now(), 0) });
  const sandbox = await startSandbox({ world });
  closing.push(() => sandbox.close());
  const server = await startServer({
    ...{ host: "127.0.0.1", port: 0, log: silent, secrets: () => [sandbox.webhookSecret] },
    receive: async () => ({ kind: "stored" }),
    notReadyReasons: async () => [],
    metrics: createMetrics(async () => null),
  });
  closing.push(() => server.close());
  sandbox.setWebhookUrl(server.webhookUrl);
  require(world, "release-0.15", [{ context: "rung (release-*)", appId: sandbox.appId }]);
  const folder = mkdtempSync(join(tmpdir(), "rung-doctor-"));
  closing.push(() => rmSync(folder, { recursive: true }));
  const env = {
    ...{ APP_ID: `${sandbox.appId}`, PRIVATE_KEY: sandbox.privateKey, WEBHOOK_SECRET: sandbox.webhookSecret },
    ...{ GHE_HOST: sandbox.host, GHE_PROTOCOL: "http", DATA_DIR: folder },
  };
  return { world, sandbox, folder, env };
}

function require(
  world: PlayedWorld,
  branch: string,
  requiredChecks: { context: string; appId: number | null }[],
  ruleset = false,
) {
  world.repo(KUSION).protections.set(branch, { requiredChecks, mergeQueue: false, ruleset });
}

const answer = z.object({
  ok: z.boolean(),
  findings: z.array(
    z.object({
      level: z.string(),
      check: z.string(),
      where: z.string(),
      what: z.string(),
      todo: z.string().nullable(),
    }),
  ),
});

async function asked(env: Record<string, string>, ...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (text: string) => out.push(text),
    err: (text: string) => err.push(text),
    readFile: (path: string) => readFileSync(path, "utf8"),
    cwd: "/",
  };
  const code = await rung(["doctor", ...args], io, noBot, env);
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/** What is not fine: "fail protection: does not wait…". */
async function faults(
  { env }: Pick<Installation, "env">,
  repository: string | null = KUSION,
): Promise<readonly string[]> {
  const { code, out } = await asked(env, ...(repository === null ? [] : [repository]), "--json");
  const { ok, findings } = answer.parse(JSON.parse(out));
  const bad = findings.filter(({ level }) => level !== "ok");
  expect(bad.filter(({ todo }) => todo === null)).toEqual([]);
  expect([ok, code]).toEqual(bad.some(({ level }) => level === "fail") ? [false, 1] : [true, 0]);
  return bad.map(({ level, check, where, what }) => `${level} ${check}: ${where}: ${what}`);
}

describe("rung doctor", () => {
  it("a sound installation: nothing to mend, exit 0, and a sentence for each thing looked at", async () => {
    const { env, sandbox } = await anInstallation();
    const { code, out } = await asked(env, KUSION);
    expect(out).not.toMatch(/FAIL|WARN/);
    expect(code).toBe(0);
    for (const part of [
      "knows the app",
      "clock agrees",
      "every permission",
      "every event",
      "Rung answers at",
      "has accepted",
    ])
      expect(out).toContain(part);
    for (const part of [
      "governs KusionStack/kusion",
      "2 members, listed",
      'waits for the check "rung"',
      "(release-*)",
      "makes each",
    ])
      expect(out).toContain(part);
    expect(out).toMatch(/0 to mend, 0 to look at, \d+ fine$/);
    expect(out).not.toContain(sandbox.webhookSecret);
    // It looks and changes nothing.
    expect(sandbox.journal.counted(0).filter(({ effect }) => effect === "write")).toEqual([]);
  });

  it("R4: tells who may approve by login alone, with the ids that would pin them, which is nothing to mend", async () => {
    const told = async (registry: string) => (await asked((await anInstallation(registry)).env, KUSION)).out;
    const plain = await told(REGISTRY);
    expect(plain).toMatch(
      /ok +KusionStack\/\.github, roles\.yaml: 4 people may approve by login alone, .*: \{ login: SparkYuan, id: \d+ \}, .* and \{ login: hoangndst, id: \d+ \}\./,
    );
    const [, id] = /\{ login: SparkYuan, (id: \d+) \}/.exec(plain) ?? [];
    const pinned = await told(REGISTRY.replace("[SparkYuan,", `[{ login: SparkYuan, ${id} },`));
    expect(pinned).toContain("3 people may approve by login alone");
    expect(await told("maintainers: [{ team: KusionStack/go-reviewer }]\n")).not.toContain("by login alone");
  });

  it("no credentials, or faulty ones: says which, before anything else", async () => {
    expect(await faults({ env: { DATA_DIR: "/nowhere" } })).toEqual([
      expect.stringMatching(/^fail settings: .*would start its sandbox/),
    ]);
    expect(
      await faults({ env: { APP_ID: "x", PRIVATE_KEY: aPrivateKey, WEBHOOK_SECRET: "a secret of this test" } }),
    ).toEqual([expect.stringMatching(/^fail settings: .*APP_ID is "x"/)]);
    expect((await asked({}, "a", "b")).code).toBe(2);
    expect((await asked({}, "no-repository")).code).toBe(2);
  });

  it("a key or an id that is not this app's: told, and what does not need GitHub is looked at all the same", async () => {
    const { env } = await anInstallation();
    expect(await faults({ env: { ...env, PRIVATE_KEY: aPrivateKey } })).toEqual([
      expect.stringMatching(/^fail credentials: .*refuses them/),
    ]);
    expect(await faults({ env: { ...env, APP_ID: "999999" } })).toEqual([
      expect.stringMatching(/^fail credentials: .*no app of this id/),
    ]);
    expect(await faults({ env: { ...env, GHE_HOST: "127.0.0.1:1" } })).toEqual([
      expect.stringMatching(/^fail credentials: .*did not answer/),
    ]);
  });

  it("each permission and event that is missing is named with what stops working; what is beyond need too", async () => {
    const installation = await anInstallation();
    const [app] = installation.world.apps;
    if (app === undefined) throw new Error("no app");
    const { members: _, ...permissions } = app.permissions;
    app.permissions = { ...permissions, issues: "read", administration: "write" };
    app.events = app.events.filter((event) => event !== "merge_group");
    const found = await faults(installation);
    expect(found).toContain(
      "fail permissions: app rung: the permission members: read is missing, which is for: teams that the registry names; teams, owners and invitations where it says who has access",
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^fail permissions: .*issues: write is missing, which is for: answers to commands/),
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^warn permissions: .*more than Rung needs: administration: write$/),
    );
    expect(found).toContain(
      "fail events: app rung: the event merge_group is not subscribed, so that Rung hears late of: the check on merge-queue commits",
    );
    expect(found).toContainEqual(expect.stringMatching(/^fail teams: .*go-reviewer: its members cannot be read/));
  });

  it("an installation that has not accepted, is suspended, or is nowhere", async () => {
    const installation = await anInstallation();
    const { world } = installation;
    const [app, [one]] = [world.apps[0], world.installations];
    if (app === undefined || one === undefined) throw new Error("no app");
    one.accepted = {
      permissions: { ...app.permissions, checks: "read" },
      events: app.events.filter((event) => event !== "push"),
    };
    expect(await faults(installation)).toEqual([
      "fail installations: installation at KusionStack: has not accepted what the app asks for: checks: write, event push",
    ]);
    delete one.accepted;
    one.suspendedAt = 1;
    expect(await faults(installation, null)).toEqual([expect.stringMatching(/^warn installations: .*suspended/)]);
    world.installations.length = 0;
    expect(await faults(installation, null)).toEqual([
      expect.stringMatching(/^fail installations: .*installed nowhere/),
    ]);
  });

  it("a repository that the app does not see", async () => {
    const installation = await anInstallation();
    expect(await faults(installation, "KusionStack/kusoin")).toEqual([
      "fail installations: KusionStack/kusoin: the app is not installed there, or the repository is archived",
    ]);
  });

  it("webhooks: no address, nobody there, somebody else there", async () => {
    const installation = await anInstallation();
    const { sandbox } = installation;
    sandbox.setWebhookUrl(null);
    expect(await faults(installation)).toEqual([expect.stringMatching(/^fail webhook: .*no webhook URL/)]);
    sandbox.setWebhookUrl("https://example.org/api/github/webhooks");
    expect(await faults(installation)).toEqual([expect.stringMatching(/^fail webhook: .*stands for nothing/)]);
    sandbox.setWebhookUrl("http://127.0.0.1:1/api/github/webhooks");
    expect(await faults(installation)).toContainEqual(expect.stringMatching(/^fail reachability: .*nothing answers/));
    const other = createServer((_request, response) => response.end("hello"));
    closing.push(() => void other.close());
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const address = other.address();
    sandbox.setWebhookUrl(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`);
    expect(await faults(installation)).toContainEqual(
      expect.stringMatching(/^fail reachability: .*not Rung answers .*\(status 200\)/),
    );
  });

  it("deliveries: the newest failing is to mend, an older one to look at; a second secret is named as the reason", async () => {
    const installation = await anInstallation();
    const { sandbox, world } = installation;
    const pull = world.as("octo-fan").openPull({ repo: KUSION, title: "feat: x", files: { "x.go": "package x\n" } });
    await sandbox.settled();
    sandbox.deliver({ drop: 1 });
    world.as("octo-fan").comment(pull, "hello");
    await sandbox.settled();
    expect(await faults(installation)).toEqual([
      expect.stringMatching(/^fail deliveries: .*1 of the last \d+ webhooks failed.*issue_comment, failed to connect/),
    ]);
    world.as("octo-fan").comment(pull, "hello again");
    await sandbox.settled();
    expect(await faults(installation)).toEqual([expect.stringMatching(/^warn deliveries: .*1 of the last/)]);
    const refusing = createServer((_request, response) => {
      response.statusCode = 401;
      response.end("the signature is missing or wrong");
    });
    closing.push(() => void refusing.close());
    await new Promise<void>((resolve) => refusing.listen(0, "127.0.0.1", resolve));
    const address = refusing.address();
    sandbox.setWebhookUrl(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`);
    world.as("octo-fan").comment(pull, "and again");
    await sandbox.settled();
    const { out } = await asked(installation.env, KUSION);
    expect(out).toMatch(/FAIL .*status 401\.\n +The secrets differ/);
  });

  it("deliveries: what arrives after one that could not be stored says nothing of that, unless it is of the same kind", async () => {
    const { sandbox, world, env } = await anInstallation();
    const refused = new Set(["issue_comment"]);
    const full = createServer((request, response) => {
      response.statusCode = refused.has(String(request.headers["x-github-event"])) ? 503 : 202;
      response.end();
    });
    closing.push(() => void full.close());
    await new Promise<void>((resolve) => full.listen(0, "127.0.0.1", resolve));
    const address = full.address();
    sandbox.setWebhookUrl(`http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`);
    const octoFan = world.as("octo-fan");
    const pull = octoFan.openPull({ repo: KUSION, title: "feat: x", files: { "x.go": "package x\n" } });
    octoFan.comment(pull, "not stored");
    await sandbox.settled();
    octoFan.openPull({ repo: KUSION, title: "feat: y", files: { "y.go": "package y\n" } });
    await sandbox.settled();
    expect((await asked(env, KUSION)).out).toMatch(/WARN .*status 503\.\n +Rung could not store it, .*ask \/readyz/);
    refused.clear();
    octoFan.comment(pull, "stored");
    await sandbox.settled();
    expect((await asked(env, KUSION)).out).toMatch(/WARN .*status 503\.\n +Later ones arrived/);
  });

  it("protection: not required, required from anybody, required from another app; by rulesets as well", async () => {
    const installation = await anInstallation();
    const { world, sandbox } = installation;
    require(world, "main", []);
    expect(await faults(installation)).toEqual([
      expect.stringMatching(/^fail protection: .*branch main: does not wait for the check "rung"/),
    ]);
    for (const ruleset of [false, true]) {
      require(world, "main", [{ context: "rung", appId: null }], ruleset);
      expect(await faults(installation)).toEqual([
        expect.stringMatching(/^warn protection: .*branch main: .*from anybody/),
      ]);
      require(world, "main", [{ context: "rung", appId: 15_368 }], ruleset);
      expect(await faults(installation)).toEqual([
        expect.stringMatching(/^fail protection: .*another app \(id 15368\), not of this one/),
      ]);
      require(world, "main", [{ context: "rung", appId: sandbox.appId }], ruleset);
      expect(await faults(installation)).toEqual([]);
    }
  });

  it("R38: asks for pull requests beside the required check, where a ruleset lets pushes in without one", async () => {
    const installation = await anInstallation();
    const { world, sandbox, env } = installation;
    const requiredChecks = [{ context: "rung", appId: sandbox.appId }];
    const rules = { requiredChecks, mergeQueue: false, ruleset: true };
    world.repo(KUSION).protections.set("main", { ...rules, pullRequests: false });
    expect(await faults(installation)).toEqual([
      expect.stringMatching(/^warn protection: .*branch main: takes pushes without a pull request/),
    ]);
    expect((await asked(env, KUSION)).out).toContain('Tick "Require a pull request before merging"');
    world.repo(KUSION).protections.set("main", rules);
    expect(await faults(installation)).toEqual([]);
    require(world, "main", requiredChecks);
    expect((await asked(env, KUSION)).out).toContain('see that "Require a pull request before merging" is ticked');
  });

  it("R73: says where a ruleset's own approvals leave a lowering without effect", async () => {
    const line = "approval: { when: [{ author: deps, only: [go.sum], min: 0 }], ";
    const lowering = `bots: { deps: ["dependabot[bot]"] }\n${REGISTRY.replace("approval: { ", line)}`;
    const installation = await anInstallation(lowering);
    const { world, sandbox } = installation;
    const rules = { requiredChecks: [{ context: "rung", appId: sandbox.appId }], mergeQueue: false, ruleset: true };
    world.repo(KUSION).protections.set("main", { ...rules, approvals: 1 });
    expect(await faults(installation)).toEqual([
      expect.stringMatching(
        /^warn protection: .*branch main: a ruleset asks for 1 approval by itself.*lets nothing in sooner/,
      ),
    ]);
    world.repo(KUSION).protections.set("main", rules);
    expect(await faults(installation)).toEqual([]);
    const plain = await anInstallation();
    plain.world.repo(KUSION).protections.set("main", {
      ...rules,
      requiredChecks: [{ context: "rung", appId: plain.sandbox.appId }],
      approvals: 1,
    });
    expect(await faults(plain)).toEqual([]);
  });

  it("R16: a branch with a rule of its own must wait for that rule's check; with mode: advise nothing need wait", async () => {
    const installation = await anInstallation();
    const { world, sandbox } = installation;
    require(world, "release-0.15", [{ context: "rung", appId: sandbox.appId }]);
    expect(await faults(installation)).toEqual([
      expect.stringMatching(
        /^fail protection: .*branch release-0.15: does not wait for the check "rung \(release-\*\)"/,
      ),
    ]);
    const advising = await anInstallation(`${REGISTRY}mode: advise\n`);
    require(advising.world, "main", []);
    expect(await faults(advising)).toEqual([]);
  });

  it("the two switches of giving access: with one of them, which is missing; with both, the permission; with none, nothing", async () => {
    const granting = `${REGISTRY}access: { mode: grant, teams: { kusion-approvers: approvers } }\n`;
    const registry = await anInstallation(granting);
    const one = /^warn access: KusionStack\/\.github, roles\.yaml: says mode: grant, and ACCESS=grant is not set/;
    expect(await faults(registry)).toEqual([expect.stringMatching(one)]);
    const both = { env: { ...registry.env, ACCESS: "grant" } };
    expect(await faults(both)).toEqual([
      expect.stringMatching(/^fail permissions: .*members: write is missing, which is for: .*ACCESS=grant/),
    ]);
    const [app] = registry.world.apps;
    if (app === undefined) throw new Error("no app");
    app.permissions = { ...app.permissions, members: "write" };
    expect(await faults(both)).toEqual([]);
    expect(await faults(registry)).toEqual([
      expect.stringMatching(/^warn permissions: .*more than Rung needs: members: write$/),
      expect.stringMatching(one),
    ]);
    const watching = await anInstallation(granting.replace("grant", "watch"));
    expect(await faults(watching)).toEqual([]);
    expect(await faults({ env: { ...watching.env, ACCESS: "grant" } })).toEqual([
      expect.stringMatching(/^fail permissions: /),
      expect.stringMatching(/^warn access: the environment: .*no registry that was looked at says mode: grant/),
    ]);
  });

  it("R84: what was perhaps meant as a registry, by another name or as a folder", async () => {
    const installation = await anInstallation(null);
    const kusion = installation.world.repo(KUSION);
    const files = { "roles.yml": "maintainers: [ann]\n", ".github/roles.yaml/x": "" };
    installation.world.as("SparkYuan").commit(kusion, kusion.defaultBranch, { files, message: "Add roles" });
    const found = (await faults(installation)).filter((line) => line.includes("is no registry to Rung"));
    expect(found).toEqual([
      expect.stringMatching(/^warn registry: .*kusion: roles\.yml is no registry/),
      expect.stringMatching(/^warn registry: .*kusion: the folder \.github\/roles\.yaml is no registry/),
    ]);
  });

  it("R84: a second registry, which is not read beside the first", async () => {
    const installation = await anInstallation("maintainers: [SparkYuan, adohe]\n");
    const place = installation.world.repo("KusionStack/.github");
    const files = { ".github/roles.yaml": "maintainers: [ann]\n" };
    installation.world.as("SparkYuan").commit(place, place.defaultBranch, { files, message: "Add roles" });
    expect(await faults(installation)).toContainEqual(
      expect.stringMatching(
        /^warn registry: .*KusionStack\/\.github, \.github\/roles\.yaml is there too, and is not read/,
      ),
    );
  });

  it("the registry: none, faults and warnings with their places", async () => {
    expect(await faults(await anInstallation(null))).toEqual([
      expect.stringMatching(/^warn registry: .*no roles.yaml governs it/),
    ]);
    expect(await faults(await anInstallation("maintainer: [SparkYuan, adohe]\n"))).toEqual([
      expect.stringMatching(
        /^fail registry: KusionStack\/\.github, roles.yaml: line 1, column 1: unknown key "maintainer"/,
      ),
    ]);
    expect(await faults(await anInstallation("maintainers: [SparkYuan]\napproval: { min: 3 }\n"))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^warn registry: .*need 3 approvals .*only 1 person/)]),
    );
  });

  it("teams: not there, secret, empty, and too few people with all their members", async () => {
    const installation = await anInstallation(`areas: { core: { repos: [kusion], exclusive: true } }
maintainers: [SparkYuan, adohe]
approvers: [{ team: KusionStack/go-reviewer, areas: [core] }, { team: KusionStack/gone }]
approval: { min: 3 }
`);
    const [team] = installation.world.teams.filter(({ slug }) => slug === "go-reviewer");
    if (team === undefined) throw new Error("no team");
    team.privacy = "secret";
    const first = await faults(installation);
    expect(first).toContainEqual(
      expect.stringMatching(/^fail teams: .*team KusionStack\/gone: its members cannot be read/),
    );
    expect(first).toContainEqual(
      expect.stringMatching(/^warn teams: .*team KusionStack\/go-reviewer: is secret, and Rung names its 2 members/),
    );
    installation.world.addTeam("KusionStack", "gone", []);
    const second = await faults(installation);
    expect(second).toContainEqual(expect.stringMatching(/^warn teams: .*team KusionStack\/gone: has no members/));
    expect(second).toContainEqual(
      expect.stringMatching(
        /^warn people: .*area core needs 3 of approvers, and with its teams only 2 people hold that there/,
      ),
    );
  });

  it("labels: GitHub's grey where Rung has a colour, another colour where the registry says one", async () => {
    const installation = await anInstallation(`${REGISTRY}labels: { colors: { lgtm: "123456" } }\n`);
    const kusion = installation.world.repo(KUSION);
    installation.world.addLabel(kusion, "approved", "ededed", null);
    installation.world.addLabel(kusion, "lgtm", "ffffff", null);
    expect(await faults(installation)).toEqual([
      `warn labels: ${KUSION}: the label approved is #ededed, GitHub's grey, where Rung would give it #0e8a16`,
      `warn labels: ${KUSION}: the label lgtm is #ffffff, where the registry says #123456`,
    ]);
  });

  it("the clock of this machine", async () => {
    const installation = await anInstallation();
    installation.world.clock.advance(120_000);
    expect(await faults(installation)).toContainEqual(
      expect.stringMatching(/^warn clock: this machine: its clock is 1[12]\d s behind GitHub's/),
    );
  });

  it("the database: a folder that is in use, one that is no folder of ours to write; a server that is not there, without its password", async () => {
    const installation = await anInstallation();
    const { env, folder } = installation;
    const lock = await lockFolder(folder, silent);
    expect((await asked(env, KUSION)).out).toContain("in use by a running Rung");
    await lock.release();
    const gone = { ...env, DATABASE_URL: "postgres://rung:hunter2@127.0.0.1:1/rung" };
    const { out, code } = await asked(gone, KUSION);
    expect(code).toBe(1);
    expect(out).toMatch(/FAIL {2}PostgreSQL at 127\.0\.0\.1:1\/rung: does not answer: .*ECONNREFUSED/);
    expect(out).not.toContain("hunter2");
  });

  it("a disk without room for the embedded database is to mend, one that soon has none to look at", () => {
    const told = (bytes: number) => roomFinding("/var/lib/rung", bytes);
    expect(told(65 * MIB)).toBeNull();
    expect(told(63.5 * MIB)).toMatchObject({
      ...{ level: "warn", what: expect.stringContaining("its disk has room for 63 MB more") },
      todo: "Make room there, or set DATA_DIR to another place.",
    });
    for (const bytes of [0, MIB - 1])
      expect(told(bytes)).toMatchObject({
        ...{ level: "fail", what: expect.stringContaining("nothing can be written there: its disk is full (ENOSPC)") },
        todo: "Make room there, or set DATA_DIR to another place.",
      });
  });

  it("the file of credentials: read without any environment, and told when others can read it", async () => {
    const { sandbox, folder } = await anInstallation();
    const path = join(folder, "credentials.json");
    writeCredentials(path, {
      ...{ github: sandbox.url, appId: sandbox.appId, slug: "rung", clientId: "Iv1.x", clientSecret: "client-secret" },
      ...{ webhookSecret: sandbox.webhookSecret, privateKey: sandbox.privateKey },
    });
    const env = { DATA_DIR: folder };
    expect(await faults({ env })).toEqual([]);
    chmodSync(path, 0o644);
    expect(await faults({ env })).toEqual([
      `warn credentials-file: ${path}: others on this machine can read it, or change it`,
    ]);
    expect((await asked(env, KUSION)).out).not.toMatch(/client-secret|BEGIN/);
  });
});
