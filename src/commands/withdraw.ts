/** `/withdraw [@user]` ends a promotion: by the candidate or the nominator, or as declined by the top role. */
import { addressed, saidTo } from "../promotions/address.ts";
import { cannotTake, type Heard, type Hearing, judgeOf, leavesOf, placeText, refused } from "../promotions/hearing.ts";
import { maySpeakForTop } from "../promotions/people.ts";
import type { Call, Command } from "./model.ts";
import { aHolderOf, samePerson } from "./people.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const withdraw: Command = {
  name: "withdraw",
  aliases: [],
  group: "roles",
  usage: "/withdraw [@user] [role] [area…]",
  summary: "Ends a promotion that is open here. A new one can be started at any time.",
  who: "the candidate, whoever nominated, and holders of the top role",
  may: "anyone",
  examples: ["/withdraw", "/withdraw @hoangndst", "/withdraw @hoangndst approver kusion"],
  on: ["pull", "issue"],
  cancelForms: [],
  behind: "names",
  hear: withdrawal,
  decide: promotionAnswer,
};

export function withdrawal(call: Call, hearing: Hearing): Heard {
  const found = addressed(call, hearing);
  if (found.kind === "answer") return found;
  const { speaker } = hearing;
  const may = found.nominations.filter(
    (nomination) =>
      samePerson(nomination.candidate, speaker) ||
      samePerson(nomination.nominator, speaker) ||
      maySpeakForTop(judgeOf(hearing, nomination), nomination.areas, speaker),
  );
  if (may.length > 0) return { kind: "word", about: may.map(({ id }) => id), saying: { kind: "withdraw" } };
  const [first] = found.nominations;
  if (first === undefined) return refused("No promotion is open here, so there is nothing to withdraw.");
  const top = judgeOf(hearing, first).topRole();
  const open = hearing.open.map(({ nomination }) => nomination);
  const objects =
    leavesOf(first.rule, "objections", "lazy-consensus").length === 0
      ? ""
      : `; who disagrees comments ${saidTo({ name: "object", cancel: false }, first, open, "why")}`;
  return refused(
    cannotTake(
      call,
      speaker,
      `the promotion to ${placeText(first)} is ended by the candidate, whoever nominated, or ${aHolderOf(top)} of all its areas${objects}`,
    ),
  );
}
