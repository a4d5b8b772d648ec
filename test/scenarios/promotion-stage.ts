/** The whole bot and a world with a past that promotions can count; its database can be thrown away at any moment. */

import type { Persona } from "../../src/sandbox/acts/persona.ts";
import { kusionStack, registryText } from "../../src/sandbox/kusionstack.ts";
import { history, registryBeforeNomination } from "../../src/sandbox/kusionstack-history.ts";
import type { PlayedWorld } from "../../src/sandbox/played-world.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/start.ts";
import { steppingClock } from "../../src/sandbox/world/clock.ts";
import type { Issue, Pull, Subject } from "../../src/sandbox/world/model.ts";
import { createLog } from "../../src/shared/log.ts";
import type { Rung } from "../../src/start.ts";
import { aRung, quiet } from "../support/a-rung.ts";

export const HOME = "KusionStack/community";
export const DAY = 86_400_000;

export interface PromotionStage {
  readonly world: PlayedWorld;
  readonly sandbox: Sandbox;
  as(login: string): Persona;
  /** An issue of the community's repository, opened by SparkYuan, settled. */
  issue(body?: string): Promise<Issue>;
  /** A comment, and all that follows from it. */
  say(login: string, on: Subject, body: string): Promise<void>;
  settled(): Promise<void>;
  /** The world's clock goes on; nothing happens by itself. */
  pass(milliseconds: number): void;
  /** Looks that are due later are due now. */
  dueNow(): Promise<void>;
  /** Ends the bot and starts one with an empty database. */
  forget(): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** What the bot reads and writes since the last call. */
  requests(): readonly string[];
  /** The registry's text now. */
  registry(): string;
  close(): Promise<void>;
}

export async function aPromotionStage(
  options: {
    readonly registry?: string;
    readonly past?: boolean;
    /** By the machine's clock; else by one that stands still between acts. */
    readonly live?: boolean;
  } = {},
): Promise<PromotionStage> {
  const registry = options.registry ?? registryBeforeNomination(registryText());
  const clock = options.live === true ? {} : { clock: steppingClock(Date.now(), 2_000) };
  const world = kusionStack({ ...clock, registry, empty: true });
  if (options.past !== false) history(world);
  for (const repo of world.repos.values()) repo.protections.clear();
  const sandbox = await startSandbox({ world });
  let rung: Rung | null = null;
  let seen = sandbox.journal.last;

  async function start(): Promise<void> {
    rung = await aRung(sandbox, { log: createLog(process.env.LOUD ? "debug" : "silent") });
    await rung.firstLook;
    await settled();
  }
  async function stop(): Promise<void> {
    await rung?.close();
    rung = null;
    sandbox.setWebhookUrl(null);
  }
  const settled = () => quiet(sandbox, rung);
  const as = (login: string) => world.as(login);
  await start();
  return {
    ...{ world, sandbox, as, settled, start, stop },
    issue: async (body = "A promotion is talked about here.") => {
      const issue = as("SparkYuan").openIssue({ repo: HOME, title: "Promotion", body });
      await settled();
      return issue;
    },
    say: async (login, on, body) => {
      as(login).comment(on, body);
      await settled();
    },
    pass: (milliseconds) => world.clock.advance(milliseconds),
    dueNow: async () => await rung?.queue.runDueNow(),
    forget: async () => {
      await stop();
      await start();
    },
    requests: () => {
      const entries = sandbox.journal.counted(seen);
      seen = sandbox.journal.last;
      return entries.map((entry) => entry.operation);
    },
    registry: () => {
      const repo = world.repo("KusionStack/.github");
      return world.git.text(world.git.filesAt(world.tip(repo, "main") ?? "").get("roles.yaml") ?? "");
    },
    close: async () => {
      await stop();
      await sandbox.close();
    },
  };
}

/** The promotion's status comments there, oldest first. */
export function statuses(subject: Subject): readonly string[] {
  return said(subject).filter((body) => body.startsWith("<!-- rung:nomination"));
}

/** The one status comment, without its hidden lines. */
export function status(subject: Subject): string {
  const all = statuses(subject);
  if (all.length !== 1) throw new Error(`${all.length} status comments:\n${said(subject).join("\n---\n")}`);
  return (all[0] ?? "").replace(/<!--.*?-->/gs, "").trim();
}

/** Everything else the bot said. */
export function replies(subject: Subject): readonly string[] {
  return said(subject)
    .filter((body) => !body.startsWith("<!-- rung:nomination"))
    .map((body) => body.replace(/<!--.*?-->/gs, "").trim());
}

function said(subject: Subject): readonly string[] {
  return subject.comments.filter(({ author }) => author.login === "rung[bot]").map(({ body }) => body);
}

/** The open pull requests of the registry's repository, but for the one that publishes lists. */
export function registryPulls(stage: PromotionStage): readonly Pull[] {
  const repo = stage.world.repo("KusionStack/.github");
  return [...repo.subjects.values()].flatMap((one) =>
    one.kind === "pull" && one.state === "open" && one.headRef !== "rung/publish" ? [one] : [],
  );
}
