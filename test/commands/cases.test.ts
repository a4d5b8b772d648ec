/** Prow's own cases, as far as they concern the reading of commands and the answers to them. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { holdsAfter } from "../../src/commands/hold.ts";
import { commands } from "../../src/commands/index.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import type { EarlierCall } from "../../src/model/call.ts";
import type { ActiveHold } from "../../src/model/pull-record.ts";
import { aComment, aContext, anIssue, aRegistry, held, minute, person } from "./a-context.ts";

const said = z.looseObject({ kind: z.string(), user: z.string().optional(), body: z.string().optional() });
const cases = z.object({
  cases: z.array(
    z.looseObject({
      id: z.string(),
      about: z.string(),
      group: z.string(),
      applies: z.enum(["same", "differs", "n/a"]),
      trigger: z.looseObject({ user: z.string().optional(), body: z.string().optional() }).optional(),
      prior: z.looseObject({ labels: z.array(z.string()).optional(), endorsed: z.boolean().optional() }).optional(),
      timeline: z.array(said).optional(),
      expect: z.looseObject({}),
    }),
  ),
});

function read(name: string) {
  const text = readFileSync(new URL(`../cases/${name}.json`, import.meta.url), "utf8");
  return cases.parse(JSON.parse(text)).cases.filter((one) => one.applies !== "n/a");
}

const byLabel: ActiveHold = { by: null, at: minute(0), why: "", source: "label" };

describe("prow-commands: hold", () => {
  const registry = aRegistry({ people: [held("approvers", "ann")] });

  it.each(read("prow-commands").filter(({ group }) => group.startsWith("hold")))("$id $about", (one) => {
    const body = one.trigger?.body ?? "";
    const comment = aComment(5, body, { author: person(one.trigger?.user ?? "") });
    let holds: readonly ActiveHold[] = (one.prior?.labels ?? []).length > 0 ? [byLabel] : [];
    if (one.trigger?.target === "issue") {
      const context = aContext(comment, { registry, facts: anIssue(), verdict: null });
      for (const call of callsIn(body))
        expect(commands.find(({ name }) => name === call.name)?.decide(call, context).answer.kind).toBe("refused");
      return;
    }
    for (const call of callsIn(body)) holds = holdsAfter(call, aContext(comment, { registry, holds }));
    expect(holds.length > 0).toBe(one.expect.held);
  });
});

/** Where Rung decides otherwise than the case. */
const LGTM_NOTES: Readonly<Record<string, string>> = {
  "prow.lgtm.comment.06": "the author may not withdraw another's word: each withdraws only their own, approvers any",
};

describe("prow-lgtm: comments", () => {
  const people = ["alice", "bob", "mark", "sam", "rita", "ravi"].map((login) => held("contributors", login));
  const registry = aRegistry({ people: [held("approvers", "cam"), held("approvers", "jess"), ...people] });

  it.each(read("prow-lgtm").filter(({ group }) => group === "comment"))("$id $about", (one) => {
    const [last] = one.timeline?.slice(-1) ?? [];
    const speaker = person(last?.user ?? "");
    const context = aContext(aComment(5, last?.body ?? "", { author: speaker }), { registry });
    const call = callsIn(last?.body ?? "")[0];
    if (call === undefined) throw new Error("no command was read");
    // The data does not say who had endorsed: the speaker where that is possible, else alice.
    const endorser = people.some(({ login }) => login === last?.user) ? speaker : person("alice");
    const earlier: EarlierCall[] =
      one.prior?.endorsed === true ? [{ call: { ...call, cancel: false }, by: endorser, at: minute(1) }] : [];
    const kind = commands.find(({ name }) => name === "lgtm")?.decide(call, { ...context, earlier }).answer.kind;
    const expected = LGTM_NOTES[one.id] === undefined ? one.expect.endorsement : "refused";
    expect(kind).toBe(expected === "refused" ? "refused" : "done");
    if (expected !== "refused") expect(call.cancel).toBe(expected === "withdrawn");
  });
});

describe("prow-approve: what is read", () => {
  const spoken = read("prow-approve").filter(
    (one) =>
      one.group === "syntax" || (one.expect.verdict_change !== undefined && one.timeline?.at(-1)?.kind === "comment"),
  );

  it.each(spoken)("$id $about", (one) => {
    const calls = callsIn(one.timeline?.at(-1)?.body ?? "").filter(({ name }) => name === "approve");
    const approves = calls.length > 0 && calls.every((call) => !call.cancel);
    const given =
      one.expect.approved === true || (Array.isArray(one.expect.approvedBy) && one.expect.approvedBy.length > 0);
    expect(approves).toBe(given);
  });
});
