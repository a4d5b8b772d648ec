/** Who may have nominated the candidate. */
import { z } from "zod";
import { code } from "../../shared/markdown.ts";
import { joinList, roleWithArticle } from "../../shared/people.ts";
import { standing } from "../counts.ts";
import { commandHere, promoteText } from "../nomination-text.ts";
import {
  holdingsAs,
  includesCandidate,
  isCandidate,
  lacksRole,
  named,
  type Where,
  whoOf,
  whoText,
} from "../promotion-people.ts";
import type { CriterionKind } from "../promotion-types.ts";
import { areaReferences, areasMeant, exactly, inArea, roleReferences, rolesOrCandidate } from "../shapes.ts";

const full = z.strictObject({ by: rolesOrCandidate, exactly: exactly.optional(), in: inArea.optional() });
const schema = z.union([rolesOrCandidate, full], {
  error: "expected a role, self, a list of them, or a mapping with `by`",
});
type Full = z.output<typeof full>;
type Written = z.output<typeof schema>;

/** The parameters in full. */
export function nominationAsked(written: Written): Full {
  return typeof written === "string" || isList(written) ? { by: written } : written;
}

function isList(written: Written): written is string[] {
  return Array.isArray(written);
}

function whereOf(written: Full, ofNomination: readonly string[]): Where {
  if (written.in === undefined || written.in === "anywhere") return "anywhere";
  return written.in === "area" ? { allOf: ofNomination } : areasMeant(written.in, ofNomination);
}

export const nomination: CriterionKind<Written> = {
  name: "nomination",
  about: "Who may nominate: holders of a role or above, or the candidate (self).",
  exactly: "Who said `/promote`, by the role held now.",
  examples: ["nomination: { by: approvers, in: area }", "nomination: [self, approvers]"],
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
    return `nominated by ${joinList([...own, ...(who.roles.length === 0 ? [] : [whoText(who)])], "or")}`;
  },
  measures: () => [],
  standing(written, facts) {
    const full = nominationAsked(written);
    const { nominator } = facts.nomination;
    const own = isCandidate(facts.nomination, nominator);
    const figure = own ? "nominated themselves" : `nominated by ${named(facts.index, nominator)}`;
    if (own && includesCandidate(full.by)) return standing("met", { figure });
    const who = whoOf(full.by, full.exactly, facts.nomination.role);
    const where = whereOf(full, facts.nomination.areas);
    if (!own && holdingsAs(facts.index, who, where, nominator).length > 0) return standing("met", { figure });
    const why = own || who.roles.length === 0 ? "" : `, who ${lacksRole(facts.index, who, where, nominator)}`;
    const asked = who.roles.length === 0 ? "the candidate" : joinList(who.roles.map(roleWithArticle), "or", 6);
    return standing("short", {
      figure: `${figure}${why}`,
      blocks: true,
      next: `${commandHere(facts, "/withdraw")} ends this one, and ${asked} nominates anew with ${code(promoteText(facts.nomination))}`,
    });
  },
};
