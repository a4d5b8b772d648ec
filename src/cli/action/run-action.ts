/** Handles one event of GitHub Actions from beginning to end, with the app's own code and a database that lives as long as the run. */

import { randomBytes } from "node:crypto";
import type { Database } from "../../database/database.ts";
import { type GitHub, tokenClient } from "../../github/client/client.ts";
import { Forbidden, GitHubError, lacksPermission, SignOnRequired } from "../../github/client/errors.ts";
import { httpTransport } from "../../github/client/transport.ts";
import { readPullsWithHead } from "../../github/read/listings.ts";
import { createProcessor } from "../../jobs/process.ts";
import type { Job } from "../../model/job.ts";
import type { Handle } from "../../queue/worker.ts";
import { parsedJson } from "../../shared/json-text.ts";
import { createLog } from "../../shared/log.ts";
import { standardOutput } from "../../shared/log-lines.ts";
import { unheeded } from "../terminal-text.ts";
import { type ActionEvent, actionEvent } from "./action-event.ts";
import type { ActionSettings } from "./action-settings.ts";
import { jobName, type RunJobs, runJobs } from "./run-jobs.ts";

interface ActionWorld {
  /** One line for whoever reads the run's log. */
  out(text: string): void;
  /** GitHub shows these at the run. */
  warn(text: string): void;
  error(text: string): void;
  readFile(path: string): string;
  /** Seconds. */
  wait(seconds: number): Promise<void>;
  /** Empty, and closed with the run. */
  openDatabase(): Promise<Database>;
}

const MAX_TRIES = 4;
/** GitHub asks for longer waits where a limit is used up; a run is not worth that. */
const MAX_WAIT_S = 90;

/** Resolves to the exit code: 0 handled or of no use, 1 not. */
export async function runAction(settings: ActionSettings, world: ActionWorld): Promise<0 | 1> {
  const payload = jsonOf(world, settings.eventPath);
  const { appId, botLogin } = settings;
  const known = { appId, botLogin, labelsOfInterest: () => null, showsPlainReview: () => true };
  const event = actionEvent(settings.eventName, payload, known);
  if (event.kind === "refused") {
    world.error(event.why);
    return 1;
  }
  if (event.kind === "ignored") {
    world.out(`Nothing to do: ${event.because}.`);
    return 0;
  }
  if (settings.recordKey === null)
    world.warn(
      "No record-key was given, so nothing is remembered from run to run: comments said before a push may not count, and a hold stays as its label until an approver releases it.",
    );
  return await handled(settings, world, event);
}

function jsonOf(world: ActionWorld, path: string): unknown {
  try {
    return parsedJson(world.readFile(path));
  } catch {
    return null;
  }
}

/** The event's job, then those it sends. */
async function handled(
  settings: ActionSettings,
  world: ActionWorld,
  event: Extract<ActionEvent, { kind: "job" }>,
): Promise<0 | 1> {
  const database = await world.openDatabase();
  const github = tokenGitHub(settings);
  const jobs = runJobs(event, (text) => world.out(text));
  const handle = handlerOf(settings, { database, github, jobs });
  try {
    jobs.enqueue(await firstJobs(event, github));
    let bad = 0;
    for (let next = jobs.next(); next !== null; next = jobs.next()) {
      if (next.inMs > 0) await world.wait(next.inMs / 1_000);
      const why = await attempted(handle, next.job, settings, world);
      if (why === null) world.out(`${next.job.cause}: ${jobName(next.job.subject)} looked at.`);
      else {
        bad += 1;
        world.error(`${jobName(next.job.subject)}: ${why}`);
      }
    }
    return bad === 0 ? 0 : 1;
  } finally {
    github.close();
    await database.close();
  }
}

interface RunParts {
  readonly database: Database;
  readonly github: GitHub;
  readonly jobs: RunJobs;
}

function handlerOf(settings: ActionSettings, { database, github, jobs }: RunParts): Handle {
  const secretTexts = [settings.token, settings.recordKey].filter((secret) => secret !== null);
  return createProcessor({
    registryRepo: settings.registryRepo,
    database,
    github,
    webUrl: settings.webUrl,
    log: createLog("warn", { write: (line) => standardOutput.write(unheeded(line)) }, secretTexts),
    // Nobody reads a log from day to day: every failure is one of the run.
    failures: { isFinal: () => false, lacksPermission: (_error): _error is never => false },
    // Without a key of its own a run signs with one that nobody knows, itself included, from the next run on.
    secrets: [settings.recordKey ?? randomBytes(32).toString("hex")],
    enqueue: async (sent) => jobs.enqueue(sent),
    later: async (job, inMs) => jobs.later(job, inMs),
  });
}

/** A review of a fork's pull request comes as a run on that one's head: not everything that is open has to be read for it. */
async function firstJobs(
  { job, repository, headSha }: Extract<ActionEvent, { kind: "job" }>,
  github: GitHub,
): Promise<readonly Job[]> {
  if (headSha === null) return [job];
  try {
    const numbers = await readPullsWithHead(github.installation(job.installationId), repository, headSha);
    const pulls = numbers.map((number): Job => ({ ...job, subject: { kind: "pull", repository, number } }));
    return pulls.length === 0 ? [job] : pulls;
  } catch (error) {
    // What lists everything meets the same failure, tries again and tells it.
    if (error instanceof GitHubError) return [job];
    throw error;
  }
}

/** `null`: done; else why not. */
async function attempted(
  handle: Handle,
  job: Job,
  settings: ActionSettings,
  world: ActionWorld,
): Promise<string | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await handle({
        subject: job.subject,
        installationId: job.installationId,
        notes: job.notes,
        deliveries: [{ id: "action", event: settings.eventName, cause: job.cause, receivedAt: 0 }],
        // A run that somebody repeats may have written before it failed.
        attempt: attempt + settings.attempt - 1,
        signal: new AbortController().signal,
      });
      return null;
    } catch (error) {
      const wait = error instanceof GitHubError ? (error.retryAfter ?? 2 ** attempt) : 2 ** attempt;
      const hopeless = error instanceof GitHubError && (!error.retryable || error instanceof Forbidden);
      if (hopeless || attempt >= MAX_TRIES || wait > MAX_WAIT_S) return reasonOf(error);
      await world.wait(wait);
    }
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!lacksPermission(error) || error instanceof SignOnRequired) return message;
  return `${message}. Give the workflow's job the permissions that docs/action.md lists.`;
}

/** One token for the one repository it was made for. */
function tokenGitHub({ apiUrl, graphqlUrl, proxies, token, appId, botLogin }: ActionSettings): GitHub {
  const transport = httpTransport(proxies);
  const client = tokenClient({ apiUrl, graphqlUrl, token, transport });
  return {
    app: client,
    installation: () => client,
    // A run keeps no pause of another: its memory began with it.
    keepPause: () => {},
    renewToken: () => {},
    appIdentity: async () => ({ slug: botLogin.replace(/\[bot\]$/, ""), botLogin, appId }),
    close: () => transport.close(),
  };
}
