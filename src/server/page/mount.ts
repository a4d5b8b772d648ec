/**
 * Puts the page on a plain `node:http` server, and loads it when somebody first looks: a bot whose page nobody visits needs no memory
 * for it.
 */

import type { IncomingMessage, ServerResponse } from "node:http";
import type { Kysely } from "kysely";
import type { Schema } from "../../database/schema.ts";
import type { Environment } from "../../environment/environment.ts";
import { httpTransport } from "../../github/client/transport.ts";
import type { Log } from "../../shared/log.ts";

export interface PageSettings {
  readonly environment: Pick<Environment, "apiUrl" | "graphqlUrl" | "webUrl" | "proxies">;
  /** Path under which it is served, without a slash at its end; "" for the root. */
  readonly base: string;
  readonly signIn: { readonly clientId: string; readonly clientSecret: string } | null;
  /** Webhook secrets, from which the keys of its cookies are derived; the present one first. */
  readonly secrets: readonly [string, ...string[]];
  readonly log: Log;
  /** `null`: not open yet. */
  db(): Kysely<Schema> | null;
}

export interface MountedPage {
  /** Answers requests for the page; `false`: the request is not for it. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
  close(): void;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export function mountPage(settings: PageSettings): MountedPage {
  const transport = httpTransport(settings.environment.proxies);
  let loading: Promise<Listener> | null = null;
  const load = async (db: Kysely<Schema>): Promise<Listener> => {
    const [{ getRequestListener }, { site }, { cookies }] = await Promise.all([
      import("@hono/node-server"),
      import("./page-site.ts"),
      import("./session.ts"),
    ]);
    const { environment, base, signIn, log } = settings;
    const sealed = cookies(settings.secrets);
    const app = site({ ...environment, db, base, signIn, log, transport, cookies: sealed, now: Date.now });
    const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
    return async (request, response) => {
      await listener(request, response);
    };
  };
  return {
    handle: async (request, response) => {
      if (!isBelow(settings.base, request.url ?? "/")) return false;
      const db = settings.db();
      if (db === null) {
        response.writeHead(503, { "content-type": "text/plain; charset=utf-8", "retry-after": "5" });
        response.end("Rung is starting. Please try again in a moment.\n");
        return true;
      }
      loading ??= load(db);
      await (await loading)(request, response);
      return true;
    },
    close: () => transport.close(),
  };
}

function isBelow(base: string, url: string): boolean {
  const path = url.split("?", 1)[0] ?? "";
  return base === "" || path === base || path.startsWith(`${base}/`);
}
