import { expect, it, onTestFinished, vi } from "vitest";
import { kusionStack, PERMISSIONS } from "../../src/sandbox/kusionstack.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import type { Issue } from "../../src/sandbox/world/model.ts";
import { aBot, type RunningBot } from "../support/a-bot.ts";
import { freshDatabase } from "../support/fresh-database.ts";

const MISSING = Array.from({ length: 5 }, (_, at) => `person-${at}`);
const REGISTRY = `areas: { kusion: { repos: [kusion] } }
maintainers: [SparkYuan]
approvers:
${MISSING.map((login) => `  - { login: ${login}, areas: [kusion] }\n`).join("")}access:
  mode: grant
  teams: { "{area}-approvers": approvers }
`;
const patient = { timeout: 120_000, interval: 20 };

it("R30, R68: killed in the middle of adding people, two processes ask nobody twice, forget nobody, and keep one issue", async () => {
  const permissions = { ...PERMISSIONS, members: "write" as const };
  const world = kusionStack({ registry: REGISTRY.replace("mode: grant", "mode: watch"), empty: true, permissions });
  const organization = world.actor("KusionStack");
  const home = world.repo("KusionStack/.github");
  for (const one of [home, world.repo("KusionStack/kusion")]) one.collaborators.clear();
  const { members } = world.organizations.of(organization);
  members.clear();
  members.set(world.anyone("SparkYuan"), "admin");
  // Every other one has to be invited.
  for (const [at, login] of MISSING.entries()) if (at % 2 === 0) members.set(world.anyone(login), "member");
  for (const login of MISSING) world.anyone(login);
  const description = "Kept by Rung from KusionStack/.github";
  const team = world.addTeam("KusionStack", "kusion-approvers", [], { description });
  world.addTeam("KusionStack", "others", ["octo-fan"]);
  const sandbox = await startSandbox({ world });
  const databaseUrl = await freshDatabase();
  const bots: RunningBot[] = [];
  onTestFinished(async () => {
    for (const bot of bots) await bot.kill();
    await sandbox.close();
  });
  const started = () => aBot(sandbox, databaseUrl, { RECOVERY_INTERVAL: "1s", ACCESS: "grant" });
  const puts = () =>
    sandbox.journal
      .since()
      .flatMap(({ method, path, status }) =>
        method === "PUT" && path.includes("/memberships/") && status < 300 ? [path.split("/").at(-1) ?? ""] : [],
      );
  bots.push(await started(), await started());
  let turn = 0;
  sandbox.setWebhookUrl(() => {
    turn += 1;
    return bots[turn % bots.length]?.webhookUrl ?? "";
  });
  sandbox.deliver({ concurrency: 4 });
  world.as("SparkYuan").pushRegistry(home, REGISTRY);
  await vi.waitFor(() => expect(puts().length).toBeGreaterThanOrEqual(2), patient);
  // Whichever is at it.
  await Promise.all(bots.map((bot) => bot.kill()));
  bots.splice(0, 2, await started(), await started());
  const asked = () => world.organizations.pending(organization, world.clock.now()).map(({ invitee }) => invitee?.login);
  const all = () => [...team.members.map(({ login }) => login), ...asked()].filter((login) => login !== undefined);
  await vi.waitFor(() => expect(new Set(all())).toEqual(new Set(MISSING)), patient);
  const done = puts();
  expect([done.length, new Set(done)]).toEqual([MISSING.length, new Set(MISSING)]);
  const writes = sandbox.journal.since().filter(({ effect, path }) => effect === "write" && path.startsWith("/orgs/"));
  expect(writes.map(({ method }) => method)).toEqual(done.map(() => "PUT"));
  const issues = [...home.subjects.values()].filter((one): one is Issue => one.kind === "issue");
  expect(issues.length).toBeLessThanOrEqual(1);
}, 400_000);
