/** The pieces that the criteria's parameters are made of, each with what editors show and what is said when it is wrong. */

import { z } from "zod";
import { pathPattern, text as textShape, within } from "../registry/schema-pieces.ts";
import { meaning } from "../registry/schema-tree.ts";
import { ANYONE } from "../registry/settings.ts";
import { areaNameFault, dateFault, repositoryFault, roleReferenceFault } from "../registry/spelling.ts";
import { numberOf as count, votingDuration as duration, flag } from "../registry/voting-shape.ts";
import { milliseconds } from "../shared/duration.ts";
import { CANDIDATE_WORDS, SAME_OR_HIGHER, type Where } from "./promotion-people.ts";
import { DATED_SORTS, type Reference, type Scope } from "./promotion-types.ts";

/** What criteria have in common with decisions. */
export {
  capShape,
  flag,
  numberOf as count,
  shareShape,
  votingDuration as duration,
} from "../registry/voting-shape.ts";

export function sentence(about: string) {
  return meaning(textShape(within(500, "the text"), about), "saying");
}

export const date = textShape(dateFault, "A day: YYYY-MM-DD.", "^\\d{4}-\\d{2}-\\d{2}$");

/** One, or a list of them. */
export function oneOrMore<T extends z.ZodType>(item: T, what: string) {
  return z.union([item, z.array(item).min(1, `an empty list says nothing; name ${what} or leave the key out`)], {
    error: `expected ${what}, or a list of them`,
  });
}

/** One role. */
export const role = textShape(roleReferenceFault, `A role of the ladder, or ${SAME_OR_HIGHER}.`);
/** Holders of a role or above; of a list, holders of any of them. */
export const roles = oneOrMore(role, "a role").meta({
  description: `A role, held by whoever holds it or one above; of a list, any. ${SAME_OR_HIGHER}: the role applied for.`,
});
export const rolesOrCandidate = oneOrMore(role, "a role").meta({
  description: "A role or several of which any will do; candidate: the person nominated.",
});
export const nominators = oneOrMore(role, "a role").meta({
  description: `A role or several of which any will do; self: the person nominated; ${ANYONE}: whoever has an account.`,
});
export const exactly = flag("Only holders of the named roles themselves, not of those above.");

const areaName = textShape(areaNameFault, "The name of an area.");
const areaNameList = z.array(areaName).min(1, "name an area or leave the key out");

export const areas = z
  .union([z.boolean(), areaName, areaNameList], { error: "expected true, the name of an area, or a list of them" })
  .meta({ description: "true: the areas of the nomination; else areas by name." });

/** Areas for which alone a criterion is asked. */
export const areaNames = oneOrMore(areaName, "an area").meta({
  description:
    "Only nominations for these areas, and those for everywhere, are asked for it; for others it counts as met.",
});

export const inArea = z
  .union([z.enum(["area", "anywhere"]), areaName], {
    error: "expected area, anywhere, or the name of an area",
  })
  .meta({ description: "area: people of the nomination's areas or above; anywhere: of any; else of that area." });

const label = meaning(textShape(within(50, "the label"), "A label."), "label");
const path = pathPattern("A path pattern: `docs/**` is everything below docs.");
const repository = textShape(repositoryFault, "A repository's name without its owner.");

/** The word in place of areas: the repositories of the nomination's areas, whatever files are touched. */
export const REPOSITORY = "repository";
const filterArea = z
  .union([z.boolean(), z.literal(REPOSITORY), areaName, areaNameList], {
    error: "expected true, repository, the name of an area, or a list of them",
  })
  .meta({
    description:
      "true: the areas of the nomination; repository: their repositories, whatever files are touched; else areas by name. Issues are of an area that is their whole repository, or whose label they bear.",
  });

/** The filters of every count. */
export const everyFilter = {
  labels: oneOrMore(label, "a label").optional().meta({ description: "With any of these labels." }),
  repos: oneOrMore(repository, "a repository").optional().meta({
    description: "In these repositories; without the key: in all of the registry's.",
  }),
  area: filterArea.optional(),
  within: duration.optional().meta({ description: "Only what happened in this span before the nomination." }),
  before: duration.optional().meta({
    description: "Only what happened longer before the nomination than this; with `within` a span that ends earlier.",
  }),
};

/** The filter that only counts of reviews or comments have. */
export const minText = count(
  "Only reviews or comments of so many characters at least; lines that are commands are no text.",
  1,
).optional();

