/** `rung audit`: what Rung decided and did, when, at whose cause, and why. Reads the database alone. */
import { parseArgs } from "node:util";
import { findAudit } from "../database/audit-entries.ts";
import type { StoredEntry } from "../model/audit-entry.ts";
import { durationFault, milliseconds } from "../shared/duration.ts";
import { type Io, misused } from "./command.ts";
import { type Env, withDatabase } from "./with-database.ts";

export const usage = "audit [--repo OWNER/NAME] [--number N] [--since 2h|DATE] [--limit N] [--json]";
export const summary = "What Rung decided and did, newest first: who caused it, and why.";

const DEFAULT_LIMIT = 50;
const MAX_COUNT = 10_000;

interface Asked {
  readonly repository: string | null;
  readonly number: number | null;
  readonly since: Date | null;
  readonly limit: number;
  readonly json: boolean;
}

/** 0: answered, though perhaps with nothing; 1: the database cannot be read; 2: used wrongly. */
export async function run(args: readonly string[], io: Io, env: Env = process.env, now = Date.now): Promise<number> {
  const asked = options(args, now());
  if (typeof asked === "string") return misused(io, asked, usage);
  return await withDatabase(io, env, { tables: ["audit"] }, async ({ db }) => {
    const entries = await findAudit(db, asked);
    if (asked.json) io.out(JSON.stringify(entries.map(asData), null, 2));
    else if (entries.length === 0) io.out("No entry matches.");
    else for (const entry of entries) io.out(asText(entry));
    return 0;
  });
}

function options(args: readonly string[], now: number): Asked | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        repo: { type: "string" },
        number: { type: "string" },
        since: { type: "string" },
        limit: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const since = values.since === undefined ? null : sinceOf(values.since, now);
    if (typeof since === "string") return since;
    if (values.repo !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(values.repo)) return "--repo takes OWNER/NAME";
    const number = values.number === undefined ? null : countOf(values.number, 2_147_483_647);
    const limit = countOf(values.limit ?? `${DEFAULT_LIMIT}`, MAX_COUNT);
    if (number === "none") return "--number takes the number of an issue or pull request";
    if (limit === "none") return `--limit takes a number from 1 to ${MAX_COUNT}`;
    return { repository: values.repo ?? null, number, since, limit, json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : "the options cannot be read";
  }
}

function countOf(text: string, most: number): number | "none" {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : "none";
}

/** A span back from now, or a day or time (UTC where it names no zone). */
function sinceOf(text: string, now: number): Date | string {
  if (durationFault(text) === null) return new Date(now - milliseconds(text));
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const isTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.test(text);
  const zoned = /(Z|[+-]\d{2}:\d{2})$/.test(text) || isDate ? text : `${text}Z`;
  const at = isDate || isTime ? new Date(zoned.replace(" ", "T")) : new Date(Number.NaN);
  return Number.isNaN(at.getTime()) ? "--since takes a span such as 2h or 7d, or a date such as 2026-11-24" : at;
}

function asData({ at, ...entry }: StoredEntry) {
  return { ...entry, at: new Date(at).toISOString() };
}

function asText(entry: StoredEntry): string {
  const { at, repository, number, headSha, what, detail, why, digest, version } = entry;
  const head = headSha === null ? "" : ` at ${headSha.slice(0, 7)}`;
  const subject = `${repository}${number === null ? "" : `#${number}`}${head}`;
  const when = new Date(at)
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, " UTC");
  const lines = [
    `${when}  ${subject}  ${what}${detailText(detail)}`,
    ...why.map((line) => `    ${shown(line)}`),
    `    by ${causeText(entry)}`,
    `    facts ${digest.slice(0, 16)}, Rung ${version}`,
  ];
  return lines.join("\n");
}

function detailText(detail: StoredEntry["detail"]): string {
  const parts = Object.entries(detail).filter(([, value]) => value !== null && value !== false);
  if (parts.length === 0) return "";
  return `: ${parts.map(([key, value]) => `${key} ${typeof value === "string" ? shown(value) : JSON.stringify(value)}`).join(", ")}`;
}

function causeText({ cause }: StoredEntry): string {
  const { deliveries, total, said, attempt } = cause;
  const events = deliveries.map(
    ({ id, cause: event, actor }) => `${actor === null ? "" : `${actor}, `}${event} (${id})`,
  );
  const more = total > deliveries.length ? [`and ${total - deliveries.length} more`] : [];
  const lines = said.map(({ by, line }) => `${by}: ${shown(line)}`);
  const again = attempt > 1 ? [`try ${attempt}`] : [];
  return [...events, ...more, ...lines, ...again].join("; ");
}

/** What people wrote must not steer somebody's terminal. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, " ");
}
