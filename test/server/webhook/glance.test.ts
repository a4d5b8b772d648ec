import fc from "fast-check";
import { expect, it } from "vitest";
import { glance } from "../../../src/server/webhook/glance.ts";
import { envelopeView } from "../../../src/server/webhook/payload-views.ts";
import { echo, hasUse } from "../../../src/server/webhook/to-job.ts";
import { allExamples, known } from "./an-event.ts";

const bot = { login: "rung[bot]", id: 1, type: "Bot" };
const installation = { id: 7 };
const written = (payload: unknown) => Buffer.from(JSON.stringify(payload));

/** What the whole text tells of the same. */
function told(body: Buffer) {
  const { action, sender, installation } = envelopeView.parse(JSON.parse(body.toString()));
  return { action, sender, installation };
}

it("R21: echoes are known by the ends of their text as by the whole of it, whatever GitHub's example", () => {
  const ours = allExamples
    .filter(({ event }) => hasUse(event))
    .map(({ event, payload: { sender: _, installation: _installation, ...payload } }) => ({
      event,
      body: written({ ...payload, sender: bot, installation }),
    }));
  const echoes = ours.filter(({ event, body }) => echo(event, envelopeView.parse(JSON.parse(body.toString())), known));
  const seen = echoes.flatMap(({ event, body }) => {
    const envelope = glance(body);
    return envelope === null ? [] : [{ event, body, envelope }];
  });
  // Of what Rung writes all the time, each.
  const often = ["check_run", "check_suite", "issue_comment"];
  const oftenOf = (all: readonly { readonly event: string }[]) =>
    all.filter(({ event }) => often.includes(event)).length;
  expect(oftenOf(echoes)).toBeGreaterThan(10);
  expect(oftenOf(seen)).toBe(oftenOf(echoes));
  for (const { event, body, envelope } of seen) {
    expect(envelope, event).toEqual(told(body));
    expect(echo(event, envelope, known)?.kind, event).toBe("ignored");
  }
});

it("R25: nobody's text and nothing nested is taken for the sender", () => {
  const text = fc.constantFrom(
    ',"sender":{"login":"rung[bot]","id":1},"installation":{"id":7}}',
    '\\","sender":{',
    "{}",
  );
  const leaf = fc.oneof(text, fc.string(), fc.constant(bot), fc.constant({ sender: bot, installation }));
  const more = fc.dictionary(
    fc.oneof(fc.constantFrom("sender", "comment", "a,"), text),
    fc.oneof(leaf, fc.array(leaf)),
  );
  const people = { login: fc.string({ maxLength: 40 }), id: fc.nat() };
  fc.assert(
    fc.property(more, fc.record(people), more, fc.boolean(), (before, sender, after, isEnd) => {
      const body = written({ action: "created", x: before, sender, installation, ...(!isEnd && { y: after }) });
      const seen = glance(body);
      if (seen !== null) expect(seen).toEqual(told(body));
      if (isEnd) expect(seen).not.toBe(null);
    }),
  );
});

it("what has no such ends, or ends that are long or broken, is read as a whole", () => {
  const payload = { action: "created", sender: bot, installation };
  expect(glance(written({ ...payload, action: "Not one" }))).toBe(null);
  expect(glance(written({ sender: bot, action: "created", installation }))).toBe(null);
  expect(glance(written({ ...payload, comment: "x".repeat(10_000) }))).toBe(null);
  expect(glance(written({ ...payload, sender: { login: 1 } }))).toBe(null);
  expect(glance(written({ action: "created", issue: payload }))).toBe(null);
  expect(glance(written(payload).subarray(0, -1))).toBe(null);
});
