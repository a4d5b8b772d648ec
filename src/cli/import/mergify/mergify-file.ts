/** Reads Mergify's file (its documentation of July 2026) as clauses: what has to hold for it to merge or queue a pull request. */

import type { Tree } from "../../../registry/ownership/tree.ts";
import { FOLDERS } from "../import-types.ts";
import { peopleNamed } from "../policies/people-named.ts";
import { placeOf, values, valueUnder } from "../policies/placed-values.ts";
import type { Placed, PlacedEntry } from "../policies/placed-yaml.ts";
import { policyIn } from "../policies/policy-in.ts";
import type { Clause, Guard, Literal, MovedStatement, Policy, Statement, Unread } from "../policies/policy-types.ts";
import {
  type Alternative,
  type Conditions,
  conditionsOf,
  guardStatement,
  product,
  type Reading,
} from "./alternatives.ts";
import { ONE_HOLDS, writers } from "./condition.ts";

/** Where Mergify looks; the first of them counts. */
export const MERGIFY_FILES = [
  ".mergify.yml",
  ".mergify.yaml",
  ".mergify/config.yml",
  ".mergify/config.yaml",
  ".github/mergify.yml",
  ".github/mergify.yaml",
];

/** `null`: the tree has none. */
export function mergifyPolicy(tree: Tree, owner: string | null): Policy | Unread | null {
  const file = MERGIFY_FILES.find((path) => tree.read(path) !== null);
  const text = file === undefined ? null : tree.read(file);
  if (file === undefined || text === null) return null;
  const reading: Reading = { values: values(), people: peopleNamed(), owner };
  return policyIn({ file, text }, reading, (top) => policyOf(file, top, reading));
}

interface Part {
  readonly name: string;
  readonly statement: Statement;
  readonly conditions: Conditions;
}

function policyOf(file: string, top: Placed, reading: Reading): Policy {
  const { values: taken, people } = reading;
  const entries = taken.entries(top, "the file");
  const queues = taken.items(valueUnder(entries, "queue_rules"), "queue_rules").map((item) => queueOf(item, reading));
  const rules = taken
    .items(valueUnder(entries, "pull_request_rules"), "pull_request_rules")
    .map((item) => ruleOf(item, reading));
  const merging = waysToMerge(rules, queues);
  const protections = [
    ...taken
      .items(valueUnder(entries, "merge_protections"), "merge_protections")
      .map((item) => protectionOf(item, reading)),
    ...rules.flatMap(({ check }) => check ?? []),
  ];
  const all = [...merging.map(({ conditions }) => conditions), ...protections.map(({ success }) => success)];
  const apart = new Set(merging.flatMap((part) => settingApart(part, merging).map(({ statement }) => statement)));
  const triggers = all.flatMap((one) => one.triggers).filter(({ statement }) => !apart.has(statement));
  const anyhow = [...all, ...protections.map(({ ifs }) => ifs)].flatMap((one) => one.anyhow);
  const holds = all.flatMap((one) => one.holds);
  const hold = holds.find(({ label }) => HOLDING.test(label)) ?? holds[0] ?? null;
  const protecting = protections.map(clauseOf);
  const clauses = [alternativesOf(merging), ...protecting.map(({ clause }) => clause)].filter(
    ({ literals }) => literals.length > 0,
  );
  const dismissing = rules.flatMap(({ dismisses }) => dismisses ?? []);
  return {
    file,
    tool: "Mergify",
    clauses: withDefault(clauses, merging, reading),
    told: [
      ...triggers.map(({ statement, why }): MovedStatement => ({ statement, fate: "elsewhere", why })),
      ...anyhow.map((statement): MovedStatement => ({ statement, fate: "said", why: "" })),
      ...holds.map(
        ({ label, statement }): MovedStatement =>
          label === hold?.label
            ? { statement, fate: "said", why: "" }
            : { statement, fate: "elsewhere", why: ONE_HOLDS },
      ),
      ...rules.flatMap(({ told }) => told),
      ...protecting.flatMap(({ told }) => told),
      ...extendsTold(entries),
    ],
    unknown: people.groups,
    spelling: people.spelling,
    options: {
      authorCounts: false,
      contributorsCount: true,
      lapsesAtPush: dismissing.length > 0,
      holdLabel: hold?.label ?? null,
    },
    rules: RULES,
  };
}

const HOLDING = /hold|not[ -]?merge|no[ -]?merge|block|wip|work[ -]in[ -]progress/i;

const RULES: readonly string[] = [
  "Mergify merges by itself and blocks nobody who merges by hand, but for its merge protections; Rung's check has to be required, and GitHub's auto-merge or `/merge` merges.",
  "When it merges, in which order, with which method, and what it backports or labels is not a registry's matter.",
  "Mergify adds what branch protection requires; a ruleset goes on requiring it beside Rung.",
  "An approval lapses where the diff of its area changes, unless the file says `lapse: push`.",
  "A renamed file counts with its old path, too.",
  FOLDERS,
];

