/** The purpose of each of Rung's requests, in words for the page. */

/** First match wins; the operation is a documented route, "query Name" or "mutation field". */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/access_tokens/, "proved who it is and got a token for this installation"],
  [/^GET \/app\b/, "asked who it is"],
  [
    /^query Pull\b/,
    "read the pull request with its files, reviews, comments and the registry's version, in one GraphQL request",
  ],
  [/^query Issue\b/, "read the issue with its comments and the registry's version, in one GraphQL request"],
  [/^query Reviewing\b/, "read who is asked to review, who knows the files and who is busy, in one GraphQL request"],
  [/^query OpenRequests\b/, "counted the open review requests of the repository"],
  [/^query Labellings\b/, "looked up who put which label on"],
  [/^query OwnEvents\b/, "looked up what it had done here before"],
  [/^query (MergeState|Required)\b/, "looked up how this can be merged, and what GitHub waits for"],
  [/^query Measure\b/, "counted what the next role asks for, in one GraphQL request"],
  [/^query Access\b/, "read who is in the teams that the registry names, and who is invited, in one GraphQL request"],
  [/^query RepositoryHead\b/, "looked whether the registry has changed"],
  [/^query Published\b/, "read the lists that follow the registry, in one GraphQL request"],
  [/^query .*group|mergeQueue/i, "read the merge queue, in one GraphQL request"],
  [/^query/, "read on, in one GraphQL request"],
  [/^mutation removeLabelsFromLabelable/, "took labels off"],
  [/^mutation enablePullRequestAutoMerge/, "handed it to GitHub's auto-merge"],
  [/^mutation enqueuePullRequest/, "handed it to GitHub's merge queue"],
  [/^mutation (disablePullRequestAutoMerge|dequeuePullRequest)/, "took it back from merging"],
  [/^mutation convertPullRequestToDraft/, "made it a draft"],
  [/^mutation markPullRequestReadyForReview/, "marked it ready for review"],
  [/\/contents\//, "read a file of the repository"],
  [/\/git\/blobs/, "read the registry's text"],
  [/\/compare\//, "compared two diffs, to see which approvals still hold"],
  [/GET .*\/check-runs/, "looked for the check it wrote earlier"],
  [/GET .*\/pulls\/\{[^}]+\}\/files/, "read the changed files with their old names"],
  [/GET .*\/commits\/.*\/pulls/, "looked for other pull requests with this commit"],
  [/GET .*\/requested_reviewers/, "read who is asked to review"],
  [/GET .*\/labels/, "read which labels there are"],
  [/PUT .*\/memberships\//, "put somebody into a team, or invited them"],
  [/GET .*\/failed_invitations/, "read which invitations failed"],
  [/GET .*\/invitations/, "read who is invited"],
  [/GET .*\/codeowners\/errors/, "asked what GitHub finds wrong with CODEOWNERS"],
  [/GET .*\/collaborators/, "read who has access to the repository"],
  [/GET .*\/(teams|orgs)\//, "read who is in a team"],
  [/GET .*\/users\//, "looked up an account"],
  [/POST .*\/check-runs/, "wrote the check"],
  [/PATCH .*\/check-runs/, "changed the check"],
  [/POST .*\/issues\/.*\/comments/, "wrote a comment"],
  [/PATCH .*\/issues\/comments/, "edited its comment in place"],
  [/reactions/, "answered with a reaction"],
  [/labels/, "changed labels"],
];

/** `undefined`: it has no words of its own. */
export function operationWords(operation: string): string | undefined {
  return WORDS.find(([pattern]) => pattern.test(operation))?.[1];
}
