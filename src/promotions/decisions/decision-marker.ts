/** A decision's record as a signed, hidden line, bound to its subject and to the words that opened it (R26). */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { z } from "zod";
import type { DecisionRule } from "../../registry/decisions/decisions-key.ts";
import { outvotingShape, votingShape } from "../../registry/voting-shape.ts";
import { openedLine, sealedLine } from "../../shared/seal.ts";
import type { Decision, DecisionRecord, DecisionStage, DecisionStatement } from "./decision.ts";

type UnsealedDecision = { readonly kind: "tampered" } | { readonly kind: "ok"; readonly record: DecisionRecord };

const NAME = "decision-record";
/** GitHub takes 65,536 characters a comment, and the visible text wants most of them. */
const MAX_PAYLOAD_LENGTH = 30_000;
const MAX_TEXT_LENGTH = 2_000_000;

/** First hidden line of a decision's status comment, with the decision's id; it finds the comment and proves nothing. */
export const DECISION_MARKER = "<!-- rung:decision ";

export function decisionLine(id: string): string {
  return `${DECISION_MARKER}${id} -->`;
}

/** The id that the first line names; `null` where somebody changed it beyond recognition. */
export function decisionIn(body: string): string | null {
  return (
    /^<!-- rung:decision ((?:comment|description|review|review-comment):\d+\/\d+(?:\.\d+)?) -->/.exec(body)?.[1] ?? null
  );
}

const moment = z.int();
const person = z.strictObject({ login: z.string(), id: z.int().nullable() });
const elector = z.strictObject({ ...person.shape, affiliation: z.string().nullable() });

const rule: z.ZodType<DecisionRule> = z.strictObject({
  kind: z.string(),
  by: z.array(z.string()),
  in: z.string(),
  how: z.union([
    z.strictObject({
      lazy: z.strictObject({ window: z.string(), overruled: outvotingShape(z.array(z.string())).exactOptional() }),
    }),
    z.strictObject({ vote: votingShape }),
  ]),
  wait: z.string().exactOptional(),
  paths: z.array(z.string()),
  level: z.literal("repository").exactOptional(),
});

const decision: z.ZodType<Decision> = z.strictObject({
  id: z.string(),
  rule,
  text: z.string(),
  opener: person,
  at: moment,
  shownAt: moment.exactOptional(),
  areas: z.array(z.string()).nullable(),
  electorate: z.array(elector).nullable(),
  registryOid: z.string(),
  about: z.strictObject({ head: z.string(), base: z.string() }).exactOptional(),
});

const said = { key: z.string(), by: person, at: moment, url: z.string() };
const why = z.string();
const word: z.ZodType<DecisionStatement> = z.union([
  z.strictObject({ ...said, kind: z.literal("vote"), choice: z.enum(["yes", "no", "abstain", "cancel"]), why }),
  z.strictObject({ ...said, kind: z.literal("object"), cancel: z.boolean(), why }),
  z.strictObject({ ...said, kind: z.literal("wait"), why }),
  z.strictObject({ ...said, kind: z.literal("review"), state: z.enum(["yes", "no", "none"]), why }),
  z.strictObject({ ...said, kind: z.literal("cancel") }),
]);

const tally = z.strictObject({ yes: z.int(), no: z.int(), abstained: z.int() }).nullable();
const stage: z.ZodType<DecisionStage> = z.discriminatedUnion("stage", [
  z.strictObject({ stage: z.literal("open") }),
  z.strictObject({ stage: z.literal("accepted"), at: moment, tally }),
  z.strictObject({ stage: z.literal("declined"), at: moment, tally, why: z.string() }),
  z.strictObject({ stage: z.literal("cancelled"), at: moment, by: person }),
]);

/** Strict: what another version wrote differently is not taken for this. */
export const decisionRecordSchema: z.ZodType<DecisionRecord> = z.strictObject({
  decision,
  url: z.string(),
  place: z.strictObject({ repositoryId: z.int(), repository: z.string(), number: z.int() }),
  words: z.array(word),
  heard: z.array(z.strictObject({ word, reason: z.string() })),
  stage,
  openUntil: moment,
  heardUntil: moment,
  opening: z.enum(["edited", "deleted"]).exactOptional(),
  rests: z.literal(true).exactOptional(),
  rebuilt: z.boolean(),
});

/** `subject` names the repository's id and the number, `decision` the id there. */
export function decisionContext(subject: { readonly repositoryId: number; readonly number: number }, id: string) {
  return `${subject.repositoryId}#${subject.number} ${id}`;
}

/** The hidden line for a record. One too long for a comment loses what was heard first, then the reasons of words; never a word that counts. */
export function sealDecision(record: DecisionRecord, context: string, key: Uint8Array): string {
  const bare = { ...record, heard: [] };
  const forms = [
    record,
    bare,
    { ...bare, words: record.words.map((one) => ("why" in one ? { ...one, why: "" } : one)) },
  ];
  const payloads = forms.map(payloadOf);
  return sealedLine(
    NAME,
    payloads.find((payload) => payload.length <= MAX_PAYLOAD_LENGTH) ?? payloads.at(-1) ?? "",
    context,
    key,
  );
}

/** Reads a record out of a comment's text; a text without one is a tampered one. `keys`: the present one first. */
export function unsealDecision(body: string, context: string, keys: readonly Uint8Array[]): UnsealedDecision {
  const opened = openedLine(NAME, body, context, keys, 2 * MAX_PAYLOAD_LENGTH);
  if (opened.kind !== "ok") return { kind: "tampered" };
  const record = parsed(opened.payload);
  return record === null ? { kind: "tampered" } : { kind: "ok", record };
}

/**
 * What the record in a text says, whoever signed it and for wherever: for telling people where it comes from, never to act on.
 * `null`: there is none that can be read.
 */
export function claimedDecision(body: string): DecisionRecord | null {
  const all = [...body.matchAll(/<!-- rung:decision-record v1 ([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]{43} -->/g)];
  const payload = all.at(-1)?.[1] ?? "";
  return payload === "" || payload.length > 2 * MAX_PAYLOAD_LENGTH ? null : parsed(payload);
}

/** A text without its record. */
export function withoutDecisionRecord(body: string): string {
  return body.replace(/\n+<!-- rung:decision-record v1 [^>]*-->\s*$/, "");
}

function payloadOf(record: DecisionRecord): string {
  return deflateRawSync(Buffer.from(JSON.stringify(record), "utf8"), { level: 9 }).toString("base64url");
}

/** Signed, but perhaps by another version: what does not fit its shape is not trusted. */
function parsed(payload: string): DecisionRecord | null {
  try {
    const bytes = inflateRawSync(Buffer.from(payload, "base64url"), { maxOutputLength: MAX_TEXT_LENGTH });
    const read = decisionRecordSchema.safeParse(JSON.parse(bytes.toString("utf8")));
    return read.success ? read.data : null;
  } catch (error) {
    // Bytes that are no deflated JSON.
    if (error instanceof Error) return null;
    throw error;
  }
}
