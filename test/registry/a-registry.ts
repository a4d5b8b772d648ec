/** Registries for tests, from the text that a community would write. */

import { parseRegistry } from "../../src/commands/read-registry.ts";
import type { ParseOptions } from "../../src/registry/parse-registry.ts";
import { indexed, type RegistryIndex } from "../../src/registry/registry-index.ts";
import type { AreaPath, Fault, ParsedRegistry, Registry } from "../../src/registry/registry-types.ts";
import type { Account, RepositoryName } from "../../src/shared/names.ts";

export const KUSION: RepositoryName = { owner: "KusionStack", name: "kusion" };

export function parsed(text: string, options: ParseOptions = {}, name = ".github"): ParsedRegistry {
  return parseRegistry(
    text,
    { repository: { owner: "KusionStack", name }, path: "roles.yaml", oid: "0".repeat(40) },
    options,
  );
}

const NO_OPTIONS: ParseOptions = {};
/** Properties ask for the same few some thousand times, and to read one is most of what they would compute. */
const read = new Map<string, Registry>();
const MAX_READ = 200;

/** Fails on a faulty text, with its faults. */
export function aRegistry(text: string, options = NO_OPTIONS, name = ".github"): Registry {
  const key = options === NO_OPTIONS ? `${name}: ${text}` : null;
  const known = key === null ? undefined : read.get(key);
  if (known !== undefined) return known;
  const { registry, faults } = parsed(text, options, name);
  if (registry === null) throw new Error(faults.map(shown).join("\n"));
  if (read.size === MAX_READ) read.clear();
  if (key !== null) read.set(key, registry);
  return registry;
}

export function anIndex(text: string, teams?: ReadonlyMap<string, readonly Account[]>): RegistryIndex {
  return indexed(aRegistry(text), teams);
}

/** The one chain of a path; fails where several are asked (R76). */
export function chainAt(index: Pick<RegistryIndex, "areaPathsOf">, repository: RepositoryName, path: string): AreaPath {
  const [chain, ...others] = index.areaPathsOf(repository, path);
  if (chain === undefined || others.length > 0) throw new Error(`${path} has ${others.length + 1} chains`);
  return chain;
}

/** `line:column severity message` of each fault. */
export function faultsOf(text: string, options: ParseOptions = {}, name = ".github"): readonly string[] {
  return parsed(text, options, name).faults.map(shown);
}

function shown({ line, column, severity, message }: Fault): string {
  return `${line}:${column} ${severity === "warning" ? "warning: " : ""}${message}`;
}

export function user(login: string, id: number | null = null): Account {
  return { login, id, type: "User" };
}

export function logins(people: readonly { readonly login: string }[]): readonly string[] {
  return people.map(({ login }) => login);
}
