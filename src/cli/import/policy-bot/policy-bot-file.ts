/** Reads palantir/policy-bot's `.policy.yml` (its README and source, July 2026) as clauses; a rule whose `if` fails disappears there. */

import type { Tree } from "../../../registry/ownership/tree.ts";
import type { Place } from "../../../registry/yaml-tree.ts";
import { FOLDERS } from "../import-types.ts";
import { isEverything } from "../policies/name-set.ts";
import { peopleNamed } from "../policies/people-named.ts";
import { values, valueUnder } from "../policies/placed-values.ts";
import type { Placed, PlacedEntry } from "../policies/placed-yaml.ts";
import { policyIn } from "../policies/policy-in.ts";
import type { Clause, Literal, MovedStatement, Policy, Unread } from "../policies/policy-types.ts";
import { actorsOf, joinedOptions, quoted, type Rule, rulesOf, toldOfOptions } from "./policy-bot-rules.ts";
import { guardsOf, type Reading } from "./predicates.ts";

/** Where policy-bot looks unless its server is told otherwise. */
export const POLICY_BOT_FILE = ".policy.yml";

/** `null`: the tree has none. */
export function policyBotPolicy(tree: Tree): Policy | Unread | null {
  const text = tree.read(POLICY_BOT_FILE);
  if (text === null) return null;
  return policyIn({ file: POLICY_BOT_FILE, text }, { values: values(), people: peopleNamed() }, policyOf);
}

function policyOf(top: Placed, reading: Reading): Policy {
  const { values: taken, people } = reading;
  const entries = taken.entries(top, "the file");
  const remote = entries.find(({ key }) => key === "remote");
  if (remote !== undefined)
    taken.fault(remote.at, "the policy is another repository's file; run the import in a checkout of that one");
  else taken.onlyKeys(entries, ["policy", "approval_rules", "approval_defaults"], "the file");
  const policy = taken.entries(valueUnder(entries, "policy"), "policy");
  taken.onlyKeys(policy, ["approval", "disapproval"], "policy");
  const rules = rulesOf(valueUnder(entries, "approval_rules"), valueUnder(entries, "approval_defaults"), reading);
  const approval = taken.items(valueUnder(policy, "approval"), "approval");
  const used = new Set<Rule>();
  const clauses = approval.flatMap((item) => clausesOf(item, 1, { rules, used, reading }));
  const joined = joinedOptions([...used]);
  const disapproval = disapprovalOf(valueUnder(policy, "disapproval"), clauses, reading);
  const unused = [...rules.values()].filter((rule) => !used.has(rule));
  return {
    file: POLICY_BOT_FILE,
    tool: "policy-bot",
    // Without an approval policy everything is approved.
    clauses: approval.length === 0 ? [{ literals: [noPolicy(top.at)] }] : clauses,
    told: [
      ...toldOfOptions([...used], joined, taken),
      ...disapproval.told,
      ...unused.map(({ statement }): MovedStatement => ({ statement, fate: "said", why: "" })),
    ],
    unknown: people.groups,
    spelling: people.spelling,
    options: { ...joined, holdLabel: disapproval.holdLabel },
    rules: rulesOfRung(joined),
  };
}

function noPolicy(at: Place): Literal {
  return {
    name: "no approval policy",
    statement: { ...at, text: "no approval policy: everything is approved" },
    also: [],
    asks: [],
    guards: [],
  };
}

interface Walk {
  readonly rules: ReadonlyMap<string, Rule>;
  readonly used: Set<Rule>;
  readonly reading: Reading;
}

/** policy-bot documents five and takes ten. */
const DEEPEST = 10;
/** More clauses than these are not joined; each alternative is then asked. */
const MAX_CLAUSES = 64;

/** All of them have to hold; where rules vanish, no less is asked than policy-bot does. */
function clausesOf(item: Placed, depth: number, walk: Walk): readonly Clause[] {
  const { values: taken } = walk.reading;
  if (item.kind === "scalar") {
    const name = taken.text(item, "an item of the policy") ?? "";
    const rule = walk.rules.get(name);
    if (rule === undefined) {
      taken.fault(item.at, `no rule is called ${quoted(name)}`);
      return [];
    }
    walk.used.add(rule);
    return [{ literals: [rule] }];
  }
  const [entry, second] = taken.entries(item, "an item of the policy");
  if (entry === undefined || second !== undefined || !["and", "or"].includes(entry.key) || depth > DEEPEST) {
    taken.fault(
      item.at,
      depth > DEEPEST ? "nested more than ten deep" : "an item of the policy is a rule's name, `and` or `or`",
    );
    return [];
  }
  const items = taken.items(entry.value, entry.key);
  if (items.length === 0) taken.fault(entry.at, `\`${entry.key}\` has nothing to join`);
  const parts = items.map((part) => clausesOf(part, depth + 1, walk));
  return entry.key === "and" ? parts.flat() : anyOfClauses(parts.map(asPart));
}

