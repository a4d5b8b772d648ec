/**
 * Does what a line asks for once, across retries, redeliveries and deaths of the process (R30): it is recorded as begun before anything
 * is done, and ended with its answer; an action that was begun and not ended is first looked for on GitHub.
 */

import type { Kysely } from "kysely";
import { beginAct, endAct } from "../../../database/command-actions.ts";
import type { Schema } from "../../../database/schema.ts";
import type { Answer } from "../../../model/answer.ts";
import type { CommandAction, CommandActionEffect } from "../../../model/command-effect.ts";
import { code } from "../../../shared/markdown.ts";
import type { Client } from "../../client/client.ts";
import { Declined, Gone, lacksPermission } from "../../client/errors.ts";
import { NO_EVENTS, type OwnEvents, readOwnEvents } from "../../read/own-events.ts";
import { reasonOf } from "./action-context.ts";
import { supersededBy } from "./superseded-by.ts";

export interface OnceContext {
  readonly client: Client;
  readonly db: Kysely<Schema>;
  /** Called before it is done, with whether it is new as far as the database knows; returns whether that is certain. */
  readonly doing?: (key: string, isNew: boolean) => Promise<boolean>;
}

interface Answered {
  readonly answer: Answer;
}

/**
 * The result, from now or from when it was done. `perform` is given what the app itself did here since the line was written; nothing if
 * this is certainly the first try. Throws what deserves another try.
 */
export async function performOnce<Result extends Answered>(
  effect: CommandActionEffect,
  context: OnceContext,
  perform: (events: OwnEvents) => Promise<Result>,
): Promise<Result | Answered> {
  const { key, act, by, seen, later } = effect;
  const begun = await beginAct(context.db, key, { act, by, seen });
  if (begun.kind === "done") return { answer: begun.answer };
  const isKnown = (await context.doing?.(key, begun.kind === "new")) ?? true;
  const mayBeDone = begun.kind === "begun" || effect.late || !isKnown;
  const events = mayBeDone && isOnGitHub(act) ? await readOwnEvents(context.client, effect) : NO_EVENTS;
  const result = events.complete
    ? await orRefusal(() => perform(supersededBy(events, later)))
    : { answer: { kind: "told" as const, text: UNTOLD } };
  if (!("forbidden" in result)) await endAct(context.db, key, result.answer);
  return result;
}

export const UNTOLD =
  "I hear this only now, and so much happened here since that GitHub does not tell whether I did it then; I left everything as it is. Please say it again if it is still wanted.";

/**
 * Who is away, excluded, vouched for, or may be invited again is recorded in the database only, dated by the line: the later line wins,
 * whichever is handled first.
 */
function isOnGitHub(act: CommandAction): boolean {
  return act.kind !== "away" && act.kind !== "invite" && act.kind !== "quiet" && act.kind !== "vouch";
}

interface Refused extends Answered {
  readonly forbidden?: true;
}

async function orRefusal<Result extends Answered>(perform: () => Promise<Result>): Promise<Result | Refused> {
  try {
    return await perform();
  } catch (error) {
    const text = refusalOf(error);
    if (text === null) throw error;
    const answer = { kind: "refused" as const, text };
    // Nothing was done. Where the answer cannot be given either, the line is taken up again once it can.
    return lacksPermission(error) ? { answer, forbidden: true } : { answer };
  }
}

/** `null`: worth another try. */
export function refusalOf(error: unknown): string | null {
  if (lacksPermission(error)) {
    const why = error.needs === null ? reasonOf(error) : `the app has no permission ${code(error.needs)}`;
    return `GitHub does not let me do that here: ${why}. Whoever installed me can grant it.`;
  }
  if (error instanceof Declined || error instanceof Gone) return `GitHub would not do that: ${reasonOf(error)}.`;
  return null;
}
