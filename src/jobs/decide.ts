/** Joins the features: takes facts, record and verdicts, and returns the wanted effects. */

import { editReplies } from "../commands/replies/edited.ts";
import { releaseNotices } from "../commands/replies/released.ts";
import { type Asked, eachReply } from "../commands/replies/replies.ts";
import { type StatusInput, statusComment } from "../commands/replies/status-comment.ts";
import { CHECK_NAME } from "../gate/check-name.ts";
import type { Where } from "../gate/check-outcome.ts";
import { combined, type Part } from "../gate/combined.ts";
import { statementsOf } from "../gate/statements.ts";
import type { Verdict } from "../gate/verdict-types.ts";
import { inSlices } from "../github/read/in-slices.ts";
import type { Annotation, CheckEffect, Effect } from "../model/effect.ts";
import type { IssueFacts, PullFacts } from "../model/facts.ts";
import type { ReadNote } from "../model/job.ts";
import type { Bot } from "../model/own-comment.ts";
import type { PullRecord } from "../model/pull-record.ts";
import type { RegistryIndex } from "../registry/registry-index.ts";
import type { RepositoryName } from "../shared/names.ts";

/** A pull request with a known verdict. */
export interface Evaluated {
  readonly facts: PullFacts;
  readonly verdict: Verdict;
  /** Patterns of `approval.branches` that match its base (R16); `null`: there is no registry, so nobody knows. */
  readonly patterns: readonly string[] | null;
}

/** The checks of a head, for every pull request that has it (R17); `isPart`: those given are some of them. */
export function headChecks(
  pulls: readonly Evaluated[],
  stored: readonly string[],
  { isPart = false }: { readonly isPart?: boolean } = {},
): readonly CheckEffect[] {
  const first = pulls[0];
  if (!first) return [];
  const parts = pulls.map(({ facts, verdict }) => ({ number: facts.number, verdict }));
  const unknown = isPart || pulls.some((pull) => pull.patterns === null);
  const names = [...new Set([...checkNames(pulls.flatMap((pull) => pull.patterns ?? [])), ...(unknown ? stored : [])])];
  const at = { repository: nameOf(first.facts), headSha: first.facts.head.sha };
  const wanted = checksOf({ ...at, parts, names, where: "pull" });
  return [...wanted, ...outdated(at, stored, names)];
}

/** The checks of a merge queue's commit (R18). */
export function groupChecks(group: {
  readonly repository: RepositoryName;
  readonly headSha: string;
  readonly parts: readonly Part[];
  readonly patterns: readonly string[];
}): readonly CheckEffect[] {
  return checksOf({ ...group, names: checkNames(group.patterns), where: "merge-group" });
}

/** The checks for a base branch that these patterns of `approval.branches` match (R16). */
export function checkNames(patterns: readonly string[]): readonly string[] {
  return [CHECK_NAME, ...new Set(patterns.map((pattern) => `${CHECK_NAME} (${pattern})`))];
}

function checksOf(group: {
  readonly repository: RepositoryName;
  readonly headSha: string;
  readonly parts: readonly Part[];
  readonly names: readonly string[];
  readonly where: Where;
}): readonly CheckEffect[] {
  const { repository, headSha, parts, names, where } = group;
  const { outcome, title, summary, text } = combined(parts, where);
  const annotations: readonly Annotation[] = parts.flatMap(({ verdict: { registryChange, drift } }) => [
    ...(registryChange?.faults ?? []),
    ...(drift ?? []),
  ]);
  return names.map((name) => ({
    kind: "check" as const,
    repository,
    headSha,
    name,
    outcome,
    title,
    summary,
    text,
    annotations,
  }));
}

/**
 * The check for a branch that no pull request with this head is for any more says so: its old result must not let a merge into such a
 * branch before it is evaluated again (R16).
 */
function outdated(
  at: { readonly repository: RepositoryName; readonly headSha: string },
  stored: readonly string[],
  names: readonly string[],
): readonly CheckEffect[] {
  const summary =
    "No open pull request with this head goes to a branch of this pattern, so there is nothing to decide.";
  return stored
    .filter((name) => name.startsWith(`${CHECK_NAME} (`) && !names.includes(name))
    .map((name) => ({
      kind: "check" as const,
      ...at,
      name,
      outcome: "cancelled" as const,
      title: "Not for this branch",
      summary,
      text: "",
      annotations: [],
    }));
}

export interface Conversation
  extends Pick<Asked, "notes" | "bot" | "teamsUnread" | "promotions" | "acts">,
    Pick<StatusInput, "facts" | "index" | "record" | "recordMarker" | "published" | "checkForbidden"> {
  /** `null`: closed, nothing is decided. */
  readonly verdict: Verdict | null;
  /** Before this job's notes were folded into it. */
  readonly before: PullRecord;
  /** Everything known to have been said lately, whichever process handled it. */
  readonly told: readonly ReadNote[];
}

/** The texts on a pull request: the status comment and the answers. */
export async function pullConversation(input: Conversation): Promise<readonly Effect[]> {
  const { facts, index, verdict, before, record, notes, bot, teamsUnread = false, promotions, acts } = input;
  const { registry } = index;
  const asked = { facts, registry, index, verdict, record: before, notes, bot, teamsUnread };
  const answers = await answersTo({ ...asked, ...(promotions && { promotions }), ...(acts && { acts }) });
  if (!verdict) return answers;
  const { recordMarker, published, told, checkForbidden = false } = input;
  const released = releaseNotices(facts, before, record, bot);
  const words = statementsOf(facts, record);
  const status = statusComment({
    facts,
    verdict,
    record,
    recordMarker,
    published,
    words,
    index,
    bot,
    told,
    wanted: false,
    checkForbidden,
  });
  return [...(status ? [status] : []), ...released, ...answers];
}

/** The texts on an issue: only answers. */
export async function issueConversation(
  facts: IssueFacts,
  index: RegistryIndex,
  notes: readonly ReadNote[],
  bot: Bot,
  became: Pick<Asked, "promotions" | "acts" | "teamsUnread"> = {},
): Promise<readonly Effect[]> {
  const { registry } = index;
  return await answersTo({ facts, registry, index, verdict: null, record: null, notes, bot, ...became });
}

async function answersTo(asked: Asked): Promise<readonly Effect[]> {
  const answered = await inSlices(eachReply(asked), (effects) => effects);
  return [...answered.flat(), ...editReplies(asked.facts, asked.notes, asked.bot)];
}

function nameOf({ repository }: PullFacts): RepositoryName {
  return { owner: repository.owner, name: repository.name };
}
