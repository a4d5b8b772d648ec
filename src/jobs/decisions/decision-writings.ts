/** What a subject's decisions need written: status comments whose meaning changed, and the label of the last outcome. Pure. */

import { commands } from "../../commands/index.ts";
import { type Effect, threadOf } from "../../model/effect.ts";
import type { IssueFacts, PullFacts, Utterance } from "../../model/facts.ts";
import type { ReadNote } from "../../model/job.ts";
import { type Bot, isOwn } from "../../model/own-comment.ts";
import type { DecisionRecord } from "../../promotions/decisions/decision.ts";
import { sealDecision } from "../../promotions/decisions/decision-marker.ts";
import { decisionStatus, sameDecisionStatus, voidDecisionStatus } from "../../promotions/decisions/decision-status.ts";
import { statusContext } from "../../promotions/status-seal.ts";
import { sameName } from "../../shared/names.ts";
import { DECISION_LABELS, type DecisionOutcome, decisionLabelsIn } from "../../triage/labels/decision-labels.ts";
import type { DecisionsHere, JudgedDecision } from "./decisions-here.ts";

export interface DecisionWriting {
  readonly facts: PullFacts | IssueFacts;
  readonly notes: readonly ReadNote[];
  readonly bot: Bot;
  readonly key: Uint8Array;
  /** Addresses of the comments that opened decisions whose files have changed since; absent: none. */
  readonly outdated?: readonly string[];
}

/** The comment without its sealed line. */
export function statusOf(one: JudgedDecision, here: DecisionsHere, writing: DecisionWriting): string {
  const { record } = one.review;
  const { facts } = writing;
  const open = here.openAt(facts.readAt);
  const isAlone = open.promotions.length === 0 && open.decisions.every(({ id }) => id === record.decision.id);
  return decisionStatus(one.review, {
    address: isAlone ? "" : ` ${record.decision.rule.kind}`,
    onPull: facts.kind === "pull",
    edited: editedSince(record, writing),
    notes: writing.outdated?.includes(record.url) === true ? [OUTDATED] : [],
  });
}

const OUTDATED =
  "The files that this is about were changed since it was opened, so that the check asks for a decision anew.";

export function decisionComments(here: DecisionsHere, writing: DecisionWriting): readonly Effect[] {
  const { facts, bot } = writing;
  const place = threadOf(facts);
  return [
    ...here.decisions.flatMap((one) => statusEffect(one, here, writing)),
    ...here.memory.voids.flatMap((one): readonly Effect[] => {
      const body = voidDecisionStatus(one, facts);
      if (facts.comments.items.some((comment) => isOwn(comment, body, bot))) return [];
      return [{ kind: "status-comment", ...place, commentId: one.comment.id, body }];
    }),
  ];
}

function statusEffect(one: JudgedDecision, here: DecisionsHere, writing: DecisionWriting): readonly Effect[] {
  const { facts, key } = writing;
  const { record } = one.review;
  const { id } = record.decision;
  const text = statusOf(one, here, writing);
  const own = here.memory.comments.get(id) ?? null;
  if (own !== null && one.published !== null && essence(one.published) === essence(record) && sameText(own, text))
    return [];
  const context = statusContext({ repositoryId: facts.repository.id, number: facts.number }, id);
  return [
    {
      kind: "status-comment",
      ...threadOf(facts),
      commentId: own?.id ?? null,
      body: `${text}\n\n${sealDecision(record, context, key)}`,
    },
  ];
}

function sameText({ body }: Utterance, text: string): boolean {
  return sameDecisionStatus(body, text);
}

/** What two records must have in common to say the same: when each was last judged does not matter. */
function essence({ openUntil: _, heardUntil: __, ...record }: DecisionRecord): string {
  return JSON.stringify(record, (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}

const SPEAKING: ReadonlySet<string> = new Set(
  commands.flatMap(({ name, forDecision }) => (forDecision === undefined ? [] : [name])),
);

/** Comments since it was opened whose edited text contains a statement, and whose original text is not known. */
function editedSince({ decision, words, heard }: DecisionRecord, { facts, notes }: DecisionWriting) {
  const known = new Set([
    ...[...words, ...heard.map(({ word }) => word), { key: decision.id }].map(({ key }) => key.split("/")[0]),
    ...notes.flatMap((note) => (note.kind === "said" ? [`${note.utterance}:${note.id}`] : [])),
  ]);
  return facts.comments.items.flatMap(({ id, edited, author, at, calls, url }) => {
    const isUnknown = edited && author?.type !== "Bot" && at >= decision.at && !known.has(`comment:${id}`);
    if (!isUnknown || author === null || !calls.some(({ name }) => SPEAKING.has(name))) return [];
    return [{ by: author.login, url }];
  });
}

/** The last of those that ended just now; a decision that was cancelled is no outcome. */
export function outcomeLabels(here: DecisionsHere, { facts }: Pick<DecisionWriting, "facts">): readonly Effect[] {
  const ended = here.decisions
    .filter(({ hasJustEnded }) => hasJustEnded)
    .map(({ review }) => review.record.stage)
    .toSorted((one, other) => ("at" in one ? one.at : 0) - ("at" in other ? other.at : 0));
  const outcomes = ended.flatMap(({ stage }): readonly DecisionOutcome[] =>
    stage === "accepted" || stage === "declined" ? [stage] : [],
  );
  const last = outcomes.at(-1);
  if (last === undefined) return [];
  const label = DECISION_LABELS[last];
  const there = decisionLabelsIn(facts.labels.items);
  const others = there.filter((name) => !sameName(name, label.name));
  const place = threadOf(facts);
  const off = others.map((one) => ({ name: one, id: facts.labelIds.get(one) ?? "" }));
  return [
    ...(off.length === 0 ? [] : [{ kind: "unlabelled" as const, ...place, nodeId: facts.nodeId, labels: off }]),
    ...(there.length > others.length ? [] : [{ kind: "labelled" as const, ...place, labels: [label] }]),
  ];
}
