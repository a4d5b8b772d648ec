import { expect, it } from "vitest";
import type { IssueFacts, Utterance } from "../../src/model/facts.ts";
import type { ReadNote } from "../../src/model/job.ts";
import { rememberedStatements as remembered } from "../../src/promotions/kept-statements.ts";
import type { PromotionRecord } from "../../src/promotions/promotion-record.ts";
import type { PromotionStatement } from "../../src/promotions/promotion-types.ts";
import { withGone } from "../../src/promotions/refusals.ts";
import { measured, nominated, sponsored } from "../../src/promotions/stages.ts";
import type { Account } from "../../src/shared/names.ts";
import { anIssue } from "../commands/a-context.ts";
import { aComment, NOON, person } from "../support/a-pull.ts";
import { aPromotion } from "./a-promotion.ts";

function said(login: string, id: number, content: object): PromotionStatement {
  const { id: account } = person(login);
  const key = id === 0 ? "description:0/2" : `comment:${id}/1`;
  const base = { key, by: { login, id: account }, at: NOON, url: `https://github.test/${key}` };
  return { ...base, kind: "sponsor", cancel: false, ...content } as PromotionStatement;
}

const words = [
  said("ann", 1, {}),
  said("ben", 2, { kind: "vote", choice: "yes" }),
  said("cho", 3, { kind: "vote", choice: "no" }),
  said("dee", 4, { kind: "object", why: "not yet" }),
  said("eve", 0, {}),
];
const record: PromotionRecord = {
  ...{ nomination: aPromotion({ sponsors: 1 }).nomination, url: "https://github.test/1" },
  ...{ words, stage: sponsored(measured(nominated()), NOON), measured: [], measuredAt: NOON },
  ...{ reminded: false, trouble: null, rebuilt: false },
};

/** The issue as it shows its authors: of the comments 1 to 4, and of its own text. */
function shown(author: (login: string) => Account | null, more: Partial<Utterance> = {}) {
  const items = ["ann", "ben", "cho", "dee"].map((login, at) => aComment(author(login), "/x", { id: at + 1, ...more }));
  const issue = anIssue({ comments: { items, complete: true, total: 4 } });
  return { ...issue, description: { ...issue.description, id: 0, author: author("eve") } };
}

const rememberedStatements = (
  given: PromotionRecord,
  facts: IssueFacts,
  present: ReadonlySet<string>,
  notes: readonly ReadNote[] = [],
) => remembered(given, { facts, notes }, present);

const ALL = new Set(["comment:1", "comment:2", "comment:3", "comment:4", "description:0"]);
const standing = ({ words: kept }: { readonly words: readonly PromotionStatement[] }) =>
  kept.map((word) => (word.kind === "vote" ? word.choice : "cancel" in word ? word.cancel : word.kind));

it("statements stay as they were said while their authors are there", () => {
  expect(rememberedStatements(record, shown(person), ALL)).toEqual({ words, gone: [] });
});

it("R3: of an account that is gone support counts no longer, wherever it was said; an objection and a no stay", () => {
  const kept = rememberedStatements(
    record,
    shown(() => null),
    new Set(),
  );
  expect(standing(kept)).toEqual([true, "yes", "cancel", "no", false, true]);
  expect(kept.gone).toEqual([words[0], words[1], words[4]]);
});

it("what an account that is gone had given is told, once", () => {
  const kept = rememberedStatements(
    record,
    shown(() => null),
    new Set(),
  );
  const told = { ...withGone(record, kept.gone), words: kept.words };
  expect(told.refused?.map(({ by, said: word, reason }) => [by.login, word, reason])).toEqual([
    ["ann", "/sponsor", "the account is gone from GitHub, so this counts no longer"],
    ["ben", "/vote yes", "the account is gone from GitHub, so this counts no longer"],
    ["eve", "/sponsor", "the account is gone from GitHub, so this counts no longer"],
  ]);
  expect(
    rememberedStatements(
      told,
      shown(() => null),
      new Set(),
    ).gone,
  ).toEqual([]);
});

it("R4: whoever was renamed is named as they are now, by the same id alone", () => {
  const now = (login: string) => (login === "ann" ? { ...person("ann"), login: "anna" } : { ...person(login), id: 1 });
  const kept = rememberedStatements(record, shown(now), ALL);
  expect(kept.words.map(({ by }) => by.login)).toEqual(["anna", "ben", "cho", "dee", "eve"]);
  expect(standing(kept)).toEqual(standing({ words }));
});

it("of a comment that was deleted support is taken back without a word, and what was not read stays", () => {
  const empty = { ...shown(person), comments: { items: [], complete: true, total: 0 } };
  expect(standing(rememberedStatements(record, empty, new Set()))).toEqual([true, "yes", "cancel", "no", false, false]);
  const partly = { ...empty, comments: { ...empty.comments, complete: false } };
  expect(rememberedStatements(record, partly, new Set())).toEqual({ words, gone: [] });
});

const DAY = 86_400_000;
const empty = { ...shown(person), readAt: NOON + 3 * DAY, comments: { items: [], complete: true, total: 0 } };
const times = ({ words: kept }: { readonly words: readonly PromotionStatement[] }) =>
  kept.flatMap((word) => (word.kind === "vote" ? [[word.choice, (word.at - NOON) / DAY]] : []));
const deleted = (id: number): ReadNote => ({ kind: "unsaid", utterance: "comment", id, how: "deleted" });

it("a vote whose comment was deleted counted until then; where no event tells when, until the last look at most", () => {
  const looked = { ...record, heardUntil: NOON + DAY };
  expect(times(rememberedStatements(looked, empty, new Set(), [deleted(2)]))).toEqual([
    ["yes", 0],
    ["cancel", 3],
    ["no", 0],
  ]);
  const unheard = rememberedStatements(looked, empty, new Set());
  expect(times(unheard)).toEqual([
    ["yes", 0],
    ["cancel", 1],
    ["no", 0],
  ]);
  const again = rememberedStatements({ ...looked, ...unheard, heardUntil: NOON + 2 * DAY }, empty, new Set());
  expect(again.words).toEqual(unheard.words);
});

it("a vote that its author had changed since is not what is taken back with its comment", () => {
  const changed = said("ben", 5, { kind: "vote", choice: "no", at: NOON + DAY });
  const kept = rememberedStatements({ ...record, words: [...words, changed] }, empty, new Set(), [deleted(2)]);
  expect(times(kept)).toEqual([
    ["yes", 0],
    ["no", 0],
    ["no", 1],
  ]);
});

it("R81: of two votes that were said in one second the second stands, whichever comment of theirs is deleted first", () => {
  const again = said("ben", 5, { kind: "vote", choice: "yes" });
  const twice = { ...record, words: [...words, again] };
  expect(times(rememberedStatements(twice, empty, new Set(["comment:5"]), [deleted(2)]))).toEqual([
    ["yes", 0],
    ["no", 0],
    ["yes", 0],
  ]);
  expect(times(rememberedStatements(twice, empty, new Set(["comment:2"]), [deleted(5)]))).toEqual([
    ["yes", 0],
    ["no", 0],
    ["yes", 0],
    ["cancel", 3],
  ]);
});
