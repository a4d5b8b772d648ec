/**
 * Expands Mergify's conditions into alternatives, each with what it asks and depends on; what has nothing to do with approval is set
 * aside.
 */

import type { Values } from "../policies/placed-values.ts";
import type { Placed } from "../policies/placed-yaml.ts";
import type { Ask, Guard, Statement } from "../policies/policy-types.ts";
import { type Atom, atomOf, type ConditionReading } from "./condition.ts";

/** All of it has to hold. */
export interface Alternative {
  readonly asks: readonly Ask[];
  readonly guards: readonly Guard[];
  /** Of whatever is asked, its statements. */
  readonly asked: readonly Statement[];
}

export interface Conditions {
  /** One of them has to hold; what holds or is set aside in each of them is left out. */
  readonly alternatives: readonly Alternative[];
  readonly holds: readonly { readonly label: string; readonly statement: Statement }[];
  readonly triggers: readonly { readonly statement: Statement; readonly why: string }[];
  readonly anyhow: readonly Statement[];
}

export interface Reading extends ConditionReading {
  readonly values: Values;
}

/** Mergify takes eight; each level is a mapping and a list. */
const DEEPEST = 10;
const MAX_ALTERNATIVES = 64;
const EVERYTHING: Alternative = { asks: [], guards: [], asked: [] };

type Tree =
  | { readonly kind: "and" | "or"; readonly parts: readonly Tree[]; readonly statement: Statement }
  | { readonly kind: "not"; readonly statement: Statement }
  | { readonly kind: "atom"; readonly atom: Atom };

export function conditionsOf(value: Placed | undefined, of: string, reading: Reading): Conditions {
  const items = reading.values.items(value, `conditions of ${of}`);
  const at = value?.at ?? { line: 1, column: 1 };
  const tree: Tree = {
    kind: "and",
    parts: items.map((item) => treeOf(item, 1, reading)),
    statement: { ...at, text: of },
  };
  const found: Found = { holds: [], triggers: [], anyhow: [] };
  return { alternatives: spread(tree, found, true), ...found };
}

function treeOf(item: Placed, depth: number, reading: Reading): Tree {
  const { values } = reading;
  if (item.kind === "scalar") {
    const text = values.text(item, "a condition") ?? "";
    const statement = { ...item.at, text: shortened(text) };
    const atom = atomOf(text, statement, reading);
    if (atom === null && text !== "")
      values.fault(item.at, `${JSON.stringify(statement.text)} is no condition of Mergify's`);
    return { kind: "atom", atom: atom ?? { kind: "anyhow", isCertain: true, statement } };
  }
  const [entry, second] = values.entries(item, "a condition");
  const statement = { ...item.at, text: shortened(textOf(item)) };
  if (entry === undefined || second !== undefined || !["and", "or", "not"].includes(entry.key) || depth > DEEPEST) {
    const why = depth > DEEPEST ? "nested more than ten deep" : "a condition is a text, `and`, `or` or `not`";
    values.fault(item.at, why);
    return { kind: "not", statement };
  }
  if (entry.key === "not") return { kind: "not", statement };
  const parts = values.items(entry.value, entry.key).map((part) => treeOf(part, depth + 1, reading));
  return { kind: entry.key === "and" ? "and" : "or", parts, statement };
}

/** Equal texts say the same; one that was cut is only itself (`sameKey`). */
function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

/** "not (or (author=ann, label=x))". */
function textOf(item: Placed): string {
  if (item.kind === "scalar") return item.text;
  if (item.kind === "list") return item.items.map(textOf).join(", ");
  return item.entries.map(({ key, value }) => `${key} (${textOf(value)})`).join(", ");
}

interface Found {
  readonly holds: { readonly label: string; readonly statement: Statement }[];
  readonly triggers: { readonly statement: Statement; readonly why: string }[];
  readonly anyhow: Statement[];
}

