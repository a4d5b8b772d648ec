/** The whole bot in this process against the sandbox's GitHub: signed webhooks in, checks and comments out. */

import { STATUS_MARKER } from "../../src/commands/replies/status-comment.ts";
import type { Database } from "../../src/database/database.ts";
import { kusionStack, PERMISSIONS } from "../../src/sandbox/kusionstack.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import type { CheckRun, Pull, Repo, Subject } from "../../src/sandbox/world/model.ts";
import { createLog, type Log } from "../../src/shared/log.ts";
import type { Rung } from "../../src/start.ts";
import { aDatabase } from "../support/a-database.ts";
import { aRung, quiet } from "../support/a-rung.ts";

/** hoangndst approves all of kusion, jemshad its docs, SparkYuan and liu-hm19 maintain; octo-fan is an outsider. */
export const REGISTRY = `version: 1
areas:
  kusion: { repos: [kusion] }
  engine: { repos: [kusion], paths: ["pkg/engine/**"] }
  docs: { repos: [kusion], paths: ["docs/**"] }
approval: { branches: { "release-*": { min: 2 } } }
maintainers:
  - SparkYuan
  - { login: liu-hm19, areas: [kusion] }
approvers:
  - { login: hoangndst, areas: [kusion] }
  - { login: jemshad, areas: [docs] }
`;

export const KUSION = "KusionStack/kusion";

export interface Stage {
  readonly world: PlayedWorld;
  readonly sandbox: Sandbox;
  readonly rung: Rung;
  readonly kusion: Repo;
  /** Resolves when no webhook is under way and no job waits. */
  settled(): Promise<void>;
  /** API requests since the last call that cost something: "query Pull", "POST /repos/{owner}/{repo}/check-runs". */
  requests(): readonly string[];
  close(): Promise<void>;
}

export interface StageOptions {
  /** Of the organisation; `null`: none anywhere. */
  readonly registry?: string | null;
  readonly log?: Log;
  readonly openDatabase?: () => Promise<Database>;
  /** One that runs already, where another bot served it before. */
  readonly on?: Sandbox;
  /** Who has an account besides the usual people. */
  readonly people?: readonly string[];
  /** Both where it runs and for the app; absent: nobody is given access. */
  readonly access?: "grant";
}

export async function aStage(options: StageOptions = {}): Promise<Stage> {
  const { registry = REGISTRY, log = createLog("silent"), openDatabase = aDatabase, access, people = [] } = options;
  const permissions = access === undefined ? PERMISSIONS : { ...PERMISSIONS, members: "write" as const };
  const clock = steppingClock(Date.now(), 2_000);
  const sandbox =
    options.on ?? (await startSandbox({ world: kusionStack({ clock, registry, empty: true, permissions }) }));
  const { world } = sandbox;
  for (const login of people) world.anyone(login);
  const rung = await aRung(sandbox, { openDatabase, log, access });
  const settled = () => quiet(sandbox, rung);
  await rung.firstLook;
  await settled();
  let seen = 0;
  const requests = () => {
    const entries = sandbox.journal.counted(seen);
    seen = sandbox.journal.last;
    return entries.map((entry) => entry.operation);
  };
  const close = async () => {
    await rung.close();
    await sandbox.close();
  };
  return { world, sandbox, rung, kusion: world.repo(KUSION), settled, requests, close };
}

/** The app's newest run of that name on the pull request's head, or on a commit. */
export function checkOn(stage: Stage, at: Pull | string, name = "rung"): CheckRun | null {
  const sha = typeof at === "string" ? at : at.headSha;
  const runs = [...stage.kusion.checkRuns.values()].flat().filter((run) => run.headSha === sha && run.name === name);
  return runs.toSorted((one, other) => other.id - one.id)[0] ?? null;
}

/** "success: Approved: kusion", "in_progress: Needs 1 approval: engine". */
export function verdictOn(stage: Stage, at: Pull | string, name?: string): string | null {
  const run = checkOn(stage, at, name);
  return run && `${run.conclusion ?? run.status}: ${run.title}`;
}

/** All the text of the check. */
export function reportOn(stage: Stage, at: Pull | string): string {
  const run = checkOn(stage, at);
  return `${run?.title}\n${run?.summary}\n${run?.text}`;
}

/** What the bot said there, its status comment left out. */
export function saidByRung(subject: Subject): readonly string[] {
  return byRung(subject).filter((body) => !body.startsWith(STATUS_MARKER));
}

/** The one status comment without its hidden lines; `null`: there is none. */
export function statusOn(subject: Subject): string | null {
  const all = byRung(subject).filter((body) => body.startsWith(STATUS_MARKER));
  if (all.length > 1) throw new Error(`${all.length} status comments`);
  return all[0]?.replace(/<!--.*?-->/gs, "").trim() ?? null;
}

function byRung(subject: Subject): readonly string[] {
  return subject.comments.filter((comment) => comment.author.login === "rung[bot]").map((comment) => comment.body);
}

export function labelsOn(subject: Subject): readonly string[] {
  return subject.labels.map((label) => label.name).toSorted((one, other) => (one < other ? -1 : 1));
}
