/** The record as a signed, hidden line of the status comment, so that losing the database loses nothing (R26). */

import { z } from "zod";
import type { BaseCommitSpan, BaseSpan, HeadSpan, PullRecord } from "../../model/pull-record.ts";
import { openedLine, sealedLine } from "../../shared/seal.ts";
import { shortenedPushes, withHeads } from "./pushes.ts";
import { withForgotten } from "./restrictions.ts";

export type Unsealed =
  | { readonly kind: "none" }
  /** Something that looks like a marker and is not one that Rung wrote here. */
  | { readonly kind: "tampered" }
  | { readonly kind: "ok"; readonly record: PullRecord };

const NAME = "record";
/** GitHub takes 65,536 characters a comment, and the visible text wants most of them. */
const MAX_PAYLOAD_LENGTH = 24_000;

const ends = { opened: z.literal(true).exactOptional(), closed: z.literal(true).exactOptional() };
const moment = z.int();
const who = z.object({ login: z.string(), id: z.int().nullable() });
const names = z.array(z.string()).nullable();

/** The shape that a stored record must have; fields of a later version are not mistaken for these. */
export const recordSchema: z.ZodType<PullRecord> = z.strictObject({
  heads: z.array(z.strictObject({ sha: z.string(), from: moment, until: moment, ...ends })),
  bases: z.array(z.strictObject({ ref: z.string(), from: moment, until: moment, ...ends })),
  baseCommits: z.array(z.strictObject({ commit: z.string(), from: moment, until: moment, ...ends })).exactOptional(),
  baseCommitsCut: z.literal(true).exactOptional(),
  holds: z.array(
    z.strictObject({ by: who.nullable(), at: moment, why: z.string(), source: z.enum(["comment", "label"]) }),
  ),
  holdsThrough: moment,
  holdsSeen: z.array(z.string()),
  holdsCut: moment.exactOptional(),
  inline: z.boolean(),
  ownHoldLabel: z.boolean(),
  labelSeen: z.boolean(),
  restrictions: z.array(
    z.strictObject({
      kind: z.enum(["limit", "withdrawal", "lgtm"]),
      key: z.string(),
      by: who,
      at: moment,
      gives: names,
      takes: names,
    }),
  ),
  unlimited: z.array(z.int()).exactOptional(),
  made: z.array(z.strictObject({ key: z.string(), by: who, at: moment, commands: z.string() })).exactOptional(),
  forgotten: z.strictObject({ through: moment, except: z.array(who) }).exactOptional(),
  released: z.array(z.strictObject({ key: z.string(), by: who, at: moment, of: who.nullable() })).exactOptional(),
  pushes: z.array(z.strictObject({ sha: z.string(), before: z.string().nullable(), by: who })).exactOptional(),
  pushesLost: z.literal(true).exactOptional(),
  reviewing: z
    .strictObject({
      areas: z.array(z.string()),
      asked: z.array(
        z.strictObject({
          ...who.shape,
          why: z.string(),
          at: moment,
          nudged: z.literal(true).exactOptional(),
          replaced: z.literal(true).exactOptional(),
          again: z.string().exactOptional(),
        }),
      ),
      remarks: z.array(
        z.union([
          z.string(),
          z.strictObject({
            text: z.string(),
            away: z.array(z.strictObject({ login: z.string(), id: z.int().nullable(), until: moment.nullable() })),
          }),
        ]),
      ),
      refused: z.array(z.string()),
      gone: z.array(z.string()).exactOptional(),
      welcomed: z.boolean(),
      awaits: z.literal("vouch").exactOptional(),
    })
    .exactOptional(),
  growth: z.strictObject({ role: z.string(), areas: z.array(z.string()) }).exactOptional(),
  commits: z.literal(true).exactOptional(),
  reviewed: z.array(z.strictObject({ id: z.number(), commit: z.string() })).exactOptional(),
  labels: z.strictObject({ own: z.array(z.string()), others: z.array(z.string()) }).exactOptional(),
  order: z
    .strictObject({
      key: z.string(),
      by: who,
      at: moment,
      headSha: z.string(),
      baseRef: z.string(),
      approved: z.boolean(),
      ended: z.string().exactOptional(),
    })
    .exactOptional(),
});

