/** What an unknown key most likely is: a synonym of a known one, a misspelling, or a key that belongs elsewhere. */

import { z } from "zod";
import { nearest } from "../shared/nearest.ts";
import { inPlainCharacters } from "./lookalikes.ts";
import type { Path } from "./registry-path.ts";
import { bare, optionsOf, schemaAt } from "./schema-tree.ts";

/** Synonyms; the keys of roles.yaml among them are proposed for the others. */
const SYNONYMS: readonly (readonly string[])[] = [
  [
    "login",
    "user",
    "username",
    "name",
    "github",
    "handle",
    "nick",
    "account",
    "user-name",
    "github-login",
    "member",
    "person",
  ],
  ["affiliation", "company", "employer", "org", "organisation", "organization", "affiliations"],
  [
    "paths",
    "path",
    "files",
    "file",
    "patterns",
    "pattern",
    "globs",
    "glob",
    "folders",
    "folder",
    "directories",
    "dirs",
    "include",
  ],
  ["repos", "repo", "repository", "repositories", "projects", "project"],
  [
    "min",
    "count",
    "number",
    "required",
    "approvals",
    "approvers",
    "minimum",
    "at-least",
    "needed",
    "amount",
    "required-approvals",
  ],
  ["from", "of", "role", "roles", "by", "who"],
  ["in", "role", "as", "from", "of"],
  ["window", "for", "duration", "period", "days", "after", "wait", "within", "time"],
  ["within", "window", "since", "period", "last"],
  ["max", "seats", "limit"],
  ["summary", "description", "about", "title", "text"],
  ["promotion", "criteria", "rules", "requirements", "promote", "requires"],
  ["merged-pulls", "pull-requests", "prs", "pulls", "merged-prs", "merged-pull-requests", "merged"],
  ["reviewed-pulls", "reviews", "reviewed", "reviewed-prs"],
  ["opened-issues", "issues"],
  ["tenure", "time-in-role", "held-for", "seniority"],
  ["inactivity", "inactive", "inactive-after", "idle"],
  ["attestation", "attest"],
  ["any", "or", "any-of", "one-of"],
  ["all", "and", "all-of"],
  ["emeritus", "alumni", "former", "retired", "emeriti", "past"],
  ["extends", "inherits-from", "parent", "base", "include"],
  ["share", "majority", "threshold", "ratio"],
  ["branches", "protected-branches", "base"],
  ["request", "count", "number", "reviewers", "min", "amount"],
  ["nudge", "remind", "reminder", "remind-after", "ping"],
  ["colors", "colours", "colour", "color"],
  ["away", "vacation", "absent", "until", "unavailable"],
];

export interface KeyPlace {
  /** Whether the known key accepts the value, as far as that can be told. */
  fits(key: string): boolean;
  /** The other keys of its mapping. */
  readonly siblings: readonly string[];
}

/** `null`: no known key comes near. */
export function meantKey(key: string, known: readonly string[], { fits, siblings }: KeyPlace): string | null {
  const plain = folded(key);
  const same = known.find((one) => folded(one) === plain);
  if (same !== undefined) return same;
  const near = nearest(plain, known);
  if (near !== null && (fits(near) || isPlural(plain, near))) return near;
  const free = known.filter((one) => !siblings.includes(one));
  const groups = SYNONYMS.filter((group) => group.includes(plain));
  return groups.flatMap((group) => group.filter((one) => free.includes(one) && fits(one)))[0] ?? null;
}

function isPlural(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

function folded(key: string): string {
  return inPlainCharacters(key)
    .trim()
    .replace(/(?<=[a-z])(?=[A-Z])/g, "-")
    .toLowerCase()
    .replace(/[_ ]+/g, "-")
    .replace(/^\/|\/$/g, "");
}

/** Where a key that is unknown in a mapping belongs, as the end of a sentence; `null`: nowhere. */
export function otherPlace(
  key: string,
  here: z.ZodType | null,
  {
    path,
    root,
    siblings = [],
  }: { readonly path: Path; readonly root: z.ZodType; readonly siblings?: readonly string[] },
): string | null {
  const wanted = folded(key);
  const beside = shapeOf(here).find(
    ([name, inner]) =>
      siblings.includes(name) && optionsOf(bare(inner)).some((form) => shapeOf(form).some(([one]) => one === wanted)),
  );
  if (beside !== undefined) return `it belongs within \`${beside[0]}\`, as in \`${beside[0]}: { ${wanted}: … }\``;
  const below = shapeOf(here).find(([, inner]) => shapeOf(bare(inner)).some(([name]) => name === wanted));
  if (below !== undefined) return `it belongs one level down: \`${below[0]}: { ${wanted}: … }\``;
  const top = shapeOf(root);
  // A key that stands at a role and at the beginning of a line has its own below each.
  const namesake =
    path.length < 2 ? undefined : top.find(([name, inner]) => path.at(-1) === name && has(inner, wanted));
  if (namesake !== undefined) return wholeFile(namesake[0], wanted);
  const [outer, ...deeper] = path.map(String);
  if (outer !== undefined && deeper.length === 0 && schemaAt(root, ["roles", "", outer, wanted]) !== null)
    return `it belongs at a role: \`roles: { …: { ${outer}: { ${wanted}: … } } }\``;
  if (path.length > 0 && top.some(([name]) => name === wanted))
    return `it belongs at the beginning of a line, as \`${wanted}:\` of the whole file`;
  const section = top.find(([name, inner]) => name !== path[0] && has(inner, wanted));
  return section === undefined ? null : wholeFile(section[0], wanted);
}

function has(schema: z.ZodType, key: string): boolean {
  return shapeOf(bare(schema)).some(([one]) => one === key);
}

function wholeFile(section: string, key: string): string {
  return `it belongs under \`${section}\` of the whole file: \`${section}: { ${key}: … }\``;
}

function shapeOf(schema: z.ZodType | null): readonly (readonly [string, z.ZodType])[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([key, inner]) =>
    inner instanceof z.ZodType ? [[key, inner] as const] : [],
  );
}
