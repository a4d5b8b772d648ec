/**
 * Compares a written registry with the policy it was made from: for pull requests of each existing file, in each situation that the
 * policy distinguishes, whether Rung asks for everything that the policy asked for.
 */

import { parseRegistry } from "../../../commands/read-registry.ts";
import { kindOfBot, loweringsOf, raisesOf } from "../../../registry/conditions/condition.ts";
import { glob } from "../../../registry/glob.ts";
import { indexed, type RegistryIndex } from "../../../registry/registry-index.ts";
import type { Fault, Registry } from "../../../registry/registry-types.ts";
import { type Account, loginKey, type RepositoryName } from "../../../shared/names.ts";
import { inOrder } from "../import-people.ts";
import { implies, isWithin, strongest } from "./asks.ts";
import { sameKey, together } from "./clause-asks.ts";
import type { Ask, Clause, Guard, Literal, Policy } from "./policy-types.ts";

interface PolicyDifference {
  readonly path: string;
  readonly kind: "stricter" | "laxer" | "untold";
}

export interface PolicyProof {
  /** Paths that were compared, each in every situation. */
  readonly compared: number;
  readonly situations: number;
  readonly differences: readonly PolicyDifference[];
  readonly faults: readonly Fault[];
  /** `null`: the text is faulty, and nothing was compared. */
  readonly registry: Registry | null;
}

interface Situation {
  readonly branch: string;
  readonly label: string | null;
  readonly bot: string | null;
  readonly lines: number;
}

const ORDINARY: Situation = { branch: "main", label: null, bot: null, lines: 1 };

export function policyProof(
  text: string,
  policy: Policy,
  paths: readonly string[],
  repository: RepositoryName,
): PolicyProof {
  const source = { repository, path: "roles.yaml", oid: "" };
  const { registry, faults } = parseRegistry(text, source);
  if (registry === null) return { compared: 0, situations: 0, differences: [], faults, registry };
  const teams = new Map<string, readonly Account[]>(
    registry.teams.map(({ team }) => [team, [{ login: team, id: null, type: "User" }]]),
  );
  const index = indexed(registry, teams);
  const situations = situationsOf(policy);
  const asked = asksIn(index, repository);
  const known = new Map<string, PolicyDifference["kind"] | null>();
  const differences = paths.flatMap((path): readonly PolicyDifference[] => {
    if (index.isRegistryPath(path)) return [];
    const kinds = situations.map((situation) => {
      const needed = policy.clauses.map((clause) => neededOf(clause, path, situation));
      const given = asked(path, situation);
      // Of thousands of files most ask the same.
      const key = JSON.stringify([needed, given].map((each) => shape(each)));
      const kind = known.get(key) ?? (known.has(key) ? null : kindOf(needed, given));
      known.set(key, kind);
      return kind;
    });
    const worst = (["laxer", "untold", "stricter"] as const).find((kind) => kinds.includes(kind));
    return worst === undefined ? [] : [{ path, kind: worst }];
  });
  return { compared: paths.length, situations: situations.length, differences, faults, registry };
}

function shape(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) => (each instanceof Set ? inOrder(each) : each));
}

/** One for each guard that a policy has, alone. */
function situationsOf({ clauses }: Policy): readonly Situation[] {
  const guards = clauses.flatMap(({ literals }) => literals.flatMap((literal) => literal.guards));
  const found = guards.flatMap((guard): readonly Situation[] => {
    switch (guard.kind) {
      case "branch":
        return (guard.set.over ?? []).map((glob) => ({
          ...ORDINARY,
          branch: glob.replace(/\*+/g, "x").replace(/\?/g, "x").replace(/\\/g, ""),
        }));
      case "label":
        return [{ ...ORDINARY, label: guard.label }];
      case "bots":
        return guard.bots.map((bot) => ({ ...ORDINARY, bot }));
      case "lines":
        return [{ ...ORDINARY, lines: guard.from }];
      default:
        return [];
    }
  });
  return [...new Map([ORDINARY, ...found].map((each) => [JSON.stringify(each), each])).values()];
}

/** What of a clause has to be given: of each list one alternative; `null`: it says nothing of such a pull request. */
type Needed = readonly (readonly (readonly Ask[])[])[] | null;

/**
 * Of what Rung cannot see, whatever is the stricter: each list has to be met. Where what one depends on holds, whatever depends on no more
 * is an alternative to it.
 */
