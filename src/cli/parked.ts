/** `rung parked`: what failed for good and waits for somebody; `--retry` and `--all` let it be tried again. */
import { parseArgs } from "node:util";
import { type ParkedDelivery, parkedDeliveries } from "../database/deliveries.ts";
import { retryParked } from "../queue/parked-deliveries.ts";
import { createLog } from "../shared/log.ts";
import { counted, type Io, misused } from "./command.ts";
import { type Env, withDatabase } from "./with-database.ts";

export const usage = "parked [--retry ID | --all] [--json]";
export const summary = "What failed for good: the error, the subject, since when; put back with --retry or --all.";

interface Asked {
  /** Ids to try again; `null`: all; empty: none, they are shown. */
  readonly retry: readonly string[] | null;
  readonly json: boolean;
}

/** 0: answered; 1: the database cannot be had, or an id is not parked; 2: used wrongly. */
export async function run(args: readonly string[], io: Io, env: Env = process.env): Promise<number> {
  const asked = options(args);
  if (typeof asked === "string") return misused(io, asked, usage);
  const writes = asked.retry === null || asked.retry.length > 0;
  return await withDatabase(io, env, { tables: ["deliveries"], writes }, async (database) => {
    if (asked.retry !== null && asked.retry.length === 0)
      return show(await parkedDeliveries(database.db), io, asked.json);
    const freed = await retryParked(database, createLog("silent"), asked.retry);
    const strangers = (asked.retry ?? []).filter((id) => !freed.includes(id));
    if (asked.json) io.out(JSON.stringify({ retried: freed, notParked: strangers }, null, 2));
    else
      io.out(
        `${counted(freed.length, "delivery").replace(/ys$/, "ies")} put back; a running Rung takes them up at once.`,
      );
    for (const id of strangers) io.err(`${id} is not parked; \`rung parked\` lists what is`);
    return strangers.length > 0 ? 1 : 0;
  });
}

function options(args: readonly string[]): Asked | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        retry: { type: "string", multiple: true },
        all: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    if (values.all && values.retry !== undefined) return "parked takes --retry or --all, not both";
    return { retry: values.all ? null : (values.retry ?? []), json: values.json };
  } catch (error) {
    return error instanceof Error ? error.message : "the options cannot be read";
  }
}

function show(parked: readonly ParkedDelivery[], io: Io, json: boolean): number {
  if (json) {
    const rows = parked.map(({ parkedAt, ...one }) => ({ ...one, parkedAt: new Date(parkedAt).toISOString() }));
    io.out(JSON.stringify(rows, null, 2));
    return 0;
  }
  if (parked.length === 0) io.out("Nothing is parked.");
  for (const { id, subject, cause, attempts, error, parkedAt } of parked) {
    const since = new Date(parkedAt)
      .toISOString()
      .replace("T", " ")
      .replace(/\.\d+Z$/, " UTC");
    io.out(
      `${id}  ${subject}  ${cause}, parked since ${since} after ${attempts} tries\n    ${oneLine(error ?? "no error was kept")}`,
    );
  }
  if (parked.length > 0) io.out("Once the cause is gone: rung parked --retry ID, or rung parked --all.");
  return 0;
}

/** An error's text may hold what somebody wrote: nothing of it steers the terminal. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}
