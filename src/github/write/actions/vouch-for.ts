/** Records who is vouched for: in the database, and sealed in the answer, so that it can be found without the database. */

import { type VouchedBefore, vouchedText } from "../../../commands/vouch.ts";
import { saveVouch } from "../../../database/vouches.ts";
import type { Answer } from "../../../model/answer.ts";
import type { VouchAct } from "../../../model/command-effect.ts";
import { sealVouch, type VouchRecord } from "../../../model/vouch-seal.ts";
import { findAccount } from "../../read/find-account.ts";
import { type ActionContext, outcome } from "./action-context.ts";

export async function vouchFor(context: ActionContext<VouchAct>): Promise<Answer> {
  const { client, db, key, repositoryId, effect, act } = context;
  const people: VouchRecord["people"] = [];
  const unknown: string[] = [];
  for (const { login, id } of act.people) {
    const account = id === null ? await findAccount(client, login) : { login, id, type: "User" as const };
    if (typeof account === "string" || account.type !== "User" || account.id === null) unknown.push(login);
    else people.push({ login: account.login, id: account.id });
  }
  const { by, saidAt: at } = effect;
  const outcomes = { found: [] as string[], before: [] as VouchedBefore[], unknown, notes: act.notes };
  for (const person of people) {
    const earlier = await saveVouch(db, repositoryId, { person, by, at });
    if (earlier === null) outcomes.found.push(person.login);
    else outcomes.before.push({ login: person.login, by: earlier });
  }
  const { vouched: did, notes } = vouchedText(effect.repository.name, outcomes);
  const answer = did === null ? outcome(null, notes) : ({ kind: "told", text: [did, ...notes].join(" ") } as const);
  if (answer.kind !== "told") return answer;
  return { ...answer, kept: sealVouch({ people, by: { login: by.login, id: by.id }, at }, repositoryId, key) };
}