function neededOf({ literals }: Clause, path: string, situation: Situation): Needed {
  const isPassed = literals.some(
    ({ guards, isBeside }) => isBeside && guards.some((guard) => holds(guard, path, situation) === false),
  );
  if (isPassed) return [];
  const certain = literals.filter(({ guards }) => guards.every((guard) => holds(guard, path, situation) === true));
  if (certain.length > 0) return [alternativesOf(certain)];
  const possible = literals.filter(({ guards }) => !guards.some((guard) => holds(guard, path, situation) === false));
  if (possible.length === 0) return null;
  const each = possible.map((literal) => ({ literal, unseen: unseenIn(literal, path, situation) }));
  // Where what a rule beside others depends on does not hold, the clause is passed: all of it holds wherever something is needed.
  const beside = each.filter(({ literal }) => literal.isBeside);
  const held =
    beside.length > 0 ? [new Set(beside.flatMap(({ unseen }) => [...unseen]))] : each.map(({ unseen }) => unseen);
  const sets = new Map(held.map((unseen) => [JSON.stringify(inOrder(unseen)), unseen]));
  return [...sets.values()].map((all) =>
    alternativesOf(each.filter(({ unseen }) => isWithin(unseen, all)).map(({ literal }) => literal)),
  );
}

function unseenIn({ guards }: Literal, path: string, situation: Situation): ReadonlySet<string> {
  return new Set(guards.filter((guard) => holds(guard, path, situation) === null).map(sameKey));
}

/** Of more alternatives than these not every choice of them is tried. */
const MAX_CHOSEN = 6;

/** Each alternative by itself, and what can be asked of several together: whoever meets that meets one of them. */
function alternativesOf(literals: readonly Literal[]): readonly (readonly Ask[])[] {
  const alone = literals.map(({ asks }) => strongest(asks));
  if (literals.length > MAX_CHOSEN) return [...alone, together(literals)];
  const several = choicesOf(literals).filter(({ length }) => length > 1);
  return [...alone, ...several.map(together)];
}

function choicesOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return all.reduce<readonly (readonly T[])[]>(
    (choices, one) => choices.flatMap((each) => [each, each.concat(one)]),
    [[]],
  );
}

/** `null`: Rung cannot see it. */
function holds(guard: Guard, path: string, { branch, label, bot, lines }: Situation): boolean | null {
  switch (guard.kind) {
    case "some-file":
    case "only-files":
      return guard.set.matches(path);
    case "branch":
      return guard.set.matches(branch);
    case "label":
      return guard.label === label;
    case "bots":
      return bot !== null && guard.bots.includes(bot);
    case "lines":
      return lines >= guard.from;
    case "of-a-bot":
      return bot !== null ? true : null;
    default:
      return null;
  }
}

type AskedOf = (path: string, situation: Situation) => readonly Ask[];

function asksIn(index: RegistryIndex, repository: RepositoryName): AskedOf {
  return (path, situation) =>
    index.areaPathsOf(repository, path).flatMap((chain) => {
      const usual = index.neededFor(chain, situation.branch);
      const { from } = usual;
      const min =
        usual.min === 0 ? 0 : minBy(index.registry, { usual: usual.min, path, area: chain.areas[0] }, situation);
      const who = new Set(index.approversOf(chain, from).map(({ login }) => loginKey(login)));
      return min === 0 ? [] : [{ count: min, who }];
    });
}

interface AtArea {
  readonly usual: number;
  readonly path: string;
  readonly area: string | undefined;
}

/** By the lines of `approval.when`, of a pull request of this file alone. */
function minBy(registry: Registry, { usual, path, area }: AtArea, { label, bot, lines }: Situation): number {
  const { approval, bots, areas } = registry;
  const kind = bot === null ? null : kindOfBot(bots, bot);
  const raised = raisesOf(approval.when).filter(
    (line) =>
      (line.lines === undefined || lines >= line.lines) &&
      (line.label === undefined || line.label === label) &&
      (line.author === undefined || line.author === kind),
  );
  const lowered = loweringsOf(approval.when).filter(
    ({ author, only }) => author === kind && only.some((pattern) => glob(pattern).matches(path)),
  );
  const own = areas.find(({ name }) => name === area);
  const isPlain = own?.exclusive !== true && own?.approval.min === undefined && usual === approval.min;
  const lowest = isPlain && !path.startsWith(".github/") ? Math.min(usual, ...lowered.map(({ min }) => min)) : usual;
  return Math.max(lowest, ...raised.map(({ min = 0 }) => min));
}

function kindOf(needed: readonly Needed[], given: readonly Ask[]): PolicyDifference["kind"] | null {
  const told = needed.filter((each) => each !== null);
  if (told.length === 0) return "untold";
  const lists = told.flat();
  const isMet = (asks: readonly Ask[]) => asks.every((ask) => given.some((one) => implies(one, ask)));
  if (!lists.every((alternatives) => alternatives.some(isMet))) return "laxer";
  const all = lists.flat(2);
  return given.every((one) => all.some((ask) => implies(ask, one))) ? null : "stricter";
}
