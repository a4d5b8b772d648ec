/** Tells which registry governs a repository now: from the blobs that the reading saw, without a request when nothing changed. */

import { joined } from "../../registry/extends.ts";
import { indexed, type RegistryIndex } from "../../registry/registry-index.ts";
import { REGISTRY_PATHS } from "../../registry/registry-places.ts";
import type { Fault, Registry, RegistryExtension, TeamHolding } from "../../registry/registry-types.ts";
import {
  type Account,
  fullName,
  type Instant,
  type RepositoryName,
  sameName,
  sameRepository,
} from "../../shared/names.ts";
import type { Client } from "../client/client.ts";
import { type LastRules, lastRules } from "./last-rules.ts";
import {
  type CachedContents,
  CHARACTERS_KEPT,
  type LoadedFile,
  type Proposals,
  proposals,
  REGISTRIES_KEPT,
  type RegistryFile,
  type RegistryStore,
  readContent,
  registryFiles,
  sizeOf,
} from "./registry-files.ts";
import { type RegistryBlobs, type RegistryHead, readRegistryBlobs } from "./registry-head.ts";
import { remembering } from "./remembering.ts";
import { type Members, type Teams, teams } from "./teams.ts";

/** What governs. "broken": there is a file, but no good version of it is known (R19). */
export type Governing =
  | { readonly kind: "none" }
  | {
      readonly kind: "good";
      readonly index: RegistryIndex;
      readonly stale: {
        readonly path: string;
        readonly faults: readonly string[];
        readonly goodSince: Instant;
      } | null;
      /** Teams whose members GitHub did not return, with its reason: their members are unknown. */
      readonly unreadTeams: readonly string[];
      /** The registry that the repository's own extends, speaking for itself alone (R45); absent: nothing is extended. */
      readonly extended?: Speaking;
    }
  | {
      readonly kind: "broken";
      /** The repository with the faulty file. */
      readonly repository: RepositoryName;
      readonly path: string;
      readonly faults: readonly string[];
    };

/** One registry with the members of its teams. */
interface Speaking {
  readonly index: RegistryIndex;
  readonly unreadTeams: readonly string[];
}

export interface Registries extends LastRules {
  /** The registry for `head.own`'s repository. */
  governing(client: Client, head: RegistryHead, readAt: Instant): Promise<Governing>;
  /** The name of the repository to read along with a subject of this one: the one that it extends, or the installation's. */
  companionOf(repositoryId: number): string;
  /** Whether other repositories may be governed by a registry in this one. */
  governsOthers(repository: RepositoryName): boolean;
  /** The registry file at a commit, read once. */
  readonly proposal: Proposals;
  /** The registry that a proposed one would extend; "none": nothing; "missing": it does not exist or is broken. */
  extendedBy(
    client: Client,
    head: RegistryHead,
    extension: RegistryExtension | null,
    readAt: Instant,
  ): Promise<Registry | "none" | "missing">;
  /** Who is in the teams that a registry names. */
  membersOf(client: Client, teams: readonly TeamHolding[]): Promise<Members>;
  /**
   * A registry with the members of its teams; `unread`: teams whose members GitHub did not return; `inUnread` are assumed to be in each
   * of those.
   */
  indexOf(
    client: Client,
    registry: Registry,
    inUnread?: readonly Account[],
  ): Promise<{ readonly index: RegistryIndex; readonly unread: readonly string[] }>;
  /** That organisation's teams are read again when they are next needed, by every process. */
  forgetTeams(organisation: string): Promise<void>;
  /** What events told of teams' members and GitHub does not show yet. */
  unshownMembers: Teams["unshown"];
}

interface Parts {
  readonly files: ReturnType<typeof registryFiles>;
  readonly teams: Teams;
  readonly registryRepo: string;
  /** Repository id → what its registry extends. */
  readonly extended: Map<number, RepositoryName>;
  /** Ids of repositories for which REST confirmed that there is no registry. */
  readonly silent: Set<number>;
  readonly contents: CachedContents;
  readonly joins: (key: string, make: () => Promise<Whole>) => Promise<Whole>;
  readonly indexes: (key: string, make: () => Promise<Prepared>) => Promise<Prepared>;
}

