/** Runs Rung: against GitHub with the app's credentials, or against its own sandbox without any; and stops it on a signal. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { SetupSite } from "./cli/setup/setup-site.ts";
import { dataFolderFault } from "./database/data-folder.ts";
import { openDatabase } from "./database/open-database.ts";
import { credentialsPath } from "./environment/credentials-file.ts";
import { type Environment, readEnvironment } from "./environment/environment.ts";
import { secretsOf } from "./environment/secrets-of.ts";
import { messageOf } from "./environment/system-fault.ts";
import { collectGarbageWhenIdle } from "./server/idle-garbage.ts";
import { endInWords } from "./server/last-resort.ts";
import { watchNpm } from "./server/parent.ts";
import { createLog, type Log, scrubbed } from "./shared/log.ts";
import { type Rung, startRung } from "./start.ts";

/** Ends the process with sentences for people: what is wrong, and what to do. `hints`: possible reasons. */
function refuse(faults: readonly string[], hints: readonly string[] = [], secrets: readonly string[] = []): never {
  const lines = [...faults.map((fault) => `- ${fault}\n`), ...hints.map((hint) => `- Note: ${hint}\n`)];
  process.stderr.write(scrubbed(`Rung cannot start.\n${lines.join("")}`, secrets));
  process.exit(1);
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Resolves once webhooks are stored; ends the process, with a sentence for people, when that cannot be. */
export async function run(): Promise<void> {
  const reading = readEnvironment(process.env, (path) => readFileSync(path, "utf8"), dataFolderFault);
  if (reading.kind === "faulty") refuse(reading.faults, reading.warnings);
  const { environment, warnings } = reading;
  const secrets = secretsOf(environment, process.env);
  const log = createLog(environment.logLevel, undefined, secrets);
  endInWords(log);
  for (const warning of warnings) log.warn(warning);
  // Files of its own are nobody else's to read.
  process.umask(0o077);
  watchNpm(() => {
    // A terminal that was closed has told both.
    if (ending) return;
    log.info("ending: npm, which started this, is gone");
    process.kill(process.pid, "SIGTERM");
  });
  const starting = started(environment, log);
  endOnSignal(starting, log);
  const { rung } = await starting.catch((error: unknown) => refuse([sentence(messageOf(error))], warnings, secrets));
  if (ending) return;
  collectGarbageWhenIdle(rung.lastRunAt);
  process.stdout.write(`Rung listens at ${rung.url}\n`);
}

interface Started {
  readonly rung: Rung;
  stop(): Promise<void>;
}

async function started(environment: Environment, log: Log): Promise<Started> {
  if (environment.app.kind === "sandbox") return await startedBesideSandbox(environment, log);
  const { appId, privateKey, webhookSecrets } = environment.app;
  const rung = await startRung({
    environment,
    credentials: { appId, privateKey, webhookSecrets },
    openDatabase: () => openDatabase(environment, log),
    log,
  });
  return { rung, stop: () => rung.close() };
}

/** The sandbox has its own page at the root; the bot's is here. */
const STATUS = "/status";

/** The sandbox's world lives as long as the process; so does what the bot remembers of it. */
async function startedBesideSandbox(environment: Environment, log: Log): Promise<Started> {
  // Only here: the sandbox and its page are not loaded by a bot that has credentials.
  const { startBesideBot } = await import("./sandbox/beside-bot.ts");
  const { openMemory } = await import("./database/embedded.ts");
  const setup = await setupBeside(environment);
  const sandbox = await startBesideBot({ grants: environment.access === "grant" });
  const { apiUrl, graphqlUrl, webUrl } = sandbox.addresses;
  const rung = await startRung({
    // It is in this very process: what is set lies between Rung and GitHub.
    environment: {
      ...environment,
      apiUrl,
      graphqlUrl,
      webUrl,
      proxies: undefined,
      page: { base: STATUS, signIn: null },
    },
    credentials: sandbox.credentials,
    openDatabase: openMemory,
    log,
    extra: async (request, response) =>
      (await setup?.handle(request, response)) === true || (await sandbox.handlePage(request, response)),
  }).catch(async (error: unknown) => {
    await sandbox.close();
    throw error;
  });
  sandbox.connect({
    webhookUrl: rung.webhookUrl,
    statusUrl: `${rung.url}${STATUS}`,
    clockMoved: () => {
      rung.queue.runDueNow().catch((error: unknown) => log.warn({ err: error }, "what is due could not be looked at"));
    },
  });
  process.stdout.write(sandboxNotice(rung.url, setup));
  const stop = async () => {
    await rung.close();
    await sandbox.close();
  };
  return { rung, stop };
}

function sandboxNotice(url: string, setup: SetupSite | null): string {
  return [
    "",
    "  NO GITHUB CREDENTIALS: this is the sandbox.",
    "  Rung runs against a GitHub of its own on this machine; nothing leaves it, nothing reaches GitHub.",
    "  For the real GitHub set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET;",
    setup === null
      ? "  `rung setup` registers an app and stores them."
      : `  or register an app now, by a link that works once: ${url}${setup.link}`,
    "",
    `  Open ${url} and play anyone.`,
    "",
    "",
  ].join("\n");
}

/** Set-up is offered beside the sandbox if only this machine can open it. */
async function setupBeside({ host, access }: Environment): Promise<SetupSite | null> {
  if (!["127.0.0.1", "localhost", "::1"].includes(host)) return null;
  const { openSetup } = await import("./cli/setup/open-browser.ts");
  const site = openSetup(process.env, resolve(credentialsPath(process.env)), {
    webhookUrl: null,
    organization: null,
    name: null,
    access: access === "grant",
  });
  return typeof site === "string" ? null : site;
}

let ending = false;

/** How long a start that is under way is waited for, so that what it has opened is closed; a start that is itself waiting is not. */
const STARTING_MS = 5_000;

/** The first signal drains; a second one does not wait, unless it is a terminal's that was closed. */
function endOnSignal(starting: Promise<Started>, log: Log): void {
  let stop: (() => Promise<void>) | null = null;
  const up = starting.then(
    (begun) => {
      stop = begun.stop;
    },
    () => {},
  );
  const end = async (signal: string) => {
    if (stop === null) {
      log.info({ signal }, "ending before the start was complete: nothing was begun that another start would miss");
      await Promise.race([up, wait(STARTING_MS)]);
    } else log.info({ signal }, "ending: no new webhooks, running jobs end first");
    await stop?.();
  };
  const heard = (signal: string) => {
    if (ending && signal !== "SIGHUP") process.exit(1);
    if (ending) return;
    ending = true;
    end(signal).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "ending failed");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => heard(signal));
}
