/**
 * Performs an act once for the line it was said on, across retries, redeliveries and deaths of the process (R30): begun before
 * anything is done, ended with its answer; what was begun and not ended is first looked for on GitHub.
 */
import type { Answer } from "../commands/model.ts";
import { beginAct, endAct } from "../database/acts.ts";
import { saveAway } from "../database/away.ts";
import { day } from "../gate/moments.ts";
import { Declined, Forbidden, Gone } from "../github/errors.ts";
import { code } from "../markdown.ts";
import { type Instant, unreachable } from "../names.ts";
import type { Act, ActEffect } from "../plan/act.ts";
import { assignPeople } from "./assign.ts";
import { type Doing, reasonOf } from "./doing.ts";
import { moveLabels } from "./labels.ts";
import { mergePull } from "./merge.ts";
import { overtaken } from "./overtaken.ts";
import { NO_DEEDS, ownDeeds } from "./own-deeds.ts";
import { requestReviews } from "./request.ts";
import { rerolled } from "./reroll.ts";
import { setDraft, setState, setTitle } from "./subject.ts";

export type ActContext = Pick<Doing, "client" | "db" | "appId">;

/** What became of it, now or when it was done. Throws what is worth another try. */
export async function performAct(effect: ActEffect, context: ActContext): Promise<Answer> {
  const { key, act, by, seen, later } = effect;
  const begun = await beginAct(context.db, key, { act, by, seen });
  if (begun.kind === "done") return begun.answer;
  const mayBeDone = begun.kind === "begun" || effect.late;
  const deeds = overtaken(mayBeDone ? await ownDeeds(context.client, effect) : NO_DEEDS, later);
  const answer = await tried({ ...context, effect, act, deeds });
  await endAct(context.db, key, answer);
  return answer;
}

async function tried(doing: Doing): Promise<Answer> {
  try {
    return await done(doing);
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

function done(doing: Doing): Promise<Answer> {
  const { act } = doing;
  switch (act.kind) {
    case "labels":
      return moveLabels({ ...doing, act });
    case "assign":
      return assignPeople({ ...doing, act });
    case "request":
      return requestReviews({ ...doing, act });
    case "reroll":
      return rerolled({ ...doing, act });
    case "state":
      return setState({ ...doing, act });
    case "title":
      return setTitle({ ...doing, act });
    case "draft":
      return setDraft({ ...doing, act });
    case "merge":
      return mergePull({ ...doing, act });
    case "away":
      return stayAway({ ...doing, act });
    default:
      return unreachable(act);
  }
}

type AwayAct = Extract<Act, { kind: "away" }>;

async function stayAway({ db, effect, act }: Doing<AwayAct>): Promise<Answer> {
  const { repository, by, saidAt: at } = effect;
  await saveAway(db, repository.owner, by, { at, until: act.off ? "back" : act.until });
  if (act.off) return { kind: "done" };
  return {
    kind: "told",
    text: `You are asked for no review ${whenText(act.until)}. ${code("/away cancel")} ends that sooner.`,
  };
}

function whenText(until: Instant | null): string {
  return until === null ? "until you are back" : `until ${day(until)} (UTC)`;
}
