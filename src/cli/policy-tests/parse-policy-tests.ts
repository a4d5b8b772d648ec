/** Reads roles.test.yaml: its tests, or every fault at once, each with its line and column. */

import { type Complaint, complaints } from "../../registry/complaints.ts";
import type { RegistryIndex } from "../../registry/registry-index.ts";
import type { Fault } from "../../registry/registry-types.ts";
import { printable } from "../../registry/yaml-faults.ts";
import { isList, type YamlTree, yamlTree } from "../../registry/yaml-tree.ts";
import { sameName } from "../../shared/names.ts";
import { nearest } from "../../shared/nearest.ts";
import { type Case, type PolicyTests, testsShape } from "./shape.ts";

export interface ReadTests {
  readonly tests: PolicyTests;
  /** The line on which each test begins. */
  readonly lines: readonly number[];
  /** Faults that only show beside the registry: areas, teams and kinds of decisions that it does not have, or of which nobody is told. */
  against(index: RegistryIndex): readonly Fault[];
}

/** `read` is null exactly when there are faults. Never throws, whatever the text. */
interface ParsedTests {
  readonly read: ReadTests | null;
  readonly faults: readonly Fault[];
}

export function parsePolicyTests(text: string): ParsedTests {
  const tree = yamlTree(text);
  if (tree.unreadable) return { read: null, faults: tree.faults.map(inThisFile) };
  const shapeless = notAMapping(tree);
  if (shapeless !== null) return { read: null, faults: placed([shapeless], tree) };
  const parsed = testsShape.safeParse(tree.value);
  const wrong = parsed.success ? twice(parsed.data) : complaints(testsShape, parsed.error.issues, [], tree);
  const faults = [...tree.faults.map(inThisFile), ...placed(wrong, tree)];
  if (!parsed.success || faults.length > 0) return { read: null, faults: inOrder(faults) };
  const tests = parsed.data;
  return {
    read: {
      tests,
      lines: tests.tests.map((_, at) => tree.placeOf(["tests", at]).line),
      against: (index) =>
        inOrder(
          placed([...unknownAreas(tests, index), ...unknownTeams(tests, index), ...unknownKinds(tests, index)], tree),
        ),
    },
    faults: [],
  };
}

/** A whole file of the smallest kind, to begin with. */
export const FIRST_TEST =
  "tests: [{ name: Ben approves, author: newcomer, files: [README.md], reviews: [{ by: ben, state: approved }], expect: approved }]";

/** What is there instead of a mapping, and what one looks like. */
function notAMapping({ value }: YamlTree): Complaint | null {
  if (isList(value)) return { path: [], on: "value", message: "a list begins here; write it below a line `tests:`" };
  if (value !== null && typeof value === "object") return null;
  return { path: [], on: "value", message: `there is no test; write one, as in ${FIRST_TEST}` };
}

/** The YAML reader names the file that it was made for. */
function inThisFile(fault: Fault): Fault {
  return { ...fault, message: fault.message.replaceAll("roles.yaml", "roles.test.yaml") };
}

function placed(wrong: readonly Complaint[], tree: YamlTree): readonly Fault[] {
  return wrong.map(({ path, on, message }) => ({ severity: "error" as const, ...tree.placeOf(path, on), message }));
}

function inOrder(faults: readonly Fault[]): readonly Fault[] {
  return faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
}

/** Two tests of one name could not be told apart when one fails. */
function twice({ tests }: PolicyTests): readonly Complaint[] {
  const seen = new Set<string>();
  return tests.flatMap(({ name }, at): readonly Complaint[] => {
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = `there are two tests called ${printable(name)}; call one of them otherwise`;
    return [{ path: ["tests", at, "name"], on: "value", message }];
  });
}

function unknownAreas({ tests, repository }: PolicyTests, index: RegistryIndex): readonly Complaint[] {
  return tests.flatMap((test, at) => {
    const known = [...index.areaNames(), repositoryName(test, repository), ...registryPaths(test, index)];
    const has = new Set(known.map((name) => name.toLowerCase()));
    return areasNamed(test).flatMap(({ name, path }): readonly Complaint[] => {
      if (has.has(name.toLowerCase())) return [];
      const meant = nearest(name, known);
      const hint = meant === null ? `there are ${known.join(", ")}` : `did you mean ${printable(meant)}?`;
      return [
        {
          path: ["tests", at, "expect", ...path],
          on: "value",
          message: `no area ${printable(name)} is there; ${hint}`,
        },
      ];
    });
  });
}

function repositoryName(test: Case, shared: string | null | undefined): string {
  return (test.repository ?? shared ?? "").split("/").at(-1) || "the-repository";
}

function registryPaths({ files }: Case, index: RegistryIndex): readonly string[] {
  const paths = files.flatMap((file) => (typeof file === "string" ? [file] : [file.from, file.to]));
  return paths.filter((path) => index.isRegistryPath(path));
}

function areasNamed({ expect }: Case): readonly { readonly name: string; readonly path: readonly PropertyKey[] }[] {
  if (typeof expect === "string") return [];
  const waiting = (expect["waiting-for"] ?? []).map((name, at) => ({ name, path: ["waiting-for", at] }));
  const byArea = (["approved-by", "may-approve"] as const).flatMap((key) => {
    const people = expect[key];
    return people == null || Array.isArray(people)
      ? []
      : Object.keys(people).map((name) => ({ name, path: [key, name] }));
  });
  return [...waiting, ...byArea];
}

function unknownKinds({ tests }: PolicyTests, { registry: { decisions = [] } }: RegistryIndex): readonly Complaint[] {
  const kinds = decisions.map(({ kind }) => kind);
  return tests.flatMap(({ decided }, at) =>
    (decided ?? []).flatMap((name, nth): readonly Complaint[] => {
      if (kinds.some((kind) => sameName(kind, name))) return [];
      const meant = nearest(name, kinds);
      const all = kinds.length === 0 ? "the registry has none" : `there are ${kinds.join(", ")}`;
      const hint = meant === null ? all : `did you mean ${printable(meant)}?`;
      const message = `no kind of decision is called ${printable(name)}; ${hint}`;
      return [{ path: ["tests", at, "decided", nth], on: "value", message }];
    }),
  );
}

/** Who is in a team that is not told is unknown, and a verdict that rests on it would be a guess. */
function unknownTeams({ teams }: PolicyTests, { registry }: RegistryIndex): readonly Complaint[] {
  const named = new Set(registry.teams.map(({ team }) => team.toLowerCase()));
  const told = new Set(Object.keys(teams ?? {}).map((team) => team.toLowerCase()));
  const missing = [...named].filter((team) => !told.has(team));
  const spare = Object.keys(teams ?? {}).filter((team) => !named.has(team.toLowerCase()));
  return [
    ...missing.map((team) => ({
      path: ["teams"],
      on: "key" as const,
      message: `the registry names the team ${printable(team)}; list its members under teams`,
    })),
    ...spare.map((team) => ({
      path: ["teams", team],
      on: "key" as const,
      message: `the registry names no team ${printable(team)}; remove it`,
    })),
  ];
}
