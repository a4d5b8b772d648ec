/** The shape of roles.yaml: every key there is, with what may stand under it. */
import { z } from "zod";
import { DURATION_PATTERN, durationFault } from "../shared/duration.ts";
import { globFault } from "./glob.ts";
import { DEFAULT_LADDER } from "./ladder.ts";
import {
  areaNameFault,
  dateFault,
  extendsFault,
  loginFault,
  repositoryFault,
  roleNameFault,
  teamFault,
} from "./spelling.ts";

/** A text that `fault` finds nothing wrong with; it returns the fault as a sentence. */
function text(fault: (value: string) => string | null, about: string, pattern?: string) {
  return z
    .string()
    .superRefine((value, context) => {
      const message = fault(value);
      if (message !== null) context.addIssue({ code: "custom", message });
    })
    .meta({ description: about, ...(pattern === undefined ? {} : { pattern }) });
}

const within = (length: number, what: string) => (value: string) =>
  value.trim() === ""
    ? `${what} is empty; write one or leave the key out`
    : value.length > length
      ? `${what} is longer than ${length} characters; shorten it`
      : null;

/** A key may be there without a value; that is as if it were not there. */
const optional = <T extends z.ZodType>(schema: T) => schema.nullish();
/**
 * For keys that name people, areas, repositories or paths: without a value, what was commented out or left for later would mean
 * everybody or everything, so that is a fault (R77).
 */
const naming = <T extends z.ZodType>(schema: T) => schema.optional();
const count = (most: number, about: string, least = 0) => z.int().min(least).max(most).meta({ description: about });

const roleName = text(within(39, "the role"), "A role of the ladder; whoever holds it or one above.");
const pattern = (about: string) =>
  text((value) => {
    const fault = globFault(value);
    return fault === null ? null : `the pattern ${JSON.stringify(value.slice(0, 60))} ${fault}`;
  }, about);
const titlePattern = text(within(256, "the pattern"), "`*` stands for any text.");
const label = z
  .union([text(within(50, "the label"), "The label's name."), z.literal(false)], {
    error: "expected a label's name, or false for none",
  })
  .meta({ description: "A label's name; false switches it off." });
const labelPattern = z
  .union(
    [
      text(
        (value) =>
          within(50, "the label")(value) ??
          (value.split("*").length === 2 ? null : "the label needs one `*` for the name"),
        "With one `*` for the name.",
        "^[^*]*\\*[^*]*$",
      ),
      z.literal(false),
    ],
    { error: "expected a label with `*` for the name, or false for none" },
  )
  .meta({ description: "A label with `*` for the name; false switches it off." });

const color = text(
  (value) => (/^[0-9a-fA-F]{6}$/.test(value) ? null : 'a colour is six hexadecimal digits, in quotes, as in "0e8a16"'),
  "Six hexadecimal digits.",
  "^[0-9a-fA-F]{6}$",
);
const labelColors = z
  .strictObject({
    ...{ approved: optional(color), lgtm: optional(color), hold: optional(color), "needs-approver": optional(color) },
    ...{ areas: optional(color), roles: optional(color), reviewed: optional(color) },
  })
  .meta({ description: "Colours for the labels that Rung makes." });

const duration = (about: string) => text(durationFault, about, DURATION_PATTERN);
const login = text(loginFault, "A GitHub login, without `@`.", "^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\\[bot\\])?$");
const date = text(dateFault, "A day: YYYY-MM-DD.", "^\\d{4}-\\d{2}-\\d{2}$");
const areaNames = z
  .array(text(areaNameFault, "The name of an area."))
  .min(1, "an empty list of areas would mean everywhere; name an area or leave the key out")
  .meta({ description: "The areas in which the role is held; without the key: everywhere." });

export const personShape = z.strictObject({
  login,
  id: naming(count(Number.MAX_SAFE_INTEGER, "GitHub's numeric id; then it alone decides who this is.", 1)),
  areas: naming(areaNames),
  since: optional(date),
  affiliation: optional(text(within(100, "the affiliation"), "The employer or organisation.")),
  away: optional(
    z
      .union([z.boolean(), date], { error: "expected true, or the day of return as YYYY-MM-DD" })
      .meta({ description: "true, or the day of return: then nobody is asked to review until it." }),
  ),
});
export const teamShape = z.strictObject({
  team: text(teamFault, "A GitHub team as organisation/slug.", "^[^/]+/[^/]+$"),
  areas: naming(areaNames),
});

/** One entry of a role's list. */
export const entryShape = z.union([login, personShape, teamShape], {
  error: "expected a login, or a mapping with `login` or `team`",
});
const formerShape = z.union([login, z.strictObject({ ...personShape.shape, until: optional(date) })], {
  error: "expected a login, or a mapping with `login`",
});
const entries = naming(z.array(entryShape)).meta({ description: "People and teams that hold the role." });

const roleShape = (promotion: z.ZodType) =>
  z.strictObject({
    summary: optional(text(within(500, "the summary"), "What people of this role do.")),
    promotion: optional(promotion),
  });

