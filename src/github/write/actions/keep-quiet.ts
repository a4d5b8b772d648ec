/** Leaves somebody out of what is told of the next role, or takes them in again: said in the database; the next look seals it. */
import { saveQuiet } from "../../../database/growth-quiets.ts";
import type { Answer } from "../../../model/answer.ts";
import type { QuietAct } from "../../../model/command-effect.ts";
import { quietUntil } from "../../../promotions/growth/quiet.ts";
import { day } from "../../../shared/dates.ts";
import { code } from "../../../shared/markdown.ts";
import type { Instant } from "../../../shared/names.ts";
import type { ActionContext } from "./action-context.ts";

export async function keepQuiet({ db, effect, act }: ActionContext<QuietAct>): Promise<Answer> {
  const { repository, by, saidAt: at } = effect;
  if (by.id !== null)
    await saveQuiet(db, repository.owner, { person: { login: by.login, id: by.id }, quiet: !act.off, at });
  return quietAnswer(act, at);
}

export function quietAnswer({ off }: Pick<QuietAct, "off">, at: Instant): Answer {
  if (off) return { kind: "done" };
  const text = `Until ${day(quietUntil(at))} (UTC) I tell nobody that you may be ready for a next role. ${code("/quiet cancel")} ends that sooner.`;
  return { kind: "told", text };
}