/** `isAlways`: whatever alternative holds, this has to. */
function spread(tree: Tree, found: Found, isAlways: boolean): readonly Alternative[] {
  switch (tree.kind) {
    case "atom":
      return [ofAtom(tree.atom, found, isAlways)];
    case "not":
      return [guarded(tree.statement, "what must not hold lowers nothing in Rung")];
    case "and":
      return tree.parts.reduce<readonly Alternative[]>(
        (before, part) => product(before, spread(part, found, isAlways), tree.statement),
        [EVERYTHING],
      );
    default:
      return anyOf(tree, found, isAlways);
  }
}

function anyOf(tree: Extract<Tree, { kind: "and" | "or" }>, found: Found, isAlways: boolean): readonly Alternative[] {
  if (!concernsApproval(tree)) {
    // Alternatives of checks, such as success or skipped: which of them holds says nothing of who approves.
    const all = statementsOf(tree).map((statement) => ({
      statement,
      why: "require the check in a ruleset, which takes skipped and neutral ones for passed",
    }));
    if (isAlways) found.triggers.push(...all);
    return [isAlways ? EVERYTHING : guarded(tree.statement, "Rung looks at no checks")];
  }
  const spreads = tree.parts.flatMap((part) => spread(part, found, false));
  return spreads.length > MAX_ALTERNATIVES ? [allOf(spreads, tree.statement)] : spreads;
}

function ofAtom(atom: Atom, found: Found, isAlways: boolean): Alternative {
  switch (atom.kind) {
    case "ask":
      return { asks: [atom.ask], guards: [], asked: [atom.statement] };
    case "guard":
      return { asks: [], guards: [atom.guard], asked: [] };
    case "hold":
      if (!isAlways) return guarded(atom.statement, "a label that is absent lowers nothing in Rung");
      found.holds.push(atom);
      return EVERYTHING;
    case "anyhow":
      if (!isAlways && !atom.isCertain) return guarded(atom.statement, "it lowers nothing in Rung");
      found.anyhow.push(atom.statement);
      return EVERYTHING;
    default:
      if (!isAlways) return guarded(atom.statement, atom.why);
      found.triggers.push(atom);
      return EVERYTHING;
  }
}

function guarded(statement: Statement, why: string): Alternative {
  return { asks: [], guards: [{ kind: "other", statement, why }], asked: [] };
}

/** Whatever one of them asks, so that no less is asked. */
function allOf(alternatives: readonly Alternative[], statement: Statement): Alternative {
  const { guards } = guarded(statement, "there are too many alternatives to be told apart, so all of them are asked");
  return {
    asks: alternatives.flatMap(({ asks }) => asks),
    guards,
    asked: [...new Set(alternatives.flatMap(({ asked }) => asked))],
  };
}

export function product(
  before: readonly Alternative[],
  after: readonly Alternative[],
  statement: Statement,
): readonly Alternative[] {
  if (before.length * after.length > MAX_ALTERNATIVES) return [allOf([...before, ...after], statement)];
  return before.flatMap((one) =>
    after.map((other) => ({
      asks: [...one.asks, ...other.asks],
      guards: [...one.guards, ...other.guards],
      asked: [...one.asked, ...other.asked],
    })),
  );
}

function concernsApproval(tree: Tree): boolean {
  if (tree.kind === "not") return true;
  if (tree.kind !== "atom") return tree.parts.some(concernsApproval);
  return tree.atom.kind === "ask" || tree.atom.kind === "guard";
}

function statementsOf(tree: Tree): readonly Statement[] {
  if (tree.kind === "not") return [tree.statement];
  if (tree.kind !== "atom") return tree.parts.flatMap(statementsOf);
  return [tree.atom.kind === "guard" ? guardStatement(tree.atom.guard) : tree.atom.statement];
}

export function guardStatement(guard: Guard): Statement {
  return "set" in guard ? guard.set.statement : guard.statement;
}
