/** What a clause asks of pull requests, expressed in ways in which Rung can ask; never less than the clause does. */

import { coversEverything } from "../../../registry/glob.ts";
import { anyOf, implies, strongest } from "./asks.ts";
import { isEverything } from "./name-set.ts";
import type { Ask, Clause, Guard, Literal, MovedStatement } from "./policy-types.ts";

/** Approvals beside others, where some file is among these. */
export interface PathAsk {
  readonly paths: readonly string[];
  readonly asks: readonly Ask[];
  readonly literal: Literal;
}

/** Where nothing but these files is changed, this is enough. */
export interface Enough {
  readonly literal: Literal;
  readonly paths: readonly string[];
  readonly asks: readonly Ask[];
}

interface ClauseAsks {
  /** Of every pull request, all of them. */
  readonly always: readonly Ask[];
  readonly byPath: readonly PathAsk[];
  /** Where a guard that is no pattern of paths holds. */
  readonly raises: readonly Literal[];
  readonly enough: readonly Enough[];
  /** Enough where a bot wrote it. */
  readonly lowerings: readonly Enough[];
  /** It holds of every pull request without anybody's approval. */
  readonly isFree: boolean;
  readonly told: readonly MovedStatement[];
}

export function clauseAsks({ literals }: Clause): ClauseAsks {
  const { literals: plain, told: ofShared } = withoutShared(
    literals.filter((literal) => !isNever(literal)).map(withoutEmptyGuards),
  );
  const always = plain.filter(({ guards }) => guards.length === 0);
  const others = plain.filter(({ guards }) => guards.length > 0);
  const enough = others.flatMap(enoughOf);
  const lowerings = others.flatMap(loweringOf);
  const ways = new Set([...enough, ...lowerings].map(({ literal }) => literal));
  if (always.length > 0) {
    const asks = together(always);
    const isFree = asks.length === 0;
    const dropped = isFree ? [] : others.filter((literal) => !ways.has(literal));
    const told = [
      ...ofShared,
      ...always.flatMap((literal) => toldOfAlways(literal, asks)),
      ...dropped.flatMap((literal) => toldOfDropped(literal)),
      ...(isFree ? others.flatMap(saidOf) : []),
    ];
    return { always: asks, byPath: [], raises: [], enough, lowerings, isFree, told };
  }
  const beside = others.find(({ isBeside }) => isBeside);
  if (beside === undefined) {
    const found = conditional(others);
    return { ...found, enough, lowerings, isFree: false, told: [...ofShared, ...found.told] };
  }
  // The clause holds where this one's guards do not; where they do, it is enough.
  const found = conditional([beside]);
  const dropped = others.filter((literal) => literal !== beside && !ways.has(literal));
  return {
    ...found,
    enough,
    lowerings,
    isFree: false,
    told: [...ofShared, ...found.told, ...dropped.flatMap(toldOfDropped)],
  };
}

/** Without what guards every one of several: they are asked whether it holds or not. */
function withoutShared(literals: readonly Literal[]): {
  literals: readonly Literal[];
  told: readonly MovedStatement[];
} {
  const [first, ...others] = literals;
  if (first === undefined || others.length === 0 || literals.some(({ isBeside }) => isBeside))
    return { literals, told: [] };
  const isShared = (guard: Guard) =>
    guard.kind !== "some-file" &&
    guard.kind !== "only-files" &&
    guard.kind !== "condition" &&
    others.every(({ guards }) => guards.some((other) => sameKey(other) === sameKey(guard)));
  const shared = new Set(first.guards.filter(isShared).map(sameKey));
  const told = literals.flatMap(({ guards }) =>
    guards.filter((guard) => shared.has(sameKey(guard))).map((guard) => toldOfGuard(guard, null)),
  );
  const left = literals.map((one) => ({ ...one, guards: one.guards.filter((guard) => !shared.has(sameKey(guard))) }));
  return { literals: shared.size === 0 ? literals : left, told };
}

/** Guards of equal keys hold of the same pull requests. */
export function sameKey(guard: Guard): string {
  return JSON.stringify([guard.kind, keyOf(guard)]);
}

/** A pattern of everything guards nothing. */
function withoutEmptyGuards(literal: Literal): Literal {
  const guards = literal.guards.filter(
    (guard) =>
      !(guard.kind === "some-file" || guard.kind === "only-files" || guard.kind === "branch") ||
      !isEverything(guard.set),
  );
  return { ...literal, guards };
}

