/**
 * The connections to a PostgreSQL server, which end without warning (R88): each is listened to for its whole life, and those from
 * before a failover, a network that fell silent or a pooler's mistake are replaced and not used again.
 */

import pg from "pg";
import { driverUrl } from "../environment/database-environment.ts";
import { failureKind } from "../shared/failure-kind.ts";
import type { Log } from "../shared/log.ts";
import { statementLanes } from "./lanes.ts";

export interface ServerPool {
  connect(): Promise<pg.PoolClient>;
  query(statement: pg.QueryConfig): Promise<pg.QueryResult>;
  /** The same for one of those that run for every event; see lanes.ts. */
  queryInLane(statement: pg.QueryConfig): Promise<pg.QueryResult>;
  /** Called with each failed statement, whoever ran it. */
  failed(error: unknown): void;
  end(): Promise<void>;
}

/** int8: ids and counts far below 2^53; pg would give strings. */
const INT8 = 20;

/** Another way of the network is as good as any: a sender of webhooks waits ten seconds. */
const CONNECT_MS = 5_000;

/** `statementMs`: a statement that is not answered in this time has lost its connection; `null`: no limit. */
export function serverPool(url: string, log: Log, statementMs: number | null): ServerPool {
  const connecting: pg.ClientConfig = {
    connectionString: driverUrl(url),
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    application_name: "rung",
    ...(statementMs !== null && { query_timeout: statementMs }),
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        oid === INT8 ? Number : pg.types.getTypeParser(oid, format),
    },
  };
  // Only a delivery must be on disk before it is answered (queue/boss.ts asks for it). Anything else that a power cut
  // undoes is done again, so nothing else waits for the disk.
  const onConnect = async (client: pg.ClientBase) => {
    await client.query("set synchronous_commit to off");
  };
  const pool = new pg.Pool({ ...connecting, max: 8, onConnect });
  const born = new WeakMap<object, number>();
  let oldest = Number.NEGATIVE_INFINITY;

  // An idle connection that the server drops is replaced at the next statement.
  pool.on("error", (error) => log.warn({ err: error }, "an idle database connection was lost"));
  pool.on("connect", (client) => {
    born.set(client, performance.now());
    // One that is lent out and at rest, within a transaction, has no other listener: unheard, its end would be the process's.
    client.on("error", (error) => log.debug({ err: error }, "a database connection was lost"));
  });

  const isOld = (client: pg.PoolClient) => (born.get(client) ?? 0) < oldest;
  const lanes = statementLanes({
    isOld: (openedAt) => openedAt < oldest,
    open: async (socket) => {
      const client = new pg.Client({ ...connecting, pipeline: true, stream: () => socket });
      client.on("error", (error) => log.debug({ err: error }, "a database connection was lost"));
      try {
        await client.connect();
        await onConnect(client);
        return client;
      } catch (error) {
        await client.end();
        throw error;
      }
    },
  });

  async function connect(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await pool.connect();
      const release = client.release;
      if (!isOld(client)) {
        client.release = (error) => release(error ?? isOld(client));
        return client;
      }
      release(true);
    }
  }

  function failed(error: unknown): void {
    if (endsConnections(error)) oldest = performance.now();
  }

  return {
    connect,
    failed,
    query: async (statement) => {
      const client = await connect();
      try {
        const result = await client.query(statement);
        client.release();
        return result;
      } catch (error) {
        failed(error);
        client.release(true);
        throw error;
      }
    },
    queryInLane: async (statement) => {
      try {
        return await lanes.query(statement);
      } catch (error) {
        failed(error);
        throw error;
      }
    },
    end: async () => {
      await lanes.end();
      await pool.end();
    },
  };
}

/** A server that takes no writes any more, an answer that never came, a statement prepared on another's connection. */
function endsConnections(error: unknown): boolean {
  if (failureKind(error) === "read-only") return true;
  if (!(error instanceof Error)) return false;
  return error.message === "Query read timeout" || ("code" in error && error.code === "26000");
}
