/** Assigns and unassigns people. */

import { z } from "zod";
import { people } from "../../../commands/named-people.ts";
import type { Answer } from "../../../model/answer.ts";
import type { CommandAction } from "../../../model/command-effect.ts";
import { loginKey } from "../../../shared/names.ts";
import { Declined } from "../../client/errors.ts";
import { parsed } from "../../read/graphql-pages.ts";
import { type ActionContext, issuePath, outcome, thisOne } from "./action-context.ts";
import { MAX_LOOKUPS, whyNot } from "./named-accounts.ts";
import { movedOtherwise } from "./superseded-by.ts";

/** GitHub's limit, for one issue. */
const MAX_ASSIGNEES = 10;

const issueView = z.object({ assignees: z.array(z.object({ login: z.string() })).nullish() });

type AssignAct = Extract<CommandAction, { kind: "assign" }>;

export async function assignPeople(context: ActionContext<AssignAct>): Promise<Answer> {
  const { act, events } = context;
  const due = act.people.filter((login) => !events.happened("assignee", login, !act.off));
  const idle = idleNames(context);
  const so = idle.length === 0 ? [] : [alreadySo(idle, act.off)];
  const moved = act.people.filter((login) => !idle.includes(login));
  if (act.off) {
    if (moved.length > 0 && due.length > 0) await sent(context, "DELETE", due);
    return outcome(moved.length === 0 ? null : `Took off ${people(moved)}.`, [...so, ...act.notes]);
  }
  const now = await assigned(
    context,
    due.filter((login) => moved.includes(login)),
  );
  const isOn = (login: string) => now.has(loginKey(login)) || !due.includes(login);
  const left = moved.filter((login) => !isOn(login));
  const done = moved.filter(isOn);
  const notes = [...so, ...(await reasons(context, left, now.size >= MAX_ASSIGNEES)), ...act.notes];
  return outcome(done.length === 0 ? null : `Assigned ${people(done)}.`, notes);
}

/** People for whom it is already so, as far as the reading tells. */
function idleNames({ act, effect, events }: ActionContext<AssignAct>): readonly string[] {
  const there = effect.seen.assignees ?? null;
  if (there === null || events.again) return [];
  return act.people.filter(
    (login) =>
      there.some((one) => loginKey(one) === loginKey(login)) !== act.off &&
      !movedOtherwise(effect, { aspect: "assignee", name: login }),
  );
}

function alreadySo(logins: readonly string[], off: boolean): string {
  return `${people(logins)} ${logins.length === 1 ? "is" : "are"} ${off ? "not assigned" : "assigned already"}.`;
}

/** Everyone assigned in the end. GitHub leaves out people whom it cannot assign, or declines them all. */
async function assigned(context: ActionContext, due: readonly string[]): Promise<ReadonlySet<string>> {
  if (due.length === 0) return new Set();
  try {
    return await sent(context, "POST", due.slice(0, MAX_ASSIGNEES));
  } catch (error) {
    if (!(error instanceof Declined)) throw error;
  }
  let now: ReadonlySet<string> = new Set();
  for (const login of due.slice(0, MAX_ASSIGNEES)) {
    try {
      now = await sent(context, "POST", [login]);
    } catch (error) {
      if (!(error instanceof Declined)) throw error;
    }
  }
  return now;
}

async function sent(
  context: ActionContext,
  method: "POST" | "DELETE",
  logins: readonly string[],
): Promise<ReadonlySet<string>> {
  const { data } = await context.client.rest(method, `${issuePath(context)}/assignees`, {
    body: { assignees: logins },
  });
  const { assignees } = parsed(issueView, data, "an issue");
  return new Set((assignees ?? []).map(({ login }) => loginKey(login)));
}

async function reasons(context: ActionContext, left: readonly string[], full: boolean): Promise<readonly string[]> {
  if (left.length === 0) return [];
  if (full)
    return [
      `GitHub takes ${MAX_ASSIGNEES} assignees at most, and ${thisOne(context)} has them, so ${people(left)} ${left.length === 1 ? "was" : "were"} left out.`,
    ];
  const looked = left.slice(0, MAX_LOOKUPS);
  const why = "cannot be assigned: GitHub asks for access to this repository, or a comment here";
  const notes = await Promise.all(looked.map((login) => whyNot(context.client, login, why)));
  const rest = left.slice(MAX_LOOKUPS);
  return rest.length === 0 ? notes : [...notes, `GitHub took neither ${people(rest, "or")}.`];
}
