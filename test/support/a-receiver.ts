/**
 * Everything that receives deliveries and passes them on, without a GitHub to ask: port, app, queue and a database of its own on the
 * server.
 */

import { createHmac } from "node:crypto";
import type { Database } from "../../src/database/database.ts";
import { openServer } from "../../src/database/postgres-server.ts";
import { type Queue, startQueue } from "../../src/queue/queue.ts";
import type { Handle } from "../../src/queue/worker.ts";
import { createApp } from "../../src/server/create-app.ts";
import { createMetrics } from "../../src/server/metrics.ts";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { createLog } from "../../src/shared/log.ts";
import { known } from "../server/webhook/an-event.ts";
import { aPrivateKey } from "./a-key.ts";
import { freshDatabase } from "./fresh-database.ts";

const SECRET = "the secret of this test";

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

export interface Receiver {
  /** The database's address. */
  readonly url: URL;
  readonly database: Database;
  readonly queue: Queue;
  readonly server: RunningServer;
  /** Sends a signed delivery. */
  sent(event: string, id: string, body: string): Promise<Answer>;
  close(): Promise<void>;
}

export async function aReceiver(handle: (database: Database) => Handle): Promise<Receiver> {
  const log = createLog("silent");
  const url = new URL(await freshDatabase());
  const database = await openServer(url.href, log);
  const queue = await startQueue({ database, log, handle: handle(database) });
  const app = await createApp({
    appId: known.appId,
    privateKey: aPrivateKey,
    webhookSecret: SECRET,
    apiUrl: "http://127.0.0.1:1/api/v3",
    database,
    queue,
    log,
    known: () => known,
  });
  const server = await startServer({
    host: "127.0.0.1",
    port: 0,
    secrets: () => [SECRET],
    receive: app.receive,
    notReadyReasons: async () => [await queue.storingFault()].filter((fault) => fault !== null),
    metrics: createMetrics(() => queue.stats()),
    log,
  });
  return {
    url,
    database,
    queue,
    server,
    sent: async (event, id, body) => {
      const headers = {
        "content-type": "application/json",
        "x-github-event": event,
        "x-github-delivery": id,
        "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
      };
      const answer = await fetch(server.webhookUrl, { method: "POST", headers, body });
      return { status: answer.status, retryAfter: answer.headers.get("retry-after"), text: await answer.text() };
    },
    close: async () => {
      await server.close();
      await queue.drain(1_000);
      await database.close();
    },
  };
}
