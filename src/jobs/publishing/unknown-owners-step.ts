/** Comments on a merged pull request which owners GitHub ignores in the published CODEOWNERS that came with it: read once, said once. */

import { GitHubError } from "../../github/client/errors.ts";
import { readCodeownersErrors } from "../../github/read/codeowners-errors.ts";
import type { ReplyEffect } from "../../model/effect.ts";
import { isOwn, replyMarker } from "../../model/own-comment.ts";
import { unknownOwnersText } from "../../promotions/unknown-owners.ts";
import { entriesFor } from "../../registry/publishing/plan.ts";
import type { Evaluation } from "../evaluation.ts";
import type { JobParts } from "../job-parts.ts";
import type { Work } from "../read-notes.ts";

/** Only the event of the merge causes a look; a GitHub that does not answer delays nothing. */
export async function unknownOwnersStep(
  { client, bot, log }: JobParts,
  { facts, index }: Evaluation,
  { notes }: Work,
): Promise<readonly ReplyEffect[]> {
  const { repository, number, state, base } = facts;
  const isNews = state === "merged" && notes.some((note) => note.kind === "closed" && note.merged === true);
  if (!isNews || index === null || base.ref !== repository.defaultBranch) return [];
  const changed = new Set(facts.files.items.map(({ path }) => path));
  const entry = entriesFor(index.registry, repository).find(({ as, file }) => as === "codeowners" && changed.has(file));
  const marker = replyMarker("codeowners");
  if (entry === undefined || facts.comments.items.some((comment) => isOwn(comment, marker, bot))) return [];
  try {
    const text = unknownOwnersText((await readCodeownersErrors(client, repository)) ?? [], entry.file, repository.name);
    const { owner, name } = repository;
    if (text === null) return [];
    return [{ kind: "reply", repository: { owner, name }, number, to: "codeowners", body: `${marker}\n${text}` }];
  } catch (error) {
    if (!(error instanceof GitHubError) || error.retryable) throw error;
    log.warn({ err: error, repository: repository.id }, "GitHub would not tell what is wrong with CODEOWNERS");
    return [];
  }
}
