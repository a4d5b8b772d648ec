/** Reads policy-bot's approval rules: who is asked, what that depends on, and what their options correspond to in Rung. */

import type { Place } from "../../../registry/yaml-tree.ts";
import type { OwnerKey } from "../import-types.ts";
import { type Values, valueUnder } from "../policies/placed-values.ts";
import type { Placed, PlacedEntry } from "../policies/placed-yaml.ts";
import type { Ask, Guard, Literal, MovedStatement, Statement } from "../policies/policy-types.ts";
import { guardsOf, type Reading } from "./predicates.ts";

export interface Rule extends Literal {
  readonly options: RuleOptions;
}

interface RuleOptions {
  /** By `allow_author` itself. */
  readonly saysAuthor: boolean;
  readonly allowsAuthor: boolean;
  readonly allowsContributors: boolean;
  readonly invalidatesOnPush: boolean;
  readonly written: readonly PlacedEntry[];
}

const OPTIONS = [
  "allow_author",
  "allow_contributor",
  "allow_non_author_contributor",
  "invalidate_on_push",
  "ignore_edited_comments",
  "ignore_update_merges",
  "ignore_commits_by",
  "request_review",
  "methods",
];

const ACTORS = ["users", "teams", "organizations", "permissions", "admins", "write_collaborators"];

/** By name. */
export function rulesOf(
  value: Placed | undefined,
  defaults: Placed | undefined,
  reading: Reading,
): ReadonlyMap<string, Rule> {
  const { values } = reading;
  const shared = values.entries(defaults, "approval_defaults");
  values.onlyKeys(shared, ["options"], "approval_defaults");
  const rules = new Map<string, Rule>();
  for (const item of values.items(value, "approval_rules")) {
    const entries = values.entries(item, "a rule");
    const name = values.text(valueUnder(entries, "name"), "`name` of a rule");
    if (name === null) {
      if (item.kind === "map") values.fault(item.at, "a rule needs a `name`");
      continue;
    }
    const rule = quoted(name);
    values.onlyKeys(entries, ["name", "description", "if", "options", "requires"], `the rule ${rule}`);
    if (rules.has(name)) values.fault(item.at, `a second rule is called ${rule}; of the two the later one counts`);
    rules.set(name, ruleOf(name, item.at, { entries, shared }, reading));
  }
  return rules;
}

interface Written {
  readonly entries: readonly PlacedEntry[];
  readonly shared: readonly PlacedEntry[];
}

function ruleOf(name: string, at: Place, { entries, shared }: Written, reading: Reading): Rule {
  const { values } = reading;
  const rule = quoted(name);
  const requires = values.entries(valueUnder(entries, "requires"), `requires of ${rule}`);
  values.onlyKeys(requires, ["count", "conditions", ...ACTORS], `requires of ${rule}`);
  const count = values.count(valueUnder(requires, "count"), `count of ${rule}`) ?? 0;
  const who = actorsOf(requires, rule, reading);
  const asks: readonly Ask[] = count === 0 ? [] : [{ count, who }];
  const place = entries.find(({ key }) => key === "requires")?.at ?? at;
  const statement = {
    ...place,
    text: `${rule}: ${count === 0 ? "no approval" : `${count} ${count === 1 ? "approval" : "approvals"}`}`,
  };
  const conditions = guardsOf(valueUnder(requires, "conditions"), reading, rule).map(asCondition);
  const guards = [...guardsOf(valueUnder(entries, "if"), reading, rule), ...conditions];
  return { name, statement, also: [], asks, guards, options: optionsOf(entries, shared, rule, values) };
}

function asCondition(guard: Guard): Guard {
  const statement = "set" in guard ? guard.set.statement : guard.statement;
  const why = "why" in guard ? guard.why : "Rung looks at it before it asks, and not beside the approvals";
  return { kind: "condition", statement, why };
}

