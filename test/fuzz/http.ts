/** The webhook's endpoint over HTTP: whatever is sent, the answer is never a failure of the server (R22). */

import { createHmac } from "node:crypto";
import { request } from "node:http";
import { z } from "zod";
import { createMetrics } from "../../src/server/metrics.ts";
import { type RunningServer, startServer } from "../../src/server/server.ts";
import { toJob } from "../../src/server/webhook/to-job.ts";
import { createLog } from "../../src/shared/log.ts";
import { webhookSamples } from "./samples.ts";
import { mustHold, type Target } from "./target.ts";
import { damagedJson, hostileText, type Material } from "./texts.ts";

const sentView = z.object({ body: z.string(), signature: z.string(), type: z.string(), event: z.string() });
const SECRET = "9f2c4b1e7a6d";
const known = { appId: 4242, botLogin: "rung[bot]", labelsOfInterest: () => null };
const material: Material = {
  pieces: ["{", "}", '"', "payload=", "%7B", "%7D", "&", "\n", "null", "[]", "a", "1"],
  samples: ["{}", "payload=%7B%7D", "[]", "null"],
  longest: 10_000,
};

let running: Promise<RunningServer> | null = null;

function server(): Promise<RunningServer> {
  running ??= startServer({
    ...{
      host: "127.0.0.1",
      port: 0,
      secrets: () => [SECRET],
      log: createLog("silent"),
      metrics: createMetrics(async () => null),
    },
    notReadyReasons: async () => [],
    receive: async ({ name, payload }) => {
      const routed = toJob(name, payload, known);
      return routed.kind === "job" ? { kind: "ignored", because: "it was taken" } : routed;
    },
  });
  return running;
}

export const endpoint: Target = {
  name: "endpoint",
  share: 1,
  make(random) {
    const sample = webhookSamples[random.int(webhookSamples.length)] ?? { event: "ping", written: "{}" };
    const body = random.once(3) ? hostileText(random, material) : JSON.stringify(damagedJson(random, sample.written));
    const signature = random.once(4) ? hostileText(random, { ...material, longest: 90 }) : "";
    const type = random.pick(["application/json", "application/json", "application/x-www-form-urlencoded", ""]);
    const event = random.once(8) ? hostileText(random, { ...material, longest: 90 }) : sample.event;
    return JSON.stringify({ body, signature, type, event });
  },
  async run(text) {
    const { body, signature, type, event } = sentView.parse(JSON.parse(text));
    const signed = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
    const headers = {
      ...{ "x-hub-signature-256": inHeader(signature || signed), "x-github-event": inHeader(event) },
      ...{ "x-github-delivery": "1", "content-type": inHeader(type) },
    };
    const status = await posted((await server()).webhookUrl, headers, body);
    mustHold([202, 400, 401].includes(status), `the answer is 202, 400 or 401, not ${status}`);
    mustHold(!signature || status === 401, "what is not signed is 401");
  },
  close: async () => (await running)?.close(),
};

/** What HTTP lets stand in a header. */
function inHeader(text: string): string {
  return text.replace(/[^\t\x20-\x7e]/g, "");
}

function posted(url: string, headers: Record<string, string>, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers }, (answer) => {
      answer.resume();
      answer.once("end", () => resolve(answer.statusCode ?? 0));
    });
    sent.once("error", reject);
    sent.end(body);
  });
}
