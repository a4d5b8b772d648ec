/** How `growth` is written in roles.yaml, and the form in which a registry holds it. */

import { z } from "zod";
import { DURATION_PATTERN, milliseconds } from "../../shared/duration.ts";
import { longSpan } from "../long-span.ts";
import { naming, optional, roleName, text } from "../schema-pieces.ts";
import { meaning } from "../schema-tree.ts";
import { setting } from "../setting.ts";

/** maintainers: one issue for them; person: in addition, one line to each person in a pull request of their own. */
type GrowthTold = "maintainers" | "person";

export interface GrowthRules {
  readonly tell: GrowthTold;
  /** How often people are measured. */
  readonly every: string;
  /** The roles to come; `null`: all that have a promotion. */
  readonly roles: readonly string[] | null;
}

/** Each look asks GitHub about everybody who was active. */
const everyFault = longSpan({
  least: milliseconds("1w"),
  tooShort: "is less than a week, and each look asks GitHub about everybody who was active; write 1w or more",
});

const shape = z.strictObject({
  tell: optional(z.enum(["maintainers", "person"])).meta({
    description: "maintainers: one issue for them; person: besides, one line to each in a pull request of their own.",
  }),
  every: optional(
    meaning(text(everyFault, "How often it is looked, at least a week, as in 1mo.", DURATION_PATTERN), "duration"),
  ),
  roles: naming(
    z.array(roleName).min(1, "an empty list names no role; name one, or leave the key out for all").max(50),
  ).meta({
    description: "The roles to come; without the key all that have a promotion.",
  }),
});

/** At the top of the file. */
export const GROWTH = {
  growth: setting({
    schema: optional(shape),
    docs: {
      example: "{ tell: maintainers, every: 1mo, roles: [contributors, approvers] }",
      meaning: "who is told, quietly, of people who meet what machines count for their next role; [more](growth.md)",
    },
    value: (written): GrowthRules | undefined =>
      written === undefined
        ? undefined
        : { tell: written.tell ?? "maintainers", every: written.every ?? "1mo", roles: written.roles ?? null },
    // A repository's own file has none (growth-faults.ts).
    join: (_, organisation) => organisation,
    parts: (rules) => (rules == null ? {} : { ...rules }),
    roles: ({ roles = [] }) => roles.map((role, index) => ({ path: ["roles", index], role })),
  }),
};
