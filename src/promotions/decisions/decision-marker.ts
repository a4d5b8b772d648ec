/** A decision's record as a signed, hidden line, bound to its subject and to the comment that opened it (R26). */

import { z } from "zod";
import type { DecisionRule } from "../../registry/decisions/decisions-key.ts";
import { outvotingShape, votingShape } from "../../registry/voting-shape.ts";
import { elector, firstLineId, moment, person, said, statusSeal } from "../status-seal.ts";
import type { Decision, DecisionRecord, DecisionStage, DecisionStatement } from "./decision.ts";

/** First hidden line of a decision's status comment, with the decision's id; it finds the comment and proves nothing. */
export const DECISION_MARKER = "<!-- rung:decision ";

export function decisionLine(id: string): string {
  return `${DECISION_MARKER}${id} -->`;
}

/** The id that the first line names; `null` where somebody changed it beyond recognition. */
export function decisionIn(body: string): string | null {
  return firstLineId(body, DECISION_MARKER);
}

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

/** Strict: what another version wrote differently is not mistaken for this. */
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

const line = statusSeal<DecisionRecord>("decision-record", decisionRecordSchema, (record) => {
  const bare = { ...record, heard: [] };
  return [bare, { ...bare, words: record.words.map((one) => ("why" in one ? { ...one, why: "" } : one)) }];
});

/** A record too long for a comment loses the uncounted statements first, then the reasons of statements; never a statement that counts. */
export const sealDecision = line.seal;
export const unsealDecision = line.unseal;
export const claimedDecision = line.claimed;
export const withoutDecisionRecord = line.without;
