/** Requests reviews on GitHub and takes requests back, and keeps the count of open requests right. */

import { setOnce } from "../../database/key-values.ts";
import { addRequests, dropRequests } from "../../database/review-requests.ts";
import { type ApplyContext, apply } from "../../github/write/apply.ts";
import type { AskOutcome } from "../../github/write/outcome.ts";
import { threadOf } from "../../model/effect.ts";
import { loginKey } from "../../shared/names.ts";
import type { Person } from "../../shared/person-sets.ts";
import type { Work } from "../read-notes.ts";
import type { ReviewerContext } from "./read-reviewer-facts.ts";

interface RequestContext extends Pick<ReviewerContext, "parts" | "facts"> {
  readonly work: Work;
  readonly applying: ApplyContext;
}

/** `null`: GitHub declined altogether. */
export async function requestReviews(
  { parts, facts, work, applying }: RequestContext,
  logins: readonly string[],
): Promise<AskOutcome | null> {
  const { id } = facts.repository;
  const effect = { kind: "reviewers" as const, ...threadOf(facts), logins };
  work.signal.throwIfAborted();
  const [outcome] = await apply([effect], applying);
  if (outcome?.kind !== "reviewers") return null;
  const asked = outcome.reviewers.asked.map((login) => ({ login, id: null }));
  await addRequests(parts.db, id, facts.number, asked);
  await noteRefused({ parts, facts }, outcome.reviewers.refused);
  return outcome.reviewers;
}

/** Logged for the operator, once for each person and repository: it is no news for the author of a pull request. */
async function noteRefused(
  { parts, facts: { repository } }: Pick<RequestContext, "parts" | "facts">,
  logins: readonly string[],
): Promise<void> {
  for (const login of logins) {
    const isNew = await setOnce(parts.db, `no-reviewer ${repository.id} ${loginKey(login)}`, { login });
    if (!isNew) continue;
    parts.log.warn(
      { repository: `${repository.owner}/${repository.name}`, login },
      "GitHub does not take this person as a reviewer: give them access to the repository, or take them out of the registry there",
    );
  }
}

/** Who is not asked any more is no error. */
export async function releaseReviews(
  { parts, facts, work, applying }: RequestContext,
  people: readonly Person[],
): Promise<void> {
  if (people.length === 0) return;
  const { id } = facts.repository;
  const logins = people.map(({ login }) => login);
  work.signal.throwIfAborted();
  await apply([{ kind: "no-reviewers", ...threadOf(facts), logins }], applying);
  await dropRequests(parts.db, id, facts.number, people);
}
