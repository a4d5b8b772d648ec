/** Keeps review requests from somebody, or allows them again: recorded in the database alone. */

import { awayBefore, saveAway } from "../../../database/absences.ts";
import type { Answer } from "../../../model/answer.ts";
import type { AwayAct } from "../../../model/command-effect.ts";
import { day } from "../../../shared/dates.ts";
import { code } from "../../../shared/markdown.ts";
import type { Instant } from "../../../shared/names.ts";
import type { ActionContext } from "./action-context.ts";

export async function stayAway({ db, effect, act }: ActionContext<AwayAct>): Promise<Answer> {
  const { repository, by, saidAt: at } = effect;
  const before = await awayBefore(db, repository, by, at);
  await saveAway(db, repository, by, { at, until: act.off ? "back" : act.until });
  return awayAnswer(act, before);
}

/** `before`: what they had said until then; `null`: nothing, or they were back. */
export function awayAnswer(
  { off, until, note }: Omit<AwayAct, "kind">,
  before: { readonly until: Instant | null } | null,
): Answer {
  const told = (...texts: readonly string[]): Answer => ({ kind: "told", text: texts.join(" ") });
  if (off && before === null)
    return told("You had not said that you are away, so nothing was changed.", ...(note === undefined ? [] : [note]));
  if (off) return note === undefined ? { kind: "done" } : told("What you said with `/away` is taken back.", note);
  if (before?.until === until)
    return told(`You have said so already: you are asked for no review ${whenText(until)}. Nothing was changed.`);
  return told(`You are asked for no review ${whenText(until)}. ${code("/away cancel")} ends that sooner.`);
}

function whenText(until: Instant | null): string {
  return until === null ? "until you are back" : `until ${day(until)} (UTC)`;
}
