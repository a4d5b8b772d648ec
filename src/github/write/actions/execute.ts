/** Performs one action of a command; each kind of action has its writer. */

import type { CommandActionEffect, WritableAction } from "../../../model/command-effect.ts";
import { unreachable } from "../../../shared/names.ts";
import type { ActionContext, ActionResult } from "./action-context.ts";
import { assignPeople } from "./assign-people.ts";
import { inviteAgain } from "./invite-again.ts";
import { keepQuiet } from "./keep-quiet.ts";
import { mergePull } from "./merge-pull.ts";
import { moveLabels } from "./move-labels.ts";
import { type OnceContext, performOnce } from "./perform-once.ts";
import { requestReview } from "./request-review.ts";
import { stayAway } from "./stay-away.ts";
import { setDraft, setState, setTitle } from "./subject.ts";
import { vouchFor } from "./vouch-for.ts";

/** Throws what is worth another try. */
export async function executeAction(
  effect: CommandActionEffect<WritableAction>,
  context: OnceContext & Pick<ActionContext, "appId" | "key" | "repositoryId">,
): Promise<ActionResult> {
  const { client, db, appId, key, repositoryId } = context;
  return await performOnce(effect, context, (events) =>
    execute({ client, db, appId, key, repositoryId, effect, act: effect.act, events }),
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
    case "invite":
      return { answer: await inviteAgain({ ...context, act }) };
    case "quiet":
      return { answer: await keepQuiet({ ...context, act }) };
    case "vouch":
      return { answer: await vouchFor({ ...context, act }) };
    case "away":
      return { answer: await stayAway({ ...context, act }) };
    default:
      return unreachable(act);
  }
}
