/** The longest realistic registry, in this process: how long it takes to load, to index, and to decide by. */

import { parseRegistry } from "../../src/commands/read-registry.ts";
import { checkOutcome } from "../../src/gate/check-outcome.ts";
import { report } from "../../src/gate/check-report.ts";
import { emptyRecord } from "../../src/gate/record/record-changes.ts";
import { verdict } from "../../src/gate/verdict.ts";
import type { PullFacts } from "../../src/model/facts.ts";
import { indexed, type RegistryIndex } from "../../src/registry/registry-index.ts";
import { aFile, aPull, approval } from "../support/a-pull.ts";
import { type Cell, percentile, type Table } from "./table.ts";

const PEOPLE = 10_000;
const AREAS = 5_000;
const FILES = 3_000;

/** Nested areas of one repository, every tenth a pattern for every repository; two approvers each. */
function text(): string {
  const areas = Array.from({ length: AREAS }, (_, n) =>
    n % 10 === 0
      ? `  a${n}: { paths: ["**/*.x${n}"] }`
      : `  a${n}: { repos: [kusion], paths: ["src/${n % 70}/${n}/**"] }`,
  );
  const maintainers = Array.from({ length: 10 }, (_, n) => `- everywhere-${n}`);
  const approvers = Array.from({ length: PEOPLE - 10 }, (_, n) => `- { login: person-${n}, areas: [a${n % AREAS}] }`);
  const lists = [areas.join("\n"), "maintainers:", maintainers.join("\n"), "approvers:", approvers.join("\n"), ""];
  return `areas:\n${lists.join("\n")}`;
}

function pathIn(area: number): string {
  return area % 10 === 0 ? `lib/${area}/file.x${area}` : `src/${area % 70}/${area}/file.go`;
}

/** A hundred areas are approved by their own approvers; the rest wait. */
function wide(): PullFacts {
  const files = Array.from({ length: FILES }, (_, n) => aFile(pathIn(n)));
  const reviews = Array.from({ length: 100 }, (_, n) => approval(`person-${n}`));
  return aPull({ files, reviews });
}

/** As many files, all in one area. */
function deep(): PullFacts {
  const files = Array.from({ length: FILES }, (_, n) => aFile(`src/1/1/file-${n}.go`));
  return aPull({ files, reviews: [approval("person-1")] });
}

function usual(): PullFacts {
  return aPull({ files: [1, 2, 3].map((n) => aFile(pathIn(n))), reviews: [approval("person-1")] });
}

/** `rounds` of each; the first is what a process that has just started pays. */
export function registrySizes(rounds: number): Table {
  const source = { repository: { owner: "KusionStack", name: ".github" }, path: "roles.yaml", oid: "0".repeat(40) };
  const written = text();
  const loading = timed("load: text to registry", rounds, () => parseRegistry(written, source));
  const registry = parseRegistry(written, source).registry;
  if (registry === null) throw new Error("the benchmark's registry is faulty");
  const index = indexed(registry);
  const rows: Cell[][] = [
    loading,
    timed("index", rounds, () => indexed(registry)),
    timed(`verdict, ${FILES} files in ${FILES} areas`, rounds, decide(index, wide())),
    timed(`verdict, ${FILES} files in one area`, rounds, decide(index, deep())),
    timed("verdict, 3 files in 3 areas", rounds * 5, decide(index, usual())),
    timed(`verdict and report, ${FILES} files in ${FILES} areas`, rounds, tell(index, wide())),
  ];
  const title = `A registry of ${PEOPLE} people and ${AREAS} areas (${Math.round(written.length / 1_024)} KiB), milliseconds`;
  return { title, columns: ["In process", "first", "median", "rounds"], rows };
}

function decide(index: RegistryIndex, facts: PullFacts) {
  return () => verdict({ facts, index, record: emptyRecord(), diffs: new Map() });
}

function tell(index: RegistryIndex, facts: PullFacts) {
  const decided = decide(index, facts);
  return () => {
    const result = decided();
    return [report(result), checkOutcome(result, "pull")];
  };
}

function timed(what: string, rounds: number, run: () => unknown): Cell[] {
  const times = Array.from({ length: rounds }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return [what, times[0] ?? null, percentile(times, 0.5), rounds];
}
