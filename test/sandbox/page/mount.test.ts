import { createServer, type Server } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { commands } from "../../../src/commands/index.ts";
import { pageHandler } from "../../../src/sandbox/page/mount.ts";
import { aPort } from "./a-port.ts";

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no address");
  return `http://127.0.0.1:${address.port}`;
}

describe("pageHandler", () => {
  it("answers the page's paths, and leaves the server's own alone", async () => {
    const handler = pageHandler({ port: aPort().port, commands });
    const url = await listening(
      createServer(async (request, response) => {
        if (!(await handler(request, response))) response.writeHead(418).end();
      }),
    );
    const status = async (path: string) => (await fetch(`${url}${path}`)).status;
    const own = [
      "/",
      "/new",
      "/teams",
      "/_page/page.css",
      "/KusionStack/kusion/pull/3",
      "/KusionStack/kusion/issues/2?x=1",
    ];
    expect(await Promise.all(own.map(status))).toEqual([200, 200, 200, 200, 200, 200]);
    const others = ["/healthz", "/api/github/webhooks", "/repos/KusionStack/kusion/pulls/3", "/api/v3/app", "/graphql"];
    expect(await Promise.all(others.map(status))).toEqual([418, 418, 418, 418, 418]);
  });
});
