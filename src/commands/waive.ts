/** `/waive [@user] criterion why` makes a criterion count as met, with the reason on record. */

import { addressed, commandAbout } from "../promotions/address.ts";
import { kindNamed } from "../promotions/criteria/index.ts";
import { type PromotionCallResult, refused } from "../promotions/promotion-context.ts";
import type { Leaf, Nomination } from "../promotions/promotion-types.ts";
import { isAskedOf, leaves } from "../promotions/rule.ts";
import { code } from "../shared/markdown.ts";
import { joinList } from "../shared/people.ts";
import type { Command } from "./command.ts";
import { promotionAnswer } from "./promotion-answer.ts";
import { isDoubtfulReason } from "./text/doubt.ts";

export const waive: Command = {
  name: "waive",
  group: "roles",
  usage: "/waive [@user] criterion why",
  summary: "Lets a requirement count as met, named by its key or its number in the table, with the reason.",
  who: "holders of the top role, unless the role's rule names others; never the candidate",
  may: "anyone",
  concerns: "holders",
  examples: ["/waive merged-pulls led the Viettel provider", "/waive 1 led the Viettel provider", "/waive cancel 1"],
  cancelForms: ["/waive cancel", "/unwaive"],
  behind: "text",
  forPromotion(call, context) {
    const found = addressed(call, context, {
      isOther: (word) => kindNamed(word) !== null,
      asks: (one, rest) => "number" in criterionNamed(firstOf(rest), one),
    });
    if (found.kind === "answer") return found;
    const [nomination] = found.nominations;
    if (nomination === undefined) return refused("No promotion is open here, so there is nothing to waive.");
    const open = context.open.map((one) => one.nomination);
    const word = firstOf(found.rest);
    const named = criterionNamed(word, nomination);
    if ("answer" in named) return named;
    const why = found.rest.slice(word.length).trim();
    if (!call.cancel && why === "")
      return refused(
        `A waiver needs its reason, which stays on record: ${commandAbout(call, nomination, open, `${word} why`)}. Nothing was waived.`,
      );
    if (!call.cancel && isDoubtfulReason(why))
      return refused(
        `The reason leaves open whether the waiver is meant now, so nothing was waived. If it is, say ${commandAbout(call, nomination, open, `${word} why`)} with the reason alone.`,
      );
    const content = {
      kind: "waive",
      cancel: call.cancel,
      criterion: named.number,
      why: call.cancel ? "" : why,
    } as const;
    return { kind: "statement", about: [nomination.id], content };
  },
  decide: promotionAnswer,
};

function firstOf(rest: string): string {
  return rest.split(/\s+/, 1)[0] ?? "";
}

type Refusal = Extract<PromotionCallResult, { kind: "answer" }>;

function criterionNamed(word: string, { rule, areas }: Nomination): { readonly number: number } | Refusal {
  const all = leaves(rule.criterion).filter((leaf) => isAskedOf(leaf, areas));
  const waivable = all.filter(({ kind }) => kindNamed(kind)?.waivable !== false);
  const number = /^#?(\d{1,3})[.):]?$/.exec(word)?.[1];
  const key = word.toLowerCase().replace(/[,:]$/, "");
  const fitting = all.filter((leaf) => (number === undefined ? leaf.kind === key : leaf.number === Number(number)));
  const [only] = fitting;
  if (only === undefined)
    return refused(
      `${word === "" ? "`/waive` does not say what" : `I know no requirement ${code(word.slice(0, 60))} here`}. ${choices(waivable)}`,
    );
  if (fitting.length > 1)
    return refused(
      `${fitting.length} requirements are called ${code(key)}; name one by its number in the table: ${numbers(fitting)}.`,
    );
  if (!waivable.includes(only))
    return refused(
      `${code(only.kind)} is a decision of people rather than a requirement, so it cannot be waived. ${choices(waivable)}`,
    );
  return { number: only.number };
}

function choices(waivable: readonly Leaf[]): string {
  if (waivable.length === 0) return "Nothing in this promotion can be waived.";
  const names = waivable.map(({ kind, number }) => `${code(kind)} (${number})`);
  return `What can be waived: ${joinList(names, "and", 20)}.`;
}

function numbers(fitting: readonly Leaf[]): string {
  return joinList(
    fitting.map(({ number }) => code(`${number}`)),
    "or",
    20,
  );
}
