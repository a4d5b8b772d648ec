/** A pooler that lends its two connections to PostgreSQL by transaction, as PgBouncer's "transaction" mode does. */

import { connect, createServer, type Socket } from "node:net";

interface Lent {
  readonly socket: Socket;
  busy: Socket | null;
}

/** Answers each client's start as the first server connection was answered; the address's host and port are replaced. */
export async function aTransactionPooler(address: string): Promise<{ readonly url: string; close(): void }> {
  const { hostname, port } = new URL(address);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on("error", () => {});
    client.once("data", (startup) => void lend(client, startup));
  });
  let pair: Promise<{ readonly lent: readonly Lent[]; readonly greeting: Buffer }> | null = null;

  async function lend(client: Socket, startup: Buffer): Promise<void> {
    pair ??= Promise.all([started(startup), started(startup)]).then(([one, other]) => ({
      lent: [one, other].map(({ socket }) => ({ socket, busy: null })),
      greeting: one.greeting,
    }));
    const { lent, greeting } = await pair;
    client.write(greeting);
    const waiting: Buffer[] = [];
    let turn = 0;
    const pump = () => {
      const mine = lent.find(({ busy }) => busy === client) ?? nextFree();
      if (mine === undefined) return void setTimeout(pump, 5);
      mine.busy = client;
      for (const bytes of waiting.splice(0)) mine.socket.write(bytes);
    };
    /** Another one each time, as under load. */
    const nextFree = () => {
      turn += 1;
      return [lent[turn % 2], lent[(turn + 1) % 2]].find((one) => one !== undefined && one.busy === null);
    };
    client.on("data", (bytes) => {
      // "X": the client leaves; the server's connection stays.
      if (bytes[0] === 0x58) return void client.end();
      waiting.push(bytes);
      pump();
    });
  }

  function started(startup: Buffer): Promise<{ readonly socket: Socket; readonly greeting: Buffer }> {
    return new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(startup));
      open.add(socket);
      socket.on("error", () => {});
      socket.once("data", (greeting) => {
        socket.on("data", (bytes) => void answered(socket, bytes));
        resolve({ socket, greeting });
      });
    });
  }

  /** Ready for the next query, and in no transaction: lent to whoever asks next. */
  async function answered(socket: Socket, bytes: Buffer): Promise<void> {
    const one = (await pair)?.lent.find((candidate) => candidate.socket === socket);
    if (one === undefined) return;
    const to = one.busy;
    if (bytes.subarray(-6).equals(Buffer.from([0x5a, 0, 0, 0, 5, 0x49]))) one.busy = null;
    to?.write(bytes);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const at = server.address();
  const url = new URL(address);
  url.port = String(typeof at === "object" && at !== null ? at.port : 0);
  return {
    url: url.href,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}
