/** When Mergify merges according to its documentation, implemented a second time in a few lines for tests. */

import { RE2JS } from "re2js";

type Group = { readonly and: readonly OracleCondition[] } | { readonly or: readonly OracleCondition[] };
export type OracleCondition = { readonly text: string } | Group | { readonly not: Group };

export interface OracleMergify {
  readonly queue_rules?: readonly {
    readonly name: string;
    readonly queue_conditions?: readonly OracleCondition[];
    readonly merge_conditions?: readonly OracleCondition[];
  }[];
  readonly pull_request_rules?: readonly {
    readonly name: string;
    readonly disabled?: { readonly reason: string };
    readonly conditions: readonly OracleCondition[];
    readonly actions: {
      readonly merge?: object;
      readonly queue?: { readonly name?: string };
      readonly post_check?: { readonly success_conditions: readonly OracleCondition[] };
    };
  }[];
  readonly merge_protections?: readonly {
    readonly name: string;
    readonly if?: readonly OracleCondition[];
    readonly success_conditions: readonly OracleCondition[];
  }[];
}

export interface OracleMerge {
  readonly author: string;
  readonly files: readonly string[];
  readonly branch: string;
  readonly labels: readonly string[];
  readonly title: string;
  readonly checks: readonly string[];
  /** Of people who may write; never the author's, whom GitHub does not let approve. */
  readonly approvals: readonly string[];
}

type All = readonly OracleCondition[];

/** Each condition that is written, with the number of its line: the same text may stand in several places. */
export class Written {
  readonly #lines = new Map<OracleCondition, number>();

  /** `text`: the file, each item on a line of its own. Every condition is another object. */
  constructor(config: OracleMergify, text: string) {
    const items = text.split("\n").map((line) => /^\s*- (.*)$/.exec(line)?.[1] ?? "");
    let line = 0;
    const next = (wanted: string) => {
      while (line < items.length && items[line]?.replace(/^"(.*)"$/, "$1").replaceAll("\\\\", "\\") !== wanted)
        line += 1;
      line += 1;
      return line;
    };
    const walk = (condition: OracleCondition): void => {
      if ("text" in condition) {
        this.#lines.set(condition, next(condition.text));
        return;
      }
      const [key = ""] = Object.keys(condition);
      this.#lines.set(condition, next(`${key}:`));
      // Below `not` there is a mapping, whose key begins no item.
      walkAll("not" in condition ? condition.not : condition);
    };
    const walkAll = (group: Group) => {
      for (const each of "and" in group ? group.and : group.or) walk(each);
    };
    for (const { queue_conditions: into = [], merge_conditions: out = [] } of config.queue_rules ?? [])
      for (const each of [...into, ...out]) walk(each);
    for (const { conditions, actions } of config.pull_request_rules ?? [])
      for (const each of [...conditions, ...(actions.post_check?.success_conditions ?? [])]) walk(each);
    for (const { if: active = [], success_conditions: success } of config.merge_protections ?? [])
      for (const each of [...active, ...success]) walk(each);
  }

  lineOf(condition: OracleCondition): number {
    return this.#lines.get(condition) ?? 0;
  }
}

/**
 * Whether it lets the approvals of a pull request be enough. What it would not merge by itself whoever approved is left to people, who may
 * merge it: of that it says nothing, but for its protections, which keep everybody from merging. `given`: whether something else asks a
 * condition, which is then taken for given.
 */
export function mergifySuffices(
  config: OracleMergify,
  pull: OracleMerge,
  { people, given }: { readonly people: readonly string[]; readonly given: Given },
): boolean {
  const { merge_protections: protections = [], pull_request_rules: rules = [] } = config;
  const ways = waysOf(config);
  const merges = (approvals: readonly string[]) =>
    ways.some((way) => way.every((each) => holds(each, { ...pull, approvals }, given)));
  const checks = rules.flatMap(({ disabled, conditions, actions }) =>
    disabled !== undefined || actions.post_check === undefined
      ? []
      : [{ if: conditions, success_conditions: actions.post_check.success_conditions }],
  );
  const isProtected = [...protections, ...checks].every(({ if: active = [], success_conditions: success }) => {
    if (!active.every((each) => holds(each, pull, () => false))) return true;
    return success.every((each) => holds(each, pull, given));
  });
  return isProtected && (merges(pull.approvals) || !subsets(people).some(merges));
}

