/** The real bot beside a sandbox GitHub, for `npm start` without credentials: it cannot tell the difference. */

import type { SetupSite } from "../cli/setup/site.ts";
import { commands } from "../commands/index.ts";
import { openMemory } from "../database/embedded.ts";
import type { Environment } from "../environment/environment.ts";
import type { Log } from "../shared/log.ts";
import { type Rung, startRung } from "../start.ts";
import { pageHandler, pageListener } from "./page/mount.ts";
import { startSandbox } from "./start.ts";

/** Where the bot's own page is. */
const STATUS = "/status";

/** The sandbox's world lives as long as the process; so does what the bot remembers of it. */
export async function startWithSandbox(
  environment: Environment,
  log: Log,
  setup: SetupSite | null = null,
): Promise<{ readonly rung: Rung; stop(): Promise<void> }> {
  const sandbox = await startSandbox();
  let status: string | null = null;
  const page = { port: sandbox.control, commands, status: () => status };
  sandbox.usePage(pageListener(page));
  const ofPage = pageHandler(page);
  const local = {
    ...environment,
    apiUrl: `${sandbox.url}/api/v3`,
    graphqlUrl: `${sandbox.url}/api/graphql`,
    webUrl: sandbox.url,
    // The sandbox has its own page at the root.
    page: { base: STATUS, signIn: null },
  };
  const rung = await startRung({
    environment: local,
    credentials: { appId: sandbox.appId, privateKey: sandbox.privateKey, webhookSecrets: [sandbox.webhookSecret] },
    openDatabase: openMemory,
    log,
    extra: async (request, response) =>
      (await setup?.handle(request, response)) === true || (await ofPage(request, response)),
  }).catch(async (error: unknown) => {
    await sandbox.close();
    throw error;
  });
  sandbox.setWebhookUrl(rung.webhookUrl);
  status = `${rung.url}${STATUS}`;
  // GitHub's clock does not jump; whoever moves the sandbox's wants to see what time brings.
  sandbox.onClock(() => {
    rung.queue.hasten().catch((error: unknown) => log.warn({ err: error }, "what is due could not be looked at"));
  });
  process.stdout.write(
    [
      "",
      "  NO GITHUB CREDENTIALS: this is the sandbox.",
      "  Rung runs against a GitHub of its own on this machine; nothing leaves it, nothing reaches GitHub.",
      "  For the real GitHub set APP_ID, PRIVATE_KEY (or PRIVATE_KEY_PATH) and WEBHOOK_SECRET;",
      setup === null
        ? "  `rung setup` registers an app and stores them."
        : `  or register an app now, by a link that works once: ${rung.url}${setup.link}`,
      "",
      `  Open ${rung.url} and play anyone.`,
      "",
      "",
    ].join("\n"),
  );
  const stop = async () => {
    await rung.close();
    await sandbox.close();
  };
  return { rung, stop };
}
