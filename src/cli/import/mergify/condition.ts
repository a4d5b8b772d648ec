/** Reads one condition of Mergify, such as `#approved-reviews-by>=2`, as what it asks or depends on. */

import { globText } from "../../../registry/glob.ts";
import type { OwnerKey } from "../import-types.ts";
import { namesFound, theName } from "../policies/name-set.ts";
import type { PeopleNamed } from "../policies/people-named.ts";
import type { Ask, Guard, NameSet, Statement } from "../policies/policy-types.ts";

/** What one condition comes to. */
export type Atom =
  | { readonly kind: "ask"; readonly ask: Ask; readonly statement: Statement }
  | { readonly kind: "guard"; readonly guard: Guard }
  /** A label that keeps it from being merged. */
  | { readonly kind: "hold"; readonly label: string; readonly statement: Statement }
  /** Rung or GitHub do it anyhow; certain: whatever is merged at all meets it. */
  | { readonly kind: "anyhow"; readonly isCertain: boolean; readonly statement: Statement }
  /** When to merge, not who approves; GitHub or a person does it instead. */
  | { readonly kind: "trigger"; readonly statement: Statement; readonly why: string };

export interface ConditionReading {
  readonly people: PeopleNamed;
  /** The repository's owner, whose teams `@team` are; `null`: not told. */
  readonly owner: string | null;
}

interface Parsed {
  readonly isNegated: boolean;
  readonly isLength: boolean;
  readonly attribute: string;
  readonly operator: string;
  readonly value: string;
}

const OPERATORS: Readonly<Record<string, string>> = { "==": "=", ":": "=", "≠": "!=", "≥": ">=", "≤": "<=" };

/** `null`: it is no condition. */
function parsed(text: string): Parsed | null {
  const found = /^\s*([-+¬]?)\s*(#?)\s*([A-Za-z][A-Za-z0-9-]*)\s*(?:(~=|\*=|>=|<=|!=|==|[≠≥≤=><:])\s*([^\n]*))?$/.exec(
    text.trim(),
  );
  if (found === null) return null;
  const [, sign = "", length = "", attribute = "", operator = "", value = ""] = found;
  const plain = /^"([^"]*)"$/.exec(value.trim())?.[1] ?? /^'([^']*)'$/.exec(value.trim())?.[1] ?? value.trim();
  return {
    isNegated: sign === "-" || sign === "¬",
    isLength: length === "#",
    attribute: attribute.toLowerCase(),
    operator: OPERATORS[operator] ?? operator,
    value: plain,
  };
}

const CHECKS = "require the check in a ruleset, which GitHub asks of every pull request";
const SAY_MERGE =
  "it tells when to merge, not who approves; `/merge`, or GitHub's auto-merge, is for whoever may say it";
export const ONE_HOLDS =
  "one label holds in Rung, `labels.hold`, by its name; who means to hold can say `/hold` instead";
const HUMANS = "whoever wrote it, Rung asks people the same; only kinds of bots, and newcomers, are told apart";

type Reader = (condition: Parsed, statement: Statement, reading: ConditionReading) => Atom;

const READERS: Readonly<Record<string, Reader>> = {
  "approved-reviews-by": approvals,
  "changes-requested-reviews-by": (condition, statement) =>
    condition.isLength && condition.operator === "=" && condition.value === "0"
      ? { kind: "anyhow", isCertain: false, statement }
      : trigger(statement, "changes requested block in Rung, by whoever may approve what is changed"),
  author: byAuthor,
  base: (condition, statement) =>
    named(
      condition,
      statement,
      (set) => ({ kind: "branch", set }),
      "a branch's own rules stand in `approval.branches`, for more and never for less",
    ),
  files: byFiles,
  label: byLabel,
  draft: negatedAnyhow("GitHub merges no draft"),
  conflict: negatedAnyhow("GitHub merges nothing that conflicts"),
  closed: negatedAnyhow("what is closed is not merged"),
  merged: negatedAnyhow("what is merged is not merged again"),
  locked: negatedAnyhow("Rung asks the same of a locked one"),
};

/** Of whole families of attributes: what does it instead. */
const ELSEWHERE: readonly (readonly [RegExp, string])[] = [
  [/^(?:check|status)-/, CHECKS],
  [/^branch-protection-/, "branch protection or a ruleset asks it by itself"],
  [/^review-threads-/, "a ruleset can require that conversations are resolved"],
  [/^(?:review-requested|reviews?-)/, "Rung waits for those who have to approve, not for everybody who was asked"],
  [/^(?:commits|linear-history|commits-behind)/, "a ruleset can require a linear history, or an up-to-date branch"],
  [/^commits?-/, "a ruleset can look at commits: signatures, messages"],
  [
    /^(?:title|body|head|milestone|repository)/,
    "whoever opens a pull request writes it; a required check of its own can look at it",
  ],
];

export function atomOf(text: string, statement: Statement, reading: ConditionReading): Atom | null {
  const condition = parsed(text);
  if (condition === null) return null;
  const reader = Object.hasOwn(READERS, condition.attribute) ? READERS[condition.attribute] : undefined;
  if (reader !== undefined) return reader(condition, statement, reading);
  const why = ELSEWHERE.find(([pattern]) => pattern.test(condition.attribute))?.[1];
  return trigger(statement, why ?? SAY_MERGE);
}

function trigger(statement: Statement, why: string): Atom {
  return { kind: "trigger", statement, why };
}

function other(statement: Statement, why: string): Atom {
  return { kind: "guard", guard: { kind: "other", statement, why } };
}

function negatedAnyhow(why: string): Reader {
  return ({ isNegated, operator }, statement) =>
    isNegated && operator === "" ? { kind: "anyhow", isCertain: true, statement } : trigger(statement, why);
}

