/**
 * `/hold [why]` keeps a pull request from merging until the hold is released (R15b). The gate keeps the holds; this file says who may
 * hold.
 */

import { mayUse } from "../gate/permission.ts";
import { mayRelease, namesToRelease, releasedBy, releasingRole } from "../gate/record/releasing.ts";
import type { Answer } from "../model/answer.ts";
import type { Call } from "../model/call.ts";
import type { ActiveHold } from "../model/pull-record.ts";
import { escapeMarkdown } from "../shared/markdown.ts";
import { loginKey } from "../shared/names.ts";
import { joinList, roleWithArticle, samePerson } from "../shared/people.ts";
import type { Command, CommandContext } from "./command.ts";
import { people } from "./named-people.ts";
import { onlyOnPulls } from "./statement-answer.ts";

export const hold = {
  name: "hold",
  group: "review",
  usage: "/hold [why]",
  summary: "Keeps the pull request from merging until it is released.",
  who: "the author and anyone with a role; each releases their own, an approver or above those of whoever stands no higher",
  may: "author-or-any-role",
  examples: ["/hold waiting for the release branch", "/hold cancel", "/hold cancel @mona"],
  on: "pull",
  cancelForms: ["/hold cancel", "/unhold", "/remove-hold"],
  behind: "text",
  textIsRemark: true,
  cancelFrees: true,
  decide: (call, context) => ({ answer: answered(call, context) }),
} satisfies Command;

function answered(call: Call, context: CommandContext): Answer {
  if (context.facts.kind === "issue") return { kind: "refused", text: onlyOnPulls("hold") };
  if (context.facts.state === "merged")
    return { kind: "told", text: "This pull request is merged, so there is nothing to hold or release." };
  if (call.cancel) return released(call, context);
  const allowed = mayUse(hold, context);
  if (!allowed.ok) return { kind: "refused", text: `${allowed.text} Nothing was changed.` };
  return holdsAlready(call, context)
    ? {
        kind: "told",
        text: "You hold this already. Nothing was changed; `/hold` with another reason would replace it.",
      }
    : { kind: "done" };
}

/** For the same reason. */
function holdsAlready({ words }: Call, { holds, said, speaker }: CommandContext): boolean {
  return holds.some(
    ({ by, at, source, why }) => source === "comment" && at < said.at && samePerson(by, speaker) && why === words,
  );
}

function released(call: Call, context: CommandContext): Answer {
  const { holds, speaker } = context;
  if (holds.length === 0) return { kind: "told", text: "Nothing is held here, so there is nothing to release." };
  const names = namesToRelease(call.words);
  const { ended, left } = releasedBy(speaker, names, holds, context);
  const kept = names.length === 0 ? left : left.filter((standing) => names.some((name) => isOf(standing, name)));
  const idle = names.filter((name) => !holds.some((standing) => isOf(standing, name)));
  const none = idle.length === 0 ? [] : [`${people(idle)} ${idle.length === 1 ? "holds" : "hold"} nothing here.`];
  if (ended.length === 0 && kept.length === 0) return { kind: "told", text: none.join(" ") };
  if (ended.length === 0) {
    const text = `I cannot take \`/hold cancel\` from ${escapeMarkdown(speaker.login)}: ${whoReleases(kept, context)}.`;
    return { kind: "refused", text: [text, ...none].join(" ") };
  }
  if (kept.length === 0 && none.length === 0) return { kind: "done" };
  const another = kept.length === 0 ? [] : [`Another one stands: ${whoReleases(kept, context)}.`];
  return { kind: "told", text: [`${whose(ended, speaker)} released.`, ...another, ...none].join(" ") };
}

function isOf({ by }: ActiveHold, name: string): boolean {
  return by !== null && loginKey(by.login) === loginKey(name);
}

/** "Your hold is", "The holds of mona and dora are". */
function whose(holds: readonly ActiveHold[], speaker: CommandContext["speaker"]): string {
  if (holds.every(({ by }) => samePerson(by, speaker))) return "Your hold is";
  const holders = [...new Set(holds.map(holder))];
  return `${holders.length === 1 ? "The hold" : "The holds"} of ${joinList(holders, "and", 6)} ${holders.length === 1 ? "is" : "are"}`;
}

function holder({ by }: ActiveHold): string {
  return by === null ? "whoever put the label on" : escapeMarkdown(by.login);
}

function whoReleases(holds: readonly ActiveHold[], context: CommandContext): string {
  const holders = holds.map(holder);
  const roles = holds.map((standing) => roleWithArticle(releasingRole(standing, context)));
  const who = joinList([...new Set([...holders, ...roles])], "or", 6);
  const other = holds.find((standing) => standing.by !== null && mayRelease(context.speaker, standing, context));
  const how = other === undefined ? "/hold cancel" : `/hold cancel @${holder(other)}`;
  return `${who} can release it with \`${how}\``;
}

/** The holds in force after this call, given those before it. */
export function holdsAfter(call: Call, context: CommandContext): readonly ActiveHold[] {
  const { holds, said, speaker } = context;
  if (call.cancel) return releasedBy(speaker, namesToRelease(call.words), holds, context).left;
  if (!mayUse(hold, context).ok) return holds;
  const others = holds.filter((standing) => standing.source === "label" || !samePerson(standing.by, speaker));
  const by = { login: speaker.login, id: speaker.id };
  return [...others, { by, at: said.at, why: call.words, source: "comment" }];
}
