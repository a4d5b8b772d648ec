/** The page for plain `node:http` servers: the sandbox's own, or beside the bot's paths on the bot's. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type PageOptions, sandboxPage } from "./page.ts";

/** Owner/repo paths are GitHub's own for issues and pull requests; no route of its REST API has this form. */
const pagePath = /^\/(?:|new|teams(?:\/act)?|_page\/[\w./-]+|[\w.-]+\/[\w.-]+\/(?:pull|issues)\/\d+(?:\/act)?)(?:\?|$)/;

/** Answers everything it is given, with 404 for what is not the page's: for the sandbox's `usePage`. */
export function pageListener(
  options: PageOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const listener = getRequestListener(sandboxPage(options).fetch, { overrideGlobalObjects: false });
  return async (request, response) => {
    await listener(request, response);
  };
}

/** Answers what is the page's, and says with `false` that a request is not: for the bot's `extra`. */
export function pageHandler(
  options: PageOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  const listener = pageListener(options);
  return async (request, response) => {
    if (!pagePath.test(request.url ?? "")) return false;
    await listener(request, response);
    return true;
  };
}
