/** Exchanges the code that GitHub sends back for the new app's credentials. GitHub gives them only once. */

import { z } from "zod";
import type { AppCredentials } from "../../environment/credentials-file.ts";
import type { Proxies } from "../../environment/proxy-environment.ts";
import { Transient } from "../../github/client/errors.ts";
import { httpTransport } from "../../github/client/transport.ts";
import { parsedOrNull } from "../../shared/json-text.ts";

const view = z.object({
  id: z.int().positive(),
  slug: z.string(),
  html_url: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  webhook_secret: z.string().min(1),
  pem: z.string().min(1),
});

type Conversion =
  | { readonly kind: "converted"; readonly credentials: AppCredentials; readonly htmlUrl: string }
  /** A sentence; never GitHub's answer, which may hold secrets (R27). */
  | { readonly kind: "failed"; readonly why: string };

export async function convertCode(given: {
  readonly code: string;
  readonly apiUrl: string;
  readonly proxies: Proxies | null;
  readonly github: string;
}): Promise<Conversion> {
  const transport = httpTransport(given.proxies);
  try {
    const url = new URL(`${given.apiUrl}/app-manifests/${encodeURIComponent(given.code)}/conversions`);
    const headers = { accept: "application/vnd.github+json", "user-agent": "rung" };
    const answer = await transport.send({ method: "POST", url, headers, body: null });
    if (answer.status !== 201)
      return { kind: "failed", why: `GitHub answered ${answer.status}; its code is good once, and for an hour` };
    return fromAnswer(answer.text, given.github);
  } catch (error) {
    if (!(error instanceof Transient)) throw error;
    return { kind: "failed", why: `GitHub did not answer: ${error.message}` };
  } finally {
    transport.close();
  }
}

function fromAnswer(text: string, github: string): Conversion {
  const read = view.safeParse(parsedOrNull(text)).data;
  if (read === undefined) return { kind: "failed", why: "GitHub's answer does not hold an app's credentials" };
  const { id, slug, html_url, client_id, client_secret, webhook_secret, pem } = read;
  const credentials = {
    github,
    appId: id,
    slug,
    clientId: client_id,
    clientSecret: client_secret,
    webhookSecret: webhook_secret,
    privateKey: pem,
  };
  return { kind: "converted", credentials, htmlUrl: html_url };
}