function approvals(condition: Parsed, statement: Statement, reading: ConditionReading): Atom {
  const { isNegated, isLength, operator, value } = condition;
  const none = trigger(
    statement,
    "an approval is asked for in Rung, never its absence; the author's own does not count",
  );
  if (isLength) {
    const number = /^[0-9]{1,4}$/.test(value) ? Number(value) : null;
    if (isNegated || number === null || (operator !== ">=" && operator !== ">" && operator !== "=")) return none;
    const count = operator === ">" ? number + 1 : number;
    if (count === 0) return none;
    return { kind: "ask", ask: { count, who: new Set([writers(reading)]) }, statement };
  }
  if (isNegated || operator === "!=" || operator === "") return none;
  const names = operator === "~=" ? alternatives(value) : [value];
  const who = names === null ? null : names.map((name) => ownerOf(name, reading));
  if (who === null || who.includes(null)) {
    const key = reading.people.unknown(
      `approvers-of-line-${statement.line}`,
      `whoever ${JSON.stringify(statement.text)} speaks of`,
    );
    return { kind: "ask", ask: { count: 1, who: new Set([key]) }, statement };
  }
  return { kind: "ask", ask: { count: 1, who: new Set(who.flatMap((key) => key ?? [])) }, statement };
}

/** Mergify counts reviews of those who may write. */
export function writers({ people }: ConditionReading): OwnerKey {
  return people.unknown("may-write", "whoever has the permission write, or more, on the repository");
}

function ownerOf(name: string, { people, owner }: ConditionReading): OwnerKey | null {
  if (!name.startsWith("@")) return people.person(name);
  const team = name.slice(1);
  if (team.includes("/")) return people.team(team);
  if (owner !== null) return people.team(`${owner}/${team}`);
  return people.unknown(
    `team-${team.toLowerCase()}`,
    `whoever is in the team ${team}; say whose it is with --repo OWNER/NAME`,
  );
}

/** `^(a|b)$`; `null`: another expression. */
function alternatives(expression: string): readonly string[] | null {
  const inner = /^\^\(?(?:\?:)?([A-Za-z0-9-]+(?:\|[A-Za-z0-9-]+)*)\)?\$$/.exec(expression)?.[1];
  // Without parentheses the ends hold of one alternative each.
  return inner === undefined || (inner.includes("|") && !expression.startsWith("^(")) ? null : inner.split("|");
}

function byAuthor(condition: Parsed, statement: Statement): Atom {
  const { isNegated, operator, value } = condition;
  const names = operator === "=" ? [value] : operator === "~=" ? botAlternatives(value) : null;
  if (isNegated || names === null || !names.every((name) => name.toLowerCase().endsWith("[bot]")))
    return other(statement, HUMANS);
  return { kind: "guard", guard: { kind: "bots", bots: names.map((name) => name.toLowerCase()), statement } };
}

/** `^(dependabot|renovate)\[bot\]$` and the like. */
function botAlternatives(expression: string): readonly string[] | null {
  const each = /^\^\(([^()]*)\)\$$/.exec(expression)?.[1] ?? /^\^([^()|]*)\$$/.exec(expression)?.[1];
  if (each !== undefined)
    return each.split("|").map(withoutEscapes).every(isLogin) ? each.split("|").map(withoutEscapes) : null;
  const shared = /^\^\(([A-Za-z0-9|-]+)\)\\\[bot\\\]\$$/.exec(expression)?.[1];
  return shared === undefined ? null : shared.split("|").map((name) => `${name}[bot]`);
}

function withoutEscapes(text: string): string {
  return text.replace(/\\([[\]-])/g, "$1");
}

function isLogin(text: string): boolean {
  return /^[A-Za-z0-9-]+(?:\[bot\])?$/.test(text);
}

function named(condition: Parsed, statement: Statement, guardOf: (set: NameSet) => Guard, why: string): Atom {
  const { isNegated, isLength, operator, value } = condition;
  if (isNegated || isLength) return other(statement, why);
  const set =
    operator === "="
      ? theName(value, globText(value), statement)
      : operator === "~="
        ? namesFound([value], statement)
        : null;
  return set === null ? other(statement, why) : { kind: "guard", guard: guardOf(set) };
}

function byFiles(condition: Parsed, statement: Statement): Atom {
  const none =
    "an area asks for more because of files, never for less because others are absent; it is told where nothing but some files is changed";
  const { isNegated, isLength, operator, value } = condition;
  // No file that is not one of these.
  const only = isNegated && !isLength && operator === "~=" ? /^\^\(\?!(.*)\)$/.exec(value)?.[1] : undefined;
  if (only !== undefined) {
    const set = isBalanced(only) ? namesFound([`^(?:${only})`], statement) : null;
    return set === null ? other(statement, none) : { kind: "guard", guard: { kind: "only-files", set } };
  }
  if (isLength)
    return other(statement, "the number of files asks for nothing in Rung; that of lines can (`approval.when`)");
  return named(condition, statement, (set) => ({ kind: "some-file", set }), none);
}

function isBalanced(expression: string): boolean {
  let depth = 0;
  for (const character of expression.replace(/\\./g, "").replace(/\[[^\]]*\]/g, "")) {
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

function byLabel({ isNegated, isLength, operator, value }: Parsed, statement: Statement): Atom {
  if (isLength) return trigger(statement, SAY_MERGE);
  const isAbsent = isNegated !== (operator === "!=");
  if (isAbsent && (operator === "=" || operator === "!=")) return { kind: "hold", label: value, statement };
  if (isAbsent) return trigger(statement, ONE_HOLDS);
  if (operator === "=") return { kind: "guard", guard: { kind: "label", label: value, isExact: true, statement } };
  return other(statement, SAY_MERGE);
}
