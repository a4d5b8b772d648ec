/**
 * docs/criteria.md: each criterion with its parameters, their defaults and examples, derived from the kinds so that it is always up to
 * date.
 */

import { parse } from "yaml";
import { z } from "zod";
import { promotionShape } from "../../src/promotions/block.ts";
import { KINDS, type Kind } from "../../src/promotions/criteria/index.ts";
import { leaves, parsePromotion, wordingOf } from "../../src/promotions/rule.ts";
import { bare, optionsOf } from "../../src/registry/schema-tree.ts";
import { between } from "./between.ts";

interface Parameter {
  /** With dots where it is nested in another. */
  readonly key: string;
  readonly about: string;
  readonly isMust: boolean;
}

/** What may be written within the braces, in the order of the schema. */
export function parametersOf(schema: z.ZodType, within = ""): readonly Parameter[] {
  const shape = bare(schema);
  const mapping = shape instanceof z.ZodObject ? shape : optionsOf(shape).find((form) => form instanceof z.ZodObject);
  if (!(mapping instanceof z.ZodObject)) return [];
  return Object.entries(mapping.shape).flatMap(([name, inner]) => {
    if (!(inner instanceof z.ZodType)) return [];
    const key = `${within}${name}`;
    const isMust = !inner.safeParse(undefined).success;
    const about = inner.meta()?.description ?? bare(inner).meta()?.description ?? "";
    return [{ key, about, isMust }, ...parametersOf(inner, `${key}.`)];
  });
}

/** The value that applies where a key is not written; by key alone if it is the same for all criteria. */
const DEFAULTS: Readonly<Record<string, string>> = {
  attest: "nobody vouches",
  "attest.by": "same-or-higher; of `sponsors` and `vote`, whoever takes part",
  area: "anywhere",
  labels: "any label, or none",
  repos: "all of the registry's",
  within: "all time",
  before: "until the nomination",
  kind: "code and documentation",
  paths: "any file",
  base: "any branch",
  once: "each counts",
  "min-text": "any, an empty one too",
  each: "each conversation counts once",
  max: "no upper bound",
  min: "1",
  exactly: "false: those above, too",
  in: "anywhere",
  of: "same-or-higher",
  from: "same-or-higher",
  share: "not asked for",
  "contributions.of": "merged-pulls, reviewed-pulls, opened-issues, resolved-issues",
  "contributions.min": "1",
  "contributing.of": "every sort",
  "active.of": "every sort; with a `min` above 1 as `contributions`",
  "active.min": "any one",
  "contributing.or-share": "the time alone decides",
  "contributing.project-since": "must be written with `or-share`",
  "seats.min": "none is asked for",
  "seats.per-employer": "no bound",
  "seats.share": "no bound",
  "seats.soft": "false: it blocks",
  "sponsors.min": "2",
  "sponsors.area": "true: each area of the nomination",
  "sponsors.employers": "any",
  "sponsors.nominator": "true: the nominator's counts, too",
  "sponsors.of-which": "no further role",
  "sponsors.also-holds": "no further role",
  "sponsors.small-group": "the same of every group",
  "objections.window": "none: met as soon as nobody objects",
  "lazy-consensus.window": "7d",
  starts: "met",
  "lazy-consensus.starts": "nominated",
  reason: "required",
  "objections.in": "area",
  "lazy-consensus.in": "area",
  "overruled-by": "only who objected can take it back",
  "overruled-by.share": "not asked for",
  "overruled-by.min-yes": "1",
  withdrawal: "restarts",
  "vote.share": "majority, unless `min-yes` is written",
  "share-of": "eligible",
  "min-yes": "not asked for",
  quorum: "none",
  veto: "false",
  after: "at once",
  window: "open until it is decided",
  wait: "it may pass at once",
  early: "false",
  "employer-cap": "no bound",
  "vote.small-group": "the same of every group",
  "small-group.min": "not asked for",
  "small-group.share": "not asked for",
  "drop-absent": "they are counted to the end",
  by: "same-or-higher",
  "nomination.by": "nobody but the bots",
  bots: "none is heard",
  pulls: "none are asked for",
  key: "none",
  text: "nothing to promise",
};

