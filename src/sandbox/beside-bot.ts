/**
 * Starts a sandbox GitHub beside the real bot, as `npm start` without credentials does: the bot gets its address and credentials instead
 * of GitHub's.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import { commands } from "../commands/index.ts";
import { PERMISSIONS } from "./kusionstack.ts";
import { kusionStackAtWork, publishLists } from "./kusionstack-at-work.ts";
import { pageHandler, pageListener } from "./page/mount.ts";
import { startSandbox } from "./start.ts";

interface BesideBot {
  /** Where the bot finds its GitHub. */
  readonly addresses: { readonly apiUrl: string; readonly graphqlUrl: string; readonly webUrl: string };
  readonly credentials: {
    readonly appId: number;
    readonly privateKey: string;
    readonly webhookSecrets: readonly [string];
  };
  /** Answers on the bot's port what is the sandbox's page; `false`: a request for somebody else. */
  handlePage(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  /** From now on webhooks are sent, the page leads to the bot's own, and a moved clock is told. */
  connect(bot: ConnectedBot): void;
  close(): Promise<void>;
}

interface ConnectedBot {
  readonly webhookUrl: string;
  /** The bot's own page. */
  readonly statusUrl: string;
  /** GitHub's clock does not jump; whoever moves the sandbox's wants to see what time brings. */
  readonly clockMoved: () => void;
}

/** The sandbox's world lives as long as the process. `grants`: the app may add people to teams, as one of `rung setup --access` may. */
export async function startBesideBot({ grants = false }: { readonly grants?: boolean } = {}): Promise<BesideBot> {
  const permissions = grants ? { ...PERMISSIONS, members: "write" as const } : PERMISSIONS;
  const sandbox = await startSandbox({ world: kusionStackAtWork({ permissions }) });
  publishLists(sandbox.world);
  let status: string | null = null;
  const page = { port: sandbox.control, commands, status: () => status };
  sandbox.usePage(pageListener(page));
  return {
    addresses: {
      apiUrl: `${sandbox.url}/api/v3`,
      graphqlUrl: `${sandbox.url}/api/graphql`,
      webUrl: sandbox.url,
    },
    credentials: {
      appId: sandbox.appId,
      privateKey: sandbox.privateKey,
      webhookSecrets: [sandbox.webhookSecret],
    },
    handlePage: pageHandler(page),
    connect: ({ webhookUrl, statusUrl, clockMoved }) => {
      sandbox.setWebhookUrl(webhookUrl);
      status = statusUrl;
      sandbox.onClock(clockMoved);
    },
    close: () => sandbox.close(),
  };
}