export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 79)}…` : name);
}

/** The union of all that is written. */
export function actorsOf(
  entries: readonly PlacedEntry[],
  of: string,
  { values, people }: Reading,
): ReadonlySet<OwnerKey> {
  const listed = (key: string) => values.texts(valueUnder(entries, key), `${key} of ${of}`);
  const teams = listed("teams").flatMap(({ text, at }) => {
    const key = people.team(text);
    if (key === null) values.fault(at, `${JSON.stringify(text)} is no team; write it as organisation/team`);
    return key ?? [];
  });
  const members = listed("organizations").map(({ text }) =>
    people.unknown(`members-of-${text.toLowerCase()}`, `whoever is a member of the organisation ${text}`),
  );
  const permissions = [
    ...listed("permissions").map(({ text }) => text.toLowerCase()),
    ...(values.flag(valueUnder(entries, "write_collaborators"), "write_collaborators") ? ["write"] : []),
    ...(values.flag(valueUnder(entries, "admins"), "admins") ? ["admin"] : []),
  ];
  const lowest = PERMISSIONS.find((permission) => permissions.includes(permission));
  const holders =
    lowest === undefined
      ? []
      : [people.unknown(`may-${lowest}`, `whoever has the permission ${lowest}, or more, on the repository`)];
  return new Set([
    ...listed("users").flatMap(({ text }) => people.person(text) ?? []),
    ...teams,
    ...members,
    ...holders,
  ]);
}

/** Lowest first; who has one has those before it. */
const PERMISSIONS = ["read", "triage", "write", "maintain", "admin"];

function optionsOf(
  entries: readonly PlacedEntry[],
  shared: readonly PlacedEntry[],
  rule: string,
  values: Values,
): RuleOptions {
  const own = values.entries(valueUnder(entries, "options"), `options of ${rule}`);
  const standing = values.entries(valueUnder(shared, "options"), "options of approval_defaults");
  for (const list of [own, standing]) values.onlyKeys(list, OPTIONS, `options of ${rule}`);
  const written = [...own, ...standing.filter(({ key }) => !own.some((entry) => entry.key === key))];
  const flag = (key: string) => values.flag(valueUnder(written, key), `${key} of ${rule}`);
  const contributors = flag("allow_contributor");
  const others = flag("allow_non_author_contributor");
  const saysAuthor = flag("allow_author");
  return {
    saysAuthor,
    allowsAuthor: saysAuthor || contributors,
    allowsContributors: contributors || others,
    invalidatesOnPush: flag("invalidate_on_push"),
    written,
  };
}

interface Joined {
  readonly authorCounts: boolean;
  readonly contributorsCount: boolean;
  readonly lapsesAtPush: boolean;
  /** Only `allow_contributor` lets the author approve. */
  readonly authorAsContributor: boolean;
}

/** What holds of all rules together: what one of them does not allow, Rung allows in none. */
export function joinedOptions(rules: readonly Rule[]): Joined {
  const asking = rules.filter(({ asks }) => asks.length > 0).map(({ options }) => options);
  return {
    authorCounts: asking.length > 0 && asking.every(({ allowsAuthor }) => allowsAuthor),
    contributorsCount: asking.length > 0 && asking.every(({ allowsContributors }) => allowsContributors),
    authorAsContributor: asking.some(({ allowsAuthor, saysAuthor }) => allowsAuthor && !saysAuthor),
    lapsesAtPush: asking.some(({ invalidatesOnPush }) => invalidatesOnPush),
  };
}

/** What becomes of each option that is written. */
export function toldOfOptions(rules: readonly Rule[], joined: Joined, values: Values): readonly MovedStatement[] {
  return rules.flatMap(({ name, options, asks }) =>
    options.written.flatMap(({ key, at, value }): readonly MovedStatement[] => {
      const statement: Statement = { ...at, text: `${key} of ${quoted(name)}` };
      const said: MovedStatement = { statement, fate: "said", why: "" };
      if (asks.length === 0) return [said];
      const isOn = value.kind === "scalar" && values.flag(value, key);
      if (key === "methods") return methodsTold(value, quoted(name), values);
      const why = stricterWhy(key, isOn, joined);
      return [why === null ? said : { statement, fate: "stricter", why }];
    }),
  );
}

function stricterWhy(key: string, isOn: boolean, joined: Joined): string | null {
  switch (key) {
    case "allow_author":
      return isOn && !joined.authorCounts ? "not every rule allows it, and Rung's `author-counts` is of all" : null;
    case "allow_contributor":
    case "allow_non_author_contributor":
      return isOn && !joined.contributorsCount
        ? "not every rule allows it, and Rung's `contributors-count` is of all"
        : null;
    case "invalidate_on_push":
      return !isOn && joined.lapsesAtPush
        ? "another rule's approvals lapse at a push, and Rung's `lapse` is of all"
        : null;
    case "ignore_update_merges":
      return isOn && joined.lapsesAtPush
        ? "with `lapse: push` an update merge ends approvals, too; `lapse: diff` keeps them"
        : null;
    case "ignore_commits_by":
      return "nobody's commits are passed over in Rung";
    default:
      return null;
  }
}

const METHODS = ["comments", "comment_patterns", "github_review", "github_review_comment_patterns", "body_patterns"];

function methodsTold(value: Placed, rule: string, values: Values): readonly MovedStatement[] {
  return values
    .entries(value, `methods of ${rule}`)
    .flatMap(({ key, at, value: written }): readonly MovedStatement[] => {
      const statement: Statement = { ...at, text: `${key} of ${rule}` };
      if (key === "github_review") {
        if (values.flag(written, `${key} of ${rule}`)) return [{ statement, fate: "said", why: "" }];
        return [{ statement, fate: "elsewhere", why: "an approving review by one of its people counts in Rung" }];
      }
      const isEmpty = written.kind === "list" && written.items.length === 0;
      if (isEmpty) return [{ statement, fate: "said", why: "" }];
      const known = METHODS.includes(key)
        ? "approving reviews and `/approve` in a comment approve in Rung"
        : "Rung does not know it";
      return [{ statement, fate: "stricter", why: known }];
    });
}
