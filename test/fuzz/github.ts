/** Hostile input from GitHub, or from somebody who pretends to be it: webhooks, answers of the API, and signed lines of comments. */

import { z } from "zod";
import { seal, unseal } from "../../src/gate/record/marker.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import type { Client } from "../../src/github/client/client.ts";
import { GitHubError } from "../../src/github/client/errors.ts";
import { errorOf, graphAnswer } from "../../src/github/client/graphql-answers.ts";
import { readPull } from "../../src/github/read/read-subject.ts";
import { sealCarried, unsealCarried } from "../../src/promotions/pull-marker.ts";
import { unsealPromotion } from "../../src/promotions/record-marker.ts";
import { toJob } from "../../src/server/webhook/to-job.ts";
import { aComment, aConnection, aPullAnswer, aReview } from "../github/read/an-answer.ts";
import { webhookSamples } from "./samples.ts";
import { mustHold, type Target } from "./target.ts";
import { damagedJson, hostileText, type Material } from "./texts.ts";

const known = { appId: 4242, botLogin: "rung[bot]", labelsOfInterest: () => null };

const json: Material = {
  pieces: [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"',
    "null",
    "true",
    "1",
    "-1e400",
    '"a"',
    '"__proto__":',
    '"nodes":',
    '"errors":',
    "\\u0000",
    "\ud800",
    " ",
    "<html>",
    "rate limit",
  ],
  samples: [
    '{"data":{"repository":null}}',
    '{"message":"Not Found"}',
    '{"data":null,"errors":[{"type":"NOT_FOUND","path":["repository"]}]}',
  ],
  longest: 65_536,
};

export const webhooks: Target = {
  name: "webhooks",
  share: 12,
  make(random) {
    const sample = webhookSamples[random.int(webhookSamples.length)] ?? { event: "ping", written: "{}" };
    return JSON.stringify([
      sample.event,
      random.once(20) ? JSON.parse(sample.written) : damagedJson(random, sample.written),
    ]);
  },
  run(text) {
    const [event, payload] = z.tuple([z.string(), z.unknown()]).parse(JSON.parse(text));
    const routed = toJob(event, payload, known);
    mustHold(["job", "ignored", "malformed"].includes(routed.kind), "an event becomes a job or a reason");
  },
};

/** An answer with a bit of everything the reader looks at. */
const answer = JSON.stringify(
  aPullAnswer({
    comments: aConnection([aComment(1), aComment(2, { lastEditedAt: "2026-11-20T12:00:00Z" })]),
    reviews: aConnection([aReview(3)]),
  }),
);

const incomingView = z.object({
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  text: z.string(),
});

export const answers: Target = {
  name: "GitHub's answers",
  share: 6,
  make(random) {
    const text = random.once(3) ? hostileText(random, json) : JSON.stringify({ data: damagedJson(random, answer) });
    const status = random.pick([200, 200, 200, 200, 403, 404, 429, 500, 502]);
    const headers = {
      "retry-after": hostileText(random, { ...json, longest: 8 }),
      "x-ratelimit-remaining": random.pick(["0", "1", ""]),
    };
    return JSON.stringify({ status, headers, text });
  },
  async run(text) {
    const incoming = incomingView.parse(JSON.parse(text));
    const refused = errorOf(incoming, "POST /graphql", 0);
    mustHold(refused !== null || incoming.status === 200, "a refusal is an error");
    const client: Client = {
      installationId: 1,
      rest: async () => ({ status: 200, data: [], etag: null, at: null }),
      graph: async ({ name, optional = [], unreliable = [] }) => ({
        ...graphAnswer(incoming, name, { optional, unreliable }, 0),
        at: null,
      }),
    };
    try {
      const read = await readPull(client, { owner: "o", name: "r" }, 12, {
        commits: false,
        inline: false,
        registryRepo: ".github",
        registryTexts: true,
      });
      mustHold(read === "absent" || Number.isFinite(read.facts.readAt), "what is read has a time");
    } catch (error) {
      // Said to the queue, which tries again or gives up: nothing was half-decided.
      if (!(error instanceof GitHubError)) throw error;
    }
  },
};

const key = new Uint8Array(32).fill(7);
const record = seal({ ...emptyRecord(), heads: [{ sha: "abc", from: 1, until: 2 }] }, "1#2", key);
const carried = sealCarried(
  { repositoryId: 1, repository: "o/r", number: 2, nomination: "comment:3/1" },
  "1 rung/x",
  key,
);

const lines: Material = {
  pieces: [
    "<!-- rung:record v1 ",
    "<!-- rung:promotion v1 ",
    ".",
    " -->",
    "A",
    "eyJ",
    "_-",
    "=",
    "\n",
    record,
    carried,
    record.slice(20, 60),
    "rung:record",
    "a".repeat(43),
  ],
  samples: [`<!-- rung:status -->\ntext\n\n${record}`, `text\n${carried}`, record],
  longest: 65_536,
};

export const markers: Target = {
  name: "markers",
  share: 8,
  make: (random) => hostileText(random, lines),
  run(text) {
    const opened = unseal(text, "1#2", [key]);
    mustHold(opened.kind !== "ok" || text.includes(record), "only what Rung signed is believed (R26)");
    const change = unsealCarried(text, "1 rung/x", [key]);
    mustHold(change === null || text.includes(carried), "only what Rung signed is carried out");
    mustHold(unsealPromotion(text, "1#2 comment:3/1", [key]).kind === "tampered", "a record is no promotion");
    mustHold(unseal(text, "1#3", [key]).kind !== "ok", "a record of another pull request is none here");
  },
};
