/**
 * What policy-bot's source decides about a pull request, implemented a second time in a few lines for tests: rules whose `if` fails are
 * skipped, and disappear.
 */

import { RE2JS } from "re2js";

export interface OraclePolicy {
  readonly approval: readonly OracleItem[];
  readonly rules: readonly OracleRule[];
}

export type OracleItem = string | { readonly and: readonly OracleItem[] } | { readonly or: readonly OracleItem[] };

export interface OracleRule {
  readonly name: string;
  readonly if?: OracleIf;
  readonly options?: Readonly<Record<string, boolean>>;
  readonly requires?: {
    readonly count: number;
    readonly users?: readonly string[];
    readonly organizations?: readonly string[];
    readonly conditions?: OracleIf;
  };
}

export interface OracleIf {
  readonly changed_files?: { readonly paths: readonly string[]; readonly ignore?: readonly string[] };
  readonly only_changed_files?: { readonly paths: readonly string[] };
  readonly no_changed_files?: { readonly paths: readonly string[] };
  readonly has_author_in?: { readonly users: readonly string[] };
  readonly only_has_contributors_in?: { readonly users: readonly string[] };
  readonly targets_branch?: { readonly pattern: string };
  readonly modified_lines?: { readonly total: string };
  readonly has_labels?: readonly string[];
  readonly has_status?: readonly string[];
  readonly title?: { readonly matches: readonly string[] };
}

export interface OraclePull {
  readonly author: string;
  readonly files: readonly { readonly path: string; readonly lines: number }[];
  readonly branch: string;
  readonly labels: readonly string[];
  readonly title: string;
  readonly statuses: readonly string[];
  /** Authors and committers. */
  readonly contributors: readonly string[];
  readonly approvals: readonly string[];
}

type Status = "approved" | "pending" | "skipped";

export function policyBotSays(
  policy: OraclePolicy,
  pull: OraclePull,
  organizations: Readonly<Record<string, readonly string[]>>,
): Status {
  const rules = new Map(policy.rules.map((rule) => [rule.name, rule]));
  const ofItem = (item: OracleItem): Status => {
    if (typeof item === "string") return ofRule(rules.get(item), pull, organizations);
    return "and" in item ? all(item.and.map(ofItem)) : any(item.or.map(ofItem));
  };
  return all(policy.approval.map(ofItem));
}

function all(statuses: readonly Status[]): Status {
  if (statuses.includes("pending")) return "pending";
  return statuses.includes("approved") ? "approved" : "skipped";
}

function any(statuses: readonly Status[]): Status {
  if (statuses.includes("approved")) return "approved";
  return statuses.includes("pending") ? "pending" : "skipped";
}

function ofRule(
  rule: OracleRule | undefined,
  pull: OraclePull,
  organizations: Readonly<Record<string, readonly string[]>>,
): Status {
  if (rule === undefined) throw new Error("no such rule");
  if (!holds(rule.if ?? {}, pull)) return "skipped";
  const { count = 0, users = [], organizations: members = [] } = rule.requires ?? {};
  const { allow_author, allow_contributor, allow_non_author_contributor } = rule.options ?? {};
  const may = new Set([...users, ...members.flatMap((name) => organizations[name] ?? [])]);
  const counting = pull.approvals.filter((login) => {
    if (!may.has(login)) return false;
    if (login === pull.author) return allow_author === true || allow_contributor === true;
    return !pull.contributors.includes(login) || allow_contributor === true || allow_non_author_contributor === true;
  });
  // What has to hold beside approvals is for GitHub to ask: taken for given.
  return new Set(counting).size >= count ? "approved" : "pending";
}

function holds(predicates: OracleIf, pull: OraclePull): boolean {
  const found = (paths: readonly string[], path: string) => paths.some((path_) => RE2JS.compile(path_).test(path));
  const paths = pull.files.map(({ path }) => path);
  const lines = pull.files.reduce((sum, file) => sum + file.lines, 0);
  const checks: readonly [unknown, () => boolean][] = [
    [
      predicates.changed_files,
      () => {
        const { paths: any = [], ignore = [] } = predicates.changed_files ?? {};
        return paths.some((path) => !found(ignore, path) && found(any, path));
      },
    ],
    [
      predicates.only_changed_files,
      () => paths.length > 0 && paths.every((path) => found(predicates.only_changed_files?.paths ?? [], path)),
    ],
    [predicates.no_changed_files, () => !paths.some((path) => found(predicates.no_changed_files?.paths ?? [], path))],
    [predicates.has_author_in, () => predicates.has_author_in?.users.includes(pull.author) === true],
    [
      predicates.only_has_contributors_in,
      () =>
        [pull.author, ...pull.contributors].every((login) =>
          predicates.only_has_contributors_in?.users.includes(login),
        ),
    ],
    [predicates.targets_branch, () => found([predicates.targets_branch?.pattern ?? ""], pull.branch)],
    [predicates.modified_lines, () => compares(predicates.modified_lines?.total ?? "", lines)],
    [predicates.has_labels, () => predicates.has_labels?.every((label) => pull.labels.includes(label)) === true],
    [predicates.has_status, () => predicates.has_status?.every((name) => pull.statuses.includes(name)) === true],
    [predicates.title, () => found(predicates.title?.matches ?? [], pull.title)],
  ];
  return checks.every(([written, check]) => written === undefined || check());
}

function compares(expression: string, number: number): boolean {
  const [, operator, value] = /^([<>=]) ?(\d+)$/.exec(expression) ?? [];
  if (operator === ">") return number > Number(value);
  return operator === "<" ? number < Number(value) : number === Number(value);
}
