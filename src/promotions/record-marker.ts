/** A promotion's record as a signed, hidden line, bound to its subject and nomination (R26). */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { openedLine, sealedLine } from "../shared/seal.ts";
import type { PromotionRecord } from "./promotion-record.ts";
import type { Criterion, Measured, Nomination, PromotionRule, PromotionStatement } from "./promotion-types.ts";
import type { Stage } from "./stages.ts";

type UnsealedPromotion = { readonly kind: "tampered" } | { readonly kind: "ok"; readonly record: PromotionRecord };

const NAME = "promotion";
/** GitHub takes 65,536 characters a comment, and the visible text wants most of them. */
const MAX_PAYLOAD_LENGTH = 30_000;
const MAX_TEXT_LENGTH = 2_000_000;

/** First hidden line of a promotion's status comment, with the nomination's id; it finds the comment and proves nothing. */
export const NOMINATION_MARKER = "<!-- rung:nomination ";

export function nominationLine(id: string): string {
  return `${NOMINATION_MARKER}${id} -->`;
}

/** What a status comment that is none here says first. */
export const VOID_TEXT = "**Void:** ";

/** The id that the first line names; `null` where somebody changed it beyond recognition. */
export function nominationIn(body: string): string | null {
  return (
    /^<!-- rung:nomination ((?:comment|description|review|review-comment):\d+\/\d+(?:\.\d+)?) -->/.exec(body)?.[1] ??
    null
  );
}

const moment = z.int();
const person = z.strictObject({ login: z.string(), id: z.int().nullable() });
const elector = z.strictObject({ ...person.shape, affiliation: z.string().nullable() });

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

const said = { key: z.string(), by: person, at: moment, url: z.string() };
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

/** Strict: what another version wrote differently is not taken for this. */
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

/** `subject` names the repository's id and the number, `nomination` the id there. */
export function promotionContext(
  subject: { readonly repositoryId: number; readonly number: number },
  nomination: string,
) {
  return `${subject.repositoryId}#${subject.number} ${nomination}`;
}

/**
 * The hidden line for a record. One too long for a comment loses figures first, as they can be counted again, then the longest
 * texts of words; never a word itself.
 */
export function sealPromotion(record: PromotionRecord, context: string, key: Uint8Array): string {
  const forms = [record, { ...record, measured: [] }, { ...record, measured: [], words: record.words.map(shortened) }];
  const payloads = forms.map(payloadOf);
  return sealedLine(
    NAME,
    payloads.find((payload) => payload.length <= MAX_PAYLOAD_LENGTH) ?? payloads.at(-1) ?? "",
    context,
    key,
  );
}

function shortened(said: PromotionStatement): PromotionStatement {
  if ("why" in said) return { ...said, why: said.why.slice(0, 60) };
  return said.kind === "attest" ? { ...said, text: said.text.slice(0, 60) } : said;
}

/** Reads a record out of a comment's text; a text without one is a tampered one. `keys`: the present one first. */
export function unsealPromotion(body: string, context: string, keys: readonly Uint8Array[]): UnsealedPromotion {
  const opened = openedLine(NAME, body, context, keys, 2 * MAX_PAYLOAD_LENGTH);
  if (opened.kind !== "ok") return { kind: "tampered" };
  const record = parsed(opened.payload);
  return record === null ? { kind: "tampered" } : { kind: "ok", record };
}

/**
 * What the record in a text says, whoever signed it and for wherever: for telling people where it comes from, never to act on.
 * `null`: there is none that can be read.
 */
export function claimedRecord(body: string): PromotionRecord | null {
  const all = [...body.matchAll(/<!-- rung:promotion v1 ([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]{43} -->/g)];
  const payload = all.at(-1)?.[1] ?? "";
  return payload === "" || payload.length > 2 * MAX_PAYLOAD_LENGTH ? null : parsed(payload);
}

function payloadOf(record: PromotionRecord): string {
  return deflateRawSync(Buffer.from(JSON.stringify(record), "utf8"), { level: 9 }).toString("base64url");
}

/** Signed, but perhaps by another version: what does not fit its shape is not trusted. */
function parsed(payload: string): PromotionRecord | null {
  try {
    const text = inflateRawSync(Buffer.from(payload, "base64url"), { maxOutputLength: MAX_TEXT_LENGTH }).toString(
      "utf8",
    );
    const read = promotionRecordSchema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch (error) {
    // Bytes that are no deflated JSON.
    if (error instanceof Error) return null;
    throw error;
  }
}
