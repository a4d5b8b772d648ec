/** Builds the context of commands in promotions: a ladder of people, and open nominations. */

import { commands } from "../../src/commands/index.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import type { PromotionCallResult, PromotionContext } from "../../src/promotions/promotion-context.ts";
import type { Nomination } from "../../src/promotions/promotion-types.ts";
import { indexed } from "../../src/registry/registry-index.ts";
import type { Registry } from "../../src/registry/registry-types.ts";
import { aPromotion, LADDER, type PromotionOptions } from "../promotions/a-promotion.ts";
import { person } from "../support/a-pull.ts";
import { anIssue } from "./a-context.ts";

export interface PromotingOptions
  extends Partial<Pick<PromotionContext, "account" | "progress" | "facts" | "elsewhere">> {
  readonly open?: readonly Nomination[];
  readonly registry?: Partial<Registry>;
}

/** dee's nomination to approver of kusion by ann, unless told otherwise. */
export function aNomination(
  block: unknown = EVERYTHING,
  options: PromotionOptions & { readonly id?: string } = {},
): Nomination {
  return { ...aPromotion(block, options).nomination, id: options.id ?? "comment:1/1" };
}

/** A rule that asks for every part there is. */
export const EVERYTHING = {
  "merged-pulls": 10,
  sponsors: { from: "maintainers", min: 1 },
  objections: { from: "maintainers", window: "7d" },
  vote: { of: "maintainers" },
  acceptance: true,
  attestation: [
    { text: "knows the engine", by: "maintainers" },
    { text: "was at the meetings", by: "maintainers" },
  ],
};

/** What the first line of the text, said by somebody, means. */
export function calledAs(login: string, text: string, options: PromotingOptions = {}): PromotionCallResult {
  const [call] = callsIn(text);
  const command = commands.find(({ name }) => name === call?.name);
  if (call === undefined || command?.forPromotion === undefined) throw new Error(`no part in promotions: ${text}`);
  const registry: Registry = { ...LADDER.registry, ...options.registry };
  return command.forPromotion(call, {
    ...{ facts: options.facts ?? anIssue(), registry, index: indexed(registry), speaker: person(login) },
    open: (options.open ?? [aNomination()]).map((nomination) => ({ nomination, url: "https://github.test/c/1" })),
    elsewhere: options.elsewhere ?? [],
    account: options.account ?? ((name) => person(name.replace(/^@/, ""))),
    progress: options.progress ?? (() => null),
  });
}

/** The text of a refusal or answer; throws where the call was taken. */
export function answeredAs(login: string, text: string, options: PromotingOptions = {}): string {
  const found = calledAs(login, text, options);
  if (found.kind !== "answer" || !("text" in found.answer)) throw new Error(JSON.stringify(found));
  return found.answer.text;
}

/** What was said and about which nominations; throws where it was answered. */
export function wordAs(login: string, text: string, options: PromotingOptions = {}) {
  const found = calledAs(login, text, options);
  if (found.kind !== "statement") throw new Error(JSON.stringify(found));
  return { about: found.about, content: found.content };
}
