/** A signal while Rung starts: it ends by its own decision, and says so. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { it } from "vitest";
import { aPrivateKey } from "../support/a-key.ts";
import { built } from "../support/built.ts";

// Each waits five seconds for the database, as it may: they wait together.
it.concurrent.for(["SIGTERM", "SIGINT", "SIGHUP"] as const)(
  "R88: %s before the start is complete ends it in words, with exit code 0",
  async (signal, { expect, onTestFinished }) => {
    // A database that takes the connection and never answers.
    const silent = createServer((socket) => socket.on("error", () => {}));
    silent.listen(0, "127.0.0.1");
    await once(silent, "listening");
    onTestFinished(() => void silent.close());
    const address = silent.address();
    const port = typeof address === "object" ? address?.port : undefined;
    const { root, main, cache } = await built();
    const child = spawn(process.execPath, [main], {
      cwd: root,
      env: {
        ...{ PATH: process.env.PATH, ...cache },
        ...{ APP_ID: "4242", PRIVATE_KEY: aPrivateKey, HOST: "127.0.0.1", PORT: "0" },
        ...{ WEBHOOK_SECRET: "a secret of this very test", DATABASE_URL: `postgres://rung@127.0.0.1:${port}/rung` },
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += String(chunk)));
    await once(silent, "connection");
    child.kill(signal);
    const [code, killedBy] = await once(child, "exit");
    expect([code, killedBy]).toEqual([0, null]);
    expect(said).toContain("ending before the start was complete");
    expect(said).not.toMatch(/^\s+at /m);
  },
);
