/** Reads the predicates of policy-bot (`if`, `conditions`) as guards, each with what expresses it in Rung or on GitHub instead. */

import { namesFound } from "../policies/name-set.ts";
import type { PeopleNamed } from "../policies/people-named.ts";
import { type Values, valueUnder } from "../policies/placed-values.ts";
import type { Placed, PlacedEntry } from "../policies/placed-yaml.ts";
import type { Guard, NameSet, Statement } from "../policies/policy-types.ts";

export interface Reading {
  readonly values: Values;
  readonly people: PeopleNamed;
}

interface Predicate {
  readonly key: string;
  readonly entries: readonly PlacedEntry[];
  readonly value: Placed;
  readonly statement: Statement;
}

type Reader = (predicate: Predicate, reading: Reading) => readonly Guard[];

const CHECKS = "require the check in a ruleset, which GitHub asks of every pull request";
const BY_AUTHOR = "whoever opens a pull request writes it";
const METADATA = `${BY_AUTHOR}; a required check of its own can look at it`;
const HUMANS = "of people Rung asks the same whoever wrote it; only kinds of bots, and newcomers, are told apart";

const HAPPENED = "a file counts in Rung whatever happened to it: added, changed, renamed or deleted";

const READERS: Readonly<Record<string, Reader>> = {
  changed_files: (predicate, reading) => someFile(predicate, reading),
  only_changed_files: (predicate, reading) => {
    const set = setAt(predicate, "paths", reading);
    return set === null ? [] : [{ kind: "only-files", set }];
  },
  no_changed_files: (predicate, reading) => {
    setAt(predicate, "paths", reading);
    return other("Rung asks for more because of files and never for less because others are absent")(
      predicate,
      reading,
    );
  },
  file_added: other(HAPPENED),
  file_not_added: other(HAPPENED),
  file_deleted: other(HAPPENED),
  file_not_deleted: other(HAPPENED),
  has_author_in: (predicate, reading) => bots(predicate, reading),
  only_has_contributors_in: (predicate, reading) => bots(predicate, reading),
  has_contributor_in: other(`who wrote part of it changes nothing of what is asked; ${HUMANS}`),
  author_is_only_contributor: (predicate, { values }) =>
    values.flag(predicate.value, predicate.key)
      ? [{ kind: "of-a-bot", statement: predicate.statement, why: HUMANS }]
      : [{ kind: "other", statement: predicate.statement, why: HUMANS }],
  targets_branch: (predicate, reading) => {
    const set = setAt(predicate, "pattern", reading);
    return set === null ? [] : [{ kind: "branch", set }];
  },
  from_branch: other(`the head branch's name says nothing in Rung: ${BY_AUTHOR}`),
  modified_lines: (predicate, reading) => lines(predicate, reading),
  has_labels: (predicate, { values }) => {
    const [label, ...more] = values.texts(predicate.value, predicate.key);
    const isExact = more.length === 0;
    return label === undefined ? [] : [{ kind: "label", label: label.text, isExact, statement: predicate.statement }];
  },
  has_status: other(CHECKS),
  has_successful_status: other(CHECKS),
  has_workflow_result: other(CHECKS),
  repository: other("a registry speaks of its repository; where it serves several, areas have `repos`"),
  title: other(METADATA),
  commit_messages: other(METADATA),
  has_valid_signatures: (predicate, { values }) =>
    values.flag(predicate.value, predicate.key)
      ? [{ kind: "of-a-bot", statement: predicate.statement, why: "a ruleset can require signed commits of everybody" }]
      : [],
  has_valid_signatures_by: other("a ruleset can require signed commits, of everybody"),
  has_valid_signatures_by_keys: (predicate, reading) => keys(predicate, reading),
};

/** Keys with which GitHub signs what is committed in it, also by bots: the present one, and the one before. */
const GITHUBS_KEYS = ["B5690EEEBB952194", "4AEE18F83AFDEB23"];

/** In their order. A predicate that is not known guards, and Rung does not ask it. */
export function guardsOf(value: Placed | undefined, reading: Reading, rule: string): readonly Guard[] {
  return reading.values.entries(value, `what ${rule} depends on`).flatMap(({ key, at, value: written }) => {
    const statement = { ...at, text: `${key} of ${rule}` };
    const simple = written.kind === "map" ? written.entries : [];
    const read = READERS[key] ?? other("Rung has nothing like it");
    return read({ key, entries: simple, value: written, statement }, reading);
  });
}

