/**
 * A bot process for the kill tests: accepts deliveries from standard input, says on standard output what it handles, and dies
 * where it is told to. Run by killed.test.ts.
 */

import { openDatabase } from "../../src/database/open-database.ts";
import { startQueue } from "../../src/queue/queue.ts";
import { createLog } from "../../src/shared/log.ts";
import { aDelivery } from "./a-job.ts";

const [databaseUrl = "", dataDir = "", act = ""] = process.argv.slice(2);
const log = createLog("silent");
const database = await openDatabase({ databaseUrl: databaseUrl === "" ? null : databaseUrl, dataDir }, log);

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const queue = await startQueue({
  database,
  log,
  handle: async (work) => {
    say({ handling: work.deliveries.map(({ id }) => id), attempt: work.attempt });
    // Holding the claim for ever: the test kills this process meanwhile.
    if (act === "hang") await new Promise(() => {});
    say({ handled: work.deliveries.map(({ id }) => id) });
  },
});
say({ started: true });

for await (const chunk of process.stdin) {
  for (const line of String(chunk).split("\n").filter(Boolean)) {
    const [id = "", number = "1"] = line.split(" ");
    const [accepted] = await queue.accept([aDelivery(Number(number), id)]);
    say({ accepted, id });
  }
}
