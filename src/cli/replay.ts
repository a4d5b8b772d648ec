/** `rung replay OWNER/REPO --since DATE`: what a registry would have made of the pull requests merged since. Nothing is written. */
import { parseArgs } from "node:util";
import { GitHubError } from "../github/client/errors.ts";
import type { Registry } from "../registry/registry-types.ts";
import { dateFault } from "../registry/spelling.ts";
import { type Instant, instant, type RepositoryName } from "../shared/names.ts";
import { accessTo, type Env, NO_ACCESS } from "./access.ts";
import { type Io, misused } from "./command.ts";
import { defaultRegistry } from "./default-registry.ts";
import { parsedFile } from "./registry-file.ts";
import { replay } from "./replay/replay-range.ts";
import { replayJson } from "./replay-json.ts";
import { replayText } from "./replay-text.ts";

export const usage =
  "replay OWNER/REPO --since DATE [--until DATE] [--registry FILE] [--extends FILE] [--most N] [--json]";

/** Pull requests looked at where --most does not say; some hundred requests at the worst. */
const MAX_COUNT = 300;
const DAY_MS = 86_400_000;

/** Needs what `rung explain` needs. 0: replayed; 1: nothing can be said; 2: used wrongly. */
export async function run(args: readonly string[], io: Io, env: Env = process.env): Promise<number> {
  const asked = options(args);
  if (typeof asked === "string") return misused(io, asked, usage);
  const file = asked.registry ?? defaultRegistry(io);
  const registry = registryOf(file, asked, io);
  if (registry === null) return 1;
  try {
    const access = await accessTo(asked.repository, env);
    if (access === null) return misused(io, NO_ACCESS, usage);
    const { repository, since, until, most } = asked;
    const result = await replay(access.client, { repository, registry, since, until, most });
    switch (result.kind) {
      case "absent":
        io.err(`${repository.owner}/${repository.name} is not there, or not for this token to see.`);
        return 1;
      case "unread-teams":
        io.err(`Who is in the registry's teams cannot be read, so nothing can be said: ${result.teams.join("; ")}`);
        return 1;
      case "replayed":
        io.out(asked.json ? JSON.stringify(replayJson(result, file), null, 2) : replayText(result, file).join("\n"));
        return 0;
    }
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    io.err(`GitHub did not answer in full, so nothing can be said: ${error.message}`);
    return 1;
  }
}

interface Asked {
  readonly repository: RepositoryName;
  readonly since: Instant;
  readonly until: Instant | null;
  readonly registry: string | null;
  readonly extended: string | null;
  readonly most: number;
  readonly json: boolean;
}

function options(args: readonly string[]): Asked | string {
  try {
    const text = { type: "string" } as const;
    const { values, positionals } = parseArgs({
      ...{ args: [...args], allowPositionals: true },
      options: { since: text, until: text, registry: text, extends: text, most: text, json: { type: "boolean" } },
    });
    const [, owner = "", name = ""] = /^([\w.-]+)\/([\w.-]+)$/.exec(positionals[0] ?? "") ?? [];
    if (owner === "" || positionals.length !== 1) return "replay takes one repository, as OWNER/REPO";
    if (values.since === undefined) return "replay needs --since, a day as YYYY-MM-DD";
    const fault = dateFault(values.since) ?? (values.until === undefined ? null : dateFault(values.until));
    if (fault !== null) return fault;
    const most = Number(values.most ?? MAX_COUNT);
    if (!Number.isInteger(most) || most < 1 || most > 5000) return "--most takes a number from 1 to 5000";
    return {
      repository: { owner, name },
      since: dayOf(values.since),
      // That day is part of the span.
      until: values.until === undefined ? null : dayOf(values.until) + DAY_MS,
      ...{ registry: values.registry ?? null, extended: values.extends ?? null, most, json: values.json ?? false },
    };
  } catch (error) {
    return error instanceof Error ? error.message : "the options cannot be read";
  }
}

function dayOf(day: string): Instant {
  return instant(`${day}T00:00:00Z`);
}

function registryOf(file: string, asked: Asked, io: Io): Registry | null {
  const read = parsedFile(io, file, asked.extended, asked.repository);
  if (read === null) return null;
  if (read.registry !== null && read.registry.extends === undefined) return read.registry;
  io.err(
    read.registry === null
      ? `${file} is faulty; \`rung check ${file}\` tells where`
      : `${file} extends another registry; give that with --extends`,
  );
  return null;
}