function extendsTold(entries: readonly PlacedEntry[]): readonly MovedStatement[] {
  return entries
    .filter(({ key }) => key === "extends")
    .map(({ at }) => ({
      statement: { ...at, text: "extends" },
      fate: "elsewhere",
      why: "the other repository's file is not in this tree; run the import there, too",
    }));
}

interface Rule extends Part {
  readonly merges: boolean;
  /** Into the queue of that name; `""`: whichever takes it. `null`: it does not queue. */
  readonly queue: string | null;
  readonly check: Protection | null;
  readonly dismisses: Statement | null;
  readonly told: readonly MovedStatement[];
}

/** What is done besides, where it has to do with reviews. */
const BESIDES: Readonly<Record<string, string>> = {
  review: "a bot's review never approves in Rung; what a bot may merge alone is a lowering with `author` and `only`",
  request_reviews: "Rung asks somebody who can approve by itself; `reviews` tells how many",
};

function ruleOf(item: Placed, reading: Reading): Rule {
  const { values: taken } = reading;
  const entries = taken.entries(item, "a rule of pull_request_rules");
  const name = taken.text(valueUnder(entries, "name"), "`name` of a rule") ?? "a rule without a name";
  const isOff = entries.some(({ key }) => key === "disabled");
  const actions = isOff ? [] : taken.entries(valueUnder(entries, "actions"), `actions of ${name}`);
  const of = (key: string) => actions.find((entry) => entry.key === key);
  const concerns = ["merge", "queue", "post_check"].some((key) => of(key) !== undefined);
  const conditions = concerns ? conditionsOf(valueUnder(entries, "conditions"), name, reading) : NO_CONDITIONS;
  const statement = { ...placeOf(entries, "conditions", item.at), text: name };
  const queue = of("queue");
  const queueEntries = queue?.value.kind === "map" ? queue.value.entries : [];
  const check = of("post_check");
  const dismiss = of("dismiss_reviews");
  const dismissing = dismiss?.value.kind === "map" ? dismiss.value.entries : [];
  const keeps = dismissing.some(
    ({ key, value }) => key === "approved" && value.kind === "scalar" && value.value === false,
  );
  const dismisses = dismiss === undefined || keeps ? null : { ...dismiss.at, text: `dismiss_reviews of ${name}` };
  const isAlways = isEmptyList(valueUnder(entries, "conditions"));
  const told = Object.entries(BESIDES).flatMap(([key, why]): readonly MovedStatement[] => {
    const action = of(key);
    return action === undefined
      ? []
      : [{ statement: { ...action.at, text: `${key} of ${name}` }, fate: "elsewhere", why }];
  });
  const lapse: MovedStatement[] =
    dismisses === null
      ? []
      : [
          {
            statement: dismisses,
            fate: isAlways ? "said" : "stricter",
            why: isAlways ? "" : "with `lapse: push` every push ends approvals, whatever its conditions",
          },
        ];
  return {
    name,
    statement,
    conditions,
    dismisses,
    told: [...told, ...lapse],
    merges: of("merge") !== undefined,
    queue: queue === undefined ? null : (taken.text(valueUnder(queueEntries, "name"), "`name` of queue") ?? ""),
    check:
      check === undefined
        ? null
        : {
            name,
            statement,
            ifs: conditions,
            success: conditionsOf(
              check.value.kind === "map" ? valueUnder(check.value.entries, "success_conditions") : undefined,
              name,
              reading,
            ),
          },
  };
}

function isEmptyList(value: Placed | undefined): boolean {
  return value === undefined || (value.kind === "list" && value.items.length === 0);
}

const NO_CONDITIONS: Conditions = {
  alternatives: [{ asks: [], guards: [], asked: [] }],
  holds: [],
  triggers: [],
  anyhow: [],
};

function queueOf(item: Placed, reading: Reading): Part {
  const { values: taken } = reading;
  const entries = taken.entries(item, "a queue rule");
  const name = taken.text(valueUnder(entries, "name"), "`name` of a queue rule") ?? "default";
  const statement = { ...item.at, text: `queue ${name}` };
  const conditions = ["queue_conditions", "routing_conditions", "conditions", "merge_conditions"]
    .filter((key) => valueUnder(entries, key) !== undefined)
    .map((key) => conditionsOf(valueUnder(entries, key), `queue ${name}`, reading))
    .reduce((one, other) => both(one, other, statement), NO_CONDITIONS);
  return { name, statement, conditions };
}

function both(one: Conditions, other: Conditions, statement: Statement): Conditions {
  return {
    alternatives: product(one.alternatives, other.alternatives, statement),
    holds: [...one.holds, ...other.holds],
    triggers: [...one.triggers, ...other.triggers],
    anyhow: [...one.anyhow, ...other.anyhow],
  };
}

