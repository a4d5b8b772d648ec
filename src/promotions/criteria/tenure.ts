/** How long the candidate has held a role, by the `since` of the registry. */
import { z } from "zod";
import { aHolderOf, listed, oneOf } from "../../commands/people.ts";
import { day } from "../../gate/moments.ts";
import { inert } from "../../markdown.ts";
import { scopeOf, standing } from "../counts.ts";
import { durationText, timeAfter } from "../duration.ts";
import type { CriterionKind, Scope } from "../model.ts";
import { holdingsAs, whoOf } from "../people.ts";
import {
  areaReferences,
  areas,
  areasMeant,
  attest,
  duration,
  exactly,
  list,
  roleReferences,
  roles,
} from "../shapes.ts";

const schema = z.strictObject({
  in: roles,
  min: duration.meta({ description: "At least this long." }),
  exactly: exactly.optional(),
  area: areas.optional(),
  attest: attest.optional(),
});
type Written = z.output<typeof schema>;

function where(written: Written, scope: Scope) {
  return written.area === undefined ? "anywhere" : areasMeant(written.area, scope.areas);
}

export const tenure: CriterionKind<Written> = {
  name: "tenure",
  about: "Time in a role or above it, from the `since` of the candidate's entry in the registry.",
  schema,
  by: "machine",
  references: (written) => {
    const by = typeof written.attest === "object" ? written.attest.by : undefined;
    return [
      ...roleReferences(["in"], written.in),
      ...areaReferences(["area"], written.area),
      ...roleReferences(["attest", "by"], by),
    ];
  },
  beside: (written) => (written.attest === undefined ? [] : [written.attest]),
  wording(written, scope) {
    const places = where(written, scope);
    const of = places === "anywhere" || places.length === 0 ? "" : ` of ${listed(places.map(inert), "or")}`;
    return `${durationText(written.min)} as ${listed(list<string>(written.in).map(aHolderOf), "or")}${of}`;
  },
  measures: () => [],
  standing(written, facts) {
    const who = whoOf(written.in, written.exactly, facts.nomination.role);
    const held = holdingsAs(facts.index, who, where(written, scopeOf(facts)), facts.nomination.candidate);
    const { login } = facts.nomination.candidate;
    if (held.length === 0) return standing("short", { figure: `${inert(login)} is none` });
    const since = held.flatMap((each) => (each.since === null ? [] : [Date.parse(`${each.since}T00:00:00Z`)]));
    const first = Math.min(...since);
    const full = since.length === 0 ? null : timeAfter(first, written.min);
    const figure = since.length === 0 ? "" : `since ${day(first)}`;
    if (full !== null && full <= facts.now) return standing("met", { figure });
    if (since.length < held.length)
      return standing("unknown", {
        figure: "unknown: the registry does not say since when",
        next: `add \`since\` to the entry of ${inert(login)} as ${oneOf(held[0]?.role ?? "")}`,
      });
    return standing("short", { figure: `${figure}; full on ${day(full ?? 0)}`, looksAgain: full });
  },
};
