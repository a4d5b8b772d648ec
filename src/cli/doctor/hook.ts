/** Whether GitHub's webhooks arrive: where they are sent, who answers there, and how the last ones ended. Pure. */

import { webhookPath } from "../../server/server.ts";
import { type Finding, finder } from "./finding.ts";

export interface HookFacts {
  /** Empty: none. */
  readonly url: string;
  readonly insecure: boolean;
  /** An unsigned request to the address, as anybody can send it; `null`: not tried, because there is no address. */
  readonly probe: Probe | null;
  /** Newest first. */
  readonly deliveries: readonly DeliveryFacts[];
}

/** "rung": refused as Rung refuses what is not signed. */
export type Probe =
  | { readonly kind: "rung" }
  | { readonly kind: "other"; readonly status: number }
  | { readonly kind: "unreachable"; readonly why: string };

export interface DeliveryFacts {
  /** The same for each attempt. */
  readonly guid: string;
  /** 0: nobody answered. */
  readonly status: number;
  readonly statusText: string;
  readonly event: string;
  readonly at: string;
}

const SETTINGS = "the app's settings, Webhook";

export function hookFindings(slug: string, facts: HookFacts): readonly Finding[] {
  const hook = finder("webhook", `app ${slug}`);
  if (facts.url === "")
    return [
      hook.fail(
        "has no webhook URL, so GitHub tells Rung nothing",
        `Set it in ${SETTINGS}: https://YOUR-HOST${webhookPath}`,
      ),
    ];
  const { host, protocol } = new URL(facts.url);
  if (/(^|\.)example\.(org|com|net)$/.test(host))
    return [
      hook.fail(`sends its webhooks to ${facts.url}, which stands for nothing`, `Set your own address in ${SETTINGS}.`),
    ];
  return [
    // On its own machine, as with the sandbox, nothing crosses a network.
    ...(protocol === "http:" && !/^(localhost|127\.|\[::1\])/.test(host)
      ? [
          hook.warn(
            "sends its webhooks unencrypted, by http",
            `Put a proxy with TLS before Rung and use https in ${SETTINGS}.`,
          ),
        ]
      : []),
    ...(facts.insecure
      ? [
          hook.warn(
            "does not check the certificate of the webhook's address",
            `Enable SSL verification in ${SETTINGS}.`,
          ),
        ]
      : []),
    ...probeFindings(slug, facts),
    deliveryFinding(slug, facts.deliveries),
  ];
}

function probeFindings(slug: string, { url, probe, deliveries }: HookFacts): readonly Finding[] {
  const { ok, warn, fail } = finder("reachability", `app ${slug}`);
  const todo = `Start Rung where ${url} leads, and see that its proxy passes ${webhookPath} on.`;
  switch (probe?.kind) {
    case undefined:
      return [];
    case "rung":
      return [ok(`Rung answers at ${url}`)];
    case "other":
      return [fail(`something that is not Rung answers at ${url} (status ${probe.status})`, todo)];
    case "unreachable": {
      // From inside its own network an address may lead nowhere; what counts is that GitHub gets through.
      const arrives = deliveries[0] !== undefined && isGood(deliveries[0]);
      const what = `nothing answers at ${url} (${probe.why})`;
      if (arrives)
        return [
          warn(
            `${what}, seen from here; GitHub's last delivery got through`,
            "Nothing, if this network keeps you from your own address.",
          ),
        ];
      return [fail(what, todo)];
    }
  }
}

function isGood({ status }: DeliveryFacts): boolean {
  return status >= 200 && status < 400;
}

const MISSED = "What was missed comes right within the hour, or at once by Redeliver in the app's settings, Advanced.";

/** A delivery counts as its newest attempt ended. */
function deliveryFinding(slug: string, deliveries: readonly DeliveryFacts[]): Finding {
  const { ok, warn, fail } = finder("deliveries", `app ${slug}`);
  const newest = new Map<string, DeliveryFacts>();
  for (const delivery of deliveries) if (!newest.has(delivery.guid)) newest.set(delivery.guid, delivery);
  const all = [...newest.values()];
  const bad = all.filter((delivery) => !isGood(delivery));
  const [first] = bad;
  if (all.length === 0) return ok("GitHub has sent no webhooks in the last three days");
  if (first === undefined) return ok(`the last ${all.length} webhooks arrived`);
  const what = `${bad.length} of the last ${all.length} webhooks failed, the newest at ${first.at}: ${reason(first)}`;
  if (all[0] === first) return fail(what, remedy(first));
  return warn(what, `${sinceThen(first, all)} ${MISSED}`);
}

/** Whatever comes may be answered without being stored: only of the same event a later one tells that this works again. */
function sinceThen({ status, event }: DeliveryFacts, all: readonly DeliveryFacts[]): string {
  const later = all.slice(
    0,
    all.findIndex((delivery) => !isGood(delivery)),
  );
  if (status !== 503 || later.some((delivery) => delivery.event === event)) return "Later ones arrived.";
  return "Rung could not store it, and none of its kind came since: ask /readyz whether it stores them now.";
}

function reason({ status, statusText, event }: DeliveryFacts): string {
  return status === 0 ? `${event}, ${statusText || "no answer"}` : `${event}, status ${status}`;
}

function remedy({ status }: DeliveryFacts): string {
  if (status === 401)
    return `The secrets differ: set the same text as WEBHOOK_SECRET (or in the file of credentials) and in ${SETTINGS}.`;
  if (status === 503) return "Rung could not store them: look at its log and its database.";
  if (status === 404)
    return `The address leads elsewhere: it must end in ${webhookPath}, and the proxy must pass that on.`;
  return "Start Rung, and look at the log of the proxy before it.";
}
