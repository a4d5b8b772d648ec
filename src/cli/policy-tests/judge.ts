/** Puts a written test to the gate, and tells what came out differently from what was expected, and why. Pure. */

import { title } from "../../gate/check-titles.ts";
import { becauseOf } from "../../gate/uncounted-reasons.ts";
import { verdict } from "../../gate/verdict.ts";
import type { AreaVerdict, Verdict } from "../../gate/verdict-types.ts";
import { checkNames } from "../../jobs/decide.ts";
import { gateWithout } from "../../promotions/decisions/gating.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import { loginKey } from "../../shared/names.ts";
import { sceneOf } from "./policy-context.ts";
import type { Case } from "./shape.ts";

interface Difference {
  /** The key under `expect`. */
  readonly what: string;
  readonly expected: string;
  readonly actual: string;
}

export interface Judged {
  readonly name: string;
  /** The check's title. */
  readonly title: string;
  /** Empty: as expected. */
  readonly differences: readonly Difference[];
  /** What did not count, each with its reason. */
  readonly reasons: readonly string[];
}

/** `shared`: OWNER/NAME of tests that name no repository. */
export function judged(test: Case, index: RegistryIndex, shared: string): Judged {
  const { facts, record, diffs, proposal } = sceneOf(test, index, shared);
  const decisions = gateWithout(index.registry, facts, test.decided ?? []);
  const result = verdict({ facts, index, record, diffs, proposal, decisions });
  const checks = checkNames(index.branchPatterns(facts.base.ref));
  return {
    name: test.name,
    title: title(result),
    differences: differencesOf(test.expect, result, checks),
    reasons: result.uncounted.map((entry) => `${entry.login}, ${entry.said}: ${becauseOf(entry, result.areas)}`),
  };
}

type Expectation = Case["expect"];
type Named = readonly string[] | Readonly<Record<string, readonly string[]>>;

function differencesOf(expect: Expectation, result: Verdict, checks: readonly string[]): readonly Difference[] {
  const wanted = typeof expect === "string" ? { verdict: expect } : expect;
  const open = result.areas.filter(({ missing }) => missing > 0);
  const found = [
    wanted.verdict != null && differs("verdict", wanted.verdict, result.state.kind),
    wanted["waiting-for"] != null && unlike("waiting-for", wanted["waiting-for"], names(open)),
    wanted["approved-by"] != null &&
      people("approved-by", wanted["approved-by"], result.areas, (area) => logins(area.approved)),
    wanted["may-approve"] != null &&
      people("may-approve", wanted["may-approve"], open, (area) => logins(area.candidates)),
    wanted["not-counted"] != null && unlike("not-counted", wanted["not-counted"], logins(result.uncounted)),
    wanted["blocked-by"] != null &&
      unlike("blocked-by", wanted["blocked-by"], logins(result.areas.flatMap(({ blockedBy }) => blockedBy))),
    wanted.checks != null && unlike("checks", wanted.checks, checks),
  ];
  return found.flatMap((one) => (one === false || one === null ? [] : one));
}

function names(areas: readonly AreaVerdict[]): readonly string[] {
  return areas.map(({ area }) => area);
}

function logins(people: readonly { readonly login: string }[]): readonly string[] {
  return people.map(({ login }) => login);
}

function differs(what: string, expected: string, actual: string): Difference | null {
  return expected === actual ? null : { what, expected, actual };
}

/** Sets of names, compared without case as GitHub compares logins and people name areas. */
function unlike(what: string, expected: readonly string[], actual: readonly string[]): Difference | null {
  const key = (list: readonly string[]) =>
    [...new Set(list.map(loginKey))].toSorted((one, other) => (one < other ? -1 : 1)).join("\n");
  return key(expected) === key(actual) ? null : { what, expected: shown(expected), actual: shown(actual) };
}

function shown(list: readonly string[]): string {
  return list.length === 0 ? "nobody and nothing" : [...new Set(list)].join(", ");
}

/** A bare list speaks of all areas together; a mapping of those it names. */
function people(
  what: string,
  expected: Named,
  areas: readonly AreaVerdict[],
  of: (area: AreaVerdict) => readonly string[],
): readonly Difference[] {
  if (isList(expected)) return [unlike(what, expected, areas.flatMap(of))].filter((one) => one !== null);
  return Object.entries(expected).flatMap(([name, wanted]) => {
    const area = areas.find((one) => loginKey(one.area) === loginKey(name));
    return unlike(`${what} ${name}`, wanted, area === undefined ? [] : of(area)) ?? [];
  });
}

function isList(named: Named): named is readonly string[] {
  return Array.isArray(named);
}
