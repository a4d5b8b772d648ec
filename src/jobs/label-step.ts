/** A pull request's labels: which to put on and take off, and who put them there; GitHub is asked only where nobody remembers. */

import { GitHubError, isUnanswered, severityOf } from "../github/client/errors.ts";
import { type Labellers, readLabellers } from "../github/read/labellers.ts";
import type { Effect } from "../model/effect.ts";
import type { LabelMemory, PullRecord } from "../model/pull-record.ts";
import { samePerson } from "../shared/people.ts";
import { type Change, labelChange, labelEffects, possibleNames } from "../triage/labels/change.ts";
import type { Labelling } from "../triage/labels/label-rule.ts";
import type { JobParts } from "./job-parts.ts";

export type LabelsParts = Pick<JobParts, "client" | "log" | "bot"> & {
  readonly memory: Pick<JobParts["memory"], "caughtUp" | "isCaughtUp">;
};

export interface LabelStep {
  readonly effects: readonly Effect[];
  /** With the owners of the labels. */
  readonly record: PullRecord;
  /** Why GitHub did not tell who put them there: they were left as they are. */
  readonly failure: GitHubError | null;
}

/**
 * `remembers`: the database certainly knows what was done about the labels of this pull request. Otherwise GitHub's timeline is asked
 * before one is put on, since a person may have taken Rung's own off in a time that the database has forgotten (R78); only once, as long
 * as this process finds what it stored then.
 */
export async function labelStep(
  parts: LabelsParts,
  labelling: Labelling,
  record: PullRecord,
  remembers: boolean,
): Promise<LabelStep> {
  const { facts } = labelling;
  const subject = `labels ${facts.repository.id} ${facts.number}`;
  const isCaughtUp = !remembers && parts.memory.isCaughtUp(subject, outcomeOf(record.labels));
  const known = await knownChange(parts, labelling, record, remembers || isCaughtUp);
  if (known instanceof GitHubError) return { effects: [], record, failure: known };
  const { change, wasAsked } = known;
  if (change === null || "kind" in change) return { effects: [], record, failure: null };
  const { memory, ownHoldLabel } = change;
  if (isCaughtUp || wasAsked) parts.memory.caughtUp(subject, outcomeOf(memory));
  return { effects: labelEffects(facts, change), record: { ...record, ownHoldLabel, labels: memory }, failure: null };
}

/** Equal for equal labels, in whatever order they were stored. */
function outcomeOf(labels: LabelMemory = { own: [], others: [] }): string {
  return JSON.stringify([labels.own.toSorted(), labels.others.toSorted()]);
}

interface KnownChange {
  readonly change: Change | null;
  /** Whether GitHub's timeline was. */
  readonly wasAsked: boolean;
}

async function knownChange(
  parts: LabelsParts,
  labelling: Labelling,
  record: PullRecord,
  remembers: boolean,
): Promise<KnownChange | GitHubError> {
  const change = labelChange({ ...labelling, record });
  const isAsked = change !== null && "kind" in change;
  if (change === null || (!isAsked && (remembers || change.add.length === 0))) return { change, wasAsked: false };
  const { facts } = labelling;
  try {
    const labellers = await readLabellers(parts.client, facts.repository, facts.number);
    const asked = withAsked({
      record,
      names: isAsked ? change.names : [],
      labellers,
      bot: parts.bot,
      kept: possibleNames(labelling.index.registry),
    });
    return { change: labelChange({ ...labelling, record: asked }), wasAsked: true };
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    parts.log[severityOf(error)](
      { err: error, repository: facts.repository.id, pull: facts.number },
      "labels were left as they are",
    );
    return error;
  }
}

interface Asked {
  readonly record: PullRecord;
  /** Labels of which nobody knew who put them there. */
  readonly names: readonly string[];
  readonly labellers: Labellers;
  readonly bot: JobParts["bot"];
  /** Names that the registry gives to Rung. A label that a command put on is the app's too, but only people take it off. */
  readonly kept: ReadonlySet<string>;
}

/** The record with what GitHub's timeline tells: who put those labels there, and which of Rung's own somebody else took off. */
function withAsked({ record, names, labellers: { putOn, tookOff }, bot, kept }: Asked): PullRecord {
  const isOurs = (name: string) => samePerson(putOn.get(name) ?? null, bot);
  const known = record.labels ?? { own: [], others: [] };
  const missed = [...tookOff].flatMap(([name, by]) =>
    kept.has(name) && isOurs(name) && !samePerson(by, bot) ? [name] : [],
  );
  const labels = {
    own: [...new Set([...known.own, ...names.filter(isOurs), ...missed])],
    others: [...known.others, ...names.filter((name) => !isOurs(name))],
  };
  return { ...record, labels };
}
