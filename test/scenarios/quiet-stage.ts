/** A stage on which months pass: people whom the registry looks for, some of whom do nothing. */

import { commandNames } from "../../src/commands/index.ts";
import { parseRegistry } from "../../src/commands/read-registry.ts";
import { LOOK_TITLE } from "../../src/registry/inactivity/rules.ts";
import type { Issue, Pull, Repo } from "../../src/sandbox/world/model.ts";
import { aStage, type Stage } from "./stage.ts";

const DAY = 86_400_000;

export interface QuietStage {
  readonly stage: Stage;
  readonly home: Repo;
  /** Where people do something. */
  readonly talk: Pull;
  /** The proposals, oldest first. */
  proposals(): readonly Pull[];
  /** Logins of whom open proposals ask. */
  asked(): readonly string[];
  checkOf(pull: Pull): string | undefined;
  /** The issue that tells who was not seen. */
  told(): string;
  /** So many days pass in which these people do something; what is due is done. */
  later(days: number, active: readonly string[]): Promise<void>;
  look(): Promise<void>;
  sweep(): Promise<void>;
}

/** After a first look, which only tells. Everybody whom the registry names has an account. */
export async function aQuietStage(registry: string): Promise<QuietStage> {
  const source = { repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "" };
  const people = parseRegistry(registry, source, { knownCommands: commandNames }).registry?.people ?? [];
  const stage = await aStage({ registry, people: people.map(({ login }) => login) });
  const { world, rung, sandbox } = stage;
  const home = world.repo("KusionStack/.github");
  const talk = world.as("SparkYuan").openPull({ repo: "KusionStack/kusion", title: "Talk", files: { "a.md": "a" } });
  await stage.settled();
  const repository = { owner: "KusionStack", name: ".github", id: home.id };
  const proposals = (): readonly Pull[] =>
    [...home.subjects.values()].filter(
      (one): one is Pull => one.kind === "pull" && one.headRef.startsWith("rung/retire-"),
    );
  const { installationId } = sandbox;
  const asked = ({ title }: Pull) => /^Ask (\S+)/.exec(title)?.[1] ?? "";
  return {
    stage,
    home,
    talk,
    proposals,
    asked: () => proposals().flatMap((pull) => (pull.state === "open" ? [asked(pull)] : [])),
    checkOf: ({ headSha }) => {
      const run = home.checkRuns.get(headSha)?.at(-1);
      return run && `${run.conclusion ?? run.status}: ${run.title}`;
    },
    told: () =>
      [...home.subjects.values()].find((one): one is Issue => one.kind === "issue" && one.title === LOOK_TITLE)?.body ??
      "",
    later: async (days, active) => {
      world.clock.advance(days * DAY);
      for (const login of active) world.as(login).comment(talk, `${days} days later.`);
      await stage.settled();
      await rung.queue.runDueNow();
      // What was due is done before anybody does more: else it is chance which of the two is seen by the other.
      await stage.settled();
    },
    look: async () => {
      const subject = { kind: "inactivity", repository } as const;
      await rung.queue.enqueue([{ installationId, subject, cause: "inactivity.look", notes: [] }]);
      await stage.settled();
    },
    sweep: async () => {
      const subject = { kind: "sweep", repositories: [repository] } as const;
      await rung.queue.enqueue([{ installationId, subject, cause: "sweep.round", notes: [] }]);
      await stage.settled();
    },
  };
}