/** With its size (registry-files.ts), by which so many are kept. */
interface Whole {
  readonly registry: Registry;
  readonly size: number;
}

interface Prepared {
  readonly index: RegistryIndex;
  readonly size: number;
}

export function openRegistries(store: RegistryStore, registryRepo: string): Registries {
  const silent = new Set<number>();
  const parts: Parts = {
    files: registryFiles(store),
    teams: teams(store.teams),
    registryRepo,
    extended: new Map(),
    silent,
    contents: new Map(),
    joins: remembering<Whole>(REGISTRIES_KEPT, { of: ({ size }) => size, most: CHARACTERS_KEPT }),
    indexes: remembering<Prepared>(REGISTRIES_KEPT, { of: ({ size }) => size, most: CHARACTERS_KEPT }),
  };
  const { note, ...asked } = lastRules((repositoryId) => silent.has(repositoryId));
  return {
    ...asked,
    governing: async (client, head, readAt) => {
      const found = await governing({ parts, client, head, readAt });
      note(head.own.repository.id, found.kind === "good" ? found.index : null);
      return found;
    },
    proposal: proposals(registryRepo),
    extendedBy: (client, head, extension, readAt) => extendedBy({ parts, client, head, readAt }, extension),
    membersOf: (client, named) => parts.teams.membersOf(client, named),
    indexOf: async (client, registry, inUnread = []) => {
      const { known, unread, unreadNames } = await parts.teams.membersOf(client, registry.teams);
      const all = new Map([...known, ...unreadNames.map((team) => [team, inUnread] as const)]);
      return { index: indexed(registry, inUnread.length === 0 ? known : all), unread };
    },
    companionOf: (repositoryId) => parts.extended.get(repositoryId)?.name ?? registryRepo,
    governsOthers: (repository) =>
      sameName(repository.name, registryRepo) ||
      [...parts.extended.values()].some((other) => sameRepository(other, repository)),
    forgetTeams: (owner) => parts.teams.forget(owner),
    unshownMembers: (client, told) => parts.teams.unshown(client, told),
  };
}

/** What is asked for one repository, by one reading of it. */
interface RegistryLook {
  readonly parts: Parts;
  readonly client: Client;
  readonly head: RegistryHead;
  readonly readAt: Instant;
}

async function governing(look: RegistryLook): Promise<Governing> {
  const { parts, client, head, readAt } = look;
  const file = fileOf(head.own) ?? fileOf(head.organisation) ?? (await confirmed(look));
  if (!file) return { kind: "none" };
  parts.silent.delete(head.own.repository.id);
  const own = await parts.files.load(client, file, readAt);
  if (!own.registry) return broken(own);
  if (!own.registry.extends) {
    parts.extended.delete(head.own.repository.id);
    return ready(look, { ...own, registry: own.registry }, own.faulty ? own : null);
  }
  return extending(look, own, own.registry);
}

/** The repository's registry joined with the one it extends; without that one it would say too much or too little. */
async function extending(look: RegistryLook, own: LoadedFile, registry: Registry): Promise<Governing> {
  const { parts, head } = look;
  const target = targetOf(look, registry.extends ?? null);
  const base = await baseOf(look, target);
  if (typeof base === "string") return brokenBy(own, [base]);
  parts.extended.set(head.own.repository.id, target);
  if (!base.registry) return broken(base);
  const faulty = own.faulty ? own : base.faulty ? base : null;
  const extended = { ...base, registry: base.registry };
  const key = `${own.key}+${base.key}`;
  const whole = await parts.joins(key, async () => {
    const both = joined(registry, extended.registry);
    return { registry: both, size: sizeOf(own.size + base.size, both) };
  });
  const both = await ready(look, { ...whole, key }, faulty);
  return { ...both, extended: await ready(look, extended, null) };
}

