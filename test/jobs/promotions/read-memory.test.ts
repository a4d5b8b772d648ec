import { expect, it } from "vitest";
import { statusDigest } from "../../../src/commands/replies/status-written.ts";
import { readMemory } from "../../../src/jobs/promotions/read-memory.ts";
import type { Remembered } from "../../../src/promotions/promotion-memory.ts";
import type { PromotionRecord } from "../../../src/promotions/promotion-record.ts";
import { sealPromotion } from "../../../src/promotions/record-marker.ts";
import { measured, nominated, sponsored } from "../../../src/promotions/stages.ts";
import { statusContext } from "../../../src/promotions/status-seal.ts";
import type { Account } from "../../../src/shared/names.ts";
import { anIssue } from "../../commands/a-context.ts";
import { aPromotion, days } from "../../promotions/a-promotion.ts";
import { NOON } from "../../support/a-pull.ts";

const KEY = new TextEncoder().encode("a key of more than twenty characters");
const BOT: Account = { login: "rung[bot]", id: 900, type: "Bot" };
const issue = anIssue();

const record: PromotionRecord = {
  ...{ nomination: aPromotion({ sponsors: 1 }).nomination, url: "https://github.test/KusionStack/kusion/issues/12" },
  ...{ words: [], stage: sponsored(measured(nominated()), NOON), measured: [], measuredAt: NOON },
  ...{ reminded: false, trouble: null, rebuilt: false },
};
const { id } = record.nomination;
const later: PromotionRecord = { ...record, reminded: true };
const withdrawn: PromotionRecord = {
  ...record,
  stage: { stage: "withdrawn", at: days(1), by: { login: "ann", id: 1 } },
};

function status(one: PromotionRecord): string {
  const context = statusContext({ repositoryId: issue.repository.id, number: issue.number }, id);
  return `<!-- rung:nomination ${id} -->\nStatus\n\n${sealPromotion(one, context, KEY)}`;
}

/** As GitHub shows it, by what was written there last and what the database knows. */
function read(shown: PromotionRecord, written: PromotionRecord, known: readonly Remembered[]) {
  const base = { kind: "comment" as const, id: 50, nodeId: "c50", author: BOT, at: NOON, edited: true, editor: BOT };
  const comment = { ...base, url: "https://github.test/c/50", body: status(shown), calls: [] };
  const facts = { ...issue, readAt: days(2), comments: { items: [comment], complete: true, total: 1 } };
  const told = [{ kind: "status" as const, id: 50, digest: statusDigest(status(written)) }];
  return readMemory({ facts, bot: BOT, keys: [KEY], known, commentDeleted: false }, told);
}

it("R37: by a status that is shown older than it was written the database's copy is believed, and nothing is waited for", () => {
  const { memory, late } = read(record, later, [{ id, comment: 50, record: later }]);
  expect(memory.records).toEqual([later]);
  expect(late).toEqual([]);
});

it("R37: one that may have ended since is waited for, since the database keeps no copy of that", () => {
  expect(read(record, withdrawn, []).late).toMatchObject([{ key: "status 50" }]);
  expect(read(withdrawn, withdrawn, []).late).toEqual([]);
});

it("a status that is shown as it was written is believed, whatever the database says", () => {
  expect(read(later, later, [{ id, comment: 50, record }]).memory.records).toEqual([later]);
  expect(read(record, record, [])).toMatchObject({ memory: { records: [record] }, late: [] });
});
