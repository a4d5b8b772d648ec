/**
 * Performs an act once for the line it was said on, across retries, redeliveries and deaths of the process (R30): begun before
 * anything is done, ended with its answer; what was begun and not ended is first looked for on GitHub.
 */
import type { Answer } from "../../../commands/command.ts";
import { saveAway } from "../../../database/absences.ts";
import { beginAct, endAct } from "../../../database/command-actions.ts";
import type { Act, ActEffect } from "../../../model/command-effect.ts";
import { day } from "../../../shared/dates.ts";
import { code } from "../../../shared/markdown.ts";
import { type Instant, unreachable } from "../../../shared/names.ts";
import { Declined, Forbidden, Gone } from "../../client/errors.ts";
import { type Doing, reasonOf } from "./action-context.ts";
import { assignPeople } from "./assign-people.ts";
import { mergePull } from "./merge-pull.ts";
import { moveLabels } from "./move-labels.ts";
import { NO_DEEDS, type OwnDeeds, ownDeeds } from "./own-events.ts";
import { requestReviews } from "./request-review.ts";
import { setDraft, setState, setTitle } from "./subject.ts";
import { overtaken } from "./superseded-by.ts";

export interface ActContext extends Pick<Doing, "client" | "db" | "appId" | "ordered"> {
  /** Told what is about to be done, and whether it is new as far as the database knows; whether that is surely so. */
  readonly doing?: (key: string, isNew: boolean) => Promise<boolean>;
  /** Chooses one more reviewer and asks them; absent where there is nothing to review. */
  readonly reroll?: (effect: ActEffect, deeds: OwnDeeds) => Promise<Answer>;
}

/** What became of it, now or when it was done. Throws what is worth another try. */
export async function performAct(effect: ActEffect, context: ActContext): Promise<Answer> {
  const { key, act, by, seen, later } = effect;
  const begun = await beginAct(context.db, key, { act, by, seen });
  if (begun.kind === "done") return begun.answer;
  const isKnown = (await context.doing?.(key, begun.kind === "new")) ?? true;
  const mayBeDone = begun.kind === "begun" || effect.late || !isKnown;
  const told = mayBeDone && isOnGitHub(act) ? await ownDeeds(context.client, effect) : NO_DEEDS;
  const answer = told.complete
    ? await tried({ ...context, effect, act, deeds: overtaken(told, later) }, context)
    : { kind: "told" as const, text: UNTOLD };
  await endAct(context.db, key, answer);
  return answer;
}

const UNTOLD =
  "I hear this only now, and so much happened here since that GitHub does not tell whether I did it then; I left everything as it is. Please say it again if it is still wanted.";

/** What a person is away for stands in the database alone, dated by the line: the later word wins, whichever is heard first. */
function isOnGitHub(act: Act): boolean {
  return act.kind !== "away";
}

async function tried(doing: Doing, context: ActContext): Promise<Answer> {
  try {
    return await done(doing, context);
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

async function done(doing: Doing, { reroll }: ActContext): Promise<Answer> {
  const { act } = doing;
  switch (act.kind) {
    case "labels":
      return await moveLabels({ ...doing, act });
    case "assign":
      return await assignPeople({ ...doing, act });
    case "request":
      return await requestReviews({ ...doing, act });
    case "reroll":
      return reroll === undefined
        ? { kind: "refused", text: "There is nothing to review here." }
        : await reroll(doing.effect, doing.deeds);
    case "state":
      return await setState({ ...doing, act });
    case "title":
      return await setTitle({ ...doing, act });
    case "draft":
      return await setDraft({ ...doing, act });
    case "merge":
      return await mergePull({ ...doing, act });
    case "away":
      return await stayAway({ ...doing, act });
    default:
      return unreachable(act);
  }
}

type AwayAct = Extract<Act, { kind: "away" }>;

async function stayAway({ db, effect, act }: Doing<AwayAct>): Promise<Answer> {
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
