/** Which branch of Rung's own is of no more use once its pull request was merged. Pure. */

import { type MergedBranchEffect, threadOf } from "../model/effect.ts";
import type { PullFacts } from "../model/facts.ts";
import type { Bot } from "../model/own-comment.ts";
import { sameRepository } from "../shared/names.ts";
import { samePerson } from "../shared/people.ts";
import { OWN_BRANCHES } from "./registry-change.ts";
import { PUBLISH_BRANCH } from "./standing-publication.ts";

/**
 * `null`: none. One that was closed unmerged stays, so that people can reopen it; the standing one of published lists is looked after by
 * whoever keeps these.
 */
export function mergedBranch(facts: PullFacts, bot: Bot): MergedBranchEffect | null {
  const { state, author, head, base, repository } = facts;
  const isOwn = head.ref.startsWith(OWN_BRANCHES) && head.ref !== PUBLISH_BRANCH && head.ref !== base.ref;
  if (state !== "merged" || !isOwn || !samePerson(author, bot)) return null;
  if (!head.repository || !sameRepository(head.repository, repository)) return null;
  return { kind: "merged-branch", ...threadOf(facts), branch: head.ref, tip: head.sha, botLogin: bot.login };
}
