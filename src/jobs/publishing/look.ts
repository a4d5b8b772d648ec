/**
 * Reads the lists that are published into a repository, and plans what they should be: by the registry that governs it and the files it
 * has.
 */

import { commandNames } from "../../commands/index.ts";
import type { Governing } from "../../github/read/governing-registry.ts";
import { publishedElsewhere } from "../../github/read/parse-elsewhere.ts";
import { type PublishedRepository, readListsOf, readPublished } from "../../github/read/published-repository.ts";
import { readContent } from "../../github/read/registry-files.ts";
import type { RegistryHead } from "../../github/read/registry-head.ts";
import { readTree } from "../../github/read/tree.ts";
import type { RepositoryRef } from "../../model/job.ts";
import { type Published, publishedFiles, type Snapshot } from "../../promotions/published-files.ts";
import { type Lists, PUBLISH_BRANCH } from "../../promotions/standing-publication.ts";
import { asksPaths, entriesFor } from "../../registry/publishing/plan.ts";
import type { Registry, RegistrySource } from "../../registry/registry-types.ts";
import { fullName } from "../../shared/names.ts";
import { publishedDecisions } from "../decisions/published-decisions.ts";
import type { JobParts } from "../job-parts.ts";
import { visibilityIn } from "./visibility.ts";

export interface SeenLists extends Lists {
  readonly kind: "seen";
  readonly read: PublishedRepository & { readonly base: NonNullable<PublishedRepository["base"]> };
  readonly governing: Governing;
  readonly registry: Registry;
  /** The files on the default branch. */
  readonly snapshot: Snapshot;
}

export type Looked = SeenLists | UnseenLists;

/** It is unknown what should be published, or it cannot be written at all: nothing is changed. */
interface UnseenLists {
  readonly kind: "unseen";
  readonly read: PublishedRepository | null;
  readonly governing: Governing | null;
  /** A sentence for people. */
  readonly why: string;
  /** The registry that is extended is another one than was read along. */
  readonly isElsewhere?: true;
}

const NOTHING: Snapshot = new Map();

export async function readPublishing(parts: JobParts, repository: RepositoryRef): Promise<Looked> {
  const first = await lookOnce(parts, repository);
  // What it extends lies elsewhere than was thought; by now that is known.
  return first.kind === "seen" || first.isElsewhere !== true ? first : await lookOnce(parts, repository);
}

async function lookOnce(parts: JobParts, repository: RepositoryRef): Promise<Looked> {
  const { client, registries, bot } = parts;
  const files = filesOf(registries.lastGoverning(repository.id), repository);
  const registryRepo = registries.companionOf(repository.id);
  const question = { registryRepo, branch: PUBLISH_BRANCH, files, botLogin: bot.login };
  const read = await readPublished(client, repository, question);
  if (read === null || read.registryHead.own.repository.id !== repository.id)
    return { kind: "unseen", read: null, governing: null, why: "the repository is not to be seen for this app" };
  const governing = await registries.governing(client, read.registryHead, read.readAt);
  const why = whyUnseen(read, governing);
  const { base } = read;
  if (why !== null || governing.kind !== "good" || base === null)
    return { kind: "unseen", read, governing, why: why ?? "the repository is empty" };
  const { registry } = governing.index;
  const hidden = registry.sources.find((source) => !isIn(read.registryHead, source));
  if (hidden !== undefined) {
    const name = fullName(hidden.repository);
    return { kind: "unseen", read, governing, why: `whether ${name} is private is not to be seen`, isElsewhere: true };
  }
  const extended = governing.extended?.index.registry ?? null;
  const planned = await plan(parts, { read: { ...read, base }, registry, extended, repository, files });
  const { proposed, pull } = read;
  return { kind: "seen", read: { ...read, base }, governing, registry, proposed, pull, ...planned };
}

function isIn({ own, organisation }: RegistryHead, { repository }: RegistrySource): boolean {
  const name = fullName(repository).toLowerCase();
  return [own, organisation].some((one) => one !== null && fullName(one.repository).toLowerCase() === name);
}

/** Guessed by the registry as it was last seen, so that one request brings all. */
function filesOf(registry: Registry | null, repository: RepositoryRef): readonly string[] {
  if (registry === null || entriesFor(registry, repository).length === 0) return [];
  const asked = { extended: null, repository, paths: null, snapshots: [], webUrl: "" };
  return publishedFiles(registry, { ...asked, visibility: { from: "public", to: "public" } }).reads;
}

function whyUnseen({ registryHead: { own } }: PublishedRepository, governing: Governing): string | null {
  if (own.repository.archived) return "the repository is archived";
  if (governing.kind === "none") return "no registry is to be seen that governs the repository";
  if (governing.kind === "broken")
    return "the registry has faults, and nothing is published from it until they are mended";
  if (governing.stale !== null)
    return `${governing.stale.path} has faults, and nothing is published from it until they are mended`;
  return null;
}

interface Planned {
  readonly read: SeenLists["read"];
  readonly registry: Registry;
  /** The registry that it extends, by itself; `null`: none. */
  readonly extended: Registry | null;
  readonly repository: RepositoryRef;
  /** Those whose texts were read. */
  readonly files: readonly string[];
}

/** Rejects with Unparsed where a large registry cannot be looked through. */
async function plan(
  parts: JobParts,
  { read, registry, extended, repository, files }: Planned,
): Promise<Pick<SeenLists, "wanted" | "standing" | "snapshot">> {
  const { client } = parts;
  const entries = entriesFor(registry, repository);
  const tree = asksPaths(entries) ? await readTree(client, repository, read.base.commit) : null;
  const paths = tree?.whole === true ? tree.paths : null;
  const planning = await plannerFor(parts, { read, registry, extended, repository, paths });
  const { reads } = await planning([]);
  const known = new Set(files);
  const isRead = read.snapshots !== null && reads.every((path) => known.has(path));
  const snapshots =
    reads.length === 0
      ? [NOTHING, ...(read.proposed === null ? [] : [NOTHING])]
      : isRead
        ? (read.snapshots ?? [])
        : await readListsOf(client, repository, read, reads);
  const [wanted = [], standing = null] = (await planning(snapshots)).plans;
  return { wanted, standing: read.proposed === null ? null : standing, snapshot: snapshots[0] ?? NOTHING };
}

type Planning = (snapshots: readonly Snapshot[]) => Promise<Published>;

/** People and paths: so few are processed within some ten milliseconds. */
const FEW_PEOPLE = 300;
const FEW_PATHS = 1_000;

async function plannerFor(
  parts: JobParts,
  {
    read,
    registry,
    extended,
    repository,
    paths,
  }: Omit<Planned, "files"> & { readonly paths: readonly string[] | null },
): Promise<Planning> {
  const visibility = visibilityIn(registry, read.registryHead);
  const decisions = await publishedDecisions(parts, { registry, head: read.registryHead });
  const asked = {
    extended: null,
    repository,
    paths,
    visibility,
    webUrl: read.webUrl,
    ...(decisions !== null && { decisions }),
  };
  const isSmall = registry.people.length <= FEW_PEOPLE && (paths?.length ?? 0) <= FEW_PATHS;
  const [source] = registry.sources;
  if (isSmall || source === undefined) return async (snapshots) => publishedFiles(registry, { ...asked, snapshots });
  const content = await readContent(parts.client, source.repository, source.path);
  const text = { text: content?.text ?? "", source, options: { knownCommands: commandNames } };
  return (snapshots) => publishedElsewhere(text, { ...asked, extended, snapshots }, "governing");
}
