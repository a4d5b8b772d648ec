/** What a check says once its verdict no longer applies; none of these texts lets a merge through (R38). */

import type { CheckEffect } from "../model/effect.ts";

/**
 * "left": the commit is no open pull request's head any more. "moved": it is one's head, but not the one, or not against the base, that
 * it was judged for. "unread": its pull request cannot be read. "dropped": a merge queue's commit that will not be merged. "ungoverned":
 * the registry that it was judged by is gone, and with it everybody's role.
 */
export type Withdrawal = "left" | "moved" | "unread" | "dropped" | "ungoverned";

type Words = Pick<CheckEffect, "outcome" | "title" | "summary">;

/** Where a check is required, GitHub accepts "success", "neutral" and "skipped", and nothing else. */
const WORDS: Readonly<Record<Withdrawal, Words>> = {
  left: {
    outcome: "cancelled",
    title: "Nothing to decide: this commit is no pull request's head any more",
    summary:
      "**Nothing to decide.** Something was pushed over this commit, or its pull request was closed, so what was decided about it counts no more. When it is the head of a pull request again, it is judged anew.",
  },
  moved: {
    outcome: "cancelled",
    title: "Being judged again",
    summary:
      "**Being judged again.** This commit stands in another pull request, or against another base branch, than it was judged for. The verdict follows in a moment; *Re-run* asks for it again.",
  },
  unread: {
    outcome: "failure",
    title: "Cannot tell: the pull request cannot be read",
    summary:
      "**Cannot tell:** Rung could not read this pull request from GitHub, several times in a row. What is not known in full does not pass. Rung goes on trying, and looks at once when something happens here; *Re-run* asks for it as well. The cause stands in Rung's log.",
  },
  ungoverned: {
    outcome: "cancelled",
    title: "Nothing to decide by: there is no roles.yaml any more",
    summary:
      "**Nothing to decide by.** Rung finds no `roles.yaml` any more that governs this repository, so nobody holds a role in it, and what was approved counts no more. Where that is meant, take the check `rung` out of what the branch requires: nothing else reports it from now on. Else put the file back on its default branch, or give Rung access again to the repository that it lies in, and everything that is open is judged anew.",
  },
  dropped: {
    outcome: "cancelled",
    title: "Nothing to decide: the merge queue gave this commit up",
    summary:
      "**Nothing to decide.** The merge queue does not merge this commit any more. What is queued again gets a commit, and a verdict, of its own.",
  },
};

/** The checks of these names as they are wanted on the commit. */
export function withdrawn(
  at: Pick<CheckEffect, "repository" | "headSha">,
  names: readonly string[],
  why: Withdrawal,
): readonly CheckEffect[] {
  const { owner, name: repositoryName } = at.repository;
  const repository = { owner, name: repositoryName };
  return names.map((name) => ({
    kind: "check",
    repository,
    headSha: at.headSha,
    name,
    text: "",
    annotations: [],
    ...WORDS[why],
  }));
}
