/** Loads the registry that a command is about. */

import { commandNames } from "../commands/index.ts";
import { parseRegistry } from "../commands/read-registry.ts";
import type { ParsedRegistry, Registry } from "../registry/registry-types.ts";
import type { TreeAtHand } from "../registry/tree-warnings.ts";
import { isoDay } from "../shared/dates.ts";
import type { RepositoryName } from "../shared/names.ts";
import { registryFile } from "./checkout.ts";
import { type Io, localSource, readOr } from "./command.ts";

const NOWHERE: RepositoryName = { owner: "", name: "" };

/** What is known of the place of a file beside its text. */
interface Surroundings {
  readonly repository?: RepositoryName | null;
  readonly tree?: TreeAtHand | null;
  /** Of the owner's repositories the one whose registry serves others; absent: `.github`. */
  readonly registryRepo?: string | undefined;
}

/**
 * Reads `file`, joined with the registry in `extended` where that is given. `null` after telling why it cannot be read; faults
 * of `file` are the caller's to tell.
 */
export function parsedFile(
  io: Io,
  file: string,
  extended: string | null,
  { repository = null, tree = null, registryRepo }: Surroundings = {},
): ParsedRegistry | null {
  const text = readOr(io, file);
  if (text === null) return null;
  const today = isoDay(Date.now());
  const known = { knownCommands: commandNames, today, ...(registryRepo && { registryRepo }) };
  const options = tree === null ? known : { ...known, tree };
  const source = localSource(file, repository ?? NOWHERE);
  if (extended === null) return parseRegistry(text, source, options);
  const base = extendedFile(io, registryFile(io, extended));
  return base === null ? null : parseRegistry(text, source, { ...options, base });
}

/** As above, whole: joined with what it extends. `null` after telling why there is none to ask. */
export function wholeRegistry(io: Io, file: string, extended: string | null, repository = NOWHERE): Registry | null {
  const parsed = parsedFile(io, file, extended, { repository });
  if (parsed === null) return null;
  if (parsed.registry?.extends === undefined && parsed.registry !== null) return parsed.registry;
  io.err(
    parsed.registry === null
      ? `${file} is faulty; \`rung check ${file}\` tells where`
      : `${file} extends another registry, and only the two together tell who may approve; give that with --extends`,
  );
  return null;
}

/** For questions about what the file would be with other words in it. */
export function readTextOf(file: string, repository = NOWHERE) {
  return (text: string) => {
    const { registry, faults } = parseRegistry(text, localSource(file, repository), { knownCommands: commandNames });
    const warnings = faults.filter(({ severity }) => severity === "warning").map(({ message }) => message);
    return registry === null || registry.extends !== undefined ? null : { registry, warnings };
  };
}

function extendedFile(io: Io, path: string): Registry | null {
  const text = readOr(io, path);
  if (text === null) return null;
  const { registry } = parseRegistry(text, localSource(path));
  if (registry === null) io.err(`${path} is faulty; \`rung check ${path}\` tells where`);
  return registry;
}
