/**
 * What the check run says about conditions: which lines ask for more, whether fewer approvals are asked, and which employers are needed.
 */

import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { unreachable } from "../../shared/names.ts";
import { joinList } from "../../shared/people.ts";
import { sha } from "../uncounted-reasons.ts";
import type { AskedMore, EmployersVerdict, Lowered, LoweringEnd, RaiseReason, Verdict } from "../verdict-types.ts";

const MAX_NAMES = 5;

/** A paragraph of Markdown; empty where no condition has a part in the verdict. */
export function conditionsText({ more = [], lowered, employers }: Verdict): string {
  const parts = [
    ...more.map(moreText),
    ...(lowered === undefined ? [] : [loweredText(lowered)]),
    ...(employers === undefined ? [] : [employersText(employers)]),
  ];
  return parts.length === 0 ? "" : `**Conditions**\n${parts.map((part) => `- ${part}`).join("\n")}`;
}

function moreText({ why, min, from }: AskedMore): string {
  const number = min === undefined ? "approvals" : `${min} ${min === 1 ? "approval" : "approvals"}`;
  const who = from === undefined ? "" : ` from ${escapeMarkdown(from)} or above`;
  return `More is asked, ${number}${who}: ${why.map(whyText).join("; ")}.`;
}

function whyText(why: RaiseReason): string {
  switch (why.kind) {
    case "lines":
      return why.lines === null
        ? `GitHub does not tell how many lines change, and from ${why.from} on it is asked`
        : `${why.lines} lines change, which is ${why.from} or more`;
    case "newcomer":
      return why.login === null
        ? "the author's account is gone"
        : `${escapeMarkdown(why.login)} is new here, without a role and with nothing merged yet`;
    case "bots":
      return `${escapeMarkdown(why.login)} is one of ${code(why.of)}`;
    case "label":
      return `the label ${code(why.label)} is on it`;
    default:
      return unreachable(why);
  }
}

function loweredText(lowered: Lowered): string {
  const { of, min } = lowered;
  const fewer = min === 0 ? "no approval" : `${min} ${min === 1 ? "approval" : "approvals"}`;
  if (lowered.holds)
    return `Fewer are asked, ${fewer} instead of the usual: every commit is the bot's own (${code(of)}), and only files that the registry names for it change.`;
  return `Not fewer, though ${code(of)} may need only ${fewer}: ${endText(lowered.why)}.`;
}

/** Why a lowering does not hold, as the end of a sentence. Inert. */
export function endText(why: LoweringEnd): string {
  switch (why.kind) {
    case "foreign-commit":
      return `commit ${sha(why.sha)} was written by ${someone(why.by)}, not by the bot`;
    case "foreign-committer":
      return `commit ${sha(why.sha)} was committed by ${someone(why.by)}, not by the bot or GitHub`;
    case "unverified-commit":
      return `commit ${sha(why.sha)} has no valid signature of GitHub's, so anybody may have written it`;
    case "many-commits":
      return `it has ${why.commits} commits, and more than 250 are not looked through`;
    case "commits-unread":
      return "GitHub did not show all of its commits";
    case "foreign-push":
      return why.sha === ""
        ? `${escapeMarkdown(why.by)} pushed to it`
        : `${escapeMarkdown(why.by)} pushed ${sha(why.sha)}`;
    case "push-unknown":
      return `it is not known who pushed ${sha(why.sha)}`;
    case "file":
      return `${code(why.path)} is none of the files that its line names`;
    case "no-files":
      return "it is not known that only files of its line change";
    case "registry-file":
      return `${code(why.path)} is the registry itself`;
    case "published-file":
      return `${code(why.path)} is published by the registry`;
    case "github-folder":
      return `${code(why.path)} lies in ${code(".github/")}`;
    case "exclusive-area":
      return `${code(why.path)} lies in ${code(why.area)}, which is exclusive`;
    case "own-min":
      return `${code(why.path)} lies in ${code(why.area)}, which says itself how many must approve`;
    case "branch":
      return `branches ${code(why.pattern)} say themselves how many must approve`;
    case "changes-requested":
      return `${escapeMarkdown(why.by)} asked for changes`;
    case "raised":
      return "a line asks for more, and the strictest holds";
    default:
      return unreachable(why);
  }
}

function someone(login: string | null): string {
  return login === null ? "an account that GitHub does not know" : escapeMarkdown(login);
}

function employersText({ asked, have, missing, candidates }: EmployersVerdict): string {
  const rule =
    asked === "mixed"
      ? "Author and approvers must not all be of one employer"
      : `The approvers must be of ${asked} employers`;
  const known = have.length === 0 ? "none is known so far" : `so far ${joinList(have.map(escapeMarkdown), "and")}`;
  if (missing === 0) return `${rule}: ${joinList(have.map(escapeMarkdown), "and")}.`;
  const who = joinList(
    candidates.map(({ login }) => escapeMarkdown(login)),
    "or",
    MAX_NAMES,
  );
  const next =
    candidates.length === 0
      ? "nobody who may approve this is known to be of another"
      : `${missing === 1 ? "one more is" : `${missing} more are`} missing, by an approval of ${who}`;
  return `${rule}: ${known}; ${next}. Who has no employer in the registry adds none.`;
}
