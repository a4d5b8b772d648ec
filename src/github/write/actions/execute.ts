/**
 * Performs an act once for the line it was said on, across retries, redeliveries and deaths of the process (R30): begun before
 * anything is done, ended with its answer; what was begun and not ended is first looked for on GitHub.
 */

import { saveAway } from "../../../database/absences.ts";
import { beginAct, endAct } from "../../../database/command-actions.ts";
import type { Answer } from "../../../model/answer.ts";
import type { CommandAction, CommandActionEffect } from "../../../model/command-effect.ts";
import { day } from "../../../shared/dates.ts";
import { code } from "../../../shared/markdown.ts";
import { type Instant, unreachable } from "../../../shared/names.ts";
import { Declined, Forbidden, Gone } from "../../client/errors.ts";
import { type ActionContext, reasonOf } from "./action-context.ts";
import { assignPeople } from "./assign-people.ts";
import { mergePull } from "./merge-pull.ts";
import { moveLabels } from "./move-labels.ts";
import { NO_EVENTS, type OwnEvents, readOwnEvents } from "./own-events.ts";
import { requestReviews } from "./request-review.ts";
import { setDraft, setState, setTitle } from "./subject.ts";
import { supersededBy } from "./superseded-by.ts";

export interface ExecuteContext extends Pick<ActionContext, "client" | "db" | "appId" | "ordered"> {
  /** Told what is about to be done, and whether it is new as far as the database knows; whether that is surely so. */
  readonly doing?: (key: string, isNew: boolean) => Promise<boolean>;
  /** Chooses one more reviewer and asks them; absent where there is nothing to review. */
  readonly reroll?: (effect: CommandActionEffect, deeds: OwnEvents) => Promise<Answer>;
}

/** What became of it, now or when it was done. Throws what is worth another try. */
export async function executeAction(effect: CommandActionEffect, context: ExecuteContext): Promise<Answer> {
  const { key, act, by, seen, later } = effect;
  const begun = await beginAct(context.db, key, { act, by, seen });
  if (begun.kind === "done") return begun.answer;
  const isKnown = (await context.doing?.(key, begun.kind === "new")) ?? true;
  const mayBeDone = begun.kind === "begun" || effect.late || !isKnown;
  const told = mayBeDone && isOnGitHub(act) ? await readOwnEvents(context.client, effect) : NO_EVENTS;
  const answer = told.complete
    ? await executeOrExplain({ ...context, effect, act, events: supersededBy(told, later) }, context)
    : { kind: "told" as const, text: UNTOLD };
  await endAct(context.db, key, answer);
  return answer;
}

const UNTOLD =
  "I hear this only now, and so much happened here since that GitHub does not tell whether I did it then; I left everything as it is. Please say it again if it is still wanted.";

/** What a person is away for stands in the database alone, dated by the line: the later word wins, whichever is heard first. */
function isOnGitHub(act: CommandAction): boolean {
  return act.kind !== "away";
}

async function executeOrExplain(doing: ActionContext, context: ExecuteContext): Promise<Answer> {
  try {
    return await execute(doing, context);
  } catch (error) {
    if (error instanceof Forbidden && error.reason === "permission")
      return {
        kind: "refused",
        text: `GitHub does not let me do that here: ${reasonOf(error)}. Whoever installed me can grant it.`,
      };
    if (error instanceof Declined || error instanceof Gone)
      return { kind: "refused", text: `GitHub would not do that: ${reasonOf(error)}.` };
    throw error;
  }
}

async function execute(context: ActionContext, { reroll }: ExecuteContext): Promise<Answer> {
  const { act } = context;
  switch (act.kind) {
    case "labels":
      return await moveLabels({ ...context, act });
    case "assign":
      return await assignPeople({ ...context, act });
    case "request":
      return await requestReviews({ ...context, act });
    case "reroll":
      return reroll === undefined
        ? { kind: "refused", text: "There is nothing to review here." }
        : await reroll(context.effect, context.events);
    case "state":
      return await setState({ ...context, act });
    case "title":
      return await setTitle({ ...context, act });
    case "draft":
      return await setDraft({ ...context, act });
    case "merge":
      return await mergePull({ ...context, act });
    case "away":
      return await stayAway({ ...context, act });
    default:
      return unreachable(act);
  }
}

type AwayAct = Extract<CommandAction, { kind: "away" }>;

async function stayAway({ db, effect, act }: ActionContext<AwayAct>): Promise<Answer> {
  const { repository, by, saidAt: at } = effect;
  await saveAway(db, repository, by, { at, until: act.off ? "back" : act.until });
  if (act.off) return { kind: "done" };
  return {
    kind: "told",
    text: `You are asked for no review ${whenText(act.until)}. ${code("/away cancel")} ends that sooner.`,
  };
}

function whenText(until: Instant | null): string {
  return until === null ? "until you are back" : `until ${day(until)} (UTC)`;
}
