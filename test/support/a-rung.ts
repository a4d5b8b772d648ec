/** The whole bot in this process beside a sandbox's GitHub, and a wait until nothing is under way. */

import type { Database } from "../../src/database/database.ts";
import type { Environment } from "../../src/environment/environment.ts";
import { ghesUrls } from "../../src/environment/github-environment.ts";
import { DEFAULT_UPKEEP, type Upkeep } from "../../src/environment/upkeep.ts";
import type { Sandbox } from "../../src/sandbox/start.ts";
import { createLog, type Log } from "../../src/shared/log.ts";
import { type Rung, startRung } from "../../src/start.ts";
import { aDatabase } from "./a-database.ts";

export interface RungOptions {
  readonly openDatabase?: () => Promise<Database>;
  readonly log?: Log;
  /** The switch of giving access; absent: off. */
  readonly access?: Environment["access"];
}

/** Started, with the sandbox's webhooks going to it; its first look may still be under way. */
export async function aRung(
  sandbox: Pick<Sandbox, "host" | "appId" | "privateKey" | "webhookSecret" | "setWebhookUrl">,
  { openDatabase = aDatabase, log = createLog("silent"), access = "watch" }: RungOptions = {},
): Promise<Rung> {
  const rung = await startRung({
    environment: { ...environmentFor(sandbox.host), access },
    credentials: { appId: sandbox.appId, privateKey: sandbox.privateKey, webhookSecrets: [sandbox.webhookSecret] },
    openDatabase,
    log,
  });
  sandbox.setWebhookUrl(rung.webhookUrl);
  return rung;
}

/**
 * GitHub's log of deliveries is read at the start alone: a test that empties the database, or has webhooks lost, would else get back what
 * GitHub could not hand over wherever it happens to be after a quarter of a minute.
 */
const UPKEEP: Upkeep = { ...DEFAULT_UPKEEP, recoveryMs: 24 * 60 * 60_000, onceMoreMs: null };

/** The environment of a bot for the GitHub at that host. */
function environmentFor(githubHost: string): Environment {
  return {
    app: { kind: "sandbox" },
    ...ghesUrls("http", githubHost),
    host: "127.0.0.1",
    port: 0,
    logLevel: "silent",
    databaseUrl: null,
    dataDir: "",
    registryRepo: ".github",
    readyMaxLag: null,
    auditDays: 400,
    upkeep: UPKEEP,
    production: false,
    page: { base: "", signIn: null },
  };
}

/** How often is looked: what is over soon is seen soon, and who waits for seconds does not ask a hundred times in each. */
const FIRST_LOOK_MS = 5;
const MAX_LOOK_MS = 40;
/** In so many looks, one after the other, nothing was asked of GitHub: what a job writes brings new webhooks. */
const CALM_LOOKS = 3;

/**
 * Resolves when no webhook is under way and no job waits or runs. The database is asked last, and once where nothing more comes: each
 * time costs as much as a statement of the bot's own, and as long as GitHub is asked something or a job runs nothing is over.
 */
export async function quiet(
  sandbox: Pick<Sandbox, "settled" | "journal">,
  rung: Pick<Rung, "queue"> | null,
): Promise<void> {
  const patience = Date.now() + 60_000;
  let pause = FIRST_LOOK_MS;
  let seen = -1;
  let calm = 0;
  for (;;) {
    await sandbox.settled();
    let left = "GitHub is still asked something, or a job runs";
    const { last } = sandbox.journal;
    calm = last === seen && (rung?.queue.running() ?? 0) === 0 ? calm + 1 : 0;
    seen = last;
    if (calm === 0) pause = FIRST_LOOK_MS;
    if (calm >= CALM_LOOKS) {
      const { waiting, running } = (await rung?.queue.stats()) ?? { waiting: 0, running: 0 };
      if (waiting === 0 && running === 0 && sandbox.journal.last === seen) return;
      left = `still ${waiting} waiting and ${running} running`;
      pause = Math.min(pause * 1.3, MAX_LOOK_MS);
    }
    if (Date.now() > patience) throw new Error(left);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
