import { describe, expect, it } from "vitest";
import type { Utterance } from "../../src/model/facts.ts";
import { voidReason } from "../../src/promotions/authority.ts";
import { type Recalling, recalled } from "../../src/promotions/promotion-memory.ts";
import type { PromotionRecord } from "../../src/promotions/promotion-record.ts";
import { sealPromotion } from "../../src/promotions/record-marker.ts";
import { measured, nominated, sponsored } from "../../src/promotions/stages.ts";
import { statusContext } from "../../src/promotions/status-seal.ts";
import { voidStatus } from "../../src/promotions/void-status.ts";
import type { Account } from "../../src/shared/names.ts";
import { anIssue } from "../commands/a-context.ts";
import { NOON, person } from "../support/a-pull.ts";
import { aPromotion, days, LADDER } from "./a-promotion.ts";

const KEY = new TextEncoder().encode("a key of more than twenty characters");
const BOT: Account = { login: "rung[bot]", id: 900, type: "Bot" };

const record: PromotionRecord = {
  ...{ nomination: aPromotion({ sponsors: 1 }).nomination, url: "https://github.test/KusionStack/kusion/issues/12" },
  ...{ words: [], stage: sponsored(measured(nominated()), NOON), measured: [], measuredAt: NOON },
  ...{ reminded: false, trouble: null, rebuilt: false },
};

function body(place = { repositoryId: anIssue().repository.id, number: anIssue().number }): string {
  const context = statusContext(place, record.nomination.id);
  return `<!-- rung:nomination ${record.nomination.id} -->\nStatus\n\n${sealPromotion(record, context, KEY)}`;
}

function comment(text: string, more: Partial<Utterance> = {}): Utterance {
  const base = { kind: "comment" as const, id: 50, nodeId: "c50", author: BOT, at: NOON, edited: true, editor: BOT };
  return { ...base, url: "https://github.test/c/50", body: text, calls: [], ...more };
}

function recall(comments: readonly Utterance[], more: Partial<Recalling> = {}) {
  const facts = anIssue();
  return recalled({
    facts: { ...facts, readAt: days(9), comments: { items: comments, complete: true, total: comments.length } },
    ...{ bot: BOT, keys: [KEY], known: [], commentDeleted: false, ...more },
  });
}

const known = [{ id: record.nomination.id, comment: 50, record }];

describe("R47: only the sealed record is memory", () => {
  it("an untouched comment of Rung's is believed as it stands", () => {
    expect(recall([comment(body())]).records).toEqual([record]);
  });

  it("text of other people, whatever markers it holds, is nothing", () => {
    expect(recall([comment(body(), { author: person("mallory") })])).toMatchObject({ records: [], voids: [] });
    expect(recall([comment("<!-- rung:reply to=comment:3 -->\n@rung:promotion")])).toMatchObject({
      records: [],
      voids: [],
    });
  });

  it("what somebody changed is made anew from the database's copy, and its windows begin when it is shown", () => {
    for (const changed of ["All met.", body().replace("Status", "Done"), body()]) {
      const { records, comments, published } = recall([comment(changed, { editor: person("mallory") })], { known });
      expect(records).toMatchObject([
        { rebuilt: true, nomination: { shownAt: days(9) }, stage: { stage: "nominated" } },
      ]);
      expect([comments.get(record.nomination.id)?.id, published.size]).toEqual([50, 0]);
    }
  });

  it("without a copy it is void, and a deleted comment alone makes nothing", () => {
    expect(recall([comment(body(), { editor: person("mallory") })])).toMatchObject({
      records: [],
      voids: [{ claimed: null }],
    });
    expect(recall([], { commentDeleted: true })).toMatchObject({ records: [], voids: [] });
    expect(recall([], { commentDeleted: true, known }).records).toMatchObject([{ rebuilt: true }]);
  });
});

describe("R46: a nomination lives where it was made", () => {
  it("a genuine record of another issue is void, and a second comment of the same is none", () => {
    const elsewhere = comment(body({ repositoryId: 1, number: 1 }));
    expect(recall([elsewhere])).toMatchObject({ records: [], voids: [{ claimed: { url: record.url } }] });
    expect(recall([comment(body()), comment(body(), { id: 51 })]).voids).toMatchObject([{ isDouble: true }]);
  });

  it("renamed, or given to another owner, the repository keeps its registry and the pull request that changes it", () => {
    const { owner, name, id } = anIssue().repository;
    const [was, now] = ["acme/old", `${owner}/${name}`];
    const old = { owner: "acme", name: "old" };
    const pull = { repository: old, number: 5 };
    const stage = { stage: "registry-change", reopenedAt: null, clearSince: 1, passedAt: 2, pull } as const;
    const place = { repositoryId: id, repository: was, number: anIssue().number };
    const before = { ...record, nomination: { ...record.nomination, registry: was }, stage, place };
    const recorded = (one: PromotionRecord) =>
      recall([], { known: [{ id: record.nomination.id, comment: 50, record: one }], commentDeleted: true }).records[0];
    const after = recorded(before);
    expect(after?.nomination.registry).toBe(now.toLowerCase());
    expect(after?.place?.repository).toBe(now);
    expect(after?.stage).toMatchObject({ pull: { repository: { owner, name }, number: 5 } });
    const others = { ...before, nomination: { ...before.nomination, registry: "acme/.github" } };
    expect(recorded(others)?.nomination.registry).toBe("acme/.github");
  });

  it("once it says where it came from it is left so, unless somebody changes it", () => {
    const [first] = recall([comment(body({ repositoryId: 1, number: 1 }))]).voids;
    const text = first === undefined ? "" : voidStatus(first, anIssue());
    expect(text).toContain("lives only there");
    expect(recall([comment(text)])).toMatchObject({ records: [], voids: [] });
    expect(recall([comment(text, { editor: person("mallory") })]).voids).toMatchObject([{ claimed: null }]);
  });
});

describe("R45, R86: what it was given with is gone", () => {
  const source = { repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "1" };
  const index = { ...LADDER, registry: { ...LADDER.registry, sources: [source] } };
  const authorities = { governing: { index, unreadTeams: [] }, extended: null };
  const given = (more: Partial<PromotionRecord["nomination"]>) => ({
    ...record,
    nomination: { ...record.nomination, ...more },
  });

  it("another file, a role or an area that is no more, ends it; a record of an earlier version goes on", () => {
    expect(voidReason(record, authorities)).toBeNull();
    expect(voidReason(given({ registry: "kusionstack/other" }), authorities)).toContain("kusionstack/other");
    expect(voidReason(given({ role: "heroes" }), authorities)).toContain("no role heroes any more");
    expect(voidReason(given({ areas: ["gone"] }), authorities)).toContain("no area gone any more");
    const extending = { ...authorities, extended: { index: LADDER, unreadTeams: [] } };
    expect(voidReason(record, extending)).toContain("the repository's own file may have judged it");
  });
});
