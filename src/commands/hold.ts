/** `/hold [why]` keeps a pull request from merging until it is released (R15b). The gate keeps the holds; here is who may. */
import { inert } from "../markdown.ts";
import type { StandingHold } from "../record/model.ts";
import { mayUse, reaches } from "./may-use.ts";
import type { Answer, Call, Command, CommandContext } from "./model.ts";
import { aHolderOf, listed, samePerson } from "./people.ts";
import { onlyOnPulls } from "./word.ts";

export const hold = {
  name: "hold",
  aliases: [],
  group: "review",
  usage: "/hold [why]",
  summary: "Keeps the pull request from merging until it is released.",
  who: "the author and anyone with a role; released by who held, and by approvers or above",
  may: "author-or-any-role",
  examples: ["/hold waiting for the release branch", "/hold cancel"],
  on: ["pull"],
  cancelForms: ["/hold cancel", "/unhold", "/remove-hold"],
  behind: "text",
  textIsRemark: true,
  cancelFrees: true,
  decide: (call, context) => ({ answer: answered(call, context) }),
} satisfies Command;

function answered(call: Call, context: CommandContext): Answer {
  if (context.facts.kind === "issue") return { kind: "refused", text: onlyOnPulls("hold") };
  if (call.cancel) return released(context);
  const allowed = mayUse(hold, context);
  return allowed.ok ? { kind: "done" } : { kind: "refused", text: `${allowed.text} Nothing was changed.` };
}

function released(context: CommandContext): Answer {
  const { holds, registry, speaker } = context;
  if (holds.length === 0) return { kind: "told", text: "Nothing is held here, so there is nothing to release." };
  const left = holdsAfter({ name: "hold", cancel: true, words: "", line: 1 }, context);
  if (left.length === 0) return { kind: "done" };
  const holders = [...new Set(left.map(holder))];
  const who = `${listed([...holders, aHolderOf(registry.approval.from)], "or", 6)} can release it with \`/hold cancel\``;
  if (left.length < holds.length) return { kind: "told", text: `Your hold is released. Another one stands: ${who}.` };
  return { kind: "refused", text: `I cannot take \`/hold cancel\` from ${inert(speaker.login)}: ${who}.` };
}

function holder({ by }: StandingHold): string {
  return by === null ? "whoever put the label on" : inert(by.login);
}

/**
 * The holds that stand after this call, from those that stood before it. The one who held, and holders of `approval.from` or
 * above (anywhere), release: they all, the others their own.
 */
export function holdsAfter(call: Call, context: CommandContext): readonly StandingHold[] {
  const { holds, registry, said, speaker } = context;
  if (call.cancel) {
    if (reaches(context, registry.approval.from)) return [];
    return holds.filter((standing) => !samePerson(standing.by, speaker));
  }
  if (!mayUse(hold, context).ok) return holds;
  const others = holds.filter((standing) => standing.source === "label" || !samePerson(standing.by, speaker));
  const by = { login: speaker.login, id: speaker.id };
  return [...others, { by, at: said.at, why: call.words, source: "comment" }];
}