/** Example values, as they are written in YAML. */
const VALUES: Readonly<Record<string, string>> = {
  area: "true",
  labels: "[bug, feature]",
  repos: "[kusion]",
  within: "1y",
  before: "6mo",
  kind: "code",
  paths: '["docs/**"]',
  base: "main",
  once: "cherry-picks",
  "min-text": "10",
  each: "comment",
  max: "20",
  min: "3",
  exactly: "true",
  in: "maintainers",
  of: "maintainers",
  from: "maintainers",
  share: "2/3",
  attest: "is a primary reviewer",
  text: "knows the design",
  by: "maintainers",
  "contributing.min": "3mo",
  "tenure.min": "3mo",
  "contributions.of": "[merged-pulls, comments]",
  "contributing.of": "reviewed-pulls",
  "active.of": "reviewed-pulls",
  "active.within": "90d",
  "or-share": "50%",
  "project-since": "2024-01-24",
  role: "members",
  "per-employer": "2",
  "seats.in": "area",
  "seats.share": '"<1/2"',
  soft: "true",
  "nomination.in": "area",
  "sponsors.area": "anywhere",
  employers: "distinct",
  nominator: "false",
  "of-which": "{ from: maintainers, min: 1 }",
  "also-holds": "members",
  "small-group": "{ under: 4, min: 1 }",
  under: "4",
  window: "7d",
  starts: "nominated",
  reason: "optional",
  "objections.in": "area",
  "lazy-consensus.in": "area",
  "overruled-by": "{ of: maintainers, share: 2/3 }",
  withdrawal: "clears",
  "vote.in": "area",
  "share-of": "cast",
  "min-yes": "3",
  quorum: "1/2",
  veto: "true",
  after: "14d",
  wait: "7d",
  early: "true",
  "employer-cap": "1/2",
  "drop-absent": "14d",
  key: "design",
  bots: "[ladder-bot]",
  pulls: "10",
};

/** Of the key in that kind, in what stands within it, or anywhere. Throws where nobody has said it. */
function told(table: Readonly<Record<string, string>>, kind: string, key: string): string {
  const inner = key.split(".").at(-1) ?? key;
  const found = [`${kind}.${key}`, key, inner].flatMap((name) => (Object.hasOwn(table, name) ? [table[name]] : []));
  const [text] = found;
  if (text === undefined) throw new Error(`criteria-manual.ts says nothing of ${kind}.${key}`);
  return text;
}

export function exampleOf(kind: string, key: string): string {
  return told(VALUES, kind, key);
}

const BY = { machine: "counted on GitHub or in the registry", people: "people's part", time: "time alone" } as const;
const SCOPE = { owner: "my-org", role: "approvers", areas: ["docs"] };

/** The wording of the status comment and the page. */
export function wordsOf(example: string): readonly string[] {
  const { rule } = parsePromotion(parse(example));
  return rule === null ? [] : leaves(rule.criterion).map((leaf) => wordingOf(leaf, SCOPE));
}

function section(kind: Kind): readonly string[] {
  const { name, about, exactly, examples, schema, by, waivable } = kind;
  const rows = parametersOf(schema).map(({ key, about: text, isMust }) => {
    const usual = isMust ? "must be written" : told(DEFAULTS, name, key);
    return `| \`${key}\` | ${cell(text)} | ${cell(usual)} | \`${cell(`${key.split(".").at(-1)}: ${exampleOf(name, key)}`)}\` |`;
  });
  return [
    `### ${name}`,
    "",
    `${about} Met by: ${BY[by]}. ${waivable ? "Can be waived." : "Cannot be waived: it is a decision."}`,
    "",
    `**Exactly:** ${exactly}`,
    "",
    "```yaml",
    ...examples,
    "```",
    "",
    ...examples
      .slice(0, 1)
      .map((example) => `The first reads, for an approver of docs in my-org: ${wordsOf(example).join("; ")}.`),
    ...(rows.length === 0
      ? []
      : ["", "| key | what it means | without it | example |", "| --- | --- | --- | --- |", ...rows]),
    "",
  ];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

/** The keys of the rule itself, beside its criteria. */
function ruleKeys(): readonly string[] {
  const own = new Set(["nominate", "waive", "expires", "remind", "all", "any", "some"]);
  return parametersOf(promotionShape)
    .filter(({ key }) => own.has(key.split(".")[0] ?? "") && !KINDS.some(({ name }) => key.includes(`.${name}`)))
    .map(({ key, about }) => `| \`${key}\` | ${cell(about)} |`);
}

export function criteriaManual(): string {
  return [
    "## Beside the criteria",
    "",
    "| key | what it means |",
    "| --- | --- |",
    ...ruleKeys(),
    "| `for` | In an item of `all`, `any` or `some`: the areas for which alone it is asked. |",
    "",
    "## Each criterion",
    "",
    ...KINDS.flatMap(section),
  ]
    .join("\n")
    .trimEnd();
}

/** docs/criteria.md with the present manual; unchanged if its markers are missing. */
export function withCriteriaManual(text: string): string {
  return between(text, "criteria-in-full", criteriaManual());
}
