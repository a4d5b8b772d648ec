/** What a subject's decisions remember (status-memory.ts). Pure. */

import type { Instant } from "../../shared/names.ts";
import { VOID_TEXT } from "../record-marker.ts";
import { type Keeping, type Memory, type Recalling, recalledStatus } from "../status-memory.ts";
import { type DecisionRecord, isOpenDecision } from "./decision.ts";
import { claimedDecision, decisionIn, unsealDecision } from "./decision-marker.ts";

export function recalledDecisions(recalling: Recalling<DecisionRecord>): Memory<DecisionRecord> {
  return recalledStatus(recalling, KEEPING);
}

const KEEPING: Keeping<DecisionRecord> = {
  idIn: decisionIn,
  idOf: ({ decision }) => decision.id,
  unseal: unsealDecision,
  claimed: claimedDecision,
  isVoid: (body) => body.includes(VOID_TEXT) && claimedDecision(body) === null,
  shownNow,
  shownAgain: (record, now) => ({ ...shownNow(record, now), rebuilt: true }),
};

/** What has ended stays ended. */
function shownNow(record: DecisionRecord, now: Instant): DecisionRecord {
  return isOpenDecision(record) ? { ...record, decision: { ...record.decision, shownAt: now } } : record;
}
