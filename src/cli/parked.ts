/** `rung parked`: deliveries that failed for good and wait for somebody; `--retry` and `--all` have them tried again. */

import { type ParkedDelivery, parkedDeliveries } from "../database/deliveries.ts";
import { retryParked } from "../queue/parked-deliveries.ts";
import { counted } from "../shared/counted.ts";
import { createLog } from "../shared/log.ts";
import type { Io, Machine } from "./command.ts";
import { oneLine } from "./terminal-text.ts";
import { withDatabase } from "./with-database.ts";

interface Asked {
  /** Ids to try again; empty, unless `all` are to be: none, they are shown. */
  readonly retry: readonly string[];
  readonly all: boolean;
  readonly json: boolean;
}

export async function run({ retry, all, json }: Asked, io: Io, machine: Machine): Promise<0 | 1> {
  const writes = all || retry.length > 0;
  return await withDatabase(io, machine, { tables: ["deliveries"], writes }, async (database) => {
    if (!writes) {
      show(await parkedDeliveries(database.db), io, json ? "json" : "text");
      return 0;
    }
    const freed = await retryParked(database, createLog("silent"), all ? null : retry);
    const strangers = retry.filter((id) => !freed.includes(id));
    if (json) io.out(JSON.stringify({ retried: freed, notParked: strangers }, null, 2));
    else
      io.out(
        freed.length === 0
          ? "Nothing was put back."
          : `${counted(freed.length, "delivery", "deliveries")} put back; a running Rung takes ${freed.length === 1 ? "it" : "them"} up at once.`,
      );
    for (const id of strangers) io.err(`${id} is not parked; \`rung parked\` lists what is`);
    return strangers.length > 0 ? 1 : 0;
  });
}

function show(parked: readonly ParkedDelivery[], io: Io, form: "json" | "text"): void {
  if (form === "json") {
    const rows = parked.map(({ parkedAt, ...one }) => ({ ...one, parkedAt: new Date(parkedAt).toISOString() }));
    io.out(JSON.stringify(rows, null, 2));
    return;
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
}
