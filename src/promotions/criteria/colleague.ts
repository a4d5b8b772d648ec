/** Whether somebody of the candidate's employer holds a role already. */

import { z } from "zod";
import { escapeMarkdown } from "../../shared/markdown.ts";
import { roleWithArticle } from "../../shared/people.ts";
import { criterionResult, scopeOf } from "../counts.ts";
import {
  affiliationOf,
  everyone,
  isCandidate,
  namedList,
  placesText,
  sameEmployer,
  whoOf,
  whoText,
} from "../promotion-people.ts";
import type { CriterionKind } from "../promotion-types.ts";
import { areaReferences, areas, count, exactly, placeOfRole, roleReferences, roles } from "../shapes.ts";

const schema = z
  .strictObject({
    in: roles,
    exactly: exactly.optional(),
    area: areas.optional(),
    min: count("How many of them; without the key: 1.", 1).optional(),
  })
  .meta({ examples: [{ in: "maintainers" }] });
type Written = z.output<typeof schema>;

export const colleague: CriterionKind<Written> = {
  name: "colleague",
  about:
    "Somebody of the candidate's employer, as the registry's `affiliation` tells it, holds a role or one above it.",
  exactly:
    "How many holders of the role, or of one above it, have the candidate's `affiliation` in the registry. Where an affiliation that decides is not written, it is unknown.",
  examples: ["colleague: { in: maintainers }"],
  schema,
  by: "machine",
  references: (written) => [...roleReferences(["in"], written.in), ...areaReferences(["area"], written.area)],
  wording(written, scope) {
    const who = whoText(whoOf(written.in, written.exactly, scope.role));
    const place = placesText(placeOfRole(written.area || undefined, scope));
    const number = written.min ?? 1;
    return `${number === 1 ? "a colleague" : `${number} colleagues`} of the candidate's employer among ${who}${place === "" ? "" : place === "everywhere" ? " everywhere" : ` in ${place}`}`;
  },
  measures: () => [],
  result(written, facts) {
    const { nomination, index } = facts;
    const { candidate } = nomination;
    const own = affiliationOf(index, candidate);
    const name = escapeMarkdown(candidate.login);
    if (own === null)
      return criterionResult("unknown", {
        figure: "unknown: the candidate's employer is not in the registry",
        next: `the registry must say the employer of ${name} (\`affiliation\`)`,
      });
    const who = whoOf(written.in, written.exactly, nomination.role);
    const others = everyone(index, who, placeOfRole(written.area || undefined, scopeOf(facts))).filter(
      (person) => !isCandidate(nomination, person),
    );
    const found = others.filter(({ affiliation }) => sameEmployer(affiliation, own));
    const min = written.min ?? 1;
    const figure = `${found.length} of ${min}${found.length === 0 ? "" : `: ${namedList(index, found)}`}`;
    if (found.length >= min) return criterionResult("met", { figure });
    const blank = others.filter(({ affiliation }) => affiliation === null);
    const next = `somebody of ${escapeMarkdown(own)} must be ${roleWithArticle(who.roles[0] ?? nomination.role)} first`;
    // Of those whose employer the registry does not tell, some may be colleagues.
    if (found.length + blank.length >= min)
      return criterionResult("unknown", {
        figure: `at least ${figure}; the employer of ${namedList(index, blank)} is not in the registry`,
        next: `the registry must say their employers (\`affiliation\`), or ${next}`,
      });
    return criterionResult("short", { figure, next, blocks: true });
  },
};
