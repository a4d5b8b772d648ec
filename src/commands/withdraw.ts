/** `/withdraw [@user]` ends a promotion: by the candidate or the nominator, or as declined by the top role. */
import { addressed, cannotTake, type Heard, type Hearing, placeText, refused } from "../promotions/hearing.ts";
import { account } from "../promotions/people.ts";
import type { Call, Command } from "./model.ts";
import { aHolderOf, samePerson } from "./people.ts";
import { promotionAnswer } from "./promotion-answer.ts";

export const withdraw: Command = {
  name: "withdraw",
  aliases: [],
  group: "roles",
  usage: "/withdraw [@user]",
  summary: "Ends a promotion that is open here. A new one can be started at any time.",
  who: "the candidate, whoever nominated, and holders of the top role",
  may: "anyone",
  examples: ["/withdraw", "/withdraw @hoangndst"],
  on: ["pull", "issue"],
  cancelForms: [],
  behind: "names",
  hear: withdrawal,
  decide: promotionAnswer,
};

export function withdrawal(call: Call, hearing: Hearing): Heard {
  const found = addressed(call, hearing);
  if (found.kind === "answer") return found;
  const { index, speaker } = hearing;
  const top = index.topRole();
  const isTop = index.rolesOf(account(speaker)).some((held) => index.atLeast(held.role, top));
  const may = found.nominations.filter(
    ({ candidate, nominator }) => isTop || samePerson(candidate, speaker) || samePerson(nominator, speaker),
  );
  const [first] = found.nominations;
  if (may.length === 0)
    return refused(
      cannotTake(
        call,
        speaker,
        `the promotion${first === undefined ? "" : ` to ${placeText(first)}`} is ended by the candidate, whoever nominated, or ${aHolderOf(top)}; who disagrees comments \`/object\` with the reason`,
      ),
    );
  return { kind: "word", about: may.map(({ id }) => id), saying: { kind: "withdraw" } };
}
