/** The page as a handler for a plain `node:http` server, the sandbox's or the bot's own. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { type PageOptions, sandboxPage } from "./page.ts";

/** Owner/repo paths are GitHub's own for issues and pull requests; no route of its REST API has this form. */
const pagePath = /^\/(?:|new|_page\/[\w./-]+|[\w.-]+\/[\w.-]+\/(?:pull|issues)\/\d+(?:\/act)?)(?:\?|$)/;

/** Answers what is the page's, and says with `false` that a request is not. */
export function pageHandler(options: PageOptions): (request: IncomingMessage, response: ServerResponse) => boolean {
  const listener = getRequestListener(sandboxPage(options).fetch, { overrideGlobalObjects: false });
  return (request, response) => {
    if (!pagePath.test(request.url ?? "")) return false;
    // Failures are answered by hono; the promise itself only ends when the answer is out.
    listener(request, response).catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined));
    return true;
  };
}
