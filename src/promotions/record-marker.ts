/** A promotion's record as a signed, hidden line, bound to its subject and nomination (R26). */

import { z } from "zod";
import type { PromotionRecord } from "./promotion-record.ts";
import type { Criterion, Measured, Nomination, PromotionRule, PromotionStatement } from "./promotion-types.ts";
import type { Stage } from "./stages.ts";
import { elector, firstLineId, moment, person, said, statusSeal } from "./status-seal.ts";

/** First hidden line of a promotion's status comment, with the nomination's id; it finds the comment and proves nothing. */
export const NOMINATION_MARKER = "<!-- rung:nomination ";

export function nominationLine(id: string): string {
  return `${NOMINATION_MARKER}${id} -->`;
}

/** The beginning of a status comment that is not valid where it is. */
export const VOID_TEXT = "**Void:** ";

/** The id that the first line names; `null` where somebody changed it beyond recognition. */
export function nominationIn(body: string): string | null {
  return firstLineId(body, NOMINATION_MARKER);
}

const leaf = z.strictObject({
  combine: z.literal("leaf"),
  kind: z.string(),
  params: z.unknown(),
  number: z.int(),
  for: z.array(z.string()).exactOptional(),
});
const criterion: z.ZodType<Criterion> = z.lazy(() =>
  z.union([
    leaf,
    z.strictObject({ combine: z.enum(["all", "any"]), of: z.array(criterion) }),
    z.strictObject({ combine: z.literal("some"), min: z.int(), of: z.array(criterion) }),
  ]),
);

const rule: z.ZodType<PromotionRule> = z.strictObject({
  criterion,
  nominate: z.array(z.string()).nullable(),
  bots: z.array(z.string()).exactOptional(),
  waive: z.string().nullable(),
  waiveExactly: z.literal(true).exactOptional(),
  waivers: z
    .union([
      z.strictObject({ min: z.int() }),
      z.strictObject({ share: z.union([z.string(), z.number()]) }),
      z.literal("nobody"),
    ])
    .exactOptional(),
  expires: z.number(),
  remind: z.number().nullable(),
});

const nomination: z.ZodType<Nomination> = z.strictObject({
  id: z.string(),
  candidate: person,
  nominator: person,
  role: z.string(),
  areas: z.array(z.string()),
  at: moment,
  rule,
  electorate: z.record(z.string(), z.array(elector)),
  registryOid: z.string(),
  registry: z.string().exactOptional(),
  shownAt: moment.exactOptional(),
});

const cancel = z.boolean();
const word: z.ZodType<PromotionStatement> = z.union([
  z.strictObject({ ...said, kind: z.enum(["sponsor", "accept"]), cancel }),
  z.strictObject({ ...said, kind: z.literal("object"), cancel, why: z.string() }),
  z.strictObject({ ...said, kind: z.literal("vote"), choice: z.enum(["yes", "no", "abstain", "cancel"]) }),
  z.strictObject({ ...said, kind: z.literal("attest"), cancel, criterion: z.int().nullable(), text: z.string() }),
  z.strictObject({ ...said, kind: z.literal("waive"), cancel, criterion: z.int(), why: z.string() }),
  z.strictObject({ ...said, kind: z.literal("withdraw") }),
]);

const item = z.strictObject({ repository: z.string(), number: z.int(), private: z.boolean() });
const measured: z.ZodType<Measured> = z.union([
  z.strictObject({
    known: z.literal(true),
    count: z.number(),
    atLeast: z.boolean(),
    items: z.array(item),
    searches: z.array(z.string()),
    date: moment.nullable(),
    privateUncounted: z.number(),
    undecided: z.number().exactOptional(),
    notes: z.array(z.string()).exactOptional(),
  }),
  z.strictObject({ known: z.literal(false), why: z.string() }),
]);

const going = { reopenedAt: moment.nullable() };
const clear = { ...going, clearSince: moment };
const pull = z.strictObject({
  repository: z.strictObject({ owner: z.string(), name: z.string() }),
  number: z.int(),
});
const stage: z.ZodType<Stage> = z.discriminatedUnion("stage", [
  z.strictObject({ stage: z.literal("nominated"), ...going }),
  z.strictObject({ stage: z.literal("measured"), ...going }),
  z.strictObject({ stage: z.literal("sponsored"), ...clear }),
  z.strictObject({ stage: z.literal("unopposed"), ...clear, passedAt: moment }),
  z.strictObject({ stage: z.literal("registry-change"), ...clear, passedAt: moment, pull }),
  z.strictObject({ stage: z.literal("done"), at: moment, pull: pull.nullable(), lapsed: z.array(z.string()) }),
  z.strictObject({ stage: z.literal("withdrawn"), at: moment, by: person }),
  z.strictObject({ stage: z.literal("declined"), at: moment, why: z.string() }),
  z.strictObject({ stage: z.literal("expired"), at: moment }),
  z.strictObject({ stage: z.literal("void"), at: moment, why: z.string() }),
]);

const refusal = z.strictObject({
  by: person,
  kind: z.enum(["sponsor", "accept", "object", "vote", "attest", "waive", "withdraw"]),
  said: z.string(),
  url: z.string(),
  reason: z.string(),
});

/** Strict: what another version wrote differently is not mistaken for this. */
export const promotionRecordSchema: z.ZodType<PromotionRecord> = z.strictObject({
  nomination,
  url: z.string(),
  words: z.array(word),
  stage,
  measured: z.array(z.tuple([z.string(), measured])),
  measuredAt: moment,
  reminded: z.boolean(),
  trouble: z.string().nullable(),
  rebuilt: z.boolean(),
  refused: z.array(refusal).exactOptional(),
  heardUntil: moment.exactOptional(),
  rests: z.literal(true).exactOptional(),
  place: z.strictObject({ repositoryId: z.int(), repository: z.string(), number: z.int() }).exactOptional(),
});

const line = statusSeal<PromotionRecord>("promotion", promotionRecordSchema, (record) => {
  const bare = { ...record, measured: [] };
  return [bare, { ...bare, words: record.words.map(shortened) }];
});

/**
 * A record too long for a comment loses figures first, as they can be counted again, then the longest texts of statements; never a
 * statement itself.
 */
export const sealPromotion = line.seal;
export const unsealPromotion = line.unseal;
export const claimedRecord = line.claimed;
export const withoutPromotionRecord = line.without;

function shortened(said: PromotionStatement): PromotionStatement {
  if ("why" in said) return { ...said, why: said.why.slice(0, 60) };
  return said.kind === "attest" ? { ...said, text: said.text.slice(0, 60) } : said;
}
