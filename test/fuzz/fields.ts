/** Webhooks of GitHub's whose every field may hold anything that JSON can say. */

import { z } from "zod";
import { requestChange } from "../../src/server/webhook/request-changes.ts";
import { toJob } from "../../src/server/webhook/to-job.ts";
import { visibilityChange } from "../../src/server/webhook/visibility-changes.ts";
import { parsedJson } from "../../src/shared/json-text.ts";
import type { Random } from "./random.ts";
import { webhookSamples } from "./samples.ts";
import { mustHold, type Target } from "./target.ts";

const known = { appId: 4242, botLogin: "rung[bot]", labelsOfInterest: () => null };

/** As JSON writes it. */
const anything: readonly [string, ...string[]] = [
  ...([
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "1e300",
    "-1e300",
    "9007199254740993",
    "2147483648",
    "1e999",
  ] as const),
  ...['""', '"1"', '"a\\u0000b"', '"\\ud83d"', '"\\ude00x"', '"__proto__"', '"constructor"', '"toString"', '"\\u202e"'],
  ...[
    '"opened"',
    '"created"',
    '"edited"',
    '"2026-02-30T99:99:99Z"',
    '"+275760-09-13T00:00:00Z"',
    '"-1"',
    '"rung[bot]"',
  ],
  ...[
    "[]",
    "{}",
    "[[]]",
    "[null]",
    '[1,"a",{}]',
    '{"id":{}}',
    '{"length":1}',
    '{"__proto__":{"id":1}}',
    '{"toString":1}',
  ],
  ...['{"then":1}', '{"toJSON":1}', '{"id":1e300,"login":[]}', '{"ref":{"from":1}}', '{"from":null}'],
  ...[`"${"a".repeat(70_000)}"`, `"${"/".repeat(3_000)}"`, "[".repeat(2_000) + "]".repeat(2_000)],
  ...[`${'{"a":'.repeat(2_000)}1${"}".repeat(2_000)}`],
];

/** A stand-in that no sample holds, replaced in the text, so that what JSON.stringify would not write can stand there. */
const MARK = "@@anything@@";

type Json = z.infer<ReturnType<typeof z.json>>;

/** A sample with one to four of its values, at any depth, replaced by anything; as text. */
export function anyFields(random: Random): { readonly event: string; readonly text: string } {
  const sample = webhookSamples[random.int(webhookSamples.length)] ?? { event: "ping", written: "{}" };
  let payload = z.json().parse(JSON.parse(sample.written));
  for (let count = 1 + random.int(4); count > 0; count -= 1) payload = withMark(random, payload);
  const text = JSON.stringify(payload).replaceAll(`"${MARK}"`, () => random.pick(anything));
  return { event: sample.event, text };
}

/** Shallow values more often than deep ones: those are what is looked at. */
function withMark(random: Random, value: Json): Json {
  if (typeof value !== "object" || value === null || random.once(4)) return MARK;
  const keys = Object.keys(value);
  const key = keys[random.int(keys.length)];
  if (key === undefined) return MARK;
  if (Array.isArray(value)) return value.map((item, at) => (`${at}` === key ? withMark(random, item) : item));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === key ? withMark(random, item ?? null) : (item ?? null)]),
  );
}

export const fields: Target = {
  name: "fields",
  share: 12,
  make: (random) => JSON.stringify(anyFields(random)),
  run(made) {
    const { event, text } = z.object({ event: z.string(), text: z.string() }).parse(JSON.parse(made));
    const payload = parsedJson(text);
    const routed = toJob(event, payload, known);
    mustHold(["job", "ignored", "malformed"].includes(routed.kind), "an event becomes a job or a reason");
    requestChange(event, payload);
    visibilityChange(event, payload);
    if (routed.kind !== "job") return;
    const { job } = routed;
    mustHold(Number.isSafeInteger(job.installationId), "an installation is a number that tables hold");
    mustHold(!/\\u0000|\\ud[89a-f]/i.test(JSON.stringify(job).replaceAll("\\\\", "")), "a job holds what tables hold");
  },
};
