/** Writes down that people may be added to their teams once more. Who adds them is the next look at access. */
import { people as names } from "../../../commands/named-people.ts";
import { saveAskedAgain } from "../../../database/access-asked.ts";
import { forgetRefusals } from "../../../database/access-grants.ts";
import type { Answer } from "../../../model/answer.ts";
import type { InviteAct } from "../../../model/command-effect.ts";
import { accountNamed } from "../../read/find-account.ts";
import { type ActionContext, outcome } from "./action-context.ts";

export async function inviteAgain({ client, db, effect, act }: ActionContext<InviteAct>): Promise<Answer> {
  const { owner } = effect.repository;
  const found: string[] = [];
  const unknown: string[] = [];
  for (const login of act.people) {
    const account = await accountNamed(client, login);
    if (account === "none" || account === "unknown" || account.id === null) unknown.push(login);
    else {
      await saveAskedAgain(db, owner, account.id, { by: effect.by, at: effect.saidAt });
      await forgetRefusals(db, owner, account.id);
      found.push(login);
    }
  }
  return inviteAnswer(act, { found, unknown });
}

export function inviteAnswer(
  { notes }: Pick<InviteAct, "notes">,
  { found, unknown }: { readonly found: readonly string[]; readonly unknown: readonly string[] },
): Answer {
  const strangers = unknown.length === 0 ? [] : [`GitHub knows nobody called ${names(unknown, "or")}.`];
  return outcome(found.length === 0 ? null : `${names(found)} will be invited.`, [...strangers, ...notes]);
}
