/** Judges a pull request in tests, as a job does, but without GitHub. */

import { comparisonsNeeded, stepsNeeded } from "../../src/gate/lapse.ts";
import { noted, observed } from "../../src/gate/record/heads.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { statementsOf } from "../../src/gate/statements.ts";
import { type Proposal, verdict } from "../../src/gate/verdict.ts";
import type { Uncounted, Verdict } from "../../src/gate/verdict-types.ts";
import { type Compared, type DiffId, diffKey } from "../../src/model/diffs.ts";
import type { PullFacts } from "../../src/model/facts.ts";
import type { PullRecord } from "../../src/model/pull-record.ts";
import type { RegistryIndex } from "../../src/registry/registry-index.ts";
import { compared, minute, person, type TestDiff } from "../support/a-pull.ts";

interface Given {
  readonly record?: PullRecord;
  /** By `base...head`; only those that the gate asks for reach it. */
  readonly diffs?: Readonly<Record<string, TestDiff>>;
  readonly proposal?: Proposal;
  readonly drift?: Verdict["drift"];
}

function nameOf({ base, head }: DiffId): string {
  return `${base}...${head}`;
}

/** The present head has stood since noon, unless a record says otherwise. */
export function judged(facts: PullFacts, index: RegistryIndex, given: Given = {}): Verdict {
  const record = observed(given.record ?? sinceNoon(facts), facts);
  const words = statementsOf(facts, record);
  const read = (wanted: ReturnType<typeof comparisonsNeeded>) =>
    new Map(
      wanted.flatMap((one): readonly (readonly [string, Compared])[] => {
        const [approved, present] = [one.approved, one.present].map((id) => given.diffs?.[nameOf(id)]);
        return approved && present ? [[diffKey(one), compared(approved, present)]] : [];
      }),
    );
  const needed = read(comparisonsNeeded(facts, index, record, words));
  const diffs = new Map([...needed, ...read(stepsNeeded(facts, index, record, words, needed))]);
  return verdict({ facts, index, record, diffs, proposal: given.proposal, drift: given.drift });
}

export function sinceNoon(facts: PullFacts): PullRecord {
  return noted(emptyRecord(), {
    kind: "head",
    sha: facts.head.sha,
    before: null,
    at: minute(0),
    by: facts.author ?? person("ghost"),
  });
}

/** Head `h1` from noon, then each of the others from its minute on; all pushed by pat. */
export function pushes(...heads: readonly (readonly [string, number])[]): PullRecord {
  let before: string | null = null;
  let record = emptyRecord();
  for (const [sha, at] of [["h1", 0] as const, ...heads]) {
    record = noted(record, { kind: "head", sha, before, at: minute(at), by: person("pat") });
    before = sha;
  }
  return record;
}

/** Logins by area. */
export function approvers(result: Verdict): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    result.areas.map((area) => [area.area, area.approved.map(({ login }) => login).toSorted()]),
  );
}

export function reasons(result: Verdict, login: string): readonly Uncounted["reason"][] {
  return result.uncounted.filter((entry) => entry.login === login).map(({ reason }) => reason);
}

export function states(result: Verdict): Readonly<Record<string, string>> {
  return Object.fromEntries(result.areas.map(({ area, state }) => [area, state]));
}
