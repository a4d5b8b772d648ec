/** The sandbox as its own process, for benchmarks and for bots that run elsewhere on this machine. */

import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { getRequestListener } from "@hono/node-server";
import { commands } from "../commands/index.ts";
import { sandboxPage } from "./page/page.ts";
import { startSandbox } from "./start.ts";

const HELP = `A small GitHub on loopback, for trying Rung and measuring it.

  node src/sandbox/main.ts [--port N] [--webhook-url URL] [--latency MS] [--credentials FILE]

  --port         default 4000; 0: any free port
  --webhook-url  where webhooks go; without it none are sent until POST /_sandbox/webhook
  --latency      milliseconds every API answer waits
  --credentials  a file (mode 600) for what a bot needs: GHE_HOST, APP_ID, PRIVATE_KEY, WEBHOOK_SECRET as JSON

The first line it prints is its address.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "4000" },
      "webhook-url": { type: "string" },
      latency: { type: "string", default: "0" },
      credentials: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const url = values["webhook-url"];
  const sandbox = await startSandbox({
    port: Number(values.port),
    latency: Number(values.latency),
    ...(url === undefined ? {} : { webhookUrl: url }),
  });
  const page = getRequestListener(sandboxPage({ port: sandbox.control, commands }).fetch);
  sandbox.usePage(async (incoming, outgoing) => {
    await page(incoming, outgoing);
  });
  if (values.credentials !== undefined) {
    const credentials = {
      GHE_HOST: sandbox.host,
      GHE_PROTOCOL: "http",
      APP_ID: `${sandbox.appId}`,
      PRIVATE_KEY: sandbox.privateKey,
      WEBHOOK_SECRET: sandbox.webhookSecret,
    };
    writeFileSync(values.credentials, JSON.stringify(credentials), { mode: 0o600 });
  }
  process.stdout.write(`${sandbox.url}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void sandbox.close().then(() => process.exit(0));
    });
  }
}

await main();
