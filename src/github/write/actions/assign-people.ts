/** Assigns people and takes them off. */
import { z } from "zod";
import type { Answer } from "../../../commands/command.ts";
import { people } from "../../../commands/named-people.ts";
import type { Act } from "../../../model/command-effect.ts";
import { loginKey } from "../../../shared/names.ts";
import { Declined } from "../../client/errors.ts";
import { parsed } from "../../read/graphql-pages.ts";
import { type Doing, issuePath, outcome, thisOne } from "./action-context.ts";
import { MOST_LOOKUPS, whyNot } from "./named-accounts.ts";

/** GitHub's limit, for one issue. */
const MOST_ASSIGNEES = 10;

const issueView = z.object({ assignees: z.array(z.object({ login: z.string() })).nullish() });

type AssignAct = Extract<Act, { kind: "assign" }>;

export async function assignPeople(doing: Doing<AssignAct>): Promise<Answer> {
  const { act, deeds } = doing;
  const due = act.people.filter((login) => !deeds.did("assignee", login, !act.off));
  if (act.off) {
    if (due.length > 0) await sent(doing, "DELETE", due);
    return outcome(`Took off ${people(act.people)}.`, act.notes);
  }
  const now = await assigned(doing, due);
  const isOn = (login: string) => now.has(loginKey(login)) || !due.includes(login);
  const left = act.people.filter((login) => !isOn(login));
  const done = act.people.filter(isOn);
  const notes = [...(await reasons(doing, left, now.size >= MOST_ASSIGNEES)), ...act.notes];
  return outcome(done.length === 0 ? null : `Assigned ${people(done)}.`, notes);
}

/** Everyone assigned in the end. GitHub leaves out whom it cannot assign, or declines them all. */
async function assigned(doing: Doing, due: readonly string[]): Promise<ReadonlySet<string>> {
  if (due.length === 0) return new Set();
  try {
    return await sent(doing, "POST", due.slice(0, MOST_ASSIGNEES));
  } catch (error) {
    if (!(error instanceof Declined)) throw error;
  }
  let now: ReadonlySet<string> = new Set();
  for (const login of due.slice(0, MOST_ASSIGNEES)) {
    try {
      now = await sent(doing, "POST", [login]);
    } catch (error) {
      if (!(error instanceof Declined)) throw error;
    }
  }
  return now;
}

async function sent(doing: Doing, method: "POST" | "DELETE", logins: readonly string[]): Promise<ReadonlySet<string>> {
  const { data } = await doing.client.rest(method, `${issuePath(doing)}/assignees`, { body: { assignees: logins } });
  const { assignees } = parsed(issueView, data, "an issue");
  return new Set((assignees ?? []).map(({ login }) => loginKey(login)));
}

async function reasons(doing: Doing, left: readonly string[], full: boolean): Promise<readonly string[]> {
  if (left.length === 0) return [];
  if (full)
    return [
      `GitHub takes ${MOST_ASSIGNEES} assignees at most, and ${thisOne(doing)} has them, so ${people(left)} ${left.length === 1 ? "was" : "were"} left out.`,
    ];
  const looked = left.slice(0, MOST_LOOKUPS);
  const why = "cannot be assigned: GitHub asks for access to this repository, or a comment here";
  const notes = await Promise.all(looked.map((login) => whyNot(doing.client, login, why)));
  const rest = left.slice(MOST_LOOKUPS);
  return rest.length === 0 ? notes : [...notes, `GitHub took neither ${people(rest, "or")}.`];
}
