/** Conversations: the answers together with the real gate, as a person would have them. */

import { describe, expect, it } from "vitest";
import { replies } from "../../../src/commands/replies/replies.ts";
import { statusComment } from "../../../src/commands/replies/status-comment.ts";
import { standingHolds } from "../../../src/gate/record/holds.ts";
import { emptyRecord } from "../../../src/gate/record/record-changes.ts";
import { statementsOf } from "../../../src/gate/statements.ts";
import { verdict } from "../../../src/gate/verdict.ts";
import { readNote } from "../../../src/jobs/read-notes.ts";
import type { Effect } from "../../../src/model/effect.ts";
import type { PullFacts, Utterance } from "../../../src/model/facts.ts";
import type { ReadNote } from "../../../src/model/job.ts";
import type { PullRecord } from "../../../src/model/pull-record.ts";
import { aComment, aLadder, aPull, approval, aReview, minute, person } from "../../support/a-pull.ts";

const index = aLadder({
  maintainers: ["ann"],
  approvers: [
    { login: "ben", areas: ["kusion"] },
    { login: "cho", areas: ["engine"] },
  ],
  contributors: ["dee"],
  areas: { kusion: { repos: ["kusion"] }, engine: { repos: ["kusion"], paths: ["pkg/engine/**"], exclusive: true } },
});

/** The head h1 has stood all the time. */
const record: PullRecord = { ...emptyRecord(), heads: [{ sha: "h1", from: minute(0), until: minute(60) }] };
const bot = { login: "rung[bot]", id: 9 };

function noteOf(said: Utterance): ReadNote {
  const by = said.author ?? person("ghost");
  const { kind: utterance, id, nodeId, body: text, at } = said;
  return readNote({ kind: "said", utterance, id, nodeId, by, text, at });
}

/** What Rung does about the new utterances, reactions as "+1". */
function said(facts: PullFacts, news: readonly Utterance[], before: PullRecord = record): readonly string[] {
  const notes = news.map(noteOf);
  const { record: after } = standingHolds(before, statementsOf(facts, before), facts, index, notes);
  const reached = verdict({ facts, index, record: after, diffs: new Map() });
  const asked = { facts, registry: index.registry, index, verdict: reached, record: before, notes, bot };
  return replies(asked).map(shown);
}

function shown(effect: Effect): string {
  if (effect.kind === "reply") return effect.body.split("\n").slice(1).join("\n");
  return effect.kind === "reaction" ? effect.content : effect.kind;
}

const files = ["pkg/engine/apply.go"];

describe("with the gate", () => {
  it("an approver's /approve earns a reaction", () => {
    const comment = aComment("cho", "/approve");
    expect(said(aPull({ files, comments: [comment] }), [comment])).toEqual(["+1"]);
  });

  it("R8: an outsider's /approve is refused with who can, the reviewer's of another area too", () => {
    const outsider = aComment("octo-fan", "Nice.\n\n/approve");
    expect(said(aPull({ files, comments: [outsider] }), [outsider])).toEqual([
      "I cannot take `/approve` from octo-fan: approving `engine` needs the role approver there. cho can. A review helps them all the same.",
    ]);
    const other = aComment("ben", "/approve");
    expect(said(aPull({ files, comments: [other] }), [other])).toEqual([
      "I cannot take `/approve` from ben: approving `engine` needs the role approver there, and they hold kusion. cho can.",
    ]);
  });

  it("R2: the author is told who can", () => {
    const comment = aComment("cho", "/approve");
    expect(said(aPull({ files: ["a.go"], author: "ben", comments: [comment] }), [comment])).toHaveLength(1);
    const own = aComment("ben", "/approve");
    expect(said(aPull({ files: ["a.go"], author: "ben", comments: [own] }), [own])).toEqual([
      "I cannot take `/approve` from ben: the author's own word does not count. ann can.",
    ]);
  });

  it("R8a: an unknown area is answered with those there are, in a review as well", () => {
    const text = "I know no area `egnine`, so this `/approve` changes nothing. There are `engine` and `kusion`;";
    const comment = aComment("cho", "/approve egnine");
    expect(said(aPull({ files, comments: [comment] }), [comment])[0]).toContain(text);
    const review = aReview("cho", "COMMENTED", { body: "/approve egnine" });
    expect(said(aPull({ files, reviews: [review] }), [review])[0]).toContain(text);
  });

  it("R9a: a comment whose head is not known is answered with the wish for a review", () => {
    const comment = aComment("cho", "/approve", { at: minute(10) });
    const facts = aPull({ files, comments: [comment] });
    const unknown = { ...record, heads: [{ sha: "h1", from: minute(30), until: minute(60) }] };
    expect(said(facts, [comment], unknown)[0]).toMatch(/give it as a review/);
  });

  it("R10: somebody who approves and takes it back in one job hears nothing of the first", () => {
    const first = aComment("cho", "/approve", { at: minute(10) });
    const second = aComment("cho", "/approve cancel", { at: minute(11) });
    expect(said(aPull({ files, comments: [first, second] }), [first, second])).toEqual(["+1"]);
  });

  it("holds are released by whom the gate lets release", () => {
    const hold = aComment("dee", "/hold why", { at: minute(10) });
    const cancel = aComment("pat", "/hold cancel", { at: minute(11) });
    const facts = aPull({ files, comments: [hold, cancel] });
    expect(said(facts, [hold, cancel])).toEqual([
      "+1",
      "I cannot take `/hold cancel` from pat: dee or an approver can release it with `/hold cancel`.",
    ]);
    expect(verdict({ facts, index, record, diffs: new Map() }).holds).toHaveLength(1);
  });

  it("/lgtm of a contributor earns a reaction, of an outsider a refusal", () => {
    const news = [aComment("dee", "/lgtm"), aComment("octo-fan", "/lgtm")];
    const [first, second] = said(aPull({ files: ["a.go"], comments: news }), news);
    expect(first).toBe("+1");
    expect(second).toMatch(/^I cannot take `\/lgtm` from octo-fan.*dee, ben or ann can\./);
  });

  it("an approving review, alone or after an approval by comment, changes no status comment", () => {
    const comment = aComment("cho", "/approve", { at: minute(10) });
    const review = approval("cho", { at: minute(20) });
    const status = (facts: PullFacts, published: PullRecord | null) =>
      statusComment({
        facts,
        verdict: verdict({ facts, index, record, diffs: new Map() }),
        record,
        recordMarker: () => "<!-- rung:record v1 x -->",
        published,
        words: statementsOf(facts, record),
        index,
        bot,
        wanted: false,
      });
    expect(status(aPull({ files, reviews: [review] }), null)).toBeNull();
    const made = status(aPull({ files, comments: [comment] }), null);
    const own = aComment({ login: "rung", id: 9, type: "Bot" }, made?.body ?? "");
    expect(status(aPull({ files, comments: [comment, own], reviews: [review] }), record)).toBeNull();
  });
});
