/** How long the candidate has held a role, by the `since` of the registry. */

import { z } from "zod";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Holding } from "../../registry/registry-types.ts";
import { day } from "../../shared/dates.ts";
import { durationText, timeAfter } from "../../shared/duration.ts";
import { escapeMarkdown } from "../../shared/markdown.ts";
import type { Instant } from "../../shared/names.ts";
import { joinList, roleWithArticle, singularRole } from "../../shared/people.ts";
import { criterionResult, scopeOf } from "../counts.ts";
import { firstText } from "../nomination-text.ts";
import { covers, holdingsAs, ofPlaces, type Where, whoOf } from "../promotion-people.ts";
import type { CriterionKind } from "../promotion-types.ts";
import {
  areaReferences,
  areas,
  attest,
  attestationsBeside,
  attestReferences,
  duration,
  exactly,
  list,
  placeOfRole,
  roleReferences,
  roles,
} from "../shapes.ts";

const schema = z
  .strictObject({
    in: roles,
    min: duration.meta({ description: "At least this long." }),
    exactly: exactly.optional(),
    area: areas.optional(),
    attest: attest.optional(),
  })
  .meta({ examples: [{ in: "approvers", min: "6mo" }] });
type Written = z.output<typeof schema>;

function begun(since: string): Instant {
  return Date.parse(`${since}T00:00:00Z`);
}

/**
 * For several areas, the latest date, since all of them are held: an area that was added later has no earlier tenure (R49). `null`:
 * unknown.
 */
function heldSince(index: RegistryIndex, held: readonly Holding[], place: Where): Instant | null {
  const earliest = (those: readonly Holding[]) => {
    const all = those.flatMap(({ since }) => (since === null ? [] : [begun(since)]));
    return all.length === 0 ? null : Math.min(...all);
  };
  if (typeof place !== "object" || !("allOf" in place) || place.allOf.length === 0) return earliest(held);
  const each = place.allOf.map((area) => earliest(held.filter((holding) => covers(index, holding, area))));
  return each.reduce((latest, at) => (latest === null || at === null ? null : Math.max(latest, at)));
}

/** "an approver or a maintainer". Inert. */
function rolesText(written: Written): string {
  return joinList(list<string>(written.in).map(roleWithArticle), "or");
}

export const tenure: CriterionKind<Written> = {
  name: "tenure",
  about: "Time in a role or above it, from the `since` of the candidate's entry in the registry.",
  exactly:
    "The time since the `since` of the candidate's entries in that role or above it. In several areas, since all of them are held. Entries that tenure counts from stay in the file when somebody is promoted. An entry without `since` is unknown.",
  examples: ["tenure: { in: reviewers, min: 3mo, area: true }"],
  schema,
  by: "machine",
  references: (written) => [
    ...roleReferences(["in"], written.in),
    ...areaReferences(["area"], written.area),
    ...attestReferences(written.attest),
  ],
  beside: (written) => attestationsBeside(written.attest),
  wording(written, scope) {
    const of = ofPlaces(placeOfRole(written.area, scope));
    return `${durationText(written.min)} as ${rolesText(written)}${of}`;
  },
  measures: () => [],
  result(written, facts) {
    const who = whoOf(written.in, written.exactly, facts.nomination.role);
    const held = holdingsAs(facts.index, who, placeOfRole(written.area, scopeOf(facts)), facts.nomination.candidate);
    const { login } = facts.nomination.candidate;
    if (held.length === 0) {
      const next = firstText(facts, who, placeOfRole(written.area, scopeOf(facts)));
      return criterionResult("short", {
        figure: `${escapeMarkdown(login)} is not ${rolesText(written)}`,
        next,
        blocks: true,
      });
    }
    const since = held.flatMap((each) => (each.since === null ? [] : [begun(each.since)]));
    const first = heldSince(facts.index, held, placeOfRole(written.area, scopeOf(facts)));
    const full = first === null ? null : timeAfter(first, written.min);
    const figure = first === null ? "" : `since ${day(first)}`;
    if (full !== null && full <= facts.now) return criterionResult("met", { figure });
    if (since.length < held.length)
      return criterionResult("unknown", {
        figure: "unknown: the registry does not say since when",
        next: `the registry must say since when: \`since\` in the entry of ${escapeMarkdown(login)} as ${singularRole(held[0]?.role ?? "")}`,
      });
    return criterionResult("short", { figure: `${figure}; full on ${day(full ?? 0)}`, dueAt: full });
  },
};
