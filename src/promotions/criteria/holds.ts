/** Whether the candidate holds a role already. */

import { z } from "zod";
import { rungsOf } from "../../registry/rungs.ts";
import { accountOf, joinList, roleWithArticle, singularRole } from "../../shared/people.ts";
import { criterionResult, scopeOf } from "../counts.ts";
import { firstText } from "../nomination-text.ts";
import { holdingsAs, ofPlaces, type Who, whoOf } from "../promotion-people.ts";
import type { CriterionKind } from "../promotion-types.ts";
import { areaReferences, areas, exactly, placeOfRole, roleReferences, roles } from "../shapes.ts";

/** The word that replaces a role: the rung below the one applied for. */
const BELOW = "below";

const full = z.strictObject({ role: roles, exactly: exactly.optional(), area: areas.optional() });
const schema = z.union([roles, full], {
  error: "expected a role, below (the rung below), a list of roles, or a mapping with `role`",
});
type Full = z.output<typeof full>;
type Written = z.output<typeof schema>;

function asked(written: Written): Full {
  return typeof written === "string" || isList(written) ? { role: written } : written;
}

function isList(written: Written): written is string[] {
  return Array.isArray(written);
}

function named(written: Full): readonly string[] {
  return typeof written.role === "string" ? [written.role] : written.role;
}

function whoBelow(written: Full, ladder: readonly string[], role: string): Who {
  const below = ladder[ladder.indexOf(role) - 1];
  const meant = named(written).flatMap((each) => (each === BELOW ? (below ?? []) : each));
  return whoOf(meant, written.exactly, role);
}

export const holds: CriterionKind<Written> = {
  name: "holds",
  about: "A role that the candidate holds already, or one above it; of a list, any.",
  exactly: "Whether the registry gives the candidate the role, or one above it, now.",
  examples: ["holds: { role: members, area: true }", "holds: below", "holds: [reviewers, approvers]"],
  schema,
  takesList: true,
  by: "machine",
  references: (written) => {
    const full = asked(written);
    const path = typeof written === "string" || isList(written) ? [] : ["role"];
    return [
      ...roleReferences(path, full.role).filter(({ name }) => name !== BELOW),
      ...areaReferences(["area"], full.area),
    ];
  },
  wording(written, scope) {
    const full = asked(written);
    const of = ofPlaces(placeOfRole(full.area, scope));
    const roles = named(full).map((each) => (each === BELOW ? "the role below" : `the role ${singularRole(each)}`));
    return `holds ${joinList(roles, "or")}${of}`;
  },
  measures: () => [],
  result(written, facts) {
    const full = asked(written);
    const who = whoBelow(full, rungsOf(facts.index.registry.roles), facts.nomination.role);
    const { candidate } = facts.nomination;
    const fits = holdingsAs(facts.index, who, placeOfRole(full.area, scopeOf(facts)), candidate);
    // The lowest rung has none below it, so nothing is asked for.
    if (fits.length > 0 || who.roles.length === 0)
      return criterionResult("met", {
        figure: fits[0] === undefined ? "nothing below" : `is ${roleWithArticle(fits[0].role)}`,
      });
    const held = [...new Set(facts.index.rolesOf(accountOf(candidate)).map((each) => roleWithArticle(each.role)))];
    return criterionResult("short", {
      figure: held.length === 0 ? "holds no role" : `is ${joinList(held, "and")}`,
      next: firstText(facts, who, placeOfRole(full.area, scopeOf(facts))),
      blocks: true,
    });
  },
};
