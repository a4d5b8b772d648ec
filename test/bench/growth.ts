/**
 * How the cost of a decision grows with a pull request and with the registry, in this process: ten times the size, how many times the
 * time.
 */

import { parseRegistry } from "../../src/commands/read-registry.ts";
import { callsIn } from "../../src/commands/text/parse-commands.ts";
import { report } from "../../src/gate/check-report.ts";
import { standingHolds } from "../../src/gate/record/holds.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { statementsOf } from "../../src/gate/statements.ts";
import { verdict } from "../../src/gate/verdict.ts";
import type { PullFacts } from "../../src/model/facts.ts";
import { indexed, type RegistryIndex } from "../../src/registry/registry-index.ts";
import { aComment, aFile, aPull, approval } from "../support/a-pull.ts";
import { type Cell, percentile, type Table } from "./table.ts";

const STEPS = [1, 10, 100] as const;
/** Enough runs to tell a tenth of a millisecond. */
const LEAST_MS = 30;

interface Growth {
  readonly what: string;
  /** What is there at the smallest size. */
  readonly unit: number;
  prepare(size: number): () => unknown;
}

/** `rounds` of each size; the median counts. Linear is 10 for each tenfold, less where something fixed weighs more. */
export function growth(rounds: number): Table {
  const rows = all().map(({ what, unit, prepare }): readonly Cell[] => {
    const times = STEPS.map((step) => median(rounds, prepare(unit * step)));
    const [small = 0, middle = 0, large = 0] = times;
    return [what, `${unit}, ${unit * 10}, ${unit * 100}`, small, middle, large, middle / small, large / middle];
  });
  return {
    title: "Growth, milliseconds of one decision (or loading)",
    columns: ["With", "sizes", "small", "ten times", "hundred times", "first step", "second step"],
    rows,
  };
}

function all(): readonly Growth[] {
  const few = registryOf(20, 10);
  const decideOn =
    (facts: PullFacts, index = few) =>
    () =>
      decided(facts, index);
  return [
    { what: "changed files", unit: 30, prepare: (size) => decideOn(aPull({ files: files(size) })) },
    {
      what: "reviews of different people",
      unit: 10,
      prepare: (size) => decideOn(aPull({ files: files(3), reviews: list(size, (n) => approval(`person-${n}`)) })),
    },
    {
      what: "reviews of one approver",
      unit: 10,
      prepare: (size) => decideOn(aPull({ files: files(3), reviews: list(size, () => approval("person-1")) })),
    },
    {
      what: "comments without a command",
      unit: 10,
      prepare: (size) =>
        decideOn(aPull({ files: files(3), comments: list(size, (n) => aComment(`person-${n}`, WORDS)) })),
    },
    {
      what: "comments that command",
      unit: 10,
      prepare: (size) =>
        decideOn(
          aPull({ files: files(3), comments: list(size, (n) => aComment(`person-${n % 40}`, "/approve\n/hold")) }),
        ),
    },
    { what: "characters of a hostile comment", unit: 655, prepare: (size) => () => callsIn(hostile(size)) },
    { what: "people: loading", unit: 100, prepare: (size) => loading(size, 10) },
    { what: "people: deciding", unit: 100, prepare: (size) => deciding(size, 10) },
    { what: "areas: loading", unit: 50, prepare: (size) => loading(20, size) },
    { what: "areas: deciding", unit: 50, prepare: (size) => deciding(20, size) },
  ];
}

const WORDS = "Looks right to me, but see the path /usr/lib and `code`.\n\n> /approve\n";

function hostile(size: number): string {
  // Another text each time, since the last one is remembered.
  turn += 1;
  return `${"- a\n".repeat(size / 4)}\n/approve ${turn}`;
}
let turn = 0;

function list<T>(size: number, one: (n: number) => T): readonly T[] {
  return Array.from({ length: size }, (_, n) => one(n));
}

function files(size: number) {
  return list(size, (n) => aFile(`src/${n % 10}/file-${n}.go`));
}

function deciding(people: number, areas: number): () => unknown {
  const index = registryOf(people, areas);
  const facts = aPull({ files: files(30), reviews: list(10, (n) => approval(`person-${n}`)) });
  return () => decided(facts, index);
}

function loading(people: number, areas: number): () => unknown {
  const written = text(people, areas);
  return () => {
    const { registry } = parseRegistry(written, SOURCE);
    return registry && indexed(registry);
  };
}

function decided(facts: PullFacts, index: RegistryIndex): unknown {
  const record = emptyRecord();
  const { record: folded } = standingHolds(record, statementsOf(facts, record), facts, index);
  return report(verdict({ facts, index, record: folded, diffs: new Map() }));
}

const SOURCE = { repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "0".repeat(40) };

function text(people: number, areas: number): string {
  const area = (n: number) => `  a${n}: { repos: [kusion], paths: ["src/${n}/**"] }`;
  const person = (n: number) => `  - { login: person-${n}, areas: [a${n % areas}] }`;
  return ["areas:", ...list(areas, area), "maintainers: [ann]", "approvers:", ...list(people, person), ""].join("\n");
}

function registryOf(people: number, areas: number): RegistryIndex {
  const { registry } = parseRegistry(text(people, areas), SOURCE);
  if (registry === null) throw new Error("the benchmark's registry is faulty");
  return indexed(registry);
}

function median(rounds: number, run: () => unknown): number {
  run();
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    let runs = 0;
    do {
      run();
      runs += 1;
    } while (performance.now() - started < LEAST_MS);
    return (performance.now() - started) / runs;
  });
  return percentile(times, 0.5);
}