function subsets(people: readonly string[]): readonly (readonly string[])[] {
  return people.reduce<readonly (readonly string[])[]>(
    (all, one) => all.flatMap((each) => [each, each.concat(one)]),
    [[]],
  );
}

/** What has to hold for each way: rules that merge, rules that queue with each queue they may mean, and queues that only people use. */
function waysOf({ queue_rules: queues = [], pull_request_rules: rules = [] }: OracleMergify): readonly All[] {
  const active = rules.filter(({ disabled }) => disabled === undefined);
  const ofQueue = ({ queue_conditions: into = [], merge_conditions: out = [] }: (typeof queues)[number]) => [
    ...into,
    ...out,
  ];
  const queueing = active.flatMap(({ conditions, actions: { queue } }) =>
    queue === undefined ? [] : [{ conditions, queue }],
  );
  const queued = queueing.flatMap(({ conditions, queue }) => {
    const meant = queues.filter(({ name }) => queue.name === undefined || queue.name === name);
    return meant.length === 0 ? [conditions] : meant.map((one) => [...conditions, ...ofQueue(one)]);
  });
  const isAny = queueing.some(({ queue }) => queue.name === undefined);
  const alone = isAny ? [] : queues.filter(({ name }) => !queueing.some(({ queue }) => queue.name === name));
  const merging = active.flatMap(({ conditions, actions }) => (actions.merge === undefined ? [] : [conditions]));
  return [...merging, ...queued, ...alone.map(ofQueue)];
}

type Given = (condition: OracleCondition) => boolean;

function holds(condition: OracleCondition, pull: OracleMerge, given: Given): boolean {
  if (given(condition)) return true;
  if ("text" in condition) return isTrue(condition.text, pull);
  if ("and" in condition) return condition.and.every((each) => holds(each, pull, given));
  if ("or" in condition) return condition.or.some((each) => holds(each, pull, given));
  return !holds(condition.not, pull, () => false);
}

function isTrue(text: string, pull: OracleMerge): boolean {
  const [, minus, length, attribute = "", operator = "", value = ""] =
    /^(-?)(#?)([a-z-]+?)\s*(?:(>=|>|!=|~=|=|:)\s*(.*))?$/.exec(text) ?? [];
  const list = valuesOf(attribute, pull);
  const found = length === "#" ? counts(list.length, operator, Number(value)) : compares(list, operator, value);
  return (minus === "-") !== found;
}

function valuesOf(attribute: string, pull: OracleMerge): readonly string[] {
  switch (attribute) {
    case "approved-reviews-by":
      return pull.approvals.filter((login) => login !== pull.author);
    case "author":
      return [pull.author];
    case "base":
      return [pull.branch];
    case "files":
      return pull.files;
    case "label":
      return pull.labels;
    case "title":
      return [pull.title];
    case "check-success":
      return pull.checks;
    case "changes-requested-reviews-by":
    case "draft":
    case "conflict":
      return [];
    default:
      throw new Error(`the oracle does not know ${attribute}`);
  }
}

/** Exactly so many approvals are taken for so many at least: nobody means that another one should keep it from being merged. */
function counts(length: number, operator: string, value: number): boolean {
  if (operator === "=" && value === 0) return length === 0;
  return operator === ">" ? length > value : length >= value;
}

/** Of a list any value is enough, but for `!=`, which none may equal. A boolean attribute has no operator. */
function compares(list: readonly string[], operator: string, value: string): boolean {
  switch (operator) {
    case "":
      return list.length > 0;
    case "=":
    case ":":
      return list.some((one) => one.toLowerCase() === value.toLowerCase());
    case "!=":
      return !list.some((one) => one.toLowerCase() === value.toLowerCase());
    case "~=":
      return list.some((one) => searched(value, one));
    default:
      throw new Error(`the oracle does not know ${operator}`);
  }
}

/** Python's negative lookahead at the beginning, which RE2 has not. */
function searched(expression: string, text: string): boolean {
  const absent = /^\^\(\?!(.*)\)$/.exec(expression)?.[1];
  return absent === undefined ? RE2JS.compile(expression).test(text) : !RE2JS.compile(`^(?:${absent})`).test(text);
}
