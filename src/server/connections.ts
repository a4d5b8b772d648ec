/** Limits a server's connections: where there are too many, one that is asking for nothing makes room for the newest (R53). */

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

interface Kept {
  /** When it last began or ended something; ms, monotonic. */
  at: number;
  /** Requests on it that are read in full and not yet answered. */
  asked: Set<IncomingMessage>;
}

/** Of `most`, those with a complete request that waits for its answer are closed last. */
export function boundConnections(server: Server, most: number): void {
  const open = new Map<Socket, Kept>();
  server.on("connection", (socket: Socket) => {
    open.set(socket, { at: performance.now(), asked: new Set() });
    socket.once("close", () => open.delete(socket));
    if (open.size > most) longestIdle(open, socket)?.destroy();
  });
  server.prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
    const kept = open.get(request.socket);
    if (kept === undefined) return;
    kept.at = performance.now();
    kept.asked.add(request);
    response.once("close", () => {
      kept.asked.delete(request);
      kept.at = performance.now();
    });
  });
}

function longestIdle(open: ReadonlyMap<Socket, Kept>, newest: Socket): Socket {
  let found: Socket = newest;
  let since = Number.POSITIVE_INFINITY;
  for (const [socket, { at, asked }] of open) {
    if (socket === newest || at >= since || [...asked].some((request) => request.complete)) continue;
    found = socket;
    since = at;
  }
  return found;
}