/**
 * The hidden line for a record, without the owners of labels and the reviewed commits: those change with every approving review, which
 * must not touch the comment, and GitHub's timeline tells them. `context` names the subject (repository id and number), so that a marker
 * copied to another subject is invalid there. A record too long for a comment loses its oldest spans and restrictions first, never a
 * hold.
 */
export function seal(record: PullRecord, context: string, key: Uint8Array): string {
  const { labels: _, reviewed: __, ...kept } = record;
  let shortened: PullRecord = kept;
  let payload = payloadOf(shortened);
  while (payload.length > MAX_PAYLOAD_LENGTH) {
    const next = [shrunk(shortened), withShortReasons(shortened)].find((one) => payloadOf(one).length < payload.length);
    if (next === undefined) break;
    [shortened, payload] = [next, payloadOf(next)];
  }
  return sealedLine(NAME, payload, context, key);
}

/** Reads the record out of a comment's text. `keys`: the present one first, then those it may still be signed with. */
export function unseal(body: string, context: string, keys: readonly Uint8Array[]): Unsealed {
  const opened = openedLine(NAME, body, context, keys, 2 * MAX_PAYLOAD_LENGTH);
  if (opened.kind !== "ok") return opened;
  const record = parsedPayload(opened.payload);
  return record === null ? { kind: "tampered" } : { kind: "ok", record };
}

/** The payload is signed, but perhaps by another version: what does not fit the shape is not trusted. */
function parsedPayload(payload: string): PullRecord | null {
  try {
    return recordSchema.parse(JSON.parse(Buffer.from(payload, "base64url").toString("utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}

function payloadOf(record: PullRecord): string {
  return Buffer.from(JSON.stringify(record), "utf8").toString("base64url");
}

const SHORT_WHY = 40;

function hasMore(record: PullRecord): boolean {
  const { heads, bases, baseCommits = [], restrictions, holdsSeen, pushes = [], unlimited = [], made = [] } = record;
  const spans = [heads, bases, baseCommits, holdsSeen].map(({ length }) => length - 1);
  const lists = [...spans, restrictions.length, unlimited.length, made.length];
  return lists.some((length) => length > 0) || pushes.some(({ sha }) => sha !== "" && sha !== heads.at(-1)?.sha);
}

/** Leaving something out makes the record stricter: to a reader who has only this, it could have been anything (R42). */
function shrunk(record: PullRecord): PullRecord {
  if (!hasMore(record)) return withShortReasons(record);
  const { unlimited: _, made: __, ...others } = record;
  const heads = withoutOldest<HeadSpan>(record.heads);
  const shorter = heads.length > 1 ? withHeads(others, heads) : shortenedPushes(withHeads(others, heads));
  const left = record.restrictions.slice(0, Math.ceil(record.restrictions.length / 4));
  return withForgotten(
    {
      ...shorter,
      bases: withoutOldest<BaseSpan>(record.bases),
      ...fewerCommits(record),
      restrictions: record.restrictions.slice(left.length),
      ...fewerSeen(record),
    },
    left,
    [],
  );
}

/** A reader who has only this no longer knows which releases were heard before then (R42). */
function fewerSeen({ holdsSeen, heads }: PullRecord): Pick<PullRecord, "holdsSeen" | "holdsCut"> {
  if (holdsSeen.length < 2) return { holdsSeen };
  return {
    holdsSeen: withoutOldest<string>(holdsSeen),
    holdsCut: Math.max(0, ...heads.map(({ until }) => until)),
  };
}

function withShortReasons(record: PullRecord): PullRecord {
  return {
    ...record,
    holds: record.holds.map((hold) => ({ ...hold, why: hold.why.slice(0, SHORT_WHY).toWellFormed() })),
  };
}

function fewerCommits({ baseCommits = [] }: PullRecord): Partial<PullRecord> {
  if (baseCommits.length < 2) return {};
  return { baseCommits: withoutOldest<BaseCommitSpan>(baseCommits), baseCommitsCut: true };
}

function withoutOldest<Span>(spans: readonly Span[]): readonly Span[] {
  return spans.length > 1 ? spans.slice(Math.ceil(spans.length / 4)) : spans;
}
