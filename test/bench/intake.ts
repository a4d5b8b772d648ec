/** A flood of deliveries, as fast as this machine sends them: how soon each is answered, and whether any is refused. */

import { createHmac, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { z } from "zod";
import { openGitHub, type RestAnswer } from "../../src/github/client/client.ts";
import type { Bot } from "./bot.ts";
import { processorOf } from "./processes.ts";
import { PLACE, type Pull, type Sandbox } from "./sandbox.ts";
import { percentile, type Table } from "./table.ts";

export const CONNECTIONS = 64;
/** What GitHub sends for a review; the sandbox's are shorter. */
const PAYLOAD_BYTES = 20_000;

interface Answered {
  readonly status: number;
  readonly ms: number;
}

/** Reviews of all the pull requests in turn, told once already; signed and serialised beforehand. */
export async function intake(
  sandbox: Sandbox,
  bot: Bot,
  pulls: readonly Pull[],
  deliveries: number,
  connections = CONNECTIONS,
): Promise<Table> {
  await bot.quiet();
  for (const { number } of pulls)
    await sandbox.act({ action: "review", as: "SparkYuan", ...PLACE, number, event: "APPROVE", body: "" });
  await bot.quiet();
  const bodies = await reviewBodies(sandbox, pulls.length);
  const sending = Array.from({ length: deliveries }, (_, at) => bodies[at % bodies.length] ?? "");
  const signatures = new Map(bodies.map((body) => [body, signature(sandbox.credentials.WEBHOOK_SECRET ?? "", body)]));
  const before = processorOf(bot.pid);
  const started = performance.now();
  const answers = await flooded(new URL(bot.webhookUrl), sending, (body) => signatures.get(body) ?? "", connections);
  const seconds = (performance.now() - started) / 1_000;
  const during = processorOf(bot.pid);
  await bot.quiet();
  const handled = (performance.now() - started) / 1_000;
  const times = answers.map(({ ms }) => ms);
  const refused = answers.filter(({ status }) => status < 200 || status > 299).length;
  const cost = before === null || during === null ? null : (during - before) / deliveries;
  const columns = [
    "a second",
    "refused",
    "p50 ms",
    "p99 ms",
    "slowest ms",
    "bot ms each",
    "all handled after s",
    "asked",
  ];
  const figures = [0.5, 0.99, 1].map((share) => percentile(times, share));
  const rows = [[deliveries / seconds, refused, ...figures, cost, handled, "0 refused, p99 under 250"]];
  return { title: `${deliveries} deliveries at once over ${connections} connections`, columns, rows };
}

const listView = z.array(z.looseObject({ id: z.number(), event: z.string() }));
const detailView = z.looseObject({ request: z.looseObject({ payload: z.looseObject({}) }) });

/** The bodies that GitHub last sent for reviews, as many: what they tell is so, and known already. */
async function reviewBodies({ credentials }: Sandbox, count: number): Promise<readonly string[]> {
  const host = `http://${credentials.GHE_HOST}`;
  const urls = { apiUrl: `${host}/api/v3`, graphqlUrl: `${host}/api/graphql` };
  const { APP_ID: appId, PRIVATE_KEY: privateKey = "" } = credentials;
  const github = openGitHub({ ...urls, appId: Number(appId), privateKey });
  try {
    const bodies: string[] = [];
    for (let path: string | null = "/app/hook/deliveries?per_page=100"; path !== null && bodies.length < count; ) {
      const { data, link }: RestAnswer = await github.app.rest("GET", path);
      for (const { id } of listView.parse(data).filter(({ event }) => event === "pull_request_review")) {
        const { data } = await github.app.rest("GET", `/app/hook/deliveries/${id}`);
        bodies.push(ofItsSize(detailView.parse(data).request.payload));
      }
      path = nextPage(link ?? null);
    }
    if (bodies.length < count) throw new Error(`only ${bodies.length} of ${count} reviews were delivered`);
    return bodies.slice(0, count);
  } finally {
    github.close();
  }
}

function nextPage(link: string | null): string | null {
  const cursor = /[?&]cursor=([^&>]+)[^>]*>; rel="next"/.exec(link ?? "")?.[1];
  return cursor === undefined ? null : `/app/hook/deliveries?per_page=100&cursor=${cursor}`;
}

/** As large as GitHub's are. */
function ofItsSize(payload: Readonly<Record<string, unknown>>): string {
  const missing = PAYLOAD_BYTES - JSON.stringify(payload).length;
  return JSON.stringify({ ...payload, ...(missing > 0 && { more: "x".repeat(missing) }) });
}

function signature(secret: string, body: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/** Each connection sends its next as soon as its last is answered. */
async function flooded(
  url: URL,
  bodies: readonly string[],
  signed: (body: string) => string,
  connections: number,
): Promise<readonly Answered[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const answers: Answered[] = [];
  let next = 0;
  async function connection(): Promise<void> {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++])
      answers.push(await answered(url, agent, body, signed(body)));
  }
  await Promise.all(Array.from({ length: connections }, connection));
  agent.destroy();
  return answers;
}

/** A connection that breaks is as bad as a refusal: status 0. */
function answered(url: URL, agent: Agent, body: string, signed: string): Promise<Answered> {
  const started = performance.now();
  const headers = {
    ...{ "content-type": "application/json", "content-length": Buffer.byteLength(body) },
    ...{ "x-github-event": "pull_request_review", "x-github-delivery": randomUUID(), "x-hub-signature-256": signed },
  };
  return new Promise((resolve) => {
    const done = (status: number) => resolve({ status, ms: performance.now() - started });
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => done(response.statusCode ?? 0));
      response.on("error", () => done(0));
    });
    sent.on("error", () => done(0));
    sent.end(body);
  });
}