const areaShape = z.strictObject({
  repos: naming(
    z
      .array(text(repositoryFault, "A repository's name without its owner."))
      .min(1, "an empty list of repositories would mean every repository; name one or leave the key out"),
  ),
  paths: naming(
    z
      .array(pattern("A path pattern: `docs/**` is everything below docs."))
      .min(1, "an empty list of paths would mean the whole repository; write one or leave the key out"),
  ),
  exclusive: optional(z.boolean()).meta({
    description: "Only people whose role names this very area may approve what it matches, whatever else matches it.",
  }),
  inherits: optional(z.boolean()).meta({
    description: "false: people of enclosing areas, and of the whole repository, may not approve it.",
  }),
  approval: optional(
    z.strictObject({
      from: naming(roleName),
      min: optional(count(100, "How many approvals; 0: none are needed.")),
    }),
  ),
});

/** Every top-level key except the roles' own lists. `promotion`: the shape of a role's block. */
export const fixedShape = (promotion: z.ZodType) =>
  z.strictObject({
    version: optional(z.literal(1, "the version is 1")),
    extends: naming(
      z.union([z.literal(true), text(extendsFault, "OWNER/REPO of the registry to extend.")], {
        error: "expected true for the organisation's registry, or OWNER/REPO",
      }),
    ),
    roles: naming(
      z
        .record(text(roleNameFault, "A role."), optional(roleShape(promotion)))
        .refine((roles) => Object.keys(roles).length > 0, "the ladder has no role; name one or leave the key out")
        .refine((roles) => Object.keys(roles).length <= 30, "the ladder has more than 30 roles"),
    ),
    kinds: optional(
      z.strictObject({
        docs: optional(
          z.strictObject({
            titles: optional(z.array(titlePattern)),
            labels: optional(z.array(text(within(50, "the label"), "A label."))),
            paths: naming(z.array(pattern("A path pattern."))),
          }),
        ),
      }),
    ),
    areas: naming(z.record(text(areaNameFault, "An area."), optional(areaShape))),
    approval: optional(
      z.strictObject({
        from: naming(roleName),
        min: optional(count(100, "How many people must approve.")),
        lgtm: optional(count(100, "How many lgtm the check asks for beside the approvals.")),
        "author-counts": optional(z.boolean()).meta({ description: "The author's own approval counts." }),
        "contributors-count": optional(z.boolean()).meta({
          description: "Approvals by people with commits in it count.",
        }),
        lapse: optional(z.enum(["diff", "push", "never"])).meta({ description: "What makes an approval lapse." }),
        branches: optional(
          z
            .record(
              pattern("A branch pattern."),
              z.strictObject({ min: count(100, "How many people must approve on such branches.") }),
            )
            .refine(
              (branches) => Object.keys(branches).length <= 100,
              "there are more than 100 branch patterns; join some",
            ),
        ),
      }),
    ),
    reviews: optional(
      z.strictObject({
        request: optional(count(15, "How many reviewers to ask; 0: nobody.")),
        from: naming(roleName),
        "max-open": optional(count(1000, "Open reviews with which somebody is asked for no more.", 1)),
        nudge: optional(duration("After so long without an answer a reviewer is reminded.")),
        reassign: optional(duration("After so long without an answer somebody else is asked instead.")),
      }),
    ),
    labels: optional(
      z.strictObject({
        approved: optional(label),
        lgtm: optional(label),
        hold: optional(label),
        "needs-approver": optional(label),
        areas: optional(labelPattern),
        roles: optional(labelPattern),
        reviewed: optional(labelPattern),
        enforced: optional(z.boolean()).meta({
          description: "The labels are Rung's alone: what people move by hand is set right again.",
        }),
        colors: optional(labelColors),
      }),
    ),
    mode: optional(z.enum(["enforce", "advise"])).meta({ description: "advise: the check reports and never blocks." }),
    commands: optional(z.record(text(within(40, "the command"), "A command, without the slash."), roleName)),
    promotion: optional(z.strictObject({ nominate: naming(roleName) })),
    welcome: optional(text(within(10_000, "the welcome"), "Said to people whose first pull request this is.")),
    emeritus: naming(z.array(formerShape)).meta({ description: "People who held a role; they have no rights." }),
  });

export type FixedShape = ReturnType<typeof fixedShape>;
export type Fixed = z.output<FixedShape>;
export type Entry = z.output<typeof entryShape>;
export type Former = z.output<typeof formerShape>;

/** The JSON Schema (draft 7) for editors. As ladders may name their roles freely, it takes any other list of people. */
export function jsonSchema(shape: FixedShape): object {
  const roles = Object.fromEntries(DEFAULT_LADDER.map((role) => [role.name, entries]));
  const whole = z.object({ ...shape.shape, ...roles }).catchall(entries);
  return { ...z.toJSONSchema(whole, { target: "draft-7", io: "input", reused: "ref" }), title: "roles.yaml of Rung" };
}
