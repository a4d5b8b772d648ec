/** `rung setup`: registers your own GitHub App through the browser, and stores its credentials in one file for this user alone. */

import { createServer } from "node:http";
import { resolve } from "node:path";
import { credentialsPath } from "../environment/credentials-file.ts";
import { settingFault } from "../environment/system-fault.ts";
import { type Ending, type Io, type Machine, misused } from "./command.ts";
import { findingsText } from "./doctor/finding.ts";
import { givenFaults } from "./setup/choices.ts";
import { openSetup, whyUnwritable } from "./setup/open-browser.ts";

interface Asked {
  readonly "webhook-url": string | null;
  readonly organization: string | null;
  readonly name: string | null;
  /** `null`: any that is free. */
  readonly port: number | null;
  readonly access: boolean;
}

/** Ends when the app is registered, or with the process. */
export async function run(
  { "webhook-url": webhookUrl, organization, name, port: portAsked, access }: Asked,
  io: Io,
  { env, home }: Machine,
): Promise<Ending> {
  const faults = givenFaults({ webhookUrl, organization, name });
  if (faults.length > 0) return misused(faults.join("\n"));
  const path = resolve(home, credentialsPath(env));
  const site = openSetup(env, path, { webhookUrl, organization, name, access });
  const fault = typeof site === "string" ? site : whyUnwritable(env, path);
  if (typeof site === "string" || fault !== null) {
    io.err(fault ?? "");
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
    server.once("error", (error) => ready(settingFault(error, "listen", "--port", `${portAsked ?? 0}`)));
    server.listen(portAsked ?? 0, "127.0.0.1", () => {
      const address = server.address();
      ready(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  if (typeof port === "string") {
    io.err(`Set-up cannot listen on this machine. ${port}`);
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
  if (access)
    io.out(
      "Nobody is added to a team before Rung runs with ACCESS=grant and a registry says mode: grant (docs/access.md).",
    );
  return 0;
}
