import { describe, expect, it } from "vitest";
import type { Utterance } from "../../../src/model/facts.ts";
import type { DecisionRecord } from "../../../src/promotions/decisions/decision.ts";
import {
  claimedDecision,
  decisionIn,
  decisionLine,
  sealDecision,
  unsealDecision,
} from "../../../src/promotions/decisions/decision-marker.ts";
import { recalledDecisions } from "../../../src/promotions/decisions/decision-memory.ts";
import { voidDecisionStatus } from "../../../src/promotions/decisions/decision-status.ts";
import type { Recalling } from "../../../src/promotions/status-memory.ts";
import { statusContext } from "../../../src/promotions/status-seal.ts";
import type { Account } from "../../../src/shared/names.ts";
import { anIssue } from "../../commands/a-context.ts";
import { NOON, person } from "../../support/a-pull.ts";
import { days } from "../a-promotion.ts";
import { aDecision, looked, object, VOTE, vote } from "./a-decision.ts";

const KEY = new TextEncoder().encode("a key of more than twenty characters");
const BOT: Account = { login: "rung[bot]", id: 900, type: "Bot" };
const record = looked(2, [object("ben", 1), vote("pat", 1, "no", "because")]).record;
const here = { repositoryId: anIssue().repository.id, number: anIssue().number };

function body(one: DecisionRecord = record, place = here): string {
  return `${decisionLine(one.decision.id)}\nStatus\n\n${sealDecision(one, statusContext(place, one.decision.id), KEY)}`;
}

function comment(text: string, more: Partial<Utterance> = {}): Utterance {
  const base = { kind: "comment" as const, id: 50, nodeId: "c50", author: BOT, at: NOON, edited: true, editor: BOT };
  return { ...base, url: "https://github.test/c/50", body: text, calls: [], ...more };
}

function recall(comments: readonly Utterance[], more: Partial<Recalling<DecisionRecord>> = {}) {
  const facts = anIssue();
  return recalledDecisions({
    facts: { ...facts, readAt: days(9), comments: { items: comments, complete: true, total: comments.length } },
    ...{ bot: BOT, keys: [KEY], known: [], commentDeleted: false, ...more },
  });
}

describe("R26: a decision's record", () => {
  it("is read as it was written, by its key and its place alone", () => {
    const context = statusContext(here, record.decision.id);
    expect(unsealDecision(body(), context, [KEY])).toEqual({ kind: "ok", record });
    expect(unsealDecision(body(), `${context}0`, [KEY])).toEqual({ kind: "tampered" });
    expect(unsealDecision(body(), context, [new TextEncoder().encode("another key, of as many characters")])).toEqual({
      kind: "tampered",
    });
    expect(decisionIn(body())).toBe(record.decision.id);
  });

  it("of every kind and stage comes back whole", () => {
    const votes = looked(30, [vote("ann", 1, "yes"), vote("ben", 2, "no", "too soon")], { decisions: VOTE }).record;
    const about = {
      ...votes,
      decision: { ...votes.decision, about: { head: "h", base: "b" } },
      opening: "edited" as const,
    };
    expect(claimedDecision(body(about))).toEqual(about);
    const small = aDecision(
      "{ k: { by: [approvers, maintainers], vote: { small-group: { under: 3, min: 1 }, employer-cap: 1/2 }, wait: 3d, paths: [A.md] } }",
    );
    expect(claimedDecision(body(small))).toEqual(small);
    const lazy = aDecision(
      "{ k: { by: maintainers, lazy: { window: 7d, overruled-by: { of: maintainers, exactly: true, share: 2/3 } } } }",
    );
    expect(claimedDecision(body(lazy))).toEqual(lazy);
  });

  it("too long for a comment loses what was heard, then reasons, and no word that counts", () => {
    const noise = (seed: number) =>
      Array.from({ length: 300 }, (_, index) =>
        String.fromCodePoint(0x4e00 + ((seed * 7919 + index * 104_729) % 20_000)),
      ).join("");
    const words = Array.from({ length: 60 }, (_, index) => vote("ben", index / 100, "no", noise(index)));
    const long = { ...record, words };
    const kept = claimedDecision(body(long));
    expect(kept?.words.map(({ key }) => key)).toEqual(words.map(({ key }) => key));
    expect(body(long).length).toBeLessThan(40_000);
    const heard = words.map((word) => ({ word: { ...word, key: `${word.key}9` }, reason: "holds no role" }));
    const loud = { ...record, words: words.slice(0, 20), heard };
    expect(claimedDecision(body(loud))).toEqual({ ...loud, heard: [] });
  });
});

describe("R46, R47: what a subject's decisions remember", () => {
  it("is the sealed record of Rung's own comment, and no text of anybody else's", () => {
    expect(recall([comment(body())]).records).toEqual([record]);
    expect(recall([comment(body(), { author: person("mallory") })])).toMatchObject({ records: [], voids: [] });
  });

  it("changed by somebody it is made anew from the database's copy, and its time begins again", () => {
    const known = [{ id: record.decision.id, comment: 50, record }];
    const { records } = recall([comment(body(), { editor: person("mallory") })], { known });
    expect(records).toMatchObject([{ rebuilt: true, decision: { shownAt: days(9) }, words: record.words }]);
    const [anew = record] = records;
    expect(looked(15.9, [], { record: { ...anew, words: [] } }).record.stage.stage).toBe("open");
    expect(looked(20, [], { record: { ...anew, words: [] } }).record.stage).toMatchObject({ at: days(16) });
  });

  it("R78: of one that has ended changed by somebody the end stays, and nothing begins again", () => {
    const ended = looked(9, []).record;
    expect(ended.stage.stage).toBe("accepted");
    const known = [{ id: ended.decision.id, comment: 50, record: ended }];
    const { records } = recall([comment(body(ended), { editor: person("mallory") })], { known });
    expect(records).toEqual([{ ...ended, rebuilt: true }]);
  });

  it("R46: in a transferred or copied comment it is void, and the comment says where it lives", () => {
    const elsewhere = { ...record, place: { ...record.place, repositoryId: 4 } };
    const { records, voids } = recall([comment(body(elsewhere, { repositoryId: 4, number: 1 }))]);
    expect(records).toEqual([]);
    const [found] = voids;
    if (found === undefined) throw new Error("it is void");
    const text = voidDecisionStatus(found, anIssue());
    expect(text).toContain("**Void:** this was opened in [");
    expect(text).toContain("`/decide technical …` opens a new one here.");
    expect(recall([comment(text)]).voids).toEqual([]);
  });

  it("lost with the database it is void", () => {
    const [found] = recall([comment(body(), { editor: person("mallory") })]).voids;
    if (found === undefined) throw new Error("it is void");
    expect(voidDecisionStatus(found, anIssue())).toContain("was lost or changed by somebody");
  });
});