/** No file is among none. */
function isNever({ guards }: Literal): boolean {
  return guards.some((guard) => "set" in guard && guard.set.over?.length === 0);
}

/** Every choice of one ask of each alternative has to be met by one of them. */
export function together(literals: readonly Literal[]): readonly Ask[] {
  const all = literals.map(({ asks }) => strongest(asks));
  if (all.some((list) => list.length === 0)) return [];
  // Whoever meets all of one that asks more meets the other as well.
  const lists = all.filter(
    (list, at) =>
      !all.some((other, place) => place !== at && isMore(list, other) && (place < at || !isMore(other, list))),
  );
  let choices: readonly (readonly Ask[])[] = [[]];
  for (const list of lists) {
    choices = choices.flatMap((choice) => list.map((ask) => [...choice, ask]));
    // So many alternatives are asked one beside the other.
    if (choices.length > 64) return strongest(lists.flat());
  }
  return strongest(choices.map(anyOf));
}

function isMore(asks: readonly Ask[], than: readonly Ask[]): boolean {
  return than.every((ask) => asks.some((one) => implies(one, ask)));
}

function toldOfAlways(literal: Literal, asks: readonly Ask[]): readonly MovedStatement[] {
  const isExact = literal.asks.every((ask) => ask.count === 0 || asks.some((other) => implies(ask, other)));
  const why = "where several are enough, so many are asked of all their people that one of them is met for certain";
  return literalTold(literal, isExact ? "said" : "stricter", isExact ? "" : why);
}

/** Without it the others are asked. */
function toldOfDropped(literal: Literal): readonly MovedStatement[] {
  return [
    ...literalTold(literal, "stricter", "asked for like every other pull request"),
    ...literal.guards.map((guard) => guardTold(guard, "stricter", whyNotLower(guard))),
  ];
}

function whyNotLower(guard: Guard): string {
  switch (guard.kind) {
    case "other":
    case "condition":
    case "of-a-bot":
      return `in Rung it lowers nothing: ${guard.why}`;
    case "label":
      return "labels never lower in Rung: whoever may label could let it through; a ruleset's bypass list is logged by GitHub";
    case "bots":
      return "a bot's pull request needs less only with the files it may change; write `only` beside it";
    case "lines":
      return "few lines lower nothing in Rung";
    case "branch":
      return "on a branch Rung asks for more and never for less";
    default:
      return "the other alternatives are asked of these files, too";
  }
}

export function guardTold(guard: Guard, fate: MovedStatement["fate"], why: string): MovedStatement {
  const statement = "set" in guard ? guard.set.statement : guard.statement;
  return { statement, fate, why };
}

export function saidOf(literal: Literal): readonly MovedStatement[] {
  return [...literalTold(literal, "said", ""), ...literal.guards.map((guard) => guardTold(guard, "said", ""))];
}

export function literalTold(
  { statement, also }: Literal,
  fate: MovedStatement["fate"],
  why: string,
): readonly MovedStatement[] {
  return [statement, ...also].map((each) => ({ statement: each, fate, why }));
}

function conditional(literals: readonly Literal[]): Omit<ClauseAsks, "enough" | "lowerings" | "isFree"> {
  const always: Ask[] = [];
  const byPath: PathAsk[] = [];
  const raises: Literal[] = [];
  const told: MovedStatement[] = [];
  for (const group of alike(literals)) {
    const [first] = group;
    if (first === undefined) continue;
    const asks = together(group);
    const literal = { ...first, asks };
    const paths = pathsOf(literal);
    const raise = literal.guards.find(({ kind }) => RAISING.some((one) => one === kind));
    if (asks.length === 0) told.push(...group.flatMap(saidOfNobody));
    else if (paths !== null) {
      byPath.push({ paths: paths.paths, asks, literal });
      told.push(...group.flatMap((each) => toldOfGuarded(each, paths.guard)));
    } else if (raise !== undefined) raises.push(literal);
    else {
      always.push(...asks);
      told.push(...group.flatMap((each) => toldOfGuarded(each, null)));
    }
  }
  return { always, byPath, raises, told };
}

/** What more may be asked of, of the same people. */
const RAISING = ["branch", "lines", "label", "bots"] as const;

/** Who needs nobody there is not asked for; but what has to hold beside approvals is for GitHub to ask. */
function saidOfNobody(literal: Literal): readonly MovedStatement[] {
  const guards = literal.guards.map((guard) =>
    guard.kind === "condition" ? guardTold(guard, "elsewhere", guard.why) : guardTold(guard, "said", ""),
  );
  return [...literalTold(literal, "said", ""), ...guards];
}

