import { createServer, type Server } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { commands } from "../../../src/commands/index.ts";
import type { Act } from "../../../src/sandbox/control-model.ts";
import { controlPort } from "../../../src/sandbox/page/control-port.ts";
import { pageHandler } from "../../../src/sandbox/page/mount.ts";
import { aPort, aPullDetail } from "./a-port.ts";

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
      createServer((request, response) => {
        if (!handler(request, response)) response.writeHead(418).end();
      }),
    );
    const status = async (path: string) => (await fetch(`${url}${path}`)).status;
    const own = ["/", "/new", "/_page/page.css", "/KusionStack/kusion/pull/3", "/KusionStack/kusion/issues/2?x=1"];
    expect(await Promise.all(own.map(status))).toEqual([200, 200, 200, 200, 200]);
    const others = ["/healthz", "/api/github/webhooks", "/repos/KusionStack/kusion/pulls/3", "/api/v3/app", "/graphql"];
    expect(await Promise.all(others.map(status))).toEqual([418, 418, 418, 418, 418]);
  });
});

describe("controlPort", () => {
  /** A control API that answers with what is given, and the requests it got. */
  async function aControl(answers: Readonly<Record<string, { status?: number; body: unknown }>>) {
    const got: { method: string | undefined; url: string | undefined; type: string | undefined; body: string }[] = [];
    const url = await listening(
      createServer(async (request, response) => {
        let body = "";
        for await (const chunk of request) body += String(chunk);
        got.push({ method: request.method, url: request.url, type: request.headers["content-type"], body });
        const answer = answers[request.url ?? ""] ?? { status: 404, body: { message: "Not Found" } };
        response
          .writeHead(answer.status ?? 200, { "content-type": "application/json" })
          .end(JSON.stringify(answer.body));
      }),
    );
    return { port: controlPort(url), got };
  }
  const merge: Act = { as: "octo-fan", owner: "KusionStack", repo: "kusion", number: 3, action: "merge" };

  it("reads a pull request, and tells one that is absent from one that could not be read", async () => {
    const { port } = await aControl({
      "/_sandbox/pulls/KusionStack/kusion/3": { body: aPullDetail() },
      "/_sandbox/pulls/KusionStack/kusion/5": { status: 500, body: {} },
    });
    const at = (number: number) => port.pull({ owner: "KusionStack", repo: "kusion", number });
    expect(await at(3)).toEqual(aPullDetail());
    expect(await at(4)).toBeNull();
    await expect(at(5)).rejects.toThrow("answered 500");
  });

  it("acts with JSON, and hands a refusal on with its words", async () => {
    const { port, got } = await aControl({
      "/_sandbox/act": { status: 405, body: { ok: false, message: "rung has not passed" } },
    });
    expect(await port.act(merge)).toEqual({ ok: false, message: "rung has not passed" });
    expect(got).toEqual([
      { method: "POST", url: "/_sandbox/act", type: "application/json", body: JSON.stringify(merge) },
    ]);
  });

  it("tells of each change until one stops watching", async () => {
    const closed = Promise.withResolvers<void>();
    const url = await listening(
      createServer((_request, response) => {
        response.on("close", () => closed.resolve());
        response.writeHead(200, { "content-type": "text/event-stream" }).write('data: {"kind":"state"}\n\n');
      }),
    );
    const changed = Promise.withResolvers<void>();
    const stop = controlPort(url).watch(() => changed.resolve());
    await changed.promise;
    stop();
    await closed.promise;
  });
});
