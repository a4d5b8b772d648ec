import { createServer, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Transient } from "../../../src/github/client/errors.ts";
import { httpTransport } from "../../../src/github/client/transport.ts";

describe("a server that is slow to answer", () => {
  const waiting: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    waiting.push(response);
  });
  let url = new URL("http://127.0.0.1");
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (typeof address === "object" && address !== null) url = new URL(`http://127.0.0.1:${address.port}/x`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("R30: a write is waited for beyond the time after which a read is given up, as it may still be done", async () => {
    const transport = httpTransport(null, 1_000);
    const sent = { method: "POST", url, headers: {}, body: "{}" };
    const write = transport.send({ ...sent, write: true });
    await expect(transport.send(sent)).rejects.toBeInstanceOf(Transient);
    for (const response of waiting) response.end("done");
    expect((await write).text).toBe("done");
    transport.close();
  });
});

it("a host that is not reached is told in words, with the system's code", async () => {
  const transport = httpTransport();
  const send = (url: string) => transport.send({ method: "GET", url: new URL(url), headers: {}, body: null });
  await expect(send("http://127.0.0.1:1/app")).rejects.toThrow(
    "GET /app: 127.0.0.1:1: nobody listens there (ECONNREFUSED)",
  );
  await expect(send("http://rung.invalid/app")).rejects.toThrow(
    /^GET \/app: rung\.invalid: .* (?:known|now) \((?:ENOTFOUND|EAI_AGAIN)\)$/,
  );
  transport.close();
});

describe("a server that closes idle connections and tells nobody", () => {
  const known = new Set<Socket>();
  /** How often each path was asked for over a connection that lived. */
  const answered: string[] = [];
  const server = createServer((request, response) => {
    // What comes over a connection that was used before finds it closed.
    if (known.has(request.socket)) {
      request.socket.resetAndDestroy();
      return;
    }
    known.add(request.socket);
    answered.push(request.url ?? "");
    response.end("answer");
  });
  let base = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (typeof address === "object" && address !== null) base = `http://127.0.0.1:${address.port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it("is asked again at once, over a new connection, where that does no harm", async () => {
    const transport = httpTransport();
    const read = (path: string) =>
      transport.send({ method: "GET", url: new URL(base + path), headers: {}, body: null, write: false });
    // Several are idle then, and every one of them is closed.
    await Promise.all([read("/1"), read("/2"), read("/3")]);
    expect((await read("/4")).text).toBe("answer");
    const token = { method: "POST", url: new URL(`${base}/token`), headers: {}, body: "{}", write: true };
    expect((await transport.send({ ...token, idempotent: true })).text).toBe("answer");
    expect(new Set(answered)).toEqual(new Set(["/1", "/2", "/3", "/4", "/token"]));
    expect(answered).toHaveLength(5);
    transport.close();
  });

  it("R30: is not sent a write once more, which it may have done", async () => {
    const transport = httpTransport();
    const write = { method: "POST", url: new URL(`${base}/write`), headers: {}, body: "{}", write: true };
    await transport.send(write);
    await expect(transport.send(write)).rejects.toMatchObject({ name: "Transient", mayHaveHappened: true });
    expect(answered.filter((path) => path === "/write")).toHaveLength(1);
    transport.close();
  });
});