const { within: _span, before: _end, ...lasting } = everyFilter;
const ofPulls = {
  kind: z.enum(["code", "docs"]).optional().meta({ description: "Only code, or only documentation." }),
  paths: oneOrMore(path, "a path pattern").optional().meta({ description: "That change files matching any of these." }),
  base: meaning(textShape(within(255, "the branch"), "A branch, by its whole name."), "branch")
    .optional()
    .meta({ description: "Merged into this branch." }),
};

/** The filters of counts of pull requests. */
export const pullFilter = {
  ...everyFilter,
  ...ofPulls,
  once: z.literal("cherry-picks").optional().meta({
    description: "cherry-picks: those that say which pull request they take over count once with it.",
  }),
};

/** The filters of dates, which have a period of their own. */
export const datedPulls = { ...lasting, ...ofPulls };

/** The shape of something that may be limited to a period. */
export type PeriodShape = z.ZodType<{ readonly within?: string | undefined; readonly before?: string | undefined }>;

/** Refuses a period that ends before it begins. */
export function spanned<T extends PeriodShape>(shape: T): T {
  return shape.refine(
    ({ within, before }) => within === undefined || before === undefined || milliseconds(before) < milliseconds(within),
    { path: ["before"], message: "nothing is left of the span; write less than `within`" },
  );
}

/** The kinds of contribution whose date is looked for. */
export const datedSorts = oneOrMore(z.enum(DATED_SORTS), `one of ${DATED_SORTS.join(", ")}`)
  .optional()
  .meta({ description: "The sorts that are looked at; without the key: every one." });

/** Texts that people must vouch for in addition to what is measured. */
export const attest = z
  .union(
    [
      sentence("What somebody must vouch for."),
      z.strictObject({ text: sentence("What somebody must vouch for."), by: rolesOrCandidate.optional() }),
    ],
    { error: "expected a text, or a mapping with `text` and `by`" },
  )
  .meta({ description: "A quality that no machine measures: somebody vouches for it with /attest." });

export type WrittenAttest =
  | string
  | { readonly text: string; readonly by?: string | readonly string[] | undefined }
  | undefined;

/** What people are asked to vouch for in addition to a criterion; by holders of `usual`, if nobody is named and it is given. */
export function attestationsBeside(written: WrittenAttest, usual?: string | readonly string[]): readonly unknown[] {
  if (written === undefined) return [];
  if (usual === undefined) return [written];
  return [{ by: usual, ...(typeof written === "string" ? { text: written } : written) }];
}

/** The roles that may vouch for it. */
export function attestReferences(written: WrittenAttest): readonly Reference[] {
  return roleReferences(["attest", "by"], typeof written === "object" ? written.by : undefined);
}

export function list<T>(written: T | readonly T[] | undefined): readonly T[] {
  return written === undefined ? [] : isList(written) ? written : [written];
}

function isList<T>(written: T | readonly T[]): written is readonly T[] {
  return Array.isArray(written);
}

/** The roles named under a key, without the words that stand for people of the nomination. */
export function roleReferences(
  path: readonly (string | number)[],
  written: string | readonly string[] | undefined,
): readonly Reference[] {
  const named = typeof written === "string" || written === undefined ? list(written) : written;
  return named.flatMap((name, index) =>
    name === SAME_OR_HIGHER || name === ANYONE || CANDIDATE_WORDS.includes(name)
      ? []
      : [{ to: "role" as const, name, path: typeof written === "string" ? path : [...path, index] }],
  );
}

export function areaReferences(
  path: readonly (string | number)[],
  written: boolean | string | readonly string[] | undefined,
): readonly Reference[] {
  if (written === undefined || typeof written === "boolean" || written === REPOSITORY) return [];
  if (typeof written === "string") return [{ to: "area", name: written, path }];
  return written.map((name, index) => ({ to: "area", name, path: [...path, index] }));
}

/** The areas a filter or a part of people means. */
export function areasMeant(
  written: boolean | string | readonly string[] | undefined,
  ofNomination: readonly string[],
): readonly string[] {
  if (written === undefined || written === false) return [];
  if (written === true) return ofNomination;
  return typeof written === "string" ? [written] : written;
}

/** Of a count: its areas, and whoever vouches for what was counted. */
export function countedReferences(written: {
  readonly area?: boolean | string | readonly string[] | undefined;
  readonly attest?: WrittenAttest;
}): readonly Reference[] {
  return [...areaReferences(["area"], written.area), ...attestReferences(written.attest)];
}

/** Where a role is to be held; without the key, in whatever area. */
export function placeOfRole(
  area: boolean | string | readonly string[] | undefined,
  { areas }: Pick<Scope, "areas">,
): Where {
  if (area === undefined) return "anywhere";
  return area === true ? { allOf: areas } : areasMeant(area, areas);
}
