/** The decisions on a subject in one job: what is known of them, what has to be written, when to look again. */

import type { Kysely } from "kysely";
import {
  type DecisionPlace,
  type SavedDecision,
  saveDecisions,
  decisionsHere as storedHere,
} from "../../database/community-decisions.ts";
import type { Schema } from "../../database/schema.ts";
import type { GatingDecision } from "../../gate/gating-decision.ts";
import type { Answer } from "../../model/answer.ts";
import type { Effect } from "../../model/effect.ts";
import type { IssueFacts, PullFacts } from "../../model/facts.ts";
import type { DecisionRecord } from "../../promotions/decisions/decision.ts";
import { decisionRecordSchema } from "../../promotions/decisions/decision-marker.ts";
import { type Remembered, rememberedRows } from "../../promotions/status-memory.ts";
import type { Registry } from "../../registry/registry-types.ts";
import type { Instant } from "../../shared/names.ts";
import type { JobParts } from "../job-parts.ts";
import { decisionShown, registryOf } from "../page/decision-page.ts";
import type { Work } from "../read-notes.ts";
import { type DecisionWriting, decisionComments, outcomeLabels, statusOf } from "./decision-writings.ts";
import type { DecisionsHere } from "./decisions-here.ts";
import { sendDecisionLists } from "./published-decisions.ts";

export interface DecisionStep {
  /** By call key. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** Performed before a status comment says that the decision has ended: if the process is killed in between, they are done again. */
  readonly first: readonly Effect[];
  readonly effects: readonly Effect[];
  /** When to look again without any event; `null`: no need. */
  readonly dueAt: Instant | null;
}

/** What the database keeps in addition to the status comments. */
export async function knownDecisionsOf(
  db: Kysely<Schema>,
  place: Pick<DecisionPlace, "repositoryId" | "number">,
): Promise<readonly Remembered<DecisionRecord>[]> {
  return rememberedRows(await storedHere(db, place), decisionRecordSchema);
}

interface DecisionStepContext {
  readonly parts: Pick<JobParts, "db" | "enqueue" | "bot" | "key">;
  readonly facts: PullFacts | IssueFacts;
  readonly registry: Registry;
  readonly work: Work;
  /** The decisions that the files of a pull request need; absent: none. */
  readonly needed?: readonly GatingDecision[];
}

/** `null`: the subject has nothing to do with decisions. */
export async function decisionStep(
  { parts, facts, registry, work, needed = [] }: DecisionStepContext,
  here: DecisionsHere | null,
): Promise<DecisionStep | null> {
  if (here === null) return null;
  const { bot, key, db } = parts;
  const outdated = needed.flatMap(({ state, url }) => (state.kind === "changed" && url !== undefined ? [url] : []));
  const writing: DecisionWriting = { facts, notes: work.notes, bot, key, outdated };
  await saveDecisions(db, placeOf(facts), savedOf(here, writing, registry));
  if (here.decisions.some(({ hasJustEnded }) => hasJustEnded)) {
    const repositories = [{ owner: facts.repository.owner, name: facts.repository.name, id: facts.repository.id }];
    await sendDecisionLists(parts, registry, { repositories, installationId: work.installationId });
  }
  const times = here.decisions.flatMap(({ review }) => review.dueAt ?? []);
  return {
    answers: here.answers,
    first: outcomeLabels(here, writing),
    effects: decisionComments(here, writing),
    dueAt: times.length === 0 ? null : Math.min(...times),
  };
}

export function placeOf({ repository, number }: PullFacts | IssueFacts): DecisionPlace {
  return { repositoryId: repository.id, number, owner: repository.owner };
}

export function savedOf(
  here: DecisionsHere,
  writing: DecisionWriting,
  { sources }: Pick<Registry, "sources">,
): readonly SavedDecision[] {
  const { facts } = writing;
  return here.decisions.map((one) => {
    const { record } = one.review;
    const { id } = record.decision;
    return {
      id,
      comment: here.memory.comments.get(id)?.id ?? null,
      record,
      registry: registryOf(one.review, sources),
      shown: decisionShown(one.review, statusOf(one, here, writing), facts.repository.private),
    };
  });
}
