import { createServer, type ServerResponse } from "node:http";
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
