/** What stands in the way of merging a pull request. */

import type { Pull, Repo } from "./model.ts";
import { mergeable } from "./pulls.ts";
import type { World } from "./world.ts";

const PASSING = new Set(["success", "neutral", "skipped"]);

/** Required checks of a branch that have not passed on a commit, by name. The latest run of a name counts. */
export function missingChecks(repo: Repo, branch: string, sha: string): string[] {
  const required = repo.protections.get(branch)?.requiredChecks ?? [];
  const runs = repo.checkRuns.get(sha) ?? [];
  return required
    .filter(({ context, appId }) => {
      const latest = runs.findLast((run) => run.name === context && (appId === null || run.app.id === appId));
      return latest === undefined || latest.status !== "completed" || !PASSING.has(latest.conclusion ?? "");
    })
    .map(({ context }) => context);
}

/** Why merging would be refused, in GitHub's words; empty when it would not. */
export function mergeBlockers(world: World, pull: Pull): string[] {
  if (pull.merged !== null) return ["Pull Request is already merged"];
  if (pull.state === "closed") return ["Pull Request is closed"];
  const blockers: string[] = [];
  if (pull.draft) blockers.push("Pull Request is still a draft");
  if (mergeable(world, pull) === "conflicting") blockers.push("Merge conflict");
  for (const name of missingChecks(pull.repo, pull.baseRef, pull.headSha)) {
    blockers.push(`Required status check "${name}" is expected.`);
  }
  const { approvals = 0 } = pull.repo.protections.get(pull.baseRef) ?? {};
  if (approvedBy(pull).size < approvals)
    blockers.push(`At least ${approvals} approving review is required by reviewers with write access.`);
  return blockers;
}

/** Whose last word is an approval, among those who may write. */
function approvedBy({ reviews, repo, author }: Pull): ReadonlySet<string> {
  const last = new Map(reviews.filter(({ state }) => state !== "COMMENTED").map((one) => [one.author.login, one]));
  const may = (login: string) =>
    ["write", "maintain", "admin"].includes(repo.collaborators.get(login.toLowerCase()) ?? "");
  const own = [...last].filter(([login, { state }]) => state === "APPROVED" && login !== author.login && may(login));
  return new Set(own.map(([login]) => login));
}