function targetOf({ parts, head }: RegistryLook, extension: RegistryExtension | null): RepositoryName {
  return extension?.repository ?? { owner: head.own.repository.owner, name: parts.registryRepo };
}

/** The extended registry's file; a sentence: why it cannot be extended. */
async function baseOf(look: RegistryLook, target: RepositoryName): Promise<LoadedFile | string> {
  const { parts, client, head, readAt } = look;
  const name = fullName(target);
  if (!sameName(target.owner, head.own.repository.owner)) return `extends ${name}, which is another owner's`;
  const file = fileOf(await blobsOfTarget(look, target));
  if (!file) return `extends ${name}, which has no roles.yaml`;
  const base = await parts.files.load(client, file, readAt);
  return base.registry?.extends ? `extends ${name}, which extends another registry itself` : base;
}

async function extendedBy(
  look: RegistryLook,
  extension: RegistryExtension | null,
): Promise<Registry | "none" | "missing"> {
  if (extension === null) return "none";
  const base = await baseOf(look, targetOf(look, extension));
  return typeof base === "string" || !base.registry ? "missing" : base.registry;
}

async function blobsOfTarget({ client, head }: RegistryLook, target: RepositoryName): Promise<RegistryBlobs | null> {
  const known = head.organisation;
  if (known && sameRepository(known.repository, target)) return known;
  return readRegistryBlobs(client, target);
}

async function ready(
  { parts, client }: RegistryLook,
  { key, registry, size }: Pick<LoadedFile, "key" | "size"> & { readonly registry: Registry },
  faulty: LoadedFile | null,
): Promise<Extract<Governing, { kind: "good" }>> {
  const members = await parts.teams.membersOf(client, registry.teams);
  const { index } = await parts.indexes(`${key} ${faulty ? "last good" : ""} ${members.key}`, async () => ({
    index: indexed(registry, members.known),
    size,
  }));
  const stale = faulty?.faulty
    ? { path: faulty.file.path, faults: sentences(faulty.faulty.faults), goodSince: faulty.faulty.goodSince ?? 0 }
    : null;
  return { kind: "good", index, stale, unreadTeams: members.unread };
}

function broken(loaded: LoadedFile): Governing {
  return brokenBy(loaded, sentences(loaded.faulty?.faults ?? []));
}

function brokenBy({ file }: LoadedFile, faults: readonly string[]): Governing {
  const { owner, name } = file.repository;
  return { kind: "broken", repository: { owner, name }, path: file.path, faults };
}

function sentences(faults: readonly Fault[]): readonly string[] {
  return faults.filter((fault) => fault.severity === "error").map((fault) => `line ${fault.line}: ${fault.message}`);
}

/** `roles.yaml` before `.github/roles.yaml`. */
function fileOf(blobs: RegistryBlobs | null): RegistryFile | null {
  if (!blobs) return null;
  const { repository, root, nested } = blobs;
  const [path, oid] = root === null ? [REGISTRY_PATHS[1], nested] : [REGISTRY_PATHS[0], root];
  return oid === null ? null : { repository, path, oid, text: blobs.texts?.get(oid) ?? null };
}

/**
 * To find no registry is dangerous: a repository that seems to have none is checked once more, with the other API, before its pull
 * requests are left alone. Remembered until a registry appears or Rung is restarted.
 */
async function confirmed({ parts, client, head }: RegistryLook): Promise<RegistryFile | null> {
  const { id } = head.own.repository;
  if (parts.silent.has(id) && head.unread !== true) return null;
  const { repository } = head.own;
  // One that GraphQL does not show has no id to go by; the negative of ours is nobody else's.
  const organisation = head.organisation?.repository ?? { ...repository, name: parts.registryRepo, id: -id };
  const places = sameName(repository.name, organisation.name) ? [repository] : [repository, organisation];
  for (const place of places) {
    for (const path of REGISTRY_PATHS) {
      const content = await readContent(client, place, path, { known: parts.contents });
      if (content) return { repository: place, path, oid: content.oid, text: null };
    }
  }
  parts.silent.add(id);
  return null;
}
