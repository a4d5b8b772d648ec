/** Trees for tests, without a disk. */

import { inOrder } from "../../../src/cli/import/import-people.ts";
import { type Move, type MoveOptions, move } from "../../../src/cli/import/move.ts";
import { parseRegistry } from "../../../src/commands/read-registry.ts";
import type { Tree } from "../../../src/registry/ownership/tree.ts";
import { indexed } from "../../../src/registry/registry-index.ts";
import { chainAt } from "../../registry/a-registry.ts";

/** Files by path with their text. */
export function aTree(files: Readonly<Record<string, string>>): Tree {
  return {
    paths: inOrder(Object.keys(files)),
    read: (path) => (Object.hasOwn(files, path) ? (files[path] ?? null) : null),
  };
}

export function moveIn(files: Readonly<Record<string, string>>, options: Partial<MoveOptions> = {}): Move {
  const done = move(aTree(files), { from: null, owner: null, repository: null, frontMatter: false, ...options });
  if ("kind" in done) throw new Error(`nothing to move in from: ${JSON.stringify(done)}`);
  return done;
}

/** Whoever the written registry lets approve a path, asked of the gate's own index, in lower case and in order. */
export function gateOf(text: string, repository = "") {
  const { registry, faults } = parseRegistry(text, {
    ...{ repository: { owner: "", name: repository }, path: "roles.yaml", oid: "" },
  });
  if (registry === null) throw new Error(JSON.stringify(faults));
  const teams = new Map(registry.teams.map(({ team }) => [team, [{ login: team, id: null, type: "User" as const }]]));
  const index = indexed(registry, teams);
  const chainOf = (path: string) => chainAt(index, { owner: "", name: repository }, path);
  return {
    who: (path: string) => inOrder(index.approversOf(chainOf(path)).map(({ login }) => login.toLowerCase())),
    needed: (path: string) => index.neededFor(chainOf(path), "main").min,
    registry,
    faults,
  };
}