function other(why: string): Reader {
  return ({ statement }) => [{ kind: "other", statement, why }];
}

function someFile(predicate: Predicate, reading: Reading): readonly Guard[] {
  const { values } = reading;
  values.onlyKeys(values.entries(predicate.value, predicate.key), ["paths", "ignore"], predicate.key);
  const isOfPaths = valueUnder(predicate.entries, "paths") !== undefined;
  const set = isOfPaths ? setAt(predicate, "paths", reading) : namesFound([""], predicate.statement);
  const ignored = valueUnder(predicate.entries, "ignore");
  if (set === null) return [];
  if (ignored === undefined && isOfPaths) return [{ kind: "some-file", set }];
  const without = namesOf(values.texts(ignored, `ignore of ${predicate.key}`), predicate.statement, reading);
  if (without === null) return [];
  const matches = (name: string) => set.matches(name) && !without.matches(name);
  // An area's patterns leave nothing out.
  return [{ kind: "some-file", set: { ...set, matches, under: [], isExact: false } }];
}

function setAt({ key, value, statement }: Predicate, name: string, reading: Reading): NameSet | null {
  const { values } = reading;
  const entries = values.entries(value, key);
  const written = valueUnder(entries, name);
  if (name === "pattern") {
    const pattern = values.text(written, `\`${name}\` of ${key}`);
    return pattern === null ? null : namesOf([{ text: pattern, at: written?.at ?? statement }], statement, reading);
  }
  return namesOf(values.texts(written, `\`${name}\` of ${key}`), statement, reading);
}

function namesOf(expressions: ReturnType<Values["texts"]>, statement: Statement, { values }: Reading): NameSet | null {
  const wrong = expressions.filter(({ text }) => namesFound([text], statement) === null);
  for (const { text, at } of wrong)
    values.fault(at, `${JSON.stringify(text)} is no regular expression of Go's, so policy-bot refuses the file`);
  return wrong.length > 0
    ? null
    : namesFound(
        expressions.map(({ text }) => text),
        statement,
      );
}

/** Bots alone can be told apart in Rung. */
function bots({ key, entries, value, statement }: Predicate, { values }: Reading): readonly Guard[] {
  values.entries(value, key);
  const users = values.texts(valueUnder(entries, "users"), `users of ${key}`);
  const areBots = users.length > 0 && users.every(({ text }) => text.toLowerCase().endsWith("[bot]"));
  const isUsersAlone = entries.every((entry) => entry.key === "users");
  if (!areBots || !isUsersAlone) return [{ kind: "other", statement, why: HUMANS }];
  return [{ kind: "bots", bots: users.map(({ text }) => text.toLowerCase()), statement }];
}

function lines({ entries, value, key, statement }: Predicate, { values }: Reading): readonly Guard[] {
  values.entries(value, key);
  const froms = entries.map(({ key: which, value: written }) => {
    const expression = values.text(written, `${which} of ${key}`) ?? "";
    const found = /^\s*([<>=])[ \t]*([0-9]{1,9})\s*$/.exec(expression);
    if (found === null) values.fault(written.at, `${which} of ${key} must be >, < or = and a number`);
    return found?.[1] === ">" ? Number(found[2]) + 1 : null;
  });
  // Of added and removed lines together there are no fewer than of either; one of the three is enough.
  const least = froms.includes(null) || froms.length === 0 ? null : Math.min(...froms.map((from) => from ?? 1));
  if (least === null)
    return [{ kind: "other", statement, why: "Rung asks for more from a number of lines on, and not below it" }];
  const isExact = entries.every((entry) => entry.key === "total");
  return [{ kind: "lines", from: Math.max(1, least), isExact, statement }];
}

function keys({ entries, value, key, statement }: Predicate, { values }: Reading): readonly Guard[] {
  values.entries(value, key);
  const ids = values.texts(valueUnder(entries, "key_ids"), `key_ids of ${key}`);
  const areGithubs = ids.some(({ text }) => GITHUBS_KEYS.includes(text.toUpperCase()));
  const why = "a ruleset can require signed commits of everybody; of a bot's, Rung asks for GitHub's own signature";
  return [{ kind: areGithubs ? "of-a-bot" : "other", statement, why }];
}
