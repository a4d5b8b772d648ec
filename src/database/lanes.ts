/**
 * Connections over which statements go one behind the other, without waiting for the answers to those before: a connection lent out for
 * each statement costs three times as much of the processor. Each statement commits by itself; whoever needs several in a transaction, or
 * one that waits for the disk, takes a connection of the pool.
 */

import { Socket } from "node:net";
import type pg from "pg";

export interface Lanes {
  query(statement: pg.QueryConfig): Promise<pg.QueryResult>;
  /** Resolves when all is answered, or lost. */
  end(): Promise<void>;
}

interface LanesOptions {
  /** Connects, over that socket. */
  readonly open: (socket: Socket) => Promise<pg.Client>;
  /** Whether a connection that was asked for then (ms, monotonic) must not be used any more. */
  readonly isOld: (openedAt: number) => boolean;
}

/** One statement that waits for a row holds up those behind it, not all. */
const LANES = 2;
/** As long as a pool keeps a connection that nobody uses: the network may have forgotten it. */
const IDLE_MS = 10_000;

interface Lane {
  readonly client: Promise<pg.Client>;
  readonly socket: Socket;
  readonly openedAt: number;
  usedAt: number;
  /** Statements that are not answered yet. */
  waiting: number;
  isCorked: boolean;
  /** Nothing more is sent over it. */
  isOver: boolean;
}

export function statementLanes({ open, isOld }: LanesOptions): Lanes {
  const lanes = new Set<Lane>();

  function opened(): Lane {
    const now = performance.now();
    const socket = new Socket();
    const client = open(socket);
    const lane = { client, socket, openedAt: now, usedAt: now, waiting: 0, isCorked: false, isOver: false };
    const over = () => {
      lane.isOver = true;
    };
    client.then((connected) => connected.once("end", over).once("error", over), over);
    return lane;
  }

  const isUsable = (lane: Lane, now: number) =>
    !lane.isOver && !isOld(lane.openedAt) && (lane.waiting > 0 || now - lane.usedAt < IDLE_MS);

  /** The one with the fewest statements under way; unusable ones are replaced, and end once their own are answered. */
  function free(): Lane {
    const now = performance.now();
    for (const lane of lanes) {
      if (isUsable(lane, now)) continue;
      lanes.delete(lane);
      void ended(lane);
    }
    let idlest: Lane | null = null;
    for (const lane of lanes) if (idlest === null || lane.waiting < idlest.waiting) idlest = lane;
    if (idlest !== null && (idlest.waiting === 0 || lanes.size >= LANES)) return idlest;
    const lane = opened();
    lanes.add(lane);
    return lane;
  }

  return {
    query: async (statement) => {
      const lane = free();
      lane.waiting += 1;
      try {
        const client = await lane.client;
        sentTogether(lane);
        return await client.query(statement);
      } catch (error) {
        lane.isOver = true;
        throw error;
      } finally {
        lane.waiting -= 1;
        lane.usedAt = performance.now();
      }
    },
    end: async () => {
      await Promise.all([...lanes].map(ended));
    },
  };
}

/** All that is asked within one turn of the event loop goes to the server in one piece. */
function sentTogether(lane: Lane): void {
  if (lane.isCorked) return;
  lane.isCorked = true;
  lane.socket.cork();
  setImmediate(() => {
    lane.isCorked = false;
    lane.socket.uncork();
  });
}

async function ended(lane: Lane): Promise<void> {
  lane.isOver = true;
  await lane.client.then((client) => client.end()).catch(() => {});
}
