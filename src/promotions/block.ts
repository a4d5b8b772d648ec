/** The shape of a role's `promotion:` block: every kind of criterion, combined with `all`, `any` and `some`. */

import { z } from "zod";
import { flowText } from "../registry/meant-value.ts";
import { joinList } from "../shared/people.ts";
import { KINDS } from "./criteria/index.ts";
import { areaNames, count, duration, exactly, nominators, role, shareShape } from "./shapes.ts";

/** One criterion of the kind, or a list of several. Not nested, so that a fault refers to the form that was most likely meant. */
function several(schema: z.ZodType, takesList: boolean): z.ZodType {
  const forms = schema instanceof z.ZodUnion ? schema.options.filter((form) => form instanceof z.ZodType) : [schema];
  // Of a kind whose list of names is one criterion, several are written as a list of mappings.
  const item = takesList ? (forms.find((form) => form instanceof z.ZodObject) ?? schema) : schema;
  const lists = z.array(item).min(1, "an empty list asks for nothing; write a criterion or leave the key out");
  return z.union([...forms, lists], { error: whatIsExpected(schema) });
}

const exampleShape = z.tuple([z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))]);

/** What the schema expects where nothing is written; for a mapping, the keys that it must have. */
function whatIsExpected(schema: z.ZodType): string {
  const [issue] = schema.safeParse(undefined).error?.issues ?? [];
  if (issue?.code === "invalid_union") return issue.message;
  const shape = schema instanceof z.ZodObject ? schema.shape : {};
  const must = Object.entries(shape).flatMap(([key, inner]) =>
    inner instanceof z.ZodType && !inner.safeParse(undefined).success ? [`\`${key}\``] : [],
  );
  const keys = must.length === 0 ? "" : ` with ${joinList(must, "and")}`;
  const examples = exampleShape.safeParse(schema.meta()?.examples);
  return `expected a mapping${keys}${examples.success ? `, as in ${flowText(examples.data[0])}` : ""}`;
}

const kinds: Readonly<Record<string, z.ZodOptional<z.ZodType>>> = Object.fromEntries(
  KINDS.map(({ name, schema, takesList, about }) => [
    name,
    several(schema, takesList).optional().meta({ description: about }),
  ]),
);

/** A criterion in a list: keys that all must hold. */
const criterionShape = z
  .strictObject({
    for: areaNames.optional(),
    ...kinds,
    get all(): z.ZodOptional<z.ZodArray<z.ZodType>> {
      return z
        .array(criterionShape)
        .min(1, "an empty list asks for nothing")
        .optional()
        .meta({ description: "Criteria that must all be met." });
    },
    get any(): z.ZodOptional<z.ZodArray<z.ZodType>> {
      return alternatives().optional().meta({ description: "Criteria of which one must be met." });
    },
    get some(): z.ZodOptional<z.ZodType> {
      return someShape().optional();
    },
  })
  .refine((item) => item.for === undefined || Object.values(item).filter((each) => each !== undefined).length > 1, {
    path: ["for"],
    message: "nothing stands beside it, so nothing is asked for there; write a criterion in the same item",
  })
  .meta({ id: "criterion", description: "Criteria that must all be met." });

function alternatives(): z.ZodArray<z.ZodType> {
  return z.array(criterionShape).min(1, "an empty list can never be met");
}

function someShape(): z.ZodType {
  return z
    .strictObject({
      min: count("How many of them must be met.", 1),
      of: alternatives().meta({ description: "The criteria that are counted." }),
    })
    .meta({ description: "So many of a list of criteria." });
}

const waive = z
  .union(
    [
      z.literal(false),
      role,
      z.strictObject({
        by: role,
        exactly: exactly.optional(),
        min: count("How many must waive the same criterion.", 1).optional(),
        share: shareShape.optional(),
      }),
    ],
    { error: "expected a role, false for nobody, or a mapping with `by`" },
  )
  .meta({ description: "Who may waive a criterion with /waive; without the key: the top role. false: nobody." });

const { for: _ofAnItem, ...criteria } = criterionShape.shape;

/** The whole block of a role. */
export const promotionShape = z.strictObject({
  ...criteria,
  nominate: nominators.optional().meta({
    description:
      "Who may say /promote for this role; without the key: whoever `nomination` asks for, else any role holder.",
  }),
  waive: waive.optional(),
  expires: duration.optional().meta({ description: "After this time without having passed it ends; usually 90d." }),
  remind: z
    .union([duration, z.literal(false)], { error: "expected a duration, or false for no reminder" })
    .optional()
    .meta({ description: "One reminder after this time in which nothing happened; usually 14d." }),
});
