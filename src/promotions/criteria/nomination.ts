/** Who may have nominated the candidate. */

import { z } from "zod";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { text as textShape } from "../../registry/schema-pieces.ts";
import { ANYONE } from "../../registry/settings.ts";
import { loginFault } from "../../registry/spelling.ts";
import { code, escapeMarkdown } from "../../shared/markdown.ts";
import { loginKey } from "../../shared/names.ts";
import { joinList, roleWithArticle } from "../../shared/people.ts";
import { countResult, criterionResult, filterOf, measureOf, scopeOf } from "../counts.ts";
import { commandHere, promoteText } from "../nomination-text.ts";
import {
  holdingsAs,
  includesCandidate,
  inPlaces,
  isCandidate,
  lacksRole,
  named,
  whoOf,
  whoText,
} from "../promotion-people.ts";
import type { CriterionKind, CriterionResult, Measure, Nomination, PromotionFacts, Scope } from "../promotion-types.ts";
import { areaReferences, count, exactly, inArea, nominators, roleReferences } from "../shapes.ts";
import { placeOf } from "../voting/vote-shape.ts";

const bot = textShape(loginFault, "A bot's login, with or without [bot].");
const full = z
  .strictObject({
    by: nominators.optional(),
    exactly: exactly.optional(),
    in: inArea.optional(),
    bots: z
      .array(bot)
      .min(1, "an empty list names no bot; name one or leave the key out")
      .optional()
      .meta({ description: "Bots whose /promote counts as a nomination; of other bots nothing is heard." }),
    pulls: count("How many merged pull requests the candidate must have where a bot nominates.", 1).optional(),
  })
  .refine(({ by, bots }) => by !== undefined || bots !== undefined, {
    path: ["by"],
    message: "nomination: by is missing; say who nominates, or which `bots`",
  })
  .refine(({ bots, pulls }) => pulls === undefined || bots !== undefined, {
    path: ["pulls"],
    message: "this is asked where a bot nominates, and no `bots` are named; write merged-pulls beside nomination",
  });
const schema = z.union([nominators, full], {
  error: "expected a role, self, anyone, a list of them, or a mapping with `by` or `bots`",
});
type Full = z.output<typeof full> & { readonly by: string | readonly string[] };
type Written = z.output<typeof schema>;

/** The criterion's own shape, for readers of a rule. */
export const nominationShape = schema;

/** The parameters in full. */
export function nominationAsked(written: Written): Full {
  if (typeof written === "string" || isList(written)) return { by: written };
  return { ...written, by: written.by ?? [] };
}

/** The bots that may nominate, by login. */
export function nominatingBots(params: unknown): readonly string[] {
  const read = schema.safeParse(params);
  return read.success ? (nominationAsked(read.data).bots ?? []) : [];
}

/** Whether a login is among those of bots, however it is written. */
export function isBotAmong(bots: readonly string[], login: string): boolean {
  const bare = (name: string) => loginKey(name.replace(/\[bot\]$/i, ""));
  return bots.some((name) => bare(name) === bare(login));
}

function merged({ pulls }: Full, scope: Scope): Measure | null {
  return pulls === undefined ? null : measureOf("merged-pulls", filterOf({}, scope), pulls);
}

function isList(written: Written): written is string[] {
  return Array.isArray(written);
}

type Nominating = Pick<Nomination, "candidate" | "nominator" | "role" | "areas">;

/** Whether it is as it asks for that this person nominates, as roles are now; what a bot must show besides is counted later. */
export function isNominatedBy(written: Written, asked: Nominating, index: RegistryIndex): boolean {
  const full = nominationAsked(written);
  const { nominator, role, areas } = asked;
  const own = isCandidate(asked, nominator);
  if ((own && includesCandidate(full.by)) || isAnyone(full.by, index)) return true;
  if (isBotAmong(full.bots ?? [], nominator.login)) return true;
  return !own && holdingsAs(index, whoOf(full.by, full.exactly, role), placeOf(full, areas), nominator).length > 0;
}

export const nomination: CriterionKind<Written> = {
  name: "nomination",
  about: "Who may nominate: holders of a role or above, the candidate (self), anyone, or bots that are named.",
  exactly: "Who said `/promote`, by the role held now.",
  examples: [
    "nomination: { by: approvers, in: area }",
    "nomination: { bots: [ladder-bot], pulls: 10 }",
    "nomination: [self, approvers]",
  ],
  schema,
  takesList: true,
  by: "people",
  references: (written) => {
    const full = nominationAsked(written);
    const path = typeof written === "string" || isList(written) ? [] : ["by"];
    return [
      ...roleReferences(path, full.by),
      ...areaReferences(["in"], full.in === "area" || full.in === "anywhere" ? undefined : full.in),
    ];
  },
  wording(written, scope) {
    const full = nominationAsked(written);
    const who = whoOf(full.by, full.exactly, scope.role);
    const own = includesCandidate(full.by) ? ["themselves"] : [];
    const pulls =
      full.pulls === undefined
        ? ""
        : `, who asks for ${full.pulls} merged pull ${full.pulls === 1 ? "request" : "requests"}`;
    const bots = (full.bots ?? []).map((name) => `the bot ${escapeMarkdown(name)}`);
    const all = [...own, ...(who.roles.length === 0 ? [] : [whoText(who)]), ...bots];
    const place = full.in === undefined ? "" : inPlaces(placeOf(full, scope.areas));
    return `nominated by ${joinList(all, "or", 8)}${place}${pulls}`;
  },
  measures(written, scope) {
    const measure = merged(nominationAsked(written), scope);
    return measure === null ? [] : [measure];
  },
  result(written, facts) {
    const full = nominationAsked(written);
    const { nominator } = facts.nomination;
    const own = isCandidate(facts.nomination, nominator);
    const figure = own ? "nominated themselves" : `nominated by ${named(facts.index, nominator)}`;
    if (isNominatedBy(written, facts.nomination, facts.index)) {
      const isBot = isBotAmong(full.bots ?? [], nominator.login) && !isAnyone(full.by, facts.index);
      return isBot ? byBot(full, facts, figure) : criterionResult("met", { figure });
    }
    const who = whoOf(full.by, full.exactly, facts.nomination.role);
    const where = placeOf(full, facts.nomination.areas);
    const why = own || who.roles.length === 0 ? "" : `, who ${lacksRole(facts.index, who, where, nominator)}`;
    const roles = who.roles.map(roleWithArticle);
    const asked =
      roles.length > 0 ? joinList(roles, "or", 6) : includesCandidate(full.by) ? "the candidate" : "one of its bots";
    return criterionResult("short", {
      figure: `${figure}${why}`,
      blocks: true,
      next: `${commandHere(facts, "/withdraw")} ends this one, and ${asked} nominates anew with ${code(promoteText(facts.nomination))}`,
    });
  },
};

/** If the ladder has a role with that name, the role is meant. */
function isAnyone(by: string | readonly string[], index: RegistryIndex): boolean {
  const isMeant = typeof by === "string" ? by === ANYONE : by.includes(ANYONE);
  return isMeant && !index.registry.roles.some(({ name }) => name === ANYONE);
}

function byBot(full: Full, facts: PromotionFacts, figure: string): CriterionResult {
  const measure = merged(full, scopeOf(facts));
  if (measure === null || full.pulls === undefined) return criterionResult("met", { figure });
  const found = countResult({ min: full.pulls }, facts.measured.get(measure.key));
  return { ...found, figure: `${figure}; ${found.figure} merged pull requests` };
}
