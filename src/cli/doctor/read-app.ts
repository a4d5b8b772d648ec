/** Reads the app, its installations and its webhook from GitHub, for the doctor. */

import { z } from "zod";
import type { Proxies } from "../../environment/proxy-environment.ts";
import type { Client } from "../../github/client/client.ts";
import { Gone, Transient } from "../../github/client/errors.ts";
import { httpTransport } from "../../github/client/transport.ts";
import { parsed } from "../../github/read/graphql-pages.ts";
import { A_PAGE, isLastPage } from "../../github/read/rest-pages.ts";
import type { AppFacts, InstallationFacts } from "./app-findings.ts";
import type { DeliveryFacts, HookFacts, Probe } from "./hook.ts";

const granted = { permissions: z.record(z.string(), z.string()), events: z.array(z.string()) };
const appView = z.object({
  slug: z.string(),
  html_url: z.string(),
  owner: z.object({ login: z.string().nullish() }).nullish(),
  ...granted,
});

/** With GitHub's clock when it answered, in epoch ms. */
export async function readApp(app: Client): Promise<AppFacts & { readonly at: number | null }> {
  const { data, at } = await app.rest("GET", "/app");
  const { slug, html_url, owner, permissions, events } = parsed(appView, data, "the app");
  return { slug, htmlUrl: html_url, owner: owner?.login ?? "", permissions, events, at };
}

const installationsView = z.array(
  z.object({
    id: z.number(),
    account: z.object({ login: z.string().optional(), slug: z.string().optional() }).nullish(),
    html_url: z.string(),
    suspended_at: z.string().nullish(),
    ...granted,
  }),
);

export async function readInstallations(app: Client): Promise<readonly InstallationFacts[]> {
  const found: InstallationFacts[] = [];
  for (let page = 1; ; page += 1) {
    const answer = await app.rest("GET", `/app/installations?per_page=${A_PAGE}&page=${page}`);
    const view = parsed(installationsView, answer.data, "the app's installations");
    for (const { id, account, html_url, suspended_at, permissions, events } of view) {
      const name = account?.login ?? account?.slug ?? `${id}`;
      found.push({ id, account: name, htmlUrl: html_url, suspended: Boolean(suspended_at), permissions, events });
    }
    if (isLastPage(answer, view.length)) return found;
  }
}

const hookView = z.object({
  url: z.string().nullish(),
  insecure_ssl: z.union([z.string(), z.number()]).nullish(),
});
const deliveriesView = z.array(
  z.object({
    guid: z.string(),
    status_code: z.number(),
    status: z.string(),
    event: z.string(),
    delivered_at: z.string(),
  }),
);

export async function readHook(app: Client, probe: (url: string) => Promise<Probe>): Promise<HookFacts> {
  const { data } = await app.rest("GET", "/app/hook/config").catch((error: unknown) => {
    // An app that was registered without a webhook has no configuration of one.
    if (error instanceof Gone) return { data: {} };
    throw error;
  });
  const config = parsed(hookView, data, "the webhook's configuration");
  const url = config.url ?? "";
  const deliveries = url === "" ? [] : await readDeliveries(app);
  const usable = /^https?:/.test(url) && URL.canParse(url);
  return {
    url: usable ? url : "",
    insecure: `${config.insecure_ssl ?? "0"}` === "1",
    probe: usable ? await probe(url) : null,
    deliveries,
  };
}

async function readDeliveries(app: Client): Promise<readonly DeliveryFacts[]> {
  const { data } = await app.rest("GET", "/app/hook/deliveries?per_page=100");
  return parsed(deliveriesView, data, "the webhook's deliveries").map(
    ({ guid, status_code, status, event, delivered_at }) => ({
      guid,
      event,
      at: delivered_at,
      status: status_code,
      statusText: status,
    }),
  );
}

/** Sends what anybody could: no signature, no content. Rung refuses it with 401. */
export async function probeWebhook(url: string, proxies?: Proxies | null): Promise<Probe> {
  const transport = httpTransport(proxies);
  try {
    const answer = await transport.send({ method: "POST", url: new URL(url), headers: {}, body: "{}" });
    if (answer.status === 401 && answer.text.includes("the signature is missing or wrong")) return { kind: "rung" };
    return { kind: "other", status: answer.status };
  } catch (error) {
    if (!(error instanceof Transient)) throw error;
    return { kind: "unreachable", why: error.message.replace(/^POST \S+: /, "") };
  } finally {
    transport.close();
  }
}
