/** `/merge` hands the pull request to GitHub's own auto-merge or merge queue, for the commit that was the head when it was said. */

import type { MergeAct } from "../model/command-effect.ts";
import type { PullFacts } from "../model/facts.ts";
import { code } from "../shared/markdown.ts";
import { samePerson } from "../shared/people.ts";
import { actAnswer, alreadySo, barred, refused, thisSubject } from "./act-answer.ts";
import type { ActionRequest, Command } from "./command.ts";
import { notTheirs } from "./power.ts";
import { onlyOnPulls } from "./statement-answer.ts";

export const merge: Command = {
  name: "merge",
  group: "review",
  usage: "/merge [squash, rebase or merge]",
  summary: "Lets GitHub merge this commit once all it asks for is there: by auto-merge, or by its merge queue.",
  who: "approvers and above of something it changes; taken back by approvers and above, and the author",
  may: "approvers",
  examples: ["/merge", "/merge squash", "/merge cancel"],
  on: "pull",
  cancelForms: ["/merge cancel", "/unmerge"],
  action(call, acting) {
    const { facts, speaker } = acting;
    if (facts.kind === "issue") return refused(onlyOnPulls("merge"));
    const isOwnCancel = call.cancel && samePerson(facts.author, speaker);
    const bar = isOwnCancel ? null : barred(merge, acting);
    if (bar !== null) return bar;
    const base = { kind: "merge" as const, headSha: facts.head.sha, baseRef: facts.base.ref };
    if (facts.state === "merged" && !call.cancel)
      return alreadySo("This pull request is merged already.", { ...base, off: false, method: null, waitsFor: null });
    if (facts.state !== "open") return refused(`${thisSubject(acting)} is ${facts.state} already.`);
    if (call.cancel) return { kind: "act", act: { ...base, off: true, method: null, waitsFor: null } };
    if (facts.draft) return refused("This is a draft, which GitHub does not merge; `/ready` ends that.");
    const method = methodOf(call.words);
    if (method === undefined)
      return refused(
        `${code("/merge")} takes ${code("squash")}, ${code("rebase")} or ${code("merge")}. Nothing was changed.`,
      );
    const why =
      notTheirs(acting) ??
      movedHead(acting, facts) ??
      movedBase(acting, facts) ??
      conflicting(facts) ??
      unapproved(acting);
    if (why !== null) return refused(why);
    return { kind: "act", act: { ...base, off: false, method, waitsFor: missing(acting) } };
  },
  decide: actAnswer,
};

function methodOf(words: string): MergeAct["method"] | undefined {
  switch (words.trim().toLowerCase()) {
    case "":
      return null;
    case "squash":
      return "SQUASH";
    case "rebase":
      return "REBASE";
    case "merge":
      return "MERGE";
    default:
      return undefined;
  }
}

/** Only what the speaker saw is merged. */
function movedHead({ headWhenSaid }: ActionRequest, { head }: PullFacts): string | null {
  if (headWhenSaid === head.sha) return null;
  const now = code(head.sha.slice(0, 7));
  if (headWhenSaid === null)
    return `I cannot tell which commit stood when you said this, and merge none but that. The head is ${now}; please say \`/merge\` again.`;
  return `You said this about ${code(headWhenSaid.slice(0, 7))}, and the head is ${now} now. Please look again before \`/merge\`.`;
}

/** Nor into another branch than they saw. */
function movedBase({ baseWhenSaid }: ActionRequest, { base }: PullFacts): string | null {
  if (baseWhenSaid === undefined || baseWhenSaid === base.ref) return null;
  if (baseWhenSaid === null)
    return `I cannot tell into which branch this was to go when you said it. It goes into ${code(base.ref)}; please say \`/merge\` again if that is right.`;
  return `You said this when it was to go into ${code(baseWhenSaid)}, and it goes into ${code(base.ref)} now. Please look again before \`/merge\`.`;
}

/** Resolving them makes another commit, to which this statement would not apply (R86): bors refuses it as well. */
function conflicting({ conflicts, base }: PullFacts): string | null {
  if (conflicts !== true) return null;
  return `This has conflicts with ${code(base.ref)}, so GitHub cannot merge it. The author resolves them by merging or rebasing onto ${code(base.ref)}; that makes another commit, so please say \`/merge\` again for that one.`;
}

/** A gate that only advises keeps GitHub from nothing, so nothing may be left for it to wait for (R43). */
function unapproved(acting: ActionRequest): string | null {
  const { verdict } = acting;
  const waitsFor = missing(acting);
  if (waitsFor === null || verdict?.mode !== "advise") return null;
  return `This still waits for ${waitsFor}, and I merge only what is approved; in this registry the check advises, so GitHub would not wait for that. Please say \`/merge\` again once it is approved.`;
}

/** What the gate still waits for; `null`: nothing. */
function missing({ verdict }: ActionRequest): string | null {
  if (verdict === null) return "the verdict";
  if (verdict.state.kind === "approved") return null;
  if (verdict.state.kind === "drifted") return "what was edited by hand to be changed in the registry instead";
  if (verdict.state.kind === "notice") return "the end of a notice";
  return verdict.state.kind === "held" ? "a hold's release" : "approval";
}