/** Alternatives for the same guards are alternatives in Rung, too. */
function alike(literals: readonly Literal[]): readonly (readonly Literal[])[] {
  const key = ({ guards }: Literal) => JSON.stringify(guards.map(sameKey));
  return [...Map.groupBy(literals, key).values()];
}

function keyOf(guard: Guard): unknown {
  switch (guard.kind) {
    case "some-file":
    case "only-files":
    case "branch":
      return guard.set.isExact ? guard.set.over?.toSorted() : guard.set.statement;
    case "bots":
      return guard.bots.toSorted();
    case "lines":
      return guard.from;
    case "label":
      return guard.label;
    case "other":
      return guard.statement.text.endsWith("…") ? guard.statement : guard.statement.text;
    default:
      return guard.statement;
  }
}

/** The narrowest patterns of paths that guard it, which match whatever it is about. */
function pathsOf({ guards }: Literal): { readonly paths: readonly string[]; readonly guard: Guard } | null {
  for (const kind of ["some-file", "only-files"] as const)
    for (const guard of guards)
      if (guard.kind === kind && guard.set.over !== null && !guard.set.over.includes("**"))
        return { paths: guard.set.over, guard };
  return null;
}

/** `kept`: the guard that Rung goes by; the others are left out, so that it asks more often. */
export function toldOfGuarded(literal: Literal, kept: Guard | null): readonly MovedStatement[] {
  return [...literalTold(literal, "said", ""), ...literal.guards.map((guard) => toldOfGuard(guard, kept))];
}

function toldOfGuard(guard: Guard, kept: Guard | null): MovedStatement {
  if (guard === kept) return toldOfKept(guard);
  if (guard.kind === "condition") return guardTold(guard, "elsewhere", guard.why);
  if (guard.kind === "other") return guardTold(guard, "stricter", `asked whether it holds or not: ${guard.why}`);
  if (guard.kind === "some-file" || guard.kind === "only-files")
    return guardTold(
      guard,
      "stricter",
      kept === null
        ? "no pattern of roles.yaml says it, so it is asked of every file"
        : "asked whether it holds or not",
    );
  return guardTold(guard, "stricter", "asked whether it holds or not");
}

function toldOfKept(guard: Guard): MovedStatement {
  if (guard.kind === "only-files")
    return guardTold(guard, "stricter", "asked wherever such a file is changed, with others, too");
  if (guard.kind === "some-file" && !guard.set.isExact)
    return guardTold(
      guard,
      "stricter",
      "an area's patterns leave nothing out, so the ignored files are asked for, too",
    );
  if ("isExact" in guard && !guard.isExact) return guardTold(guard, "stricter", "asked wherever one part of it holds");
  return guardTold(guard, "said", "");
}

/** Enough for files alone: nothing else guards it. */
function enoughOf(literal: Literal): readonly Enough[] {
  const [guard, ...others] = literal.guards;
  if (guard?.kind !== "only-files" || others.length > 0 || guard.set.under.length === 0) return [];
  return [{ literal, paths: guard.set.under, asks: strongest(literal.asks) }];
}

/** Enough where a bot opened and wrote all of it, and it changes nothing but these files. */
function loweringOf(literal: Literal): readonly Enough[] {
  const [files, ...more] = literal.guards.filter((guard) => guard.kind === "only-files");
  const others = literal.guards.filter(({ kind }) => kind !== "only-files" && kind !== "bots" && kind !== "of-a-bot");
  const under = files?.set.under ?? [];
  if (more.length > 0 || others.some((guard) => !coversOnly(guard, files)) || under.length === 0) return [];
  if (botsOf(literal).length === 0 || under.some(coversEverything)) return [];
  return [{ literal, paths: under, asks: strongest(literal.asks) }];
}

/** Where only some files are changed, such a file is. */
function coversOnly(guard: Guard, files: Extract<Guard, { readonly kind: "only-files" }> | undefined): boolean {
  if (guard.kind !== "some-file" || !guard.set.isExact || files === undefined || !files.set.isExact) return false;
  const over = new Set(guard.set.over);
  return files.set.under.every((path) => over.has(path));
}

/** The bots of whom all of its guards speak. */
export function botsOf({ guards }: Literal): readonly string[] {
  const [first = [], ...others] = guards.flatMap((guard) => (guard.kind === "bots" ? [guard.bots] : []));
  return first.filter((bot) => others.every((list) => list.includes(bot)));
}
