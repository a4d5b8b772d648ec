/** A pull request's labels: what is to be put on and taken off, and whose they are; asked of GitHub only where nobody remembers. */
import { samePerson } from "../commands/people.ts";
import { GitHubError, RateLimited } from "../github/errors.ts";
import { type Change, labelChange, labelEffects } from "../labels/change.ts";
import type { Labelling } from "../labels/model.ts";
import type { Effect } from "../plan/effect.ts";
import type { PullRecord } from "../record/model.ts";
import { readLabellers } from "../snapshot/labellers.ts";
import type { PullParts } from "./pull.ts";

export interface LabelsTurn {
  readonly effects: readonly Effect[];
  /** With whose labels they are. */
  readonly record: PullRecord;
  /** Why GitHub did not tell whose they are: they were left as they are. */
  readonly failure: GitHubError | null;
}

export async function labelsTurn(parts: PullParts, labelling: Labelling, record: PullRecord): Promise<LabelsTurn> {
  const change = await knownChange(parts, labelling, record);
  if (change instanceof GitHubError) return { effects: [], record, failure: change };
  if (change === null || "kind" in change) return { effects: [], record, failure: null };
  const { memory, ownHoldLabel } = change;
  const effects = labelEffects(labelling.facts, change);
  return { effects, record: { ...record, ownHoldLabel, labels: memory }, failure: null };
}

async function knownChange(
  parts: PullParts,
  labelling: Labelling,
  record: PullRecord,
): Promise<Change | GitHubError | null> {
  const change = labelChange({ ...labelling, record });
  if (change === null || !("kind" in change)) return change;
  const { facts } = labelling;
  try {
    const labellers = await readLabellers(parts.client, facts.repository, facts.number);
    const isOurs = (name: string) => samePerson(labellers.get(name) ?? null, parts.bot);
    const known = record.labels ?? { own: [], others: [] };
    const labels = {
      own: [...known.own, ...change.names.filter(isOurs)],
      others: [...known.others, ...change.names.filter((name) => !isOurs(name))],
    };
    return labelChange({ ...labelling, record: { ...record, labels } });
  } catch (error) {
    if (!(error instanceof GitHubError) || error instanceof RateLimited) throw error;
    parts.log.warn({ err: error, repository: facts.repository.id, pull: facts.number }, "labels were left as they are");
    return error;
  }
}
