/** `rung audit`: what Rung decided and did, when, for what cause, and why. Reads only the database. */

import { findAudit } from "../database/audit-entries.ts";
import type { StoredEntry } from "../model/audit-entry.ts";
import { ownLook } from "../server/page/decision-words.ts";
import { fullName, type RepositoryName } from "../shared/names.ts";
import type { Since } from "./arguments.ts";
import type { Io, Machine } from "./command.ts";
import { oneLine } from "./terminal-text.ts";
import { withDatabase } from "./with-database.ts";

const DEFAULT_LIMIT = 50;

interface Asked {
  readonly repo: RepositoryName | null;
  readonly number: number | null;
  readonly since: Since | null;
  readonly limit: number | null;
  readonly json: boolean;
}

export async function run({ repo, number, since, limit, json }: Asked, io: Io, machine: Machine): Promise<0 | 1> {
  const asked = {
    repository: repo === null ? null : fullName(repo),
    number,
    since: since === null ? null : dateOf(since),
    limit: limit ?? DEFAULT_LIMIT,
  };
  return await withDatabase(io, machine, { tables: ["audit"] }, async ({ db }) => {
    const entries = await findAudit(db, asked);
    if (json) io.out(JSON.stringify(entries.map(asData), null, 2));
    else if (entries.length === 0) io.out("No entry matches.");
    else for (const entry of entries) io.out(asText(entry));
    return 0;
  });
}

function dateOf(since: Since): Date {
  return new Date(since.kind === "at" ? since.at : Date.now() - since.ms);
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
    ...why.map((line) => `    ${oneLine(line)}`),
    `    by ${causeText(entry)}`,
    `    facts ${digest.slice(0, 16)}, Rung ${version}`,
  ];
  return lines.join("\n");
}

function detailText(detail: StoredEntry["detail"]): string {
  const parts = Object.entries(detail).filter(([, value]) => value !== null && value !== false);
  if (parts.length === 0) return "";
  return `: ${parts.map(([key, value]) => `${key} ${typeof value === "string" ? oneLine(value) : JSON.stringify(value)}`).join(", ")}`;
}

function causeText({ cause }: StoredEntry): string {
  const { deliveries, total, said, attempt } = cause;
  const events = deliveries.map(({ id, cause: event, actor }) => {
    const look = ownLook(event);
    return `${actor === null ? "" : `${actor}, `}${look === null ? `${event} (${id})` : `${look} (${event}, ${id})`}`;
  });
  const more = total > deliveries.length ? [`and ${total - deliveries.length} more`] : [];
  const lines = said.map(({ by, line }) => `${by}: ${oneLine(line)}`);
  const again = attempt > 1 ? [`try ${attempt}`] : [];
  return [...events, ...more, ...lines, ...again].join("; ");
}
