/** `rung setup`: registers your own GitHub App through the browser, and stores its credentials in one file for this user alone. */
import { createServer } from "node:http";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { credentialsPath } from "../environment/credentials-file.ts";
import { type Io, misused } from "./command.ts";
import { findingsText } from "./doctor/finding.ts";
import type { Asked } from "./setup/choices.ts";
import { openSetup } from "./setup/open-browser.ts";

type Env = Readonly<Record<string, string | undefined>>;

export const usage = "setup [--webhook-url URL] [--organization ORG] [--name NAME] [--port PORT]";

/** Ends when the app is registered, or with the process. GHE_HOST, GHE_PROTOCOL, DATA_DIR and CREDENTIALS_PATH mean what they mean to the bot. */
export async function run(args: readonly string[], io: Io, env: Env = process.env): Promise<number> {
  const asked = options(args);
  if (typeof asked === "string") return misused(io, asked, usage);
  const path = resolve(io.cwd, credentialsPath(env));
  const site = openSetup(env, path, asked.values);
  if (typeof site === "string") {
    io.err(site);
    return 1;
  }
  const server = createServer((request, response) => {
    site.handle(request, response).then(
      (known) => {
        if (!known) response.writeHead(404).end("Set-up is at the link that was printed.\n");
      },
      () => response.destroy(),
    );
  });
  const port = await new Promise<number | string>((ready) => {
    server.once("error", (error) => ready(error.message));
    server.listen(asked.port, "127.0.0.1", () => {
      const address = server.address();
      ready(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  if (typeof port === "string") {
    io.err(`Set-up cannot listen on this machine: ${port}. Choose another --port.`);
    return 1;
  }
  io.out(`Open this in a browser on this machine; it works once:\n\n  http://127.0.0.1:${port}${site.link}\n`);
  const { slug, htmlUrl, findings } = await site.registered;
  server.close();
  server.closeIdleConnections();
  io.out(`${slug} is registered. Its credentials are in ${path}, which only this user can read.\n`);
  io.out(`${findingsText(findings)}\n`);
  io.out(
    `Next: install it (${htmlUrl}/installations/new), start Rung where its address leads, and run \`rung doctor\`.`,
  );
  io.out(
    `Once you are content with what it says: in one ruleset require the check "rung" from ${slug}, and tick "Require a pull request before merging".`,
  );
  return 0;
}

interface Options {
  readonly port: number;
  readonly values: Partial<Asked>;
}

function options(args: readonly string[]): Options | string {
  const text = { type: "string" } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { "webhook-url": text, organization: text, name: text, port: text },
    });
    const port = Number(values.port ?? 0);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) return "--port can be 0 (any free port) to 65535";
    return {
      port,
      values: {
        ...(values["webhook-url"] !== undefined && { webhookUrl: values["webhook-url"] }),
        ...(values.organization !== undefined && { organization: values.organization }),
        ...(values.name !== undefined && { name: values.name }),
      },
    };
  } catch (error) {
    return error instanceof Error ? error.message : "the options cannot be read";
  }
}
