import { afterEach, describe, expect, it, vi } from "vitest";
import { kusionStack, PERMISSIONS } from "../../src/sandbox/kusionstack.ts";
import { startSandbox } from "../../src/sandbox/start.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import type { Installation, Issue, Pull } from "../../src/sandbox/world/model.ts";
import { createLog } from "../../src/shared/log.ts";
import { aStage, KUSION, labelsOn, REGISTRY, type Stage, saidByRung, statusOn, verdictOn } from "./stage.ts";

/** What Rung is to do asks for every permission. */
const RULES = `${REGISTRY}reviews: { request: 1, from: maintainers }
labels: { needs-approver: waits }
roles:
  contributors: {}
  approvers: { promotion: { sponsors: { min: 1, from: maintainers } } }
  maintainers: {}
`;

let stage: Stage;
let installation: Installation;
const lines: string[] = [];
afterEach(() => stage.close());

/** The app asks for everything; these the owner of the organisation has not accepted yet. */
async function without(...missing: readonly string[]): Promise<void> {
  lines.length = 0;
  const clock = steppingClock(Date.now(), 2_000);
  const on = await startSandbox({ world: kusionStack({ clock, registry: RULES, empty: true }) });
  const [only] = on.world.installations;
  if (only === undefined) throw new Error("the app is installed nowhere");
  installation = only;
  const left = Object.entries(PERMISSIONS).filter(([name]) => !missing.includes(name));
  installation.accepted = { permissions: Object.fromEntries(left), events: installation.app.events };
  stage = await aStage({ on, log: createLog("warn", { write: (line) => void lines.push(line) }) });
}

const by = (login: string) => stage.world.as(login);

interface Talk {
  readonly pull: Pull;
  readonly issue: Issue;
}

function aTalk(): Talk {
  const pull = by("octo-fan").openPull({ repo: KUSION, title: "x", files: { "pkg/engine/a.go": "package engine\n" } });
  const issue = by("octo-fan").openIssue({ repo: KUSION, title: "One" });
  by("someone").comment(pull, "/approve");
  by("hoangndst").comment(pull, "/retitle Another title");
  by("hoangndst").comment(issue, "/retitle Another one");
  by("SparkYuan").comment(issue, "/promote @octo-fan approver kusion");
  return { pull, issue };
}

/** What Rung did there. */
function done({ pull, issue }: Talk) {
  return {
    verdict: verdictOn(stage, pull),
    titles: [pull.title, issue.title],
    labels: labelsOn(pull),
    asked: pull.requestedReviewers.length,
    answers: saidByRung(pull).filter((said) => said.includes("I cannot take `/approve`")).length,
    isWelcome: statusOn(pull)?.includes("Welcome, octo-fan") ?? false,
    isCheckMissed: statusOn(pull)?.includes("check cannot be written") ?? false,
    promotions: saidByRung(issue).filter((said) => said.includes("Promotion: octo-fan")).length,
  };
}

const ALL = {
  verdict: "in_progress: Needs 1 approval: engine",
  titles: ["Another title", "Another one"],
  labels: ["area/engine", "waits"],
  asked: 1,
  answers: 1,
  isWelcome: true,
  isCheckMissed: false,
  promotions: 1,
};

/** Which permissions the log says are missing in the repository, in any order. */
function missed(): readonly unknown[] {
  const told = lines.map((line): { needs?: string; subject?: string } => JSON.parse(line));
  return told.flatMap(({ needs, subject }) => (subject?.startsWith(KUSION) ? (needs ?? []) : [])).toSorted();
}

/** Nothing is under way, or due: what waits, waits for the permission. */
async function calm(): Promise<void> {
  await stage.sandbox.settled();
  await vi.waitFor(async () => {
    const { running, lagSeconds } = await stage.rung.queue.stats();
    expect({ running, lagSeconds }).toEqual({ running: 0, lagSeconds: 0 });
  }, patient);
}

const patient = { timeout: 60_000, interval: 50 };

describe("R32: a permission that is missing stops only what needs it, is said once, and all is well once it is granted", () => {
  it.each<[string, Partial<Omit<typeof ALL, "verdict"> & { readonly verdict: string | null }>, readonly string[]]>([
    ["checks", { verdict: null, isCheckMissed: true }, ["checks: write"]],
    ["contents", {}, []],
    ["issues", { titles: ["Another title", "One"], promotions: 0 }, ["issues: write or pull_requests: write"]],
    ["members", {}, []],
    ["merge_queues", {}, []],
    ["pull_requests", { asked: 0 }, ["pull_requests: write"]],
    [
      "checks issues",
      { verdict: null, isCheckMissed: true, titles: ["Another title", "One"], promotions: 0 },
      ["checks: write", "issues: write or pull_requests: write"],
    ],
    [
      "issues pull_requests",
      { titles: ["x", "One"], promotions: 0, labels: [], asked: 0, answers: 0, isWelcome: false },
      ["issues: write or pull_requests: write", "pull_requests: write"],
    ],
  ])("%s", async (names, lacking, told) => {
    await without(...names.split(" "));
    const talk = aTalk();
    await vi.waitFor(() => expect(done(talk)).toEqual({ ...ALL, ...lacking }), patient);
    await vi.waitFor(() => expect(missed()).toEqual(told), patient);
    await calm();
    by("SparkYuan").acceptPermissions(installation);
    await vi.waitFor(() => expect(done(talk)).toEqual(ALL), patient);
    await stage.settled();
    expect({ done: done(talk), missed: missed() }).toEqual({ done: ALL, missed: told });
  });
});

it("R32: a private repository that the app may not read keeps no other of its installation from being looked at", async () => {
  await without("contents");
  const { world, sandbox, rung, kusion } = stage;
  kusion.private = true;
  const names = ["KusionStack/karpor", "KusionStack/kuperator", "KusionStack/controller-mesh"];
  sandbox.deliver({ lose: names.length });
  for (const repo of names) by("octo-fan").openPull({ repo, title: "x", files: { "a.go": "package a\n" } });
  await sandbox.settled();
  const subject = { kind: "sweep", repositories: [] } as const;
  await rung.queue.enqueue([{ installationId: installation.id, subject, cause: "sweep", notes: [] }]);
  await stage.settled();
  expect(names.map((repo) => [...world.repo(repo).checkRuns.values()].flat().length)).toEqual([1, 1, 1]);
});

describe("R32: an organisation that demands single sign-on", () => {
  it("is said once for what it is, and no permission is called missing", async () => {
    await without();
    stage.sandbox.faults.add({ kind: "sign-on", match: "/check-runs" });
    const talk = aTalk();
    await stage.settled();
    expect(done(talk).verdict).toBeNull();
    const said = lines.join("\n");
    expect(said).toContain("the organisation demands SAML single sign-on");
    expect(said).not.toMatch(/rung doctor|authorization_request/);
  });
});