/** Of rules that are asked together with one that never vanishes, the others do not make the whole vanish. */
function asPart(clauses: readonly Clause[]): readonly Clause[] {
  if (!clauses.some(({ literals }) => literals.some(isAlwaysThere))) return clauses;
  return clauses.map((clause) => {
    const [only, ...others] = clause.literals;
    const isPlain = only === undefined || others.length > 0 || isAlwaysThere(only);
    return isPlain ? clause : { literals: [{ ...only, isBeside: true as const }] };
  });
}

function isAlwaysThere({ guards }: Literal): boolean {
  return guards.every((guard) => guard.kind === "condition" || ("set" in guard && isEverything(guard.set)));
}

function anyOfClauses(parts: readonly (readonly Clause[])[]): readonly Clause[] {
  let found: readonly Clause[] = [{ literals: [] }];
  for (const part of parts) {
    if (part.length === 0) continue;
    found = found.flatMap(({ literals }) => part.map((clause) => ({ literals: [...literals, ...clause.literals] })));
    if (found.length > MAX_CLAUSES) return parts.flat();
  }
  return found.map(({ literals }) => ({ literals: [...new Set(literals)] }));
}

interface Disapproval {
  readonly holdLabel: string | null;
  readonly told: readonly MovedStatement[];
}

function disapprovalOf(value: Placed | undefined, clauses: readonly Clause[], reading: Reading): Disapproval {
  const { values: taken } = reading;
  const entries = taken.entries(value, "disapproval");
  taken.onlyKeys(entries, ["if", "options", "requires"], "disapproval");
  const guards = guardsOf(valueUnder(entries, "if"), reading, "disapproval");
  const label = guards.find((guard) => guard.kind === "label");
  const holds = guards.map((guard): MovedStatement => {
    const statement = "set" in guard ? guard.set.statement : guard.statement;
    if (guard === label) {
      if (label.isExact) return { statement, fate: "said", why: "" };
      return { statement, fate: "stricter", why: `the label ${JSON.stringify(label.label)} holds by itself` };
    }
    return {
      statement,
      fate: "elsewhere",
      why: "in Rung people hold, with `/hold` or the hold label; a required check of its own can look at it",
    };
  });
  const told = [...holds, ...whoDisapproves(entries, clauses, reading), ...howToDisapprove(entries)];
  return { holdLabel: label?.kind === "label" ? label.label : null, told };
}

function whoDisapproves(
  entries: readonly PlacedEntry[],
  clauses: readonly Clause[],
  reading: Reading,
): readonly MovedStatement[] {
  const requires = entries.find(({ key }) => key === "requires");
  const actors = reading.values.entries(requires?.value, "requires of disapproval");
  const who = actorsOf(actors, "disapproval", reading);
  if (requires === undefined) return [];
  const asked = new Set(
    clauses.flatMap(({ literals }) => literals.flatMap(({ asks }) => asks.flatMap((ask) => [...ask.who]))),
  );
  const statement = { line: requires.at.line, column: requires.at.column, text: "who disapproves" };
  if ([...who].every((key) => asked.has(key))) return [{ statement, fate: "said", why: "" }];
  const why =
    "changes requested block in Rung by those who may approve what is changed; others hold with `/hold`. A ruleset that requires a review lets requested changes of everybody with write access block";
  return [{ statement, fate: "elsewhere", why }];
}

function howToDisapprove(entries: readonly PlacedEntry[]): readonly MovedStatement[] {
  const methods = entries.find(({ key }) => key === "options");
  if (methods === undefined) return [];
  const statement = { line: methods.at.line, column: methods.at.column, text: "how to disapprove" };
  const why = "in Rung a review that requests changes blocks, and `/hold` in a comment";
  return [{ statement, fate: "elsewhere", why }];
}

function rulesOfRung({
  lapsesAtPush,
  authorCounts,
  authorAsContributor,
}: ReturnType<typeof joinedOptions>): readonly string[] {
  return [
    ...(authorCounts && authorAsContributor
      ? [
          "`allow_contributor` lets the author approve too, whatever `allow_author` says, so `author-counts: true` is written; without that line they may not.",
        ]
      : []),
    ...(lapsesAtPush
      ? []
      : [
          "An approval lapses where the diff of its area changes; policy-bot kept it over every push. `lapse: never` is as it was.",
        ]),
    "Whoever may approve what is changed blocks it by requesting changes, until they approve or it is dismissed; only they, not others of their team, take that back.",
    "A renamed file counts with its old path, too; policy-bot looks at the new one.",
    "Bots never approve, and a label never stands for an approval.",
    "Where every rule is skipped policy-bot ends in an error and lets nothing in; Rung asks those who are named in the area `unowned`.",
    FOLDERS,
  ];
}
