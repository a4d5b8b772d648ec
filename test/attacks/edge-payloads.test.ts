/** Signed deliveries with any content: each is answered 2xx or 4xx, and the valid ones are stored. */

import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { anyFields } from "../fuzz/fields.ts";
import { random } from "../fuzz/random.ts";
import { aCommentEvent, aPullEvent } from "../server/webhook/an-event.ts";
import { aReceiver, type Receiver } from "../support/a-receiver.ts";

let receiver: Receiver;
const handled: { readonly id: string; readonly text: string }[] = [];

beforeAll(async () => {
  receiver = await aReceiver(() => async ({ deliveries, notes }) => {
    const text = notes.flatMap((note) => (note.kind === "said" ? [note.text] : [])).join();
    handled.push(...deliveries.map(({ id }) => ({ id, text })));
  });
}, 120_000);
afterAll(() => receiver.close());

const sent = async (event: string, id: string, body: string) => (await receiver.sent(event, id, body)).status;

it("R55: 2,000 deliveries whose fields hold anything are 202 or 400", async () => {
  const statuses = new Map<number, number>();
  for (let from = 0; from < 2_000; from += 50) {
    const all = Array.from({ length: 50 }, (_, at) => {
      const { event, text } = anyFields(random(11, from + at));
      return sent(event, `fuzzed-${from + at}`, text);
    });
    for (const status of await Promise.all(all)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect(new Set(statuses.keys())).toEqual(new Set([202, 400]));
});

it.each([
  ["an action that is an object", { action: { toString: 1 } }],
  ["an action that is a prototype's name", { action: "__proto__" }],
  ["an id beyond all numbers", { installation: { id: 1e300 } }],
  ["a repository that is a list", { repository: [] }],
  ["a sender that is nobody", { sender: null }],
])("R55: %s is 400 or 202, and never 503", async (_, over) => {
  const status = await sent("pull_request", randomUUID(), JSON.stringify({ ...aPullEvent("opened"), ...over }));
  expect([202, 400]).toContain(status);
});

it("R52: a NUL and halves of pairs in a comment cost no delivery beside it, and are replaced in its own", async () => {
  const poisoned = aCommentEvent("created", { comment: { body: "/approve a\0b \ud83d" }, issue: { number: 99 } });
  const body = JSON.stringify(poisoned);
  expect(body).toContain("\\u0000");
  const good = Array.from({ length: 293 }, (_, at) => ({
    id: `good-${at}`,
    body: JSON.stringify(aPullEvent("opened", { pull: { number: at + 1 } })),
  }));
  const statuses = await Promise.all([
    sent("issue_comment", "poisoned", body),
    ...good.map(({ id, body: text }) => sent("pull_request", id, text)),
  ]);
  expect(new Set(statuses)).toEqual(new Set([202]));
  await vi.waitFor(
    () => expect(handled.map(({ id }) => id)).toEqual(expect.arrayContaining(good.map(({ id }) => id))),
    {
      timeout: 60_000,
    },
  );
  await vi.waitFor(() => expect(handled.find(({ id }) => id === "poisoned")?.text).toBe("/approve a\ufffdb \ufffd"), {
    timeout: 60_000,
  });
});
