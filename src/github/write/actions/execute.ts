/** Performs one act of a command, once; each kind of act has its writer. */

import { awayBefore, saveAway } from "../../../database/absences.ts";
import type { Answer } from "../../../model/answer.ts";
import type { CommandActionEffect, WritableAction } from "../../../model/command-effect.ts";
import { day } from "../../../shared/dates.ts";
import { code } from "../../../shared/markdown.ts";
import { type Instant, unreachable } from "../../../shared/names.ts";
import type { ActionContext, ActionResult } from "./action-context.ts";
import { assignPeople } from "./assign-people.ts";
import { mergePull } from "./merge-pull.ts";
import { moveLabels } from "./move-labels.ts";
import { type OnceContext, performOnce } from "./perform-once.ts";
import { requestReview } from "./request-review.ts";
import { setDraft, setState, setTitle } from "./subject.ts";

/** Throws what is worth another try. */
export async function executeAction(
  effect: CommandActionEffect<WritableAction>,
  context: OnceContext & { readonly appId: number },
): Promise<ActionResult> {
  const { client, db, appId } = context;
  return await performOnce(effect, context, (events) =>
    execute({ client, db, appId, effect, act: effect.act, events }),
  );
}

async function execute(context: ActionContext): Promise<ActionResult> {
  const { act } = context;
  switch (act.kind) {
    case "labels":
      return { answer: await moveLabels({ ...context, act }) };
    case "assign":
      return { answer: await assignPeople({ ...context, act }) };
    case "request":
      return { answer: await requestReview({ ...context, act }) };
    case "state":
      return { answer: await setState({ ...context, act }) };
    case "title":
      return { answer: await setTitle({ ...context, act }) };
    case "draft":
      return { answer: await setDraft({ ...context, act }) };
    case "merge":
      return await mergePull({ ...context, act });
    case "away":
      return { answer: await stayAway({ ...context, act }) };
    default:
      return unreachable(act);
  }
}

type AwayAct = Extract<WritableAction, { kind: "away" }>;

async function stayAway({ db, effect, act }: ActionContext<AwayAct>): Promise<Answer> {
  const { repository, by, saidAt: at } = effect;
  const before = await awayBefore(db, repository, by, at);
  await saveAway(db, repository, by, { at, until: act.off ? "back" : act.until });
  if (act.off && before === null)
    return { kind: "told", text: "You had not said that you are away, so nothing was changed." };
  if (act.off) return { kind: "done" };
  if (before?.until === act.until)
    return { kind: "told", text: `You are asked for no review ${whenText(act.until)} already. Nothing was changed.` };
  return {
    kind: "told",
    text: `You are asked for no review ${whenText(act.until)}. ${code("/away cancel")} ends that sooner.`,
  };
}

function whenText(until: Instant | null): string {
  return until === null ? "until you are back" : `until ${day(until)} (UTC)`;
}
