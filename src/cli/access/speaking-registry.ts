/**
 * Which registry says who should have access in an organisation: the file that was named or found here, otherwise the organisation's on
 * GitHub.
 */

import { commandNames } from "../../commands/index.ts";
import { parseRegistry } from "../../commands/read-registry.ts";
import type { Client } from "../../github/client/client.ts";
import { readContent } from "../../github/read/registry-files.ts";
import { type RegistryBlobs, readRegistryBlobs } from "../../github/read/registry-head.ts";
import { REGISTRY_PATHS } from "../../registry/registry-places.ts";
import type { Registry } from "../../registry/registry-types.ts";
import { fullName, type RepositoryName } from "../../shared/names.ts";
import { registryFile } from "../checkout.ts";
import { type Io, isThere } from "../command.ts";
import { parsedFile, wholeRegistry } from "../registry-file.ts";
import { originOf } from "../repository.ts";

export interface SpeakingRegistry {
  readonly registry: Registry;
  /** The repository that it is of. */
  readonly home: RegistryBlobs;
  /** As it is shown: a file, or OWNER/REPO. */
  readonly shown: string;
}

export interface RegistryAsked {
  readonly owner: string;
  /** `--registry`. */
  readonly named: string | null;
  /** The organisation's registry repository. */
  readonly usual: string;
}

/** `null` after telling why there is none. Throws GitHubError. */
export async function speakingRegistry(io: Io, client: Client, asked: RegistryAsked): Promise<SpeakingRegistry | null> {
  const { owner, usual } = asked;
  const file = fileMeant(io, asked);
  const repository = (file === null ? null : ofOwner(originOf(io, file), owner)) ?? { owner, name: usual };
  const home = await readRegistryBlobs(client, repository);
  if (home === null) {
    io.err(
      `${fullName(repository)} is not there, or not for this token to see; the organisation's registry lies in it`,
    );
    return null;
  }
  const shown = file ?? fullName(home.repository);
  const registry = file === null ? await onGitHub(io, client, home) : wholeRegistry(io, file, null, home.repository);
  if (registry === null) return null;
  if (registry.access !== undefined) return { registry, home, shown };
  io.err(`${shown} says nothing of access, so there is nothing to compare; docs/access.md tells how it is written`);
  return null;
}

/** One that is at hand is meant where it is of that owner, and says something of access. */
function fileMeant(io: Io, { owner, named }: RegistryAsked): string | null {
  if (named !== null) return registryFile(io, named);
  const file = registryFile(io, null);
  if (!isThere(io, file)) return null;
  const origin = originOf(io, file);
  if (origin !== null && ofOwner(origin, owner) === null) return null;
  const parsed = parsedFile(io, file, null);
  const isOthers = parsed?.registry?.extends !== undefined || parsed?.registry?.access === undefined;
  return parsed?.registry != null && isOthers ? null : file;
}

function ofOwner(origin: RepositoryName | null, owner: string): RepositoryName | null {
  return origin?.owner.toLowerCase() === owner.toLowerCase() ? origin : null;
}

async function onGitHub(io: Io, client: Client, home: RegistryBlobs): Promise<Registry | null> {
  const name = fullName(home.repository);
  const found = await textOf(client, home);
  if (found === null) {
    io.err(`${name} has no roles.yaml; name a file by --registry, or stand where it is`);
    return null;
  }
  const { registry } = parseRegistry(found.text, found.source, { knownCommands: commandNames });
  if (registry !== null && registry.extends === undefined) return registry;
  io.err(
    registry === null
      ? `${name} has a faulty ${found.source.path}; \`rung check\` tells where`
      : `${name} extends another registry, and that one says who has access; ask of a repository's own registry by --registry`,
  );
  return null;
}

/** The text of a repository's registry, where it has one. */
export async function textOf(client: Client, blobs: RegistryBlobs) {
  const at = [blobs.root, blobs.nested].findIndex((oid) => oid !== null);
  const path = REGISTRY_PATHS[at === 1 ? 1 : 0];
  const oid = at === -1 ? null : at === 1 ? blobs.nested : blobs.root;
  if (oid === null) return null;
  const text = blobs.texts?.get(oid) ?? (await readContent(client, blobs.repository, path))?.text ?? null;
  return text === null ? null : { text, source: { repository: blobs.repository, path, oid } };
}