/** Every way in which it merges: rules that merge, rules that queue with each queue they may mean, and queues that people use by `/queue`. */
function waysToMerge(rules: readonly Rule[], queues: readonly Part[]): readonly Part[] {
  const direct = rules.filter(({ merges }) => merges);
  const queueing = rules.filter(({ queue }) => queue !== null);
  const queued = queueing.flatMap((rule) => {
    const meant = queues.filter(({ name }) => rule.queue === "" || name === rule.queue);
    if (meant.length === 0) return [rule];
    return meant.map((queue) => ({ ...rule, conditions: both(rule.conditions, queue.conditions, rule.statement) }));
  });
  const unnamed = queueing.some(({ queue }) => queue === "");
  const alone = unnamed ? [] : queues.filter(({ name }) => !queueing.some(({ queue }) => queue === name));
  return [...direct, ...queued, ...alone];
}

/** What is no matter of approval, and is not asked of every way. */
function settingApart({ conditions }: Part, parts: readonly Part[]): Conditions["triggers"] {
  const isShared = (text: string) =>
    parts.every((other) => other.conditions.triggers.some(({ statement }) => statement.text === text));
  return conditions.triggers.filter(({ statement }) => !isShared(statement.text));
}

/** One of them has to hold. What sets one of several apart and is no matter of approval guards it. */
function alternativesOf(parts: readonly Part[]): Clause {
  const literals = parts.flatMap((part) => {
    const { name, statement, conditions } = part;
    const guards = settingApart(part, parts).map(
      ({ statement: at, why }): Guard => ({ kind: "other", statement: at, why }),
    );
    return conditions.alternatives.flatMap((alternative) => literalsOf(name, statement, alternative, guards));
  });
  return { literals };
}

function literalsOf(
  name: string,
  statement: Statement,
  { asks, guards, asked }: Alternative,
  more: readonly Guard[],
): readonly Literal[] {
  const [first, ...also] = asked;
  return [{ name, statement: first ?? statement, also, asks, guards: [...guards, ...more] }];
}

interface Protection {
  readonly name: string;
  readonly statement: Statement;
  readonly ifs: Conditions;
  readonly success: Conditions;
}

function protectionOf(item: Placed, reading: Reading): Protection {
  const { values: taken } = reading;
  const entries = taken.entries(item, "a merge protection");
  const name = taken.text(valueUnder(entries, "name"), "`name` of a merge protection") ?? "a merge protection";
  const of = (key: string) => conditionsOf(valueUnder(entries, key), name, reading);
  return { name, statement: { ...item.at, text: name }, ifs: of("if"), success: of("success_conditions") };
}

/**
 * Where its `if` holds, one of the alternatives has to; an `if` that is more than guards is left out, so that it always has to. Where each
 * alternative depends on something, none may hold: then what all of them ask is asked, and what they depend on is told.
 */
function clauseOf({ name, statement, ifs, success }: Protection): {
  readonly clause: Clause;
  readonly told: readonly MovedStatement[];
} {
  const [only, ...others] = ifs.alternatives;
  const set = [
    ...ifs.triggers.map(({ statement: at, why }): Guard => ({ kind: "other", statement: at, why })),
    ...ifs.holds.map(
      ({ statement: at }): Guard => ({
        kind: "other",
        statement: at,
        why: "a label that is absent guards nothing in Rung",
      }),
    ),
  ];
  const guards = only !== undefined && others.length === 0 && only.asks.length === 0 ? [...only.guards, ...set] : set;
  const { alternatives } = success;
  if (alternatives.some((alternative) => alternative.guards.length === 0)) {
    const literals = alternatives.flatMap((alternative) => literalsOf(name, statement, alternative, guards));
    return { clause: { literals }, told: [] };
  }
  const asks = alternatives.flatMap((alternative) => alternative.asks);
  const asked = [...new Set(alternatives.flatMap((alternative) => alternative.asked))];
  const told = alternatives.flatMap((alternative) =>
    alternative.guards.map(
      (guard): MovedStatement => ({
        statement: guardStatement(guard),
        fate: "elsewhere",
        why: "Rung asks approvals alone of a pull request; a required check of its own can ask this",
      }),
    ),
  );
  return {
    clause: { literals: asks.length === 0 ? [] : literalsOf(name, statement, { asks, guards: [], asked }, guards) },
    told,
  };
}

/** Where it asks of some files alone, it leaves open who approves the rest: somebody who may write. */
function withDefault(clauses: readonly Clause[], merging: readonly Part[], reading: Reading): readonly Clause[] {
  const literals = clauses.flatMap((clause) => clause.literals);
  const asking = literals.filter(({ asks }) => asks.length > 0);
  const ofFiles = asking.filter(({ guards }) =>
    guards.some(({ kind }) => kind === "some-file" || kind === "only-files"),
  );
  const [first] = merging;
  if (first === undefined || asking.length === 0 || ofFiles.length < asking.length) return clauses;
  if (literals.some(({ guards }) => guards.length === 0)) return clauses;
  const statement = { ...first.statement, text: "whatever it does not merge by itself" };
  const rest: Literal = {
    name: "the rest",
    statement,
    also: [],
    asks: [{ count: 1, who: new Set([writers(reading)]) }],
    guards: [],
  };
  return [...clauses, { literals: [rest] }];
}
