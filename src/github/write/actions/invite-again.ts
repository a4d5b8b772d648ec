/** Records that people may be added to their teams once more. The next look at access adds them. */

import { ELSEWHERE } from "../../../commands/invite.ts";
import { people as names } from "../../../commands/named-people.ts";
import { saveAskedAgain } from "../../../database/access-asked.ts";
import { forgetRefusals } from "../../../database/access-grants.ts";
import { findQuietIssue } from "../../../database/quiet-issues.ts";
import { readingHomes } from "../../../database/readings.ts";
import type { Answer } from "../../../model/answer.ts";
import type { InviteAct } from "../../../model/command-effect.ts";
import { withoutSeal } from "../../../model/quiet-seal.ts";
import { sameName } from "../../../shared/names.ts";
import { findAccount } from "../../read/find-account.ts";
import { readOwnIssue } from "../../read/own-issues.ts";
import { type ActionContext, outcome } from "./action-context.ts";

export async function inviteAgain(context: ActionContext<InviteAct>): Promise<Answer> {
  if (!(await isOnTheIssue(context))) return outcome(null, [`${ELSEWHERE} Nobody was invited.`]);
  const { client, db, effect, act } = context;
  const { owner } = effect.repository;
  const found: string[] = [];
  const unknown: string[] = [];
  for (const login of act.people) {
    const account = await findAccount(client, login);
    if (account === "none" || account === "unknown" || account.id === null) unknown.push(login);
    else {
      await saveAskedAgain(db, owner, account.id, { by: effect.by, at: effect.saidAt });
      await forgetRefusals(db, owner, account.id);
      found.push(login);
    }
  }
  return inviteAnswer(act, { found, unknown });
}

const ACCESS = "access";

/** By the database; if it does not know the issue, by its author: another app's may look like it. */
async function isOnTheIssue({ client, db, effect }: ActionContext<InviteAct>): Promise<boolean> {
  const { repository, subject, botLogin } = effect;
  const homes = await readingHomes(db, { owner: repository.owner, subject: ACCESS });
  const home = homes.find(({ name }) => sameName(name, repository.name));
  const kept = home && (await findQuietIssue(db, { repositoryId: home.id, subject: ACCESS }))?.number;
  if (kept != null) return kept === subject.number;
  const issue = await readOwnIssue(client, repository, { number: subject.number, botLogin });
  return issue !== null && withoutSeal(issue.body) !== issue.body;
}

export function inviteAnswer(
  { notes }: Pick<InviteAct, "notes">,
  { found, unknown }: { readonly found: readonly string[]; readonly unknown: readonly string[] },
): Answer {
  const strangers = unknown.length === 0 ? [] : [`GitHub knows nobody called ${names(unknown, "or")}.`];
  return outcome(found.length === 0 ? null : `${names(found)} may be added to their teams once more.`, [
    ...strangers,
    ...notes,
  ]);
}
