/** Imports policies in tests. */

import { expect } from "vitest";
import { movePolicy, type PolicyMove, type PolicyNotMoved } from "../../../src/cli/import/policies/move-policy.ts";
import type { PolicySource } from "../../../src/cli/import/policies/policy-types.ts";
import { parseRegistry } from "../../../src/commands/read-registry.ts";
import { indexed, type RegistryIndex } from "../../../src/registry/registry-index.ts";
import { judged } from "../../gate/judged.ts";
import { aPull, approval, type PullOptions } from "../../support/a-pull.ts";

const FILES = { "policy-bot": ".policy.yml", mergify: ".mergify.yml" } as const;

export const SOME_PATHS = ["docs/a.md", "src/x.go", "infra/y.tf", "package-lock.json", "README.md"];

export function fromPolicy(
  source: PolicySource,
  text: string,
  paths: readonly string[] = SOME_PATHS,
): PolicyMove | PolicyNotMoved {
  const tree = { paths: [...paths, FILES[source]], read: (path: string) => (path === FILES[source] ? text : null) };
  const moved = movePolicy(source, tree, { owner: "org", repository: null });
  if (moved === null) throw new Error("the file was not found");
  return moved;
}

/** Proven to ask no less. */
export function moved(source: PolicySource, text: string, paths?: readonly string[]): PolicyMove {
  const done = fromPolicy(source, text, paths);
  if (done.kind !== "policy") throw new Error(JSON.stringify(done));
  expect(done.proof.differences.filter(({ kind }) => kind === "laxer")).toEqual([]);
  expect(done.proof.faults.filter(({ severity }) => severity === "error")).toEqual([]);
  return done;
}

/** Of the registry that was written, its empty groups filled with these people. */
export function indexOf({ text }: PolicyMove, groups: Readonly<Record<string, readonly string[]>> = {}): RegistryIndex {
  const filled = Object.entries(groups).reduce(
    (written, [name, people]) => written.replace(`\n  ${name}: []`, `\n  ${name}: [${people.join(", ")}]`),
    text,
  );
  const source = { repository: { owner: "KusionStack", name: "kusion" }, path: "roles.yaml", oid: "" };
  const { registry, faults } = parseRegistry(filled, source);
  if (registry === null) throw new Error(JSON.stringify(faults));
  return indexed(registry);
}

/** Whether Rung passes a pull request of these files that these people approved. */
export function passes(
  index: RegistryIndex,
  files: readonly string[],
  approvers: readonly string[],
  more: PullOptions = {},
): boolean {
  const facts = aPull({ files, reviews: approvers.map((login) => approval(login)), ...more });
  return judged(facts, index).state.kind === "approved";
}

/** `fate` of each statement by its text. */
export function fates(done: PolicyMove): Readonly<Record<string, string>> {
  return Object.fromEntries(done.told.map(({ statement, fate }) => [statement.text, fate]));
}
