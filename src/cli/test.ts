/** `rung test`: a community's own examples of who may approve what, checked against its registry. */

import { dirname, join } from "node:path";
import { indexed, type RegistryIndex } from "../registry/registry-index.ts";
import type { Fault } from "../registry/registry-types.ts";
import { counted } from "../shared/counted.ts";
import { type Account, loginKey } from "../shared/names.ts";
import { isFolder, registryFile } from "./checkout.ts";
import { type Io, isThere, readOr, telling } from "./command.ts";
import { type Judged, judged } from "./policy-tests/judge.ts";
import { FIRST_TEST, parsePolicyTests, type ReadTests } from "./policy-tests/parse-policy-tests.ts";
import { parsedFile } from "./registry-file.ts";

/** Looked for in this order where no file is named. */
const DEFAULT_FILES = ["roles.test.yaml", ".github/roles.test.yaml"] as const;
const NO_REPOSITORY = "the-owner/the-repository";

/** Files named on the command line; `null`: as the examples say, else as is the custom. */
interface Named {
  readonly registry: string | null;
  readonly extended: string | null;
}

interface Asked {
  readonly files: readonly string[];
  readonly registry: string | null;
  readonly extends: string | null;
  readonly json: boolean;
}

export function run({ files: asked, registry, extends: extended, json }: Asked, io: Io): 0 | 1 {
  const files = asked.length > 0 ? asked.map((file) => examplesFile(io, file)) : [examplesFile(io, null)];
  const results = files.map((file) => tested(io, file, { registry, extended }));
  if (json) io.out(JSON.stringify(asJson(results), null, 2));
  else tell(results, io);
  return results.every((result) => result.faults.length + result.unread.length === 0 && result.tests.every(passed))
    ? 0
    : 1;
}

/** What could not be read goes where the other commands say it: whoever reads the results reads results alone. */
function tell(results: readonly FileResult[], io: Io): void {
  for (const line of results.flatMap(({ unread }) => unread)) io.err(line);
  const missing = results.find((result) => result.isMissing);
  if (missing !== undefined) io.err(`To begin, write into ${missing.file}: ${FIRST_TEST}`);
  for (const line of asText(results)) io.out(line);
}

/** The file named; of a folder, the one in it or beside the registry that governs it. */
function examplesFile(io: Io, named: string | null): string {
  if (named !== null && !isFolder(io, named)) return named;
  const root = registryFile(io, named).replace(/(?:\.github\/)?roles\.yaml$/, "");
  const files = [named ?? "", root].flatMap((folder) => DEFAULT_FILES.map((file) => join(folder, file)));
  return files.find((file) => isThere(io, file)) ?? join(root, DEFAULT_FILES[0]);
}

interface TestResult extends Judged {
  readonly line: number;
}

interface FileResult {
  readonly file: string;
  /** As sentences with their places. */
  readonly faults: readonly string[];
  /** Why it, or its registry, could not be read. */
  readonly unread: readonly string[];
  /** There is no such file yet. */
  readonly isMissing: boolean;
  readonly tests: readonly TestResult[];
}

function tested(io: Io, file: string, named: Named): FileResult {
  const nothing = { file, faults: [], unread: [], isMissing: false, tests: [] };
  const broken = (faults: readonly string[]): FileResult => ({ ...nothing, faults });
  const closed = (why: readonly string[], isMissing = false): FileResult => ({ ...nothing, unread: why, isMissing });
  const unread: string[] = [];
  const text = readOr(telling(io, unread), file);
  if (text === null) return closed(unread, !isThere(io, file));
  const { read, faults } = parsePolicyTests(text);
  if (read === null) return broken(faults.map((fault) => sentence(file, fault)));
  const index = registryOf(io, file, read, named);
  if (typeof index === "string") return broken([index]);
  if ("missing" in index) return closed([index.missing]);
  const amiss = read.against(index);
  if (amiss.length > 0) return broken(amiss.map((fault) => sentence(file, fault)));
  const shared = read.tests.repository ?? NO_REPOSITORY;
  const tests = read.tests.tests.map((test, at) => ({ ...judged(test, index, shared), line: read.lines[at] ?? 1 }));
  return { ...nothing, tests };
}

function sentence(file: string, { line, column, message }: Fault): string {
  return `${file}:${line}:${column}  ${message}`;
}

/** The index, or why there is none. */
function registryOf(
  io: Io,
  file: string,
  { tests }: ReadTests,
  named: Named,
): RegistryIndex | string | { readonly missing: string } {
  const beside = (path: string) => join(dirname(file), path);
  const near = beside("roles.yaml");
  const asked = named.registry ?? (tests.registry == null ? null : beside(tests.registry));
  const path = asked === null && isThere(io, near) ? near : registryFile(io, asked);
  const extended = named.extended ?? (tests.extends == null ? null : beside(tests.extends));
  const [owner = "", name = ""] = (tests.repository ?? "").split("/");
  const unread: string[] = [];
  const parsed = parsedFile(telling(io, unread), path, extended, { repository: { owner, name } });
  if (parsed === null) return { missing: `${file}: its registry is missing: ${unread.join("; ")}` };
  if (parsed.registry === null) return `${path} is faulty; \`rung check ${path}\` tells where`;
  if (parsed.registry.extends !== undefined)
    return `${path} extends another registry; name a copy of that with extends: or --extends`;
  return indexed(parsed.registry, teamsOf(tests.teams ?? {}));
}

function teamsOf(teams: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, readonly Account[]> {
  return new Map(
    Object.entries(teams).map(([team, members]) => [
      loginKey(team),
      members.map((login): Account => ({ login, id: null, type: "User" })),
    ]),
  );
}

function passed({ differences }: TestResult): boolean {
  return differences.length === 0;
}

function asText(results: readonly FileResult[]): readonly string[] {
  const tests = results.flatMap((result) => result.tests);
  const failed = tests.filter((test) => !passed(test)).length;
  const broken = results.filter(({ faults, unread }) => faults.length + unread.length > 0).length;
  const tally = [
    `${tests.length - failed} of ${counted(tests.length, "test")} as expected`,
    ...(broken > 0 ? [`${counted(broken, "file")} could not be used`] : []),
  ].join("; ");
  return [...results.flatMap(fileLines), tally];
}

function fileLines({ file, faults, tests }: FileResult): readonly string[] {
  return [...faults, ...tests.flatMap((test) => testLines(file, test))];
}

function testLines(file: string, test: TestResult): readonly string[] {
  if (passed(test)) return [`ok    ${test.name}`];
  return [
    `FAIL  ${test.name} (${file}:${test.line})`,
    ...test.differences.flatMap(({ what, expected, actual }) => [
      `      ${what}`,
      `        expected  ${expected}`,
      `        found     ${actual}`,
    ]),
    `      The check says: ${test.title}`,
    ...test.reasons.map((reason) => `      Did not count: ${reason}`),
  ];
}

function asJson(results: readonly FileResult[]): object {
  const files = results.map(({ file, faults, unread, tests }) => ({
    file,
    faults: [...unread, ...faults],
    tests: tests.map((test) => ({ ...test, passed: passed(test) })),
  }));
  return { ok: files.every(({ faults, tests }) => faults.length === 0 && tests.every((test) => test.passed)), files };
}
