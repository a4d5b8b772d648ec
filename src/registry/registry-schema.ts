/** The shape of roles.yaml: every key, with what may be written under it. */

import { z } from "zod";
import { roleInactivity } from "./inactivity/inactivity-key.ts";
import { isPattern, type LabelKey } from "./label-key.ts";
import { DEFAULT_LADDER } from "./ladder.ts";
import { count, naming, optional, pathPattern, roleName, text, within } from "./schema-pieces.ts";
import { meaning } from "./schema-tree.ts";
import { shapeOf } from "./setting.ts";
import { APPROVAL, DOCS_KIND, GENERAL, LABELLING, LATER, NOMINATION, REVIEWS } from "./settings.ts";
import {
  absenceFault,
  areaNameFault,
  colorFault,
  dateFault,
  extendsFault,
  groupNameFault,
  loginFault,
  plainLoginFault,
  repositoryFault,
  roleNameFault,
  teamFault,
} from "./spelling.ts";

const label = z
  .union([meaning(text(within(50, "the label"), "The label's name."), "title"), z.literal(false)], {
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
const color = text(colorFault, "Six hexadecimal digits.", "^[0-9a-fA-F]{6}$");

/** The labels there are, each with its name and its colour. */
function labelsShape(keys: readonly LabelKey[]) {
  const names = keys.map((one) => [one.key, optional(isPattern(one) ? labelPattern : label)]);
  const colors = z.strictObject(Object.fromEntries(keys.map(({ key }) => [key, optional(color)])));
  return z.strictObject({
    ...Object.fromEntries(names),
    ...shapeOf(LABELLING),
    colors: optional(colors.meta({ description: "Colours for the labels that Rung makes." })),
  });
}

const personNameFault = (name: string) =>
  /\S@\S/.test(name)
    ? "an e-mail address is no name, and lists of names are published; write the name"
    : within(100, "the name")(name);
const loginText = (fault: (login: string) => string | null) =>
  text(fault, "A GitHub login, without `@`.", "^[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\\[bot\\])?$");
const login = loginText(loginFault);
const GROUP_PATTERN = "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";
const DAY_PATTERN = "^\\d{4}-\\d{2}-\\d{2}$";
const date = text(dateFault, "A day: YYYY-MM-DD.", DAY_PATTERN);
const areaNames = z
  .array(text(areaNameFault, "The name of an area."))
  .min(1, "an empty list of areas would mean everywhere; name an area or leave the key out")
  .meta({ description: "The areas in which the role is held; without the key: everywhere." });

export const personShape = z.strictObject({
  login: loginText(plainLoginFault),
  name: optional(text(personNameFault, "What people call them, for lists that are published.")),
  id: naming(count(Number.MAX_SAFE_INTEGER, "GitHub's numeric id; then it alone decides who this is.", 1)),
  areas: naming(areaNames),
  since: optional(date),
  affiliation: optional(text(within(100, "the affiliation"), "The employer or organisation.")),
  away: optional(
    z
      .union([z.boolean(), text(absenceFault, "A day: YYYY-MM-DD.", DAY_PATTERN)], {
        error: "expected true, or the day of return as YYYY-MM-DD",
      })
      .meta({ description: "true, or the day of return: then nobody is asked to review until it." }),
  ),
});
export const teamShape = z.strictObject({
  team: text(teamFault, "A GitHub team as organisation/slug.", "^[^/]+/[^/]+$"),
  areas: naming(areaNames),
});

const groupEntryShape = z.strictObject({
  group: text(
    groupNameFault,
    "A group that `groups` defines, here or in the registry that is extended.",
    GROUP_PATTERN,
  ),
  areas: naming(areaNames),
});

/** One entry of a role's list; a group's name may be one that no login can be, which people-lists.ts knows. */
const nameInList = text(
  loginFault,
  "A GitHub login, without `@`, or the name of a group.",
  "^[A-Za-z0-9][A-Za-z0-9._-]{0,63}(\\[bot\\])?$",
);
export const entryShape = z.union([nameInList, personShape, teamShape, groupEntryShape], {
  error: "expected a login, or a mapping with `login`, `team` or `group`",
});
const formerShape = z.union(
  [
    login,
    z.strictObject({
      ...personShape.shape,
      was: naming(roleName).meta({ description: "The role that they held; `/return` asks for it back." }),
      until: optional(date),
    }),
  ],
  { error: "expected a login, or a mapping with `login`" },
);
const entries = naming(z.array(entryShape)).meta({ description: "People, teams and groups that hold the role." });
const groupsShape = z
  .record(text(groupNameFault, "A group."), z.array(entryShape))
  .meta({ description: "People under one name, to be named in lists of people. Groups may name groups." });

const roleShape = (promotion: z.ZodType) =>
  z.strictObject({
    summary: optional(meaning(text(within(500, "the summary"), "What people of this role do."), "title")),
    promotion: optional(
      z.union([promotion, z.literal(false)], { error: "expected a mapping of criteria, or false for nobody" }),
    ).meta({
      description:
        "What a promotion to the role asks for; without it, one sponsor of the top role in each of its areas. false: nobody is promoted to it.",
    }),
    beside: optional(z.boolean()).meta({
      description:
        "true: a role beside the ladder, such as a council. No other role includes it, it includes none, and it approves nothing unless it is named.",
    }),
    held: optional(z.enum(["area", "everywhere"])).meta({
      description:
        "area: held for areas, and a promotion says which; everywhere: held for all of them. Without the key: either way.",
    }),
    inactivity: optional(roleInactivity).meta({
      description: "After how long without being seen people of the role are told of, as in 12mo.",
    }),
  });

const areaName = text(areaNameFault, "An area.");
const AREAS = "Parts of the repositories, with rules and people of their own, by name.";
export const areaShape = z.strictObject({
  repos: naming(
    z
      .array(text(repositoryFault, "A repository's name without its owner."))
      .min(1, "an empty list of repositories would mean every repository; name one or leave the key out"),
  ).meta({ description: "The repositories it lies in; without the key: in each." }),
  paths: naming(
    z
      .array(pathPattern("A path pattern: `docs/**` is everything below docs."))
      .min(1, "an empty list of paths would mean the whole repository; write one or leave the key out"),
  ).meta({ description: "Patterns of its files; without the key: the whole repository." }),
  exclusive: optional(z.boolean()).meta({
    description: "Only people whose role names this very area may approve what it matches, whatever else matches it.",
  }),
  inherits: optional(z.boolean()).meta({
    description: "false: people of enclosing areas, and of the whole repository, may not approve it.",
  }),
  stable: optional(z.boolean()).meta({
    description: "true: little happens here, so that silence says nothing of its people.",
  }),
  approval: optional(
    z.strictObject({
      from: naming(roleName),
      min: optional(count(100, "How many approvals; 0: none are needed.")),
    }),
  ).meta({ description: "How many must approve its files, and who counts, where that is not as anywhere." }),
});

/** What lies above the registry and has keys in it. */
interface Grammars {
  /** The shape of a role's `promotion:` block. */
  readonly promotion: z.ZodType;
  readonly labels: readonly LabelKey[];
}

/** Every top-level key except the roles' own lists. */
export const fixedShape = ({ promotion, labels }: Grammars) => {
  const { mode, commands, welcome, generated, ...others } = shapeOf(GENERAL);
  return z.strictObject({
    version: optional(z.literal(1, "the version is 1")).meta({
      description: "The version of the format; there is no other.",
    }),
    extends: naming(
      z.union([z.literal(true), text(extendsFault, "OWNER/REPO of the registry to extend.")], {
        error: "expected true for the organisation's registry, or OWNER/REPO",
      }),
    ).meta({ description: "The registry that this one adds to: true for the organisation's, or OWNER/REPO." }),
    roles: naming(
      z
        .record(text(roleNameFault, "A role."), optional(roleShape(promotion)))
        .refine((roles) => Object.keys(roles).length > 0, "the ladder has no role; name one or leave the key out")
        .refine(
          (roles) => Object.values(roles).some((role) => role?.beside !== true),
          "every role stands beside the ladder; one at least must be a rung of it",
        )
        .refine((roles) => Object.keys(roles).length <= 30, "the ladder has more than 30 roles"),
    ).meta({ description: "The ladder, lowest role first; without the key the default one." }),
    kinds: optional(
      z.strictObject({
        docs: optional(z.strictObject(shapeOf(DOCS_KIND))).meta({
          description: "What makes a pull request one of documentation; any of these does.",
        }),
      }),
    ).meta({ description: "Which pull requests count as documentation." }),
    areas: naming(z.record(areaName, optional(areaShape))).meta({ description: AREAS }),
    groups: naming(groupsShape),
    approval: optional(z.strictObject(shapeOf(APPROVAL))).meta({
      description: "How many must approve a change, and who counts.",
    }),
    reviews: optional(z.strictObject(shapeOf(REVIEWS))).meta({ description: "Whom Rung asks to review." }),
    labels: optional(labelsShape(labels)).meta({ description: "The labels that Rung keeps." }),
    generated,
    mode,
    commands,
    promotion: optional(z.strictObject(shapeOf(NOMINATION))).meta({ description: "Who may nominate." }),
    welcome,
    ...others,
    emeritus: naming(z.array(formerShape)).meta({ description: "People who held a role; they have no rights." }),
  });
};

/** Keys that were added after the file's first format: if a role has such a name, the name is the role's. */
export const LATER_KEYS: ReadonlySet<string> = new Set(["groups", ...Object.keys(LATER)]);

export type FixedShape = ReturnType<typeof fixedShape>;
export type Fixed = z.output<FixedShape>;

/**
 * The JSON Schema (draft 7) for editors. A file that writes a ladder, or extends one, may name its lists freely; every other has the
 * default ladder's, so that a typo of one is refused, as the parser refuses it; at areas too.
 */
export function jsonSchema(shape: FixedShape): object {
  const roles = Object.fromEntries(DEFAULT_LADDER.map((role) => [role.name, entries]));
  const areas = naming(z.record(areaName, optional(z.object({ ...areaShape.shape, ...roles }).catchall(entries)))).meta(
    {
      description: AREAS,
    },
  );
  const later = Object.fromEntries(
    Object.entries(shape.shape).flatMap(([key, schema]) =>
      LATER_KEYS.has(key) ? [[key, z.union([schema, entries]).optional()]] : [],
    ),
  );
  const whole = z.object({ ...shape.shape, ...roles, ...later, areas }).catchall(entries);
  return {
    ...z.toJSONSchema(whole, { target: "draft-7", io: "input", reused: "ref" }),
    title: "roles.yaml of Rung",
    if: { anyOf: [{ required: ["roles"] }, { required: ["extends"] }] },
    else: {
      properties: {
        ...anything([...Object.keys(shape.shape), ...Object.keys(roles)]),
        areas: {
          additionalProperties: {
            properties: anything([...Object.keys(areaShape.shape), ...Object.keys(roles)]),
            additionalProperties: false,
          },
        },
      },
      additionalProperties: false,
    },
  };
}

function anything(keys: readonly string[]): Readonly<Record<string, true>> {
  return Object.fromEntries(keys.map((key) => [key, true]));
}
