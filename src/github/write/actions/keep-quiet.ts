/** Excludes somebody from what is told about the next role, or includes them again: in the database, and sealed in the answer. */

import { saveQuiet } from "../../../database/growth-quiets.ts";
import type { Answer } from "../../../model/answer.ts";
import type { QuietAct } from "../../../model/command-effect.ts";
import { sealSaidQuiet } from "../../../model/said-quiet-seal.ts";
import { quietUntil } from "../../../promotions/growth/quiet.ts";
import { day } from "../../../shared/dates.ts";
import { code } from "../../../shared/markdown.ts";
import type { Instant } from "../../../shared/names.ts";
import type { ActionContext } from "./action-context.ts";

export async function keepQuiet({ db, key, effect, act }: ActionContext<QuietAct>): Promise<Answer> {
  const { repository, by, saidAt: at } = effect;
  const answer = quietAnswer(act, at);
  if (by.id === null || answer.kind !== "told") return answer;
  const said = { person: { login: by.login, id: by.id }, quiet: !act.off, at };
  await saveQuiet(db, repository.owner, said);
  return { ...answer, kept: sealSaidQuiet(said, repository.owner, key) };
}

/** Both directions get a reply: only a reply can carry what must outlive the database. Rung searches for "ready for a next role". */
export function quietAnswer({ off }: Pick<QuietAct, "off">, at: Instant): Answer {
  if (off) return { kind: "told", text: "From now on I tell again when you may be ready for a next role." };
  const text = `Until ${day(quietUntil(at))} (UTC) I tell nobody that you may be ready for a next role. ${code("/quiet cancel")} ends that sooner.`;
  return { kind: "told", text };
}
